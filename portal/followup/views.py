"""The chapter's pages."""

from portal.followup.blueprint import blueprint

__all__ = ["blueprint"]
