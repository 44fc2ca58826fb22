"""The chapter's pages."""

from portal.letters.blueprint import blueprint

__all__ = ["blueprint"]
