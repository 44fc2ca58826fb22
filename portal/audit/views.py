"""The chapter's pages."""

from portal.audit.blueprint import blueprint

__all__ = ["blueprint"]
