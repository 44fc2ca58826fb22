"""One object of each kind twice: the cast's own (unit A, the accepting partner), a foreign one (unit B, Thailand)."""

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.access import THE_PORTAL, Role
from portal.accounts import machines
from portal.accounts.models import Invitation, KeptPost
from portal.cases.child_models import Consultation, FoundAdult, Override, Representative, Tracing
from portal.cases.models import Alarm, Case, IdentityGrant
from portal.db import db, now, today, transaction
from portal.followup.models import DueReport
from portal.letters import links
from portal.partners.country.models import Mandate
from portal.partners.hsds import ids, terms
from portal.partners.models import EntryChange, Location, Service
from portal.partners.upkeep.models import Concern, Flag, Suggestion
from portal.partners.vetting.models import Agreement, Check
from portal.referrals import talking
from portal.referrals.cleaning import CleanFile
from portal.referrals.models import Attachment, DeletionAsk, ReceptionRequest, TravelPlan
from portal.referrals.states import RequestState
from portal.vocabulary.casework import AlarmKind, SharingPurpose
from portal.vocabulary.children import ConsultedBody, Gate, RepresentativeKind
from portal.vocabulary.mandates import MandateTask
from portal.vocabulary.organizations import AgreementKind, CheckKind
from portal.vocabulary.persons import AgeBand, AgeBasis
from portal.vocabulary.requests import TravelMode
from portal.vocabulary.upkeep import LineKind, Problem, SuggestionKind
from tests import build
from tests.people import People, Person


@dataclass(frozen=True)
class Objects:
    """The ids that stand in addresses."""

    case: Case
    request: ReceptionRequest
    due: DueReport
    alarm: Alarm
    organization_id: uuid.UUID
    account_id: uuid.UUID
    invitation_id: uuid.UUID
    kept_id: uuid.UUID
    sharing_id: uuid.UUID
    offer_id: uuid.UUID
    flag_id: uuid.UUID
    concern_id: uuid.UUID
    suggestion_id: uuid.UUID
    country: str
    mandate_id: uuid.UUID
    agreement_id: uuid.UUID
    other_id: uuid.UUID
    embassy_id: uuid.UUID
    attachment_id: uuid.UUID
    edition_id: uuid.UUID
    token: str
    child_ids: dict[str, str]


@dataclass(frozen=True)
class World:
    """The own and the foreign objects."""

    own: Objects
    foreign: Objects

    @classmethod
    def build(cls, people: People) -> "World":
        """Put both into the database."""
        return cls(
            _objects(people, people.caseworker, people.accepting, people.accepting_too, "NG"),
            _objects(people, people.stranger, people.never_asked, people.never_asked, "TH"),
        )

    def address(self, rule: str, which: str) -> str:
        """The address of a rule with the own, the foreign or missing ids."""
        objects = self.own if which == "own" else self.foreign
        missing = which == "missing"

        def value(match: re.Match[str]) -> str:
            name = match.group(1).split(":")[-1]
            return _missing(name, rule) if missing else _value(objects, name, rule)

        partner_id = uuid.UUID(int=7) if missing else objects.organization_id
        partner = f"?partner={partner_id}" if rule == "/requests/new" else ""
        # A spreadsheet is written in no time, a PDF is pressed for a second.
        kind = "?kind=xlsx" if rule == "/monitoring/report/<int:year>/file" else ""
        return re.sub(r"<([^>]+)>", value, rule) + partner + kind


def machine_token() -> str:
    """A living token of a machine that reads the directory."""
    machine, _secret = machines.make_client(THE_PORTAL, "Invented machine", machines.SCOPES)
    with transaction():
        machines.issue(machine, "a-token-of-the-tests", machine.scope)
    return "a-token-of-the-tests"


def _record_id(objects: Objects, rule: str) -> str:
    """The id by which the API knows something of the organisation."""
    service = Service.organization_id == objects.organization_id
    service_id = db.session.scalars(sa.select(Service.id).where(service)).one()
    place = Location.organization_id == objects.organization_id
    found = {
        "organizations": objects.organization_id,
        "services": service_id,
        "service_at_locations": ids.of_pair(service_id, db.session.scalars(sa.select(Location.id).where(place)).one()),
        "taxonomies": terms.POPULATION.id,
        "taxonomy_terms": next(iter(terms.terms())),
    }
    return str(found[rule.split("/")[3]])


def _value(objects: Objects, name: str, rule: str) -> str:
    if name == "record_id":
        return _record_id(objects, rule)
    if name == "code":
        return objects.country if rule.startswith("/countries") else objects.case.code
    if rule.endswith("/hand-over"):
        return str(objects.embassy_id)
    return {
        "reference": objects.request.reference,
        "report_id": str(objects.due.id),
        "alarm_id": str(objects.alarm.id),
        "organization_id": str(objects.organization_id),
        "account_id": str(objects.account_id),
        "invitation_id": str(objects.invitation_id),
        "kept_id": str(objects.kept_id),
        "sharing_id": str(objects.sharing_id),
        "offer_id": str(objects.offer_id),
        "flag_id": str(objects.flag_id),
        "concern_id": str(objects.concern_id),
        "suggestion_id": str(objects.suggestion_id),
        "mandate_id": str(objects.mandate_id),
        "agreement_id": str(objects.agreement_id),
        "other_id": str(objects.other_id),
        "token": objects.token,
        "attachment_id": str(objects.attachment_id),
        "edition_id": str(objects.edition_id),
        "role": "caseworker",
        "page": "1",
        "year": str(today().year),
        "chapter": "development",
        "figure": "T1",
        "language": "da",
        **objects.child_ids,
    }[name]


def _missing(name: str, rule: str) -> str:
    if name == "code":
        return "QQ" if rule.startswith("/countries") else "QQQQQQQQQQ"
    words = {"reference": "QQQQQQQQQQ", "token": "no-such-token", "role": "nobody", "year": "1066"}
    words |= {"chapter": "no-such-chapter", "language": "xx"}
    return words.get(name, str(uuid.UUID(int=7)))


def _of_child(case: Case, asking: Person) -> dict[str, str]:
    """What stands in a child's case, and what waits for the second person."""
    own = {"case_id": case.id}
    tracing = next(one for one in case.sharings if one.purpose is SharingPurpose.TRACING)
    with transaction():
        made: dict[str, Any] = {
            "representative_id": Representative(kind=RepresentativeKind.PERSONAL, appointed_on=today(), **own),
            "consultation_id": Consultation(body=ConsultedBody.LOCAL_GROUP, asked_on=today(), **own),
            "tracing_id": Tracing(sharing_id=tracing.id, asked_on=today(), state_on=today(), **own),
            "override_id": Override(gate=Gate.RISK, asked_by=asking.id, asked_at=now(), **own),
            "found_id": FoundAdult(
                age_band=AgeBand.ADULT_18_24, age_basis=AgeBasis.ASSESSED, asked_by=asking.id, asked_at=now(), **own
            ),
        }
        db.session.add_all(made.values())
        db.session.flush()
        return {name: str(one.id) for name, one in made.items()}


def _objects(people: People, owner: Person, partner: Person, invited: Person, country: str) -> Objects:
    case = build.case(owner, return_country=country)
    request = build.request(case, partner, state=RequestState.TRAVEL_SET, accepted_at=now())
    organization_id = partner.actor.organization_id
    assert organization_id is not None
    own = {"case_id": case.id, "organization_id": organization_id}
    with transaction():
        due = DueReport(request_id=request.id, number=2, due_on=today(), **own)
        alarm = Alarm(kind=AlarmKind.IN_DANGER, cause="test", rung_at=now(), last_rung_at=now(), **own)
        grant = IdentityGrant(granted_by=owner.id, granted_at=now(), **own)
        travel = TravelPlan(request_id=request.id, case_id=case.id, mode=TravelMode.AIR, time_zone="Africa/Lagos")
        travel.arrives_at = now() + timedelta(days=2)
        invitation = Invitation(email=f"new.{country}@people.example", role=Role.COORDINATOR, needs_confirmation=True)
        invitation.expires_at, invitation.invited_by = now() + timedelta(days=1), people.second_coordinator.id
        flag = Flag(organization_id=organization_id, line=LineKind.ENTRY, problem=Problem.CHANGED, at=now())
        flag.by_name, flag.by_role = "Invented", Role.CASEWORKER
        concern = Concern(organization_id=organization_id, at=now())
        concern.text, concern.by_name = "A worry", "Invented"
        suggestion = Suggestion(kind=SuggestionKind.WANTED, country=country, by_id=owner.id, at=now())
        suggestion.by_name = "Invented"
        db.session.add(Location(organization_id=organization_id, country=country))
        db.session.add_all([flag, concern, suggestion])
        kept = KeptPost(account_id=owner.id, endpoint="cases.new", expires_at=now() + timedelta(hours=1))
        kept.typed = "{}"
        mandate = Mandate(country=country, task=MandateTask.RECEPTION, responsible="Invented office")
        agreement = Agreement(organization_id=organization_id, kind=AgreementKind.MOU, valid_from=today(), made_by="x")
        vetted = Check(organization_id=organization_id, kind=CheckKind.VISIT, on=today(), by="x", note="x")
        change = EntryChange(organization_id=organization_id, field_name="town", updated_by="x", at=now())
        other = build.organization(f"Invented: another of {country}", country)
        asked = DeletionAsk(request_id=request.id, case_id=case.id, organization_id=organization_id)
        asked.asked_at = asked.confirmed_at = now()
        db.session.add(asked)
        edition = build.edition(2021 if country == "NG" else 2022, people.coordinator.id)
        db.session.add_all([due, alarm, grant, travel, invitation, kept, mandate, agreement, vetted, change])
        link = links.make("request", request.reference, partner.id)
    picture = CleanFile("image/png", b"\x89PNG", "Invented.png")
    written = talking.write(owner.actor, request, "Invented words", file=picture)
    attachment_id = db.session.scalars(sa.select(Attachment.id).where(Attachment.message_id == written.id)).one()
    return Objects(
        case=case,
        request=request,
        due=due,
        alarm=alarm,
        organization_id=organization_id,
        account_id=invited.id,
        invitation_id=invitation.id,
        kept_id=kept.id,
        sharing_id=case.sharings[0].id,
        offer_id=case.offers[0].id,
        flag_id=flag.id,
        concern_id=concern.id,
        suggestion_id=suggestion.id,
        country=country,
        mandate_id=mandate.id,
        agreement_id=agreement.id,
        other_id=other.id,
        embassy_id=people.embassy.id,
        attachment_id=attachment_id,
        edition_id=edition.id,
        child_ids=_of_child(case, people.second_coordinator),
        token=links.token_of(link.id),
    )
