"""What may be read outside: disclosure control, and editions that are frozen.

For others: `queries.newest(year)` is the newest edition as it was published, `tables.for_year(year)` its tables.
"""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this part's pages."""
    from portal.monitoring.publishing import panels, views  # noqa: F401 - views join the blueprint, panels their place
    from portal.monitoring.publishing.blueprint import blueprint

    app.register_blueprint(blueprint)
