"""The chapter's pages."""

from portal.referrals.blueprint import blueprint

__all__ = ["blueprint"]
