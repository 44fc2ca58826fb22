"""Does the plan hold? The promises, counted by SQL from what happened."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's page; its panel registers itself with the module."""
    from portal.monitoring import publishing, status, views

    app.register_blueprint(views.blueprint)
    publishing.install(app)
    status.install(app)
