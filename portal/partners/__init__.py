"""The directory: who can receive a person, where, and how far somebody has checked that."""

from flask import Flask

# Whoever saves an entry, from wherever: its search text is written with it.
from portal.partners import search

__all__ = ["install", "search"]


def install(app: Flask) -> None:
    """Give the app this chapter's pages and panels."""
    from portal.partners import views

    app.register_blueprint(views.blueprint)
