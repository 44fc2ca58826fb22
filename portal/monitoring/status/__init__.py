"""The yearly status report (plan lines 563-570): the centre's words, the year's figures, and both as files."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this part's pages."""
    from portal.monitoring.status import data_set_views, file_views, views  # noqa: F401 - they join the blueprint
    from portal.monitoring.status.blueprint import blueprint

    app.register_blueprint(blueprint)
