"""Mail waiting to leave (the outbox, written in the act's own transaction), mailed links, and the sender."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's pages, its probe and, in the demonstration, the letters page."""
    from portal.letters import probes, shown, views  # noqa: F401 - its views join the blueprint
    from portal.letters.blueprint import blueprint

    app.register_blueprint(blueprint)
    shown.install(app)
    probes.install()
