"""The demonstration accounts that README and sign-in page name. Nobody here exists."""

from portal.access import THE_PORTAL, Role
from portal.accounts.actions import create_account
from portal.accounts.models import Account
from portal.db import db
from portal.partners.models import Organization

PASS_PHRASE = "demo-demo-demo-demo"  # noqa: S105 - printed in the README, works in demonstration mode alone
AUTHENTICATOR = "JBSWY3DPEHPK3PXP"
DOMAIN = "demo.example"
UNITS = ("Unit A (invented)", "Unit B (invented)")
#: local part of the address: name, role, unit, partner, countries, language
PEOPLE: dict[str, tuple[str, Role, str, str, tuple[str, ...], str]] = {
    "caseworker": ("Ane Invented", Role.CASEWORKER, UNITS[0], "", (), "da"),
    "caseworker2": ("Carl Invented", Role.CASEWORKER, UNITS[1], "", (), "da"),
    "partner.ng": ("Ada Invented", Role.PARTNER, "", "Invented: Edo Women's House", (), "en"),
    "partner.ro": ("Dan Invented", Role.PARTNER, "", "Invented: Casa Bună Cluj", (), "en"),
    "partner.lagos": ("Bola Invented", Role.PARTNER, "", "Invented: Homecoming Lagos", (), "en"),
    "partner.iasi": ("Ilinca Invented", Role.PARTNER, "", "Invented: Social Office Iași", (), "en"),
    "partner.th": ("Mali Invented", Role.PARTNER, "", "Invented: บ้านกลับใจ Isan Home", (), "en"),
    "embassy": ("Ellen Invented", Role.EMBASSY, "", "", ("GH", "NG"), "da"),
    "coordinator": ("Karen Invented", Role.COORDINATOR, "", "", (), "da"),
    "auditor": ("Otto Invented", Role.AUDITOR, "", "", (), "da"),
    "admin": ("Ida Invented", Role.ADMINISTRATOR, "", "", (), "da"),
}


def add_accounts(partners: dict[str, Organization]) -> dict[str, Account]:
    """Add the accounts in the running act; returns them by the local part of their address."""
    made = {}
    for local, (name, role, unit, partner, countries, locale) in PEOPLE.items():
        made[local] = create_account(
            THE_PORTAL,
            email=f"{local}@{DOMAIN}",
            name=name,
            role=role,
            unit=unit,
            organization_id=partners[partner].id if partner else None,
            countries=countries,
            locale=locale,
            password=PASS_PHRASE,
            totp_secret=AUTHENTICATOR,
        )
    db.session.flush()
    return made
