"""Accounts and their sessions, units, invitations, counters of wrong tries, and posts kept over a sign-in."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Role
from portal.db import Base, Record
from portal.i18n_mark import N_
from portal.partners.models import Organization
from portal.sealed import Sealed
from portal.vocabulary.codes import CodeList


class AccountState(CodeList):
    """Whether an account may sign in."""

    ACTIVE = "active", N_("Active")
    SUSPENDED = "suspended", N_("Suspended")


class Unit(Record, Base):
    """A sending unit in Denmark (a crisis centre, a municipality's team, an outreach team)."""

    __tablename__ = "unit"
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Account(Record, Base):
    """Somebody who signs in. One role; a unit, an organisation or countries by role."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("oidc_issuer", "oidc_subject"),)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # casefolded
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(index=True)
    state: Mapped[AccountState] = mapped_column(default=AccountState.ACTIVE)
    unit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("unit.id"))
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"), index=True)
    locale: Mapped[str] = mapped_column(String(8), default="en")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret = Sealed()
    totp_last_step: Mapped[int] = mapped_column(default=0)  # a code is single use
    oidc_issuer: Mapped[str | None] = mapped_column(String(300))
    oidc_subject: Mapped[str | None] = mapped_column(String(255))
    last_signed_in_at: Mapped[datetime | None]
    unit: Mapped[Unit | None] = relationship()
    organization: Mapped[Organization | None] = relationship()
    countries: Mapped[list["AccountCountry"]] = relationship(cascade="all, delete-orphan")


class AccountCountry(Base):
    """A country an embassy account is accredited to."""

    __tablename__ = "account_country"
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)


class SignInSession(Record, Base):
    """A signed-in browser, on the server; the cookie holds a token whose hash stands here."""

    __tablename__ = "sign_in_session"
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    complete: Mapped[bool] = mapped_column(default=False)  # False: the second step is still missing
    limited_to: Mapped[str] = mapped_column(String(60), default="")  # what a mailed link opens (RULINGS 12)
    link_id: Mapped[uuid.UUID | None]  # the mailed link that stood for the pass phrase; used up at the second step
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()


class Invitation(Record, Base):
    """An invitation by one-time link; for coordinators and auditors a second coordinator confirms (RULINGS 15)."""

    __tablename__ = "invitation"
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[Role]
    unit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("unit.id"))
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"))
    countries: Mapped[list[str]] = mapped_column(default=list)
    locale: Mapped[str] = mapped_column(String(8), default="en")
    invited_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    needs_confirmation: Mapped[bool] = mapped_column(default=False)
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    # Chosen on the way in, and gone from here once the account stands.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret = Sealed()
    unit: Mapped[Unit | None] = relationship()
    organization: Mapped[Organization | None] = relationship()


class Tries(Base):
    """How often something was tried in a window of time; counted in SQL, never in an object."""

    __tablename__ = "tries"
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class KeptPost(Record, Base):
    """What was typed when the session had ended: sealed, for that account alone (RULINGS 38)."""

    __tablename__ = "kept_post"
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    endpoint: Mapped[str] = mapped_column(String(80))
    address: Mapped[dict[str, str]] = mapped_column(default=dict)  # the endpoint's arguments
    typed = Sealed()
    expires_at: Mapped[datetime]


class MachineClient(Record, Base):
    """A machine that reads the directory: an OAuth 2 client, its secret kept as a hash."""

    __tablename__ = "machine_client"
    name: Mapped[str] = mapped_column(String(120))
    client_id: Mapped[str] = mapped_column(String(48), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(200))
    scope: Mapped[str] = mapped_column(String(200))  # separated by spaces
    made_by: Mapped[str] = mapped_column(String(120), default="")
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class MachineToken(Record, Base):
    """A bearer token of a machine; only its hash is kept."""

    __tablename__ = "machine_token"
    machine_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("machine_client.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    scope: Mapped[str] = mapped_column(String(200))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    machine: Mapped[MachineClient] = relationship()
