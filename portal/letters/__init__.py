"""Mail waiting to leave (the outbox, written in the act's own transaction), mailed links, and the sender."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's pages and panels."""
    from portal.letters import views

    app.register_blueprint(views.blueprint)
