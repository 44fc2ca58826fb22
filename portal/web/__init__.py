"""What every page shares: the gate, headers, errors, the form base, formats, layout and the public pages."""

from flask import Flask

from portal.web import compression, errors, formats, gate, headers, health, home, languages, pages, shell, uploads

__all__ = ["gate", "install"]


def install(app: Flask) -> None:
    """Give the app everything that all pages share."""
    for part in (compression, headers, errors, formats, languages, shell, uploads):
        part.install(app)
    for part in (pages, home, health):
        app.register_blueprint(part.blueprint)
