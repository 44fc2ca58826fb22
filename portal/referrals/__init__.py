"""One reception request: that a partner meets one person. Answer, travel, arrival."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's pages and panels."""
    from portal.referrals import views

    app.register_blueprint(views.blueprint)
