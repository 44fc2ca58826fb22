"""`hjemvej demo`: fills an empty demonstration database, all in one act."""

from pathlib import Path

from sqlalchemy import func, select

from portal.access import THE_PORTAL
from portal.accounts.models import Account
from portal.config import ROOT, Settings
from portal.db import db, transaction
from portal.demonstration.accounts import add_accounts
from portal.demonstration.living import Present
from portal.demonstration.mandates import add_mandates
from portal.demonstration.partners import add_invented
from portal.demonstration.returns import Past
from portal.demonstration.upkeep import add_upkeep
from portal.demonstration.vetting import add_vetting
from portal.partners.exchange import import_partners
from portal.partners.models import Organization

STARTER = ROOT / "portal" / "partners" / "data" / "starter_partners.csv"


class NotForHere(Exception):
    """The demonstration world fills an empty database in demonstration mode, and no other; the message says which."""


def fill(settings: Settings, starter: Path = STARTER) -> dict[str, int]:
    """Fill the database with the demonstration world; returns how many of what it made.

    Raises NotForHere outside demonstration mode and for a database that holds anything.
    """
    if not settings.demonstration:
        raise NotForHere("The demonstration world is made in demonstration mode alone (PORTAL_MODE=demonstration).")
    if db.session.scalar(select(func.count()).select_from(Account)) or db.session.scalar(
        select(Organization.id).limit(1)
    ):
        raise NotForHere("This database is not empty; the demonstration world is made in an empty one alone.")
    db.session.rollback()
    with transaction():
        imported = import_partners(starter.read_bytes(), THE_PORTAL)
        partners = add_invented()
        add_vetting(partners)
        add_mandates(partners)
        accounts = add_accounts(partners)
        add_upkeep(partners, accounts)
        by_country: dict[str, list[Organization]] = {}
        for partner in partners.values():
            by_country.setdefault(partner.country, []).append(partner)
        Past([accounts["caseworker"], accounts["caseworker2"]], by_country).tell()
        Present(accounts, partners).tell()
    return {"starter entries": imported.new, "invented partners": len(partners), "accounts": len(accounts)}
