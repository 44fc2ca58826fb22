"""A marker in every sealed field, and none of them on a page, file, letter or log that the policy does not allow."""

import logging
import re
from collections import deque

import pytest
import sqlalchemy as sa

from portal.audit.models import AuditEvent
from portal.cases.identity import IdentityRecord  # type: ignore[attr-defined]
from portal.cases.models import Case, PoliceNote, RiskAssessment
from portal.db import Base, db, now, today, transaction
from portal.followup.draft_models import ReportDraft
from portal.followup.models import DueReport, DueState, Report, ReportReply
from portal.letters.models import Letter
from portal.referrals.models import Arrival, Message
from portal.referrals.states import RequestState, Whose
from portal.sealed import EVERY_SEALED
from portal.vocabulary.casework import RiskLevel
from portal.vocabulary.reports import ContactMade
from portal.vocabulary.requests import ArrivalOutcome
from tests.conftest import Portal
from tests.house.world import World
from tests.people import People, Person

OWNERS = {"caseworker"}
UNIT = {"caseworker", "colleague", "coordinator", "second_coordinator"}
PARTNER = {"accepting", "accepting_too"}
CENTRE = {"coordinator", "second_coordinator"}
NOBODY: set[str] = set()
MOST_PAGES = 120
#: Who may come upon a sealed field by following links alone (an identity needs a button, and so stands nowhere).
ALLOWED: dict[str, set[str]] = {
    "account.totp_secret": NOBODY,
    "invitation.totp_secret": NOBODY,
    "kept_post.typed": OWNERS,
    "case.journal_number": UNIT,
    "case.needs": UNIT,
    "sharing.derogation_reason": UNIT,
    "sharing.interpreter_name": UNIT,
    "risk_assessment.grounds": UNIT,
    "representative.name": UNIT,
    "representative.contact": UNIT,
    "consultation.conditions": UNIT,
    "best_interests.network": UNIT,
    "best_interests.health": UNIT,
    "best_interests.care_needs": UNIT,
    "best_interests.country_situation": UNIT,
    "view_heard.words": UNIT,
    "family_assessment.grounds": UNIT,
    "missing_suspicion.signs": UNIT,
    "missing_suspicion.measures": UNIT,
    "override.reason": UNIT,
    "found_adult.reason": UNIT,
    "alarm.note": UNIT,
    "identity_look.reason": UNIT,
    "identity_record.full_name": NOBODY,
    "identity_record.called": NOBODY,
    "identity_record.birthdate": NOBODY,
    "identity_record.phone": NOBODY,
    "identity_record.document_number": NOBODY,
    "identity_record.safe_contact": NOBODY,
    "reception_request.arrangements": UNIT | PARTNER,
    "reception_request.contact_name": UNIT | PARTNER,
    "reception_request.contact_phone": UNIT | PARTNER,
    "message.words": UNIT | PARTNER,
    "attachment.name": UNIT | PARTNER,
    "travel_plan.place": UNIT | PARTNER,
    "travel_plan.connection": UNIT | PARTNER,
    "travel_plan.meeting_point": UNIT | PARTNER,
    "travel_plan.agreed_sign": UNIT | PARTNER,
    "travel_plan.fallback_phone": UNIT | PARTNER,
    "travel_plan.alternate_name": UNIT | PARTNER,
    "travel_plan.alternate_phone": UNIT | PARTNER,
    "arrival.note": UNIT | PARTNER,
    "report.own_words": UNIT | PARTNER,
    "report_draft.answers": NOBODY,
    "report_reply.words": UNIT | PARTNER,
    "police_note.content": OWNERS | CENTRE,
    "concern.text": CENTRE,
    "concern.by_name": CENTRE,
    "concern.outcome": CENTRE,
}


def _field(owner: type[Base], name: str) -> str:
    return f"{owner.__tablename__}.{name}"


def _marker(owner: type[Base], name: str) -> str:
    return f"Kanarie{owner.__tablename__.replace('_', '')}{name.replace('_', '')}"


def test_every_sealed_field_has_a_line() -> None:
    assert {_field(owner, name) for owner, name in EVERY_SEALED} == set(ALLOWED)


def _mark_everything(world: World) -> None:
    case, request = world.own.case, world.own.request
    own = {"case_id": case.id, "request_id": request.id}
    with transaction():
        db.session.add(IdentityRecord(case_id=case.id))
        police = {"sharing_id": world.own.sharing_id, "to_whom": "Invented unit", "told_on": today()}
        db.session.add(PoliceNote(case_id=case.id, by_id=case.owner_id, **police))
        db.session.add(RiskAssessment(case_id=case.id, level=RiskLevel.HIGH, assessed_on=today()))
        author = {"side": Whose.PARTNER, "author_id": case.owner_id, "author_name": "Invented"}
        db.session.add(Message(at=now(), **author, **own))
        told = {"happened_on": today(), "confirmed_at": now(), "confirmed_by": case.owner_id}
        db.session.add(Arrival(outcome=ArrivalOutcome.MET, **told, **own))
        due = db.session.get_one(DueReport, world.own.due.id)
        due.state = DueState.REPORTED
        sent = {"submitted_at": now(), "submitted_by": case.owner_id, "organization_id": due.organization_id}
        db.session.add(Report(due_report_id=due.id, contact=ContactMade.VISIT, **sent, **own))
        db.session.flush()
        report_id = db.session.scalars(sa.select(Report.id).where(Report.due_report_id == due.id)).one()
        reply = {"report_id": report_id, "author_id": case.owner_id, "at": now()}
        db.session.add(ReportReply(case_id=case.id, **reply))
        draft = {"due_report_id": due.id, "told": False, "report_id": due.id, "saved_at": now()}
        db.session.add(ReportDraft(case_id=case.id, saved_by=case.owner_id, **draft))
        db.session.flush()
        for owner, name in EVERY_SEALED:
            for row in db.session.scalars(sa.select(owner)):
                if getattr(row, "case_id", getattr(row, "id", None)) in (case.id, row.id) and _is_own(row, case):
                    setattr(row, name, _marker(owner, name))


def _is_own(row: Base, case: Case) -> bool:
    if isinstance(row, Case):
        return row.id == case.id
    return getattr(row, "case_id", case.id) == case.id and getattr(row, "account_id", case.owner_id) == case.owner_id


def _pages(portal: Portal, person: Person | None) -> dict[str, str]:
    """Every page and file that a person reaches by links."""
    browser = portal.browser(person, check=False)
    seen: dict[str, str] = {}
    waiting = deque(["/home" if person else "/"])
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        if address in seen:
            continue
        answer = browser.client.get(address, base_url=browser.base_url)
        assert answer.status_code < 500, address
        seen[address] = answer.data.decode(errors="replace") + str(answer.headers)
        if answer.status_code == 302:
            waiting.append(answer.headers["Location"])
        elif answer.mimetype == "text/html":
            links = re.findall(r'href="(/[^"#]*)"', answer.text)
            waiting.extend(link.replace("&amp;", "&") for link in links if "lang=" not in link and "static" not in link)
    return seen


@pytest.mark.parametrize("state", [RequestState.WAITING, RequestState.TRAVEL_SET, RequestState.IN_REINTEGRATION])
def test_no_marker_stands_where_the_policy_does_not_allow_it(
    portal: Portal, people: People, state: RequestState, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = World.build(people)
    _mark_everything(world)
    with transaction():
        world.own.request.state = state
    wrong, reached = [], set()
    for name, person in [*people.everyone().items(), ("nobody", None)]:
        for address, text in _pages(portal, person).items():
            for owner, column in EVERY_SEALED:
                if _marker(owner, column) in text:
                    reached.add(_field(owner, column))
                    if name not in ALLOWED[_field(owner, column)]:
                        wrong.append((name, address, _field(owner, column)))
    assert wrong == []
    assert reached >= {"reception_request.arrangements", "case.needs"}, "the crawl reached too little to say anything"
    stored = [
        repr(tuple(row)) for table in (Letter, AuditEvent) for row in db.session.execute(sa.select(table.__table__))
    ]
    assert "Kanarie" not in "".join(stored) + caplog.text
