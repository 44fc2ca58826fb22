"""The chapter's pages."""

from portal.partners.blueprint import blueprint

__all__ = ["blueprint"]
