"""What a partner may see of a person, stage by stage: one table, and everything that shows it a request reads it."""

from datetime import datetime
from typing import Protocol

from portal.i18n_mark import N_
from portal.referrals.states import RequestState
from portal.vocabulary.codes import CodeList
from portal.vocabulary.services import ServiceType

S = RequestState


class Stage(CodeList):
    """How far a request has come, for the partner that was asked."""

    LINK = "link", N_("Through the link of a letter")
    ASKED = "asked", N_("While you ask")
    ACCEPTED = "accepted", N_("After its yes")
    NAMED = "named", N_("After you let it see who she is")
    TRAVEL = "travel", N_("After the travel is set")
    CLOSED = "closed", N_("After the end")


class Field(CodeList):
    """Everything that a partner is shown at any stage, and what it is never shown."""

    REFERENCE = "reference", N_("Reference")
    STATE = "state", N_("Status")
    TIMES = "times", N_("When it was asked, is due and was answered")
    # The pseudonymous card.
    AGE_BAND = "age_band", N_("Age")
    GENDER = "gender", N_("Gender")
    CHILD = "child", N_("That she is a child")
    LANGUAGES = "languages", N_("Speaks")
    DEPENDANTS = "dependants", N_("Dependants who come with her")
    COUNTRY = "country", N_("Country of return")
    REGION = "region", N_("Region of return")
    SERVICES_REQUESTED = "services_requested", N_("What is asked for")
    FAMILY_SERVICES = "family_services", N_("Help that leads to the family")
    SERVICES_GIVEN = "services_given", N_("Already received in Denmark")
    PAYER = "payer", N_("Who pays")
    ESCORT = "escort", N_("Travels with her")
    EARLIEST_ON = "earliest_on", N_("Can arrive from")
    LATEST_ON = "latest_on", N_("Must arrive by")
    PRIORITY = "priority", N_("How soon")
    ARRANGEMENTS = "arrangements", N_("What you must know to meet her well")
    # What is said and done inside the request.
    MESSAGES = "messages", N_("Questions and answers")
    FILES = "files", N_("Files of messages")
    STEPS = "steps", N_("What has happened")
    # The partner's own word on who meets her.
    CONTACT_NAME = "contact_name", N_("Who meets her")
    CONTACT_PHONE = "contact_phone", N_("Telephone of who meets her")
    # Behind the identity's door.
    FULL_NAME = "full_name", N_("Full name")
    CALLED = "called", N_("Wants to be called")
    BIRTHDATE = "birthdate", N_("Date of birth")
    PHONE = "phone", N_("Her telephone")
    SAFE_CONTACT = "safe_contact", N_("How she can safely be reached")
    # The journey.
    ARRIVES_AT = "arrives_at", N_("When she arrives")
    MODE = "mode", N_("How she travels")
    CONNECTION = "connection", N_("Flight or train number")
    PLACE = "place", N_("Place of arrival")
    MEETING_POINT = "meeting_point", N_("Meeting point")
    AGREED_SIGN = "agreed_sign", N_("Agreed sign")
    FALLBACK_PHONE = "fallback_phone", N_("If they do not find each other")
    ALTERNATE_NAME = "alternate_name", N_("Who else can meet her")
    ALTERNATE_PHONE = "alternate_phone", N_("Telephone of who else can meet her")
    DEPARTED_ON = "departed_on", N_("Day of departure")
    ARRIVAL_NOTE = "arrival_note", N_("Note on the arrival")
    # How she does: the first report is shared with whoever receives her.
    BASELINE = "baseline", N_("How things are before the return")
    # What the partner itself reported.
    ARRIVAL = "arrival", N_("What it told about the arrival, and the day")
    REPORTS = "reports", N_("Its own reports")
    # Never.
    DOCUMENT_NUMBER = "document_number", N_("Number of passport or other paper")
    CASE_CODE = "case_code", N_("Number of the case")
    JOURNAL_NUMBER = "journal_number", N_("The agency's journal number")
    CITIZENSHIP = "citizenship", N_("Citizenship")
    EXPLOITATION = "exploitation", N_("What was done to her")
    NEEDS = "needs", N_("Her needs in the caseworker's words")
    RISK = "risk", N_("The assessment of the risk at home")


_LIVING = frozenset({Stage.ASKED, Stage.ACCEPTED, Stage.NAMED, Stage.TRAVEL})
_CARD = _LIVING | {Stage.LINK}
_ALWAYS = frozenset(Stage)
_AFTER_YES = frozenset({Stage.ACCEPTED, Stage.NAMED, Stage.TRAVEL})
_NAMED = frozenset({Stage.NAMED, Stage.TRAVEL})
_TRAVEL = frozenset({Stage.TRAVEL})
_OWN_WORD = frozenset({Stage.TRAVEL, Stage.CLOSED})
_NEVER: frozenset[Stage] = frozenset()

#: The table: each field with the stages at which a partner may see it. `LINK` narrows the stage that a request is at.
TABLE: dict[Field, frozenset[Stage]] = {
    Field.REFERENCE: _ALWAYS,
    Field.STATE: _ALWAYS,
    Field.TIMES: _ALWAYS,
    Field.AGE_BAND: _CARD,
    Field.GENDER: _CARD,
    Field.CHILD: _CARD,
    Field.LANGUAGES: _CARD,
    Field.DEPENDANTS: _CARD,
    Field.COUNTRY: _CARD,
    Field.REGION: _CARD,
    Field.SERVICES_REQUESTED: _CARD,
    Field.FAMILY_SERVICES: _CARD,
    Field.SERVICES_GIVEN: _CARD,
    Field.PAYER: _CARD,
    Field.ESCORT: _CARD,
    Field.EARLIEST_ON: _CARD,
    Field.LATEST_ON: _CARD,
    Field.PRIORITY: _CARD,
    Field.ARRANGEMENTS: _CARD,
    Field.MESSAGES: _LIVING,
    Field.FILES: _LIVING,
    Field.STEPS: _LIVING,
    Field.CONTACT_NAME: _AFTER_YES,
    Field.CONTACT_PHONE: _AFTER_YES,
    Field.FULL_NAME: _NAMED,
    Field.CALLED: _NAMED,
    Field.BIRTHDATE: _NAMED,
    Field.PHONE: _NAMED,
    Field.SAFE_CONTACT: _NAMED,
    Field.ARRIVES_AT: _TRAVEL,
    Field.MODE: _TRAVEL,
    Field.CONNECTION: _TRAVEL,
    Field.PLACE: _TRAVEL,
    Field.MEETING_POINT: _TRAVEL,
    Field.AGREED_SIGN: _TRAVEL,
    Field.FALLBACK_PHONE: _TRAVEL,
    Field.ALTERNATE_NAME: _TRAVEL,
    Field.ALTERNATE_PHONE: _TRAVEL,
    Field.DEPARTED_ON: _TRAVEL,
    Field.ARRIVAL_NOTE: _TRAVEL,
    Field.BASELINE: _AFTER_YES,
    Field.ARRIVAL: _OWN_WORD,
    Field.REPORTS: _OWN_WORD,
    Field.DOCUMENT_NUMBER: _NEVER,
    Field.CASE_CODE: _NEVER,
    Field.JOURNAL_NUMBER: _NEVER,
    Field.CITIZENSHIP: _NEVER,
    Field.EXPLOITATION: _NEVER,
    Field.NEEDS: _NEVER,
    Field.RISK: _NEVER,
}
#: At which stage each state stands. A state without one is never shown to a partner: a draft, held back, a mistake.
STAGES: dict[RequestState, Stage] = {
    **dict.fromkeys((S.WAITING, S.QUESTION, S.NO_ANSWER), Stage.ASKED),
    S.ACCEPTED: Stage.ACCEPTED,
    S.IDENTITY_SHARED: Stage.NAMED,
    **dict.fromkeys((S.TRAVEL_SET, S.DEPARTED, S.NOT_MET, S.ARRIVED, S.IN_REINTEGRATION), Stage.TRAVEL),
    **dict.fromkeys(
        (
            S.DECLINED,
            S.WITHDRAWN_BY_PARTNER,
            S.CANCELLED,
            S.CONSENT_WITHDRAWN,
            S.COMPLETED,
            S.CLOSED_EARLY,
            S.LOST_CONTACT,
        ),
        Stage.CLOSED,
    ),
}
#: The order in which a living request walks through the stages.
IN_ORDER = (Stage.ASKED, Stage.ACCEPTED, Stage.NAMED, Stage.TRAVEL, Stage.CLOSED)
#: Ways to her family, and facts of it: hidden at every stage while the family may have had a part (plan 1128-1131).
FAMILY = frozenset({Field.SAFE_CONTACT, Field.FAMILY_SERVICES})
#: What is asked for that leads to the family.
TO_FAMILY = frozenset({ServiceType.FAMILY_MEDIATION.value, ServiceType.FAMILY_REUNIFICATION.value})
EVERYTHING = frozenset(Field)
NOTHING: frozenset[Field] = frozenset()


class Staged(Protocol):
    """A request, or a row of the list of requests."""

    @property
    def state(self) -> RequestState: ...
    @property
    def sent_at(self) -> datetime | None: ...


def may_see(stage: Stage, field: Field) -> bool:
    """One cell of the table: whether a partner may see a field at a stage."""
    return stage in TABLE[field]


def stage_of(request: Staged) -> Stage | None:
    """The stage of a request for its partner; None while there is nothing that it may see."""
    return STAGES.get(request.state) if request.sent_at is not None else None


def states_with(field: Field) -> list[RequestState]:
    """The states in which a partner may see a field."""
    return [state for state, stage in STAGES.items() if may_see(stage, field)]


def seen_at(stage: Stage | None, *, by_link: bool = False, hides_family: bool = False) -> frozenset[Field]:
    """The fields that the partner sees at a stage; less through a mailed link (RULINGS 12), less of the family.

    A link never shows more than the stage does: after the end it opens nothing of the person either.
    """
    if stage is None:
        return NOTHING
    stages = (stage, Stage.LINK) if by_link else (stage,)
    seen = frozenset(field for field in Field if all(may_see(one, field) for one in stages))
    return seen - FAMILY if hides_family else seen
