"""A request with an own marker in every field of the table, whatever its stage; and what of it a partner can get."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask import g

from portal.accounts.sessions import open_session
from portal.cases.child_models import FamilyAssessment
from portal.cases.identity import IdentityRecord
from portal.cases.models import Case, RiskAssessment
from portal.db import db, now, today, transaction
from portal.followup.models import DueReport, DueState
from portal.referrals import attachments, paper_views
from portal.referrals.cleaning import CleanFile
from portal.referrals.disclosure import Field
from portal.referrals.models import Arrival, Message, ReceptionRequest, RequestEvent, TravelPlan
from portal.referrals.states import RequestState, Whose
from portal.vocabulary.children import FamilyInvolvement
from portal.vocabulary.persons import AgeBand, Exploitation, Gender
from portal.vocabulary.reports import ReportKind
from portal.vocabulary.requests import ArrivalOutcome, Escort, Priority, TravelMode
from portal.web.gate import cookie_name
from tests import build
from tests.conftest import Portal
from tests.people import People, Person
from tests.referrals.story import add_grant

F = Field
CARD: dict[str, Any] = {
    "age_band": AgeBand.CHILD_12_14.value,
    "gender": Gender.NON_CONFORMING.value,
    "languages": ["am"],
    "dependants": 7391,
    "country": "NP",
    "region": "Markregion",
    "child": True,
    "services_requested": ["livelihoods", "family_mediation"],
    "services_given": ["legal"],
    "payer": "municipality",
    "escort": Escort.GUARDIAN.value,
    "earliest_on": "2031-03-03",
    "latest_on": "2032-04-04",
    "priority": Priority.EMERGENCY.value,
}
#: What stands on a page when a field is shown: one of these is enough. The request's own are added by `markers_of`.
MARKS: dict[Field, tuple[str, ...]] = {
    F.AGE_BAND: (AgeBand.CHILD_12_14.label,),
    F.GENDER: (Gender.NON_CONFORMING.label,),
    F.CHILD: (">Child<",),
    F.LANGUAGES: ("Amharic",),
    F.DEPENDANTS: ("7391",),
    F.COUNTRY: ("Nepal",),
    F.REGION: ("Markregion",),
    F.SERVICES_REQUESTED: ("Work and income",),
    F.FAMILY_SERVICES: ("Mediation with the family",),
    F.SERVICES_GIVEN: ("Legal",),
    F.PAYER: ("The municipality",),
    F.ESCORT: (">Representative<",),
    F.EARLIEST_ON: ("3 March 2031",),
    F.LATEST_ON: ("4 April 2032",),
    F.PRIORITY: (Priority.EMERGENCY.label, Priority.EMERGENCY.value),
    F.ARRANGEMENTS: ("Markarrangements",),
    F.MESSAGES: ("Markmessage",),
    F.FILES: ("Markfile", "Markcontent"),
    F.STEPS: ("Markstepper", "opened the request"),
    F.CONTACT_NAME: ("Markcontact",),
    F.CONTACT_PHONE: ("+4500000001",),
    F.FULL_NAME: ("Markfullname",),
    F.CALLED: ("Markcalled",),
    F.BIRTHDATE: ("Markbirthdate",),
    F.PHONE: ("+4500000002",),
    F.SAFE_CONTACT: ("Marksafe",),
    F.ARRIVES_AT: ("17 May 2033", "20330517"),
    F.MODE: (TravelMode.FERRY.label,),
    F.CONNECTION: ("Markconnection",),
    F.PLACE: ("Markplace",),
    F.MEETING_POINT: ("Markpoint",),
    F.AGREED_SIGN: ("Marksign",),
    F.FALLBACK_PHONE: ("+4500000003",),
    F.ALTERNATE_NAME: ("Markalternate",),
    F.ALTERNATE_PHONE: ("+4500000004",),
    F.DEPARTED_ON: ("2029-02-03",),
    F.ARRIVAL_NOTE: ("Marknote",),
    F.ARRIVAL: (ArrivalOutcome.NOT_MET_CONTACTED.label, "5 June 2030", "2030-06-05"),
    F.BASELINE: ("00000000-0000-4000-8000-0000000000b0",),
    F.REPORTS: ("00000000-0000-4000-8000-0000000000b2",),
    F.DOCUMENT_NUMBER: ("Markdocument",),
    F.JOURNAL_NUMBER: ("Markjournal",),
    F.CITIZENSHIP: ("Mongolia",),
    F.EXPLOITATION: (Exploitation.FORCED_LABOUR.label,),
    F.NEEDS: ("Markneeds",),
    F.RISK: ("Markrisk",),
}
IDENTITY = {
    "full_name": "Markfullname Invented",
    "called": "Markcalled",
    "birthdate": "Markbirthdate",
    "phone": "+4500000002",
    "safe_contact": "Marksafe",
    "document_number": "Markdocument",
}


def marked(people: People) -> ReceptionRequest:
    """A request that has everything at once: a yes, a grant, a journey, an arrival, messages, a report."""
    case = build.case(people.caseworker, citizenship="MN", exploitation=[Exploitation.FORCED_LABOUR.value])
    request = build.request(case, people.accepting, accepted_at=now(), opened_at=now(), card=CARD)
    with transaction():
        case.journal_number, case.needs = "Markjournal", "Markneeds"
        request.priority, request.opened_by = Priority.EMERGENCY, people.accepting_too.id
        request.arrangements, request.contact_name = "Markarrangements", "Markcontact"
        request.contact_phone = "+4500000001"
        request.departed_on, request.arrived_on = date(2029, 2, 3), date(2030, 6, 5)
        _identity_and_risk(case)
        _journey(request)
        _talk(request, people.caseworker)
        db.session.add_all([_report(request, 0, ReportKind.BASELINE), _report(request, 2, ReportKind.SCHEDULED)])
    add_grant(case, request, people.caseworker)
    return request


def _identity_and_risk(case: Case) -> None:
    who = IdentityRecord(case_id=case.id)
    for name, value in IDENTITY.items():
        setattr(who, name, value)
    risk = RiskAssessment(case_id=case.id, level=case.risks[-1].level, assessed_on=today())
    risk.grounds = "Markrisk"
    db.session.add_all([who, risk])


def _journey(request: ReceptionRequest) -> None:
    own = {"request_id": request.id, "case_id": request.case_id}
    plan = TravelPlan(mode=TravelMode.FERRY, arrives_at=datetime(2033, 5, 17, 10, 11, tzinfo=UTC), **own)
    plan.time_zone, plan.place, plan.connection, plan.meeting_point = "Africa/Lagos", "Markplace", "Markconnection", ""
    plan.meeting_point, plan.agreed_sign, plan.fallback_phone = "Markpoint", "Marksign", "+4500000003"
    plan.alternate_name, plan.alternate_phone = "Markalternate", "+4500000004"
    told = Arrival(outcome=ArrivalOutcome.NOT_MET_CONTACTED, happened_on=date(2030, 6, 5), confirmed_at=now(), **own)
    told.confirmed_by = request.drafted_by
    told.note = "Marknote"
    db.session.add_all([plan, told])


def _talk(request: ReceptionRequest, by: Person) -> None:
    said = Message(request_id=request.id, case_id=request.case_id, side=Whose.CASEWORKER, author_id=by.id, at=now())
    said.author_name, said.words = "Invented Writer", "Markmessage"
    step = RequestEvent(request_id=request.id, step="send", side=Whose.CASEWORKER, at=now(), actor_id=by.id)
    step.from_state, step.to_state, step.actor_name = RequestState.DRAFT, RequestState.WAITING, "Markstepper"
    db.session.add_all([said, step])
    db.session.flush()
    attachments.keep(said, CleanFile("application/pdf", b"Markcontent", "Markfile.pdf"))


def _report(request: ReceptionRequest, number: int, kind: ReportKind) -> DueReport:
    """A report that stands on the page of the request and is nobody's task; its id ends in its number."""
    own = {"case_id": request.case_id, "organization_id": request.organization_id, "due_on": today()}
    made = DueReport(request_id=request.id, number=number, kind=kind, state=DueState.STOPPED, **own)
    made.id = UUID(f"00000000-0000-4000-8000-0000000000b{number}")
    return made


def suspect_family(request: ReceptionRequest) -> None:
    """A sign that the family had a part in it."""
    with transaction():
        sign = FamilyAssessment(case_id=request.case_id, involvement=FamilyInvolvement.SUSPECTED, assessed_on=today())
        db.session.add(sign)


def put_into(request: ReceptionRequest, state: RequestState) -> None:
    """Bring the request to a state by its row alone; everything else stays as it is."""
    with transaction():
        request.state = state


def markers_of(request: ReceptionRequest) -> dict[Field, tuple[str, ...]]:
    """The markers, with those that this request alone has."""
    case = db.session.get_one(Case, request.case_id)
    assert request.sent_at is not None
    own = {
        F.REFERENCE: (request.reference,),
        F.STATE: (request.state.label, request.state.value),
        F.TIMES: (request.sent_at.isoformat(), "Answer due"),
        F.CASE_CODE: (case.code,),
    }
    return {**MARKS, **own}


def shown(request: ReceptionRequest, text: str) -> set[Field]:
    """The fields of which a marker stands in a text."""
    return {field for field, marks in markers_of(request).items() if any(mark in text for mark in marks)}


def got_by_partner(portal: Portal, person: Person, request: ReceptionRequest) -> str:
    """Everything of a request that a signed-in person of the partner can get, as one text: pages, files, paper."""
    browser = portal.browser(person, check=False)
    page = f"/requests/{request.reference}"
    (file,) = [one.id for one in attachments_of(request)]
    answers = [
        browser.client.get(address, base_url=browser.base_url)
        for address in (page, f"{page}/arrival.ics", f"{page}/not-met", f"{page}/files/{file}")
    ]
    answers += [browser.get(address) for address in ("/requests", "/requests.csv", "/home")]
    token = {"csrf_token": browser.csrf_token()}
    answers.append(browser.client.post(f"{page}/identity", data=token, base_url=browser.base_url))
    assert {one.status_code for one in answers} <= {200, 302, 404, 409}
    return "\n".join(one.text for one in answers if one.status_code != 404) + paper(portal, person, request)


def attachments_of(request: ReceptionRequest) -> list[Any]:
    """The files of a request, whoever asks."""
    return list(db.session.scalars(db.select(attachments.Attachment).filter_by(request_id=request.id)))


def paper(portal: Portal, person: Person, request: ReceptionRequest, by_link: bool = False) -> str:
    """The paper of a request for a reader, before it is pressed."""
    token = open_session(person.account, limited_to=request.reference) if by_link else person.token
    cookie = f"{cookie_name(portal.app)}={token}"
    with portal.app.test_request_context("/", base_url="https://portal.test", headers={"Cookie": cookie}):
        portal.app.preprocess_request()
        assert g.actor.id == person.id
        return paper_views.as_page(request)


def got_by_link(portal: Portal, person: Person, request: ReceptionRequest) -> str:
    """The same for a session of a mailed link: its page and its paper; every other address is not found."""
    browser = portal.browser(person, check=False)
    browser.token = open_session(person.account, limited_to=request.reference)
    browser.client.set_cookie(cookie_name(portal.app), browser.token, domain="portal.test", secure=True, httponly=True)
    page = f"/requests/{request.reference}"
    (file,) = [one.id for one in attachments_of(request)]
    for address in (f"{page}/arrival.ics", f"{page}/not-met", f"{page}/files/{file}", "/requests.csv"):
        browser.get(address, 404)
    return browser.get(page).text + paper(portal, person, request, by_link=True)
