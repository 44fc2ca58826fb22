"""Who signs in, and for whom: accounts, sessions, second step, single sign-on, invitations."""

from flask import Flask

from portal.config import Settings


def install(app: Flask) -> None:
    """Give the app this chapter's pages; the demonstration's sign-in exists in demonstration mode alone (RULINGS 31)."""
    from portal.accounts import views

    app.register_blueprint(views.blueprint)
    settings: Settings = app.extensions["settings"]
    if settings.demonstration:
        app.add_url_rule("/sign-in/demo", "accounts.demo_sign_in", views.demo_sign_in, methods=["POST"])
