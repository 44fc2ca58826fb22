"""The chapter's pages."""

from portal.accounts.blueprint import blueprint

__all__ = ["blueprint"]
