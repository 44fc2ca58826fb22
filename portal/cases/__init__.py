"""One person's prepared return: offer, clock, consent, support, risk; the identity behind its one door."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's pages and panels."""
    from portal.cases import views

    app.register_blueprint(views.blueprint)
