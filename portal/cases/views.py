"""The chapter's pages."""

from portal.cases.blueprint import blueprint

__all__ = ["blueprint"]
