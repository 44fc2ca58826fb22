"""The directory in the field's open standard: HSDS 3.0 to read by machines, to import and to export."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app the API."""
    from portal.partners.hsds import views

    app.register_blueprint(views.blueprint)
