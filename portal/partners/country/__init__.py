"""One country: who is responsible for what, which mission covers it, the card for when the line is down."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this part's pages and panels."""
    from portal.partners.country import views

    app.register_blueprint(views.blueprint)
