"""What a partner reports after the return: a schedule from the arrival, and short coded reports."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's pages and panels."""
    from portal.followup import views

    app.register_blueprint(views.blueprint)
