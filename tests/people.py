"""The named cast of the tests. Everybody here is invented."""

import uuid
from dataclasses import dataclass

from portal.access import Actor, Role
from portal.accounts.models import Account, AccountCountry, Unit
from portal.accounts.sessions import open_session, who_is_asking
from portal.db import db, transaction
from portal.partners.models import Organization
from tests import build

AUTHENTICATOR = "JBSWY3DPEHPK3PXP"


@dataclass(frozen=True)
class Person:
    """Somebody with an account: its id, a session token, and the actor the gate would see."""

    id: uuid.UUID
    email: str
    token: str
    actor: Actor

    @property
    def account(self) -> Account:
        """The account's row."""
        found = db.session.get(Account, self.id)
        assert found is not None
        return found


@dataclass(frozen=True)
class People:
    """Two units' caseworkers, partners by what they will do, and the rest of the network."""

    caseworker: Person  # unit A; owns the cases of most tests
    colleague: Person  # unit A
    stranger: Person  # caseworker of unit B
    accepting: Person  # partner in Nigeria
    accepting_too: Person  # her colleague at the same organisation
    declining: Person  # partner in Romania
    never_asked: Person  # partner in Thailand
    embassy: Person  # Nigeria
    coordinator: Person
    second_coordinator: Person
    auditor: Person
    administrator: Person

    @classmethod
    def arrive(cls) -> "People":
        """Put the cast into the database and sign everybody in."""
        with transaction():
            unit_a, unit_b = Unit(name="Unit A"), Unit(name="Unit B")
            db.session.add_all([unit_a, unit_b])
            edo = build.organization("Invented: Edo House", "NG", time_zone="Africa/Lagos")
            cluj = build.organization("Invented: Cluj House", "RO", time_zone="Europe/Bucharest")
            isan = build.organization("Invented: Isan House", "TH", time_zone="Asia/Bangkok")
            db.session.flush()
            come = {
                "caseworker": _account("Ane Invented", Role.CASEWORKER, unit=unit_a),
                "colleague": _account("Bo Invented", Role.CASEWORKER, unit=unit_a),
                "stranger": _account("Carl Invented", Role.CASEWORKER, unit=unit_b),
                "accepting": _account("Ada Invented", Role.PARTNER, organization=edo),
                "accepting_too": _account("Efe Invented", Role.PARTNER, organization=edo),
                "declining": _account("Dan Invented", Role.PARTNER, organization=cluj),
                "never_asked": _account("Mali Invented", Role.PARTNER, organization=isan),
                "embassy": _account("Ellen Invented", Role.EMBASSY, countries=("NG",)),
                "coordinator": _account("Karen Invented", Role.COORDINATOR),
                "second_coordinator": _account("Kim Invented", Role.COORDINATOR),
                "auditor": _account("Otto Invented", Role.AUDITOR),
                "administrator": _account("Ida Invented", Role.ADMINISTRATOR),
            }
            # One act for all: the cast arrives before most tests of the suite.
            tokens = {name: open_session(account) for name, account in come.items()}
        return cls(**{name: _person(account, tokens[name]) for name, account in come.items()})

    def everyone(self) -> dict[str, Person]:
        """The cast by name."""
        return dict(vars(self))


def _account(
    name: str,
    role: Role,
    *,
    unit: Unit | None = None,
    organization: Organization | None = None,
    countries: tuple[str, ...] = (),
) -> Account:
    account = Account(email=f"{name.split()[0].lower()}@people.example", name=name, role=role, locale="en")
    account.unit_id = unit.id if unit else None
    account.organization_id = organization.id if organization else None
    account.totp_secret = AUTHENTICATOR
    account.countries = [AccountCountry(country=country) for country in countries]
    db.session.add(account)
    return account


def _person(account: Account, token: str) -> Person:
    asking = who_is_asking(token)
    assert asking is not None
    return Person(account.id, account.email, token, asking)
