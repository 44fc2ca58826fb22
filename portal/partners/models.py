"""The directory's records, with the entities and words of HSDS 3.0 underneath."""

import uuid
from datetime import date, datetime, time

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Record, Versioned
from portal.vocabulary.organizations import (
    Capacity,
    ContactRole,
    ListingWish,
    LocationType,
    OrganizationType,
    PhoneKind,
    ResponsePromise,
    TransferBasis,
    VerificationTier,
    Visibility,
)
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

COUNTED_BY = (
    "country",
    "visibility",
    "status",
    "org_type",
    "tier",
    "service_mask",
    "for_women",
    "for_men",
    "for_girls",
    "for_boys",
    "for_families_with_children",
    "for_lgbt",
    "for_persons_with_disability",
    "language_codes",
    "capacity",
    "capacity_said_on",
    "not_until",
    "checked_on",
    "looked_up_on",
    "merged_into_id",
    "id",
)


class Organization(Record, Versioned, Base):
    """A partner or an authority (HSDS organization), and what is known of how true its entry is."""

    __tablename__ = "organization"
    __table_args__ = (
        Index("ix_organization_country_name", "country", "sort_name", "id"),
        Index("ix_organization_name", "sort_name", "id"),
        Index("ix_organization_position", "latitude", "longitude", "id"),
        # All that the list counts by: its figures are read from this index alone.
        Index("ix_organization_counted", *COUNTED_BY),
    )
    name: Mapped[str] = mapped_column(String(200))  # in its own language and script
    name_language: Mapped[str] = mapped_column(String(8), default="")
    alternate_name: Mapped[str] = mapped_column(String(200), default="")  # in English
    sort_name: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    org_type: Mapped[OrganizationType]
    country: Mapped[str] = mapped_column(String(2))
    town: Mapped[str] = mapped_column(String(120), default="")
    time_zone: Mapped[str] = mapped_column(String(60), default="")
    locale: Mapped[str] = mapped_column(String(8), default="en")  # of letters to it
    status: Mapped[ServiceStatus] = mapped_column(default=ServiceStatus.ACTIVE)
    tier: Mapped[VerificationTier] = mapped_column(default=VerificationTier.UNVERIFIED)
    verified_on: Mapped[date | None]
    verified_by: Mapped[str] = mapped_column(String(120), default="")
    next_check_on: Mapped[date | None]
    checked_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(String(120), default="")
    capacity: Mapped[Capacity] = mapped_column(default=Capacity.ASK_FIRST)
    capacity_said_on: Mapped[date | None]  # "can receive now" is believed for 60 days
    not_until: Mapped[date | None]  # cannot receive before this day
    promise: Mapped[ResponsePromise | None]  # how soon it says it answers
    silent_hold: Mapped[bool] = mapped_column(default=False)  # RULINGS 17: seen by the centre alone
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.NETWORK)
    transfer_basis: Mapped[TransferBasis | None]
    listing_wish: Mapped[ListingWish] = mapped_column(default=ListingWish.NOT_ASKED)
    check_asked_on: Mapped[date | None]  # the last letter that asked whether all is still correct
    check_reminded_on: Mapped[date | None]  # its one reminder, where nobody answered
    parent_organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"))
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"))
    legal_status: Mapped[str] = mapped_column(String(120), default="")
    year_incorporated: Mapped[int | None]
    latitude: Mapped[float | None]  # degrees, of the town, from the gazetteer: never of a protected place
    longitude: Mapped[float | None]
    is_starter: Mapped[bool] = mapped_column(default=False)  # from public sources, nobody has asked it yet
    is_invented: Mapped[bool] = mapped_column(default=False)
    source_title: Mapped[str] = mapped_column(String(300), default="")
    source_url: Mapped[str] = mapped_column(String(500), default="")
    source_date: Mapped[str] = mapped_column(String(10), default="")
    looked_up_on: Mapped[date | None]
    # Written by referrals through partners.actions.note_answer: how it keeps its promise.
    asked: Mapped[int] = mapped_column(default=0)
    answered_in_time: Mapped[int] = mapped_column(default=0)
    recent_answers: Mapped[str] = mapped_column(String(4), default="")  # newest last, 1 in time, 0 late
    search_text: Mapped[str] = mapped_column(Text, default="")  # folded; public fields alone (RULINGS 22)
    # What the list is filtered and counted by, written with the search text (partners.search): the types of the active
    # services as bits, all of them and those for each group; the languages as " bg en ".
    service_mask: Mapped[int] = mapped_column(BigInteger, default=0)
    for_women: Mapped[int] = mapped_column(BigInteger, default=0)
    for_men: Mapped[int] = mapped_column(BigInteger, default=0)
    for_girls: Mapped[int] = mapped_column(BigInteger, default=0)
    for_boys: Mapped[int] = mapped_column(BigInteger, default=0)
    for_families_with_children: Mapped[int] = mapped_column(BigInteger, default=0)
    for_lgbt: Mapped[int] = mapped_column(BigInteger, default=0)
    for_persons_with_disability: Mapped[int] = mapped_column(BigInteger, default=0)
    language_codes: Mapped[str] = mapped_column(Text, default="")
    import_key: Mapped[str] = mapped_column(String(260), unique=True)  # country and folded name

    profile: Mapped["ReceptionProfile | None"] = relationship(cascade="all, delete-orphan")
    services: Mapped[list["Service"]] = relationship(cascade="all, delete-orphan", order_by="Service.service_type")
    locations: Mapped[list["Location"]] = relationship(cascade="all, delete-orphan")
    contacts: Mapped[list["Contact"]] = relationship(cascade="all, delete-orphan", order_by="Contact.role")
    phones: Mapped[list["Phone"]] = relationship(cascade="all, delete-orphan")
    languages: Mapped[list["Language"]] = relationship(cascade="all, delete-orphan", order_by="Language.code")
    schedules: Mapped[list["Schedule"]] = relationship(cascade="all, delete-orphan")
    service_areas: Mapped[list["ServiceArea"]] = relationship(cascade="all, delete-orphan")


class ReceptionProfile(Base):
    """How a partner receives a person; None where it has not said."""

    __tablename__ = "reception_profile"
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    meets_at_airport: Mapped[bool | None]
    meets_at_border: Mapped[bool | None]
    meets_at_station: Mapped[bool | None]
    hours_notice: Mapped[int | None]  # how many hours before arrival it must know
    night_arrivals: Mapped[bool | None]
    escorts_children: Mapped[bool | None]
    takes_unaccompanied_children: Mapped[bool | None]
    onward_transport: Mapped[bool | None]
    longest_stay: Mapped[int | None]  # days
    no_police_report: Mapped[bool | None]  # True: receives without a report to the police


class Service(Record, Base):
    """One thing the organisation offers (HSDS service), of one type, for some groups."""

    __tablename__ = "service"
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    service_type: Mapped[ServiceType] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200), default="")  # its own; else the type's label
    description: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[ServiceStatus] = mapped_column(default=ServiceStatus.ACTIVE)
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    populations: Mapped[list["ServicePopulation"]] = relationship(cascade="all, delete-orphan")


class ServicePopulation(Base):
    """For whom a service is."""

    __tablename__ = "service_population"
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    population: Mapped[Population] = mapped_column(primary_key=True, index=True)


class Location(Record, Base):
    """Where the organisation can be found (HSDS location); a redacted one has a town and no address."""

    __tablename__ = "location"
    __table_args__ = (
        Index("ix_location_postal_code", "postal_code"),
        Index("ix_location_position", "latitude", "longitude"),
    )
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    location_type: Mapped[LocationType] = mapped_column(default=LocationType.PHYSICAL)
    address: Mapped[str] = mapped_column(Text, default="")
    town: Mapped[str] = mapped_column(String(120), default="")
    country: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(String(200), default="")
    state_province: Mapped[str] = mapped_column(String(120), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    checked_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(String(120), default="")


class Contact(Record, Base):
    """A person or desk to write to (HSDS contact), and when somebody last checked it."""

    __tablename__ = "contact"
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[ContactRole] = mapped_column(default=ContactRole.KEY)
    email: Mapped[str] = mapped_column(String(254), default="")
    checked_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(String(120), default="")


class Phone(Record, Base):
    """A telephone number (HSDS phone), E.164 beside what was typed."""

    __tablename__ = "phone"
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    contact_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("contact.id"))
    number: Mapped[str] = mapped_column(String(20))
    as_typed: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[PhoneKind] = mapped_column(default=PhoneKind.VOICE)
    checked_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(String(120), default="")


class Language(Record, Base):
    """A language spoken there (HSDS language)."""

    __tablename__ = "language"
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    code: Mapped[str] = mapped_column(String(8), index=True)


class Schedule(Record, Base):
    """Opening hours (HSDS schedule): days as iCal BYDAY, hours in the organisation's own time zone."""

    __tablename__ = "schedule"
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    byday: Mapped[str] = mapped_column(String(30), default="MO,TU,WE,TH,FR")
    opens_at: Mapped[time | None]
    closes_at: Mapped[time | None]
    notes: Mapped[str] = mapped_column(String(300), default="")
    checked_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(String(120), default="")


class ServiceArea(Record, Base):
    """Where it can help (HSDS service_area): a country or a region of it."""

    __tablename__ = "service_area"
    __table_args__ = (Index("ix_service_area_position", "latitude", "longitude", "organization_id"),)
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    country: Mapped[str] = mapped_column(String(2), index=True)
    region: Mapped[str] = mapped_column(String(120), default="")  # a region or town; empty: the whole country
    latitude: Mapped[float | None]  # of that town, where the gazetteer knows it
    longitude: Mapped[float | None]


class EntryChange(Record, Base):
    """One changed field of an entry: the standard's own trail (HSDS metadata)."""

    __tablename__ = "entry_change"
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    field_name: Mapped[str] = mapped_column(String(60))
    previous_value: Mapped[str] = mapped_column(Text, default="")
    replacement_value: Mapped[str] = mapped_column(Text, default="")
    updated_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
