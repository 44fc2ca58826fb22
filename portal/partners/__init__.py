"""The directory: who can receive a person, where, and how far somebody has checked that."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's pages and panels."""
    from portal.partners import views

    app.register_blueprint(views.blueprint)
