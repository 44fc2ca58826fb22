"""How far an organisation is checked before it is relied on: checks, agreements, twins of one organisation."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this part's pages and panels."""
    from portal.partners.vetting import history_views, panels, twin_views, views, wish_views  # noqa: F401
    from portal.partners.vetting.blueprint import blueprint

    app.register_blueprint(blueprint)
