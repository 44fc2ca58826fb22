"""The directory: who can receive a person, where, and how far somebody has checked that."""

from flask import Flask

# Whoever saves an entry, from wherever: its search text and the position of its town are written with it.
from portal.partners import positions, search

__all__ = ["install", "positions", "search"]


def install(app: Flask) -> None:
    """Give the app this chapter's pages and panels."""
    from portal.partners import country, entry_labels, hsds, upkeep, vetting, views

    app.register_blueprint(views.blueprint)
    app.add_template_filter(entry_labels.freshness)
    app.add_template_filter(entry_labels.checked_words)
    upkeep.install(app)
    vetting.install(app)
    country.install(app)
    hsds.install(app)
