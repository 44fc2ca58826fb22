"""What happened, append-only and chained: written in the act's own transaction."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's pages and panels."""
    from portal.audit import views  # noqa: F401 - its views join the blueprint
    from portal.audit.blueprint import blueprint

    app.register_blueprint(blueprint)
