"""The chapter's pages."""

from portal.monitoring.blueprint import blueprint

__all__ = ["blueprint"]
