"""Who signs in, and for whom: accounts, sessions, second step, single sign-on, invitations."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's pages and panels."""
    from portal.accounts import views

    app.register_blueprint(views.blueprint)
