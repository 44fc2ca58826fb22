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
        return cls(
            caseworker=_person("Ane Invented", Role.CASEWORKER, unit=unit_a),
            colleague=_person("Bo Invented", Role.CASEWORKER, unit=unit_a),
            stranger=_person("Carl Invented", Role.CASEWORKER, unit=unit_b),
            accepting=_person("Ada Invented", Role.PARTNER, organization=edo),
            accepting_too=_person("Efe Invented", Role.PARTNER, organization=edo),
            declining=_person("Dan Invented", Role.PARTNER, organization=cluj),
            never_asked=_person("Mali Invented", Role.PARTNER, organization=isan),
            embassy=_person("Ellen Invented", Role.EMBASSY, countries=("NG",)),
            coordinator=_person("Karen Invented", Role.COORDINATOR),
            second_coordinator=_person("Kim Invented", Role.COORDINATOR),
            auditor=_person("Otto Invented", Role.AUDITOR),
            administrator=_person("Ida Invented", Role.ADMINISTRATOR),
        )

    def everyone(self) -> dict[str, Person]:
        """The cast by name."""
        return dict(vars(self))


def _person(
    name: str,
    role: Role,
    *,
    unit: Unit | None = None,
    organization: Organization | None = None,
    countries: tuple[str, ...] = (),
) -> Person:
    email = f"{name.split()[0].lower()}@people.example"
    with transaction():
        account = Account(email=email, name=name, role=role, locale="en")
        account.unit_id = unit.id if unit else None
        account.organization_id = organization.id if organization else None
        account.totp_secret = AUTHENTICATOR
        account.countries = [AccountCountry(country=country) for country in countries]
        db.session.add(account)
    token = open_session(account)
    asking = who_is_asking(token)
    assert asking is not None
    return Person(account.id, email, token, asking)
