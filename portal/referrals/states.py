"""The states of a reception request, and which step may follow which, by whom (RULINGS 7-11)."""

from dataclasses import dataclass

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class RequestState(CodeList):
    """RULINGS 7. "Opened" is an attribute, never a state and never an answer."""

    DRAFT = "draft", N_("Draft")
    BLOCKED = "blocked", N_("Blocked")
    WAITING = "waiting", N_("Waiting for an answer")
    QUESTION = "question", N_("The partner has a question")
    ACCEPTED = "accepted", N_("Accepted")
    DECLINED = "declined", N_("Declined")
    NO_ANSWER = "no_answer", N_("No answer")
    WITHDRAWN_BY_PARTNER = "withdrawn_by_partner", N_("The partner took back its yes")
    CANCELLED = "cancelled", N_("Cancelled")
    CONSENT_WITHDRAWN = "consent_withdrawn", N_("Consent withdrawn")
    IDENTITY_SHARED = "identity_shared", N_("Name released to the partner")
    TRAVEL_SET = "travel_set", N_("Travel is set")
    DEPARTED = "departed", N_("On the way")
    NOT_MET = "not_met", N_("Not met")
    ARRIVED = "arrived", N_("Arrived")
    IN_REINTEGRATION = "in_reintegration", N_("Being followed up")
    COMPLETED = "completed", N_("Completed")
    CLOSED_EARLY = "closed_early", N_("Ended early")
    LOST_CONTACT = "lost_contact", N_("Contact lost")
    ENTERED_IN_ERROR = "entered_in_error", N_("Entered by mistake")


class Whose(CodeList):
    """Who takes a step."""

    CASEWORKER = "caseworker", N_("Caseworker")
    PARTNER = "partner", N_("Partner")
    PORTAL = "portal", N_("The portal")


S = RequestState
#: Asked and still answerable: a late yes counts until another accepts (RULINGS 8).
OPEN_TO_ANSWER = (S.WAITING, S.QUESTION, S.NO_ANSWER)
#: A yes that stands; at most one of these a case (RULINGS 9).
ACCEPTED_STATES = (S.ACCEPTED, S.IDENTITY_SHARED, S.TRAVEL_SET, S.DEPARTED, S.NOT_MET, S.ARRIVED, S.IN_REINTEGRATION)
#: A yes before the arrival: the partner may have to take it back (RULINGS 10).
BEFORE_ARRIVAL = (S.ACCEPTED, S.IDENTITY_SHARED, S.TRAVEL_SET, S.DEPARTED, S.NOT_MET)
#: Nothing follows any more.
FINAL = (
    S.DECLINED,
    S.WITHDRAWN_BY_PARTNER,
    S.CANCELLED,
    S.CONSENT_WITHDRAWN,
    S.COMPLETED,
    S.CLOSED_EARLY,
    S.LOST_CONTACT,
    S.ENTERED_IN_ERROR,
)
LIVING = tuple(state for state in S if state not in FINAL)


@dataclass(frozen=True)
class Step:
    """One step: from which states, to which (None: it stays), whose it is.

    A partner's step may also be written down by the caseworker or the centre on its behalf (RULINGS 11).
    """

    name: str
    sources: tuple[RequestState, ...]
    target: RequestState | None
    whose: Whose


STEPS = {
    step.name: step
    for step in (
        Step("edit", (S.DRAFT,), None, Whose.CASEWORKER),
        Step("block", (S.DRAFT,), S.BLOCKED, Whose.CASEWORKER),
        Step("unblock", (S.BLOCKED,), S.DRAFT, Whose.CASEWORKER),
        Step("send", (S.DRAFT,), S.WAITING, Whose.CASEWORKER),
        Step("ask", (S.WAITING, S.NO_ANSWER), S.QUESTION, Whose.PARTNER),
        Step("reply", (S.QUESTION,), S.WAITING, Whose.CASEWORKER),
        Step("accept", OPEN_TO_ANSWER, S.ACCEPTED, Whose.PARTNER),
        Step("decline", OPEN_TO_ANSWER, S.DECLINED, Whose.PARTNER),
        Step("run_out", (S.WAITING,), S.NO_ANSWER, Whose.PORTAL),
        Step("take_back", BEFORE_ARRIVAL, S.WITHDRAWN_BY_PARTNER, Whose.PARTNER),
        Step("cancel", (S.DRAFT, S.BLOCKED, *OPEN_TO_ANSWER, *BEFORE_ARRIVAL), S.CANCELLED, Whose.CASEWORKER),
        Step("withdraw_consent", tuple(LIVING), S.CONSENT_WITHDRAWN, Whose.CASEWORKER),
        Step("release", (S.ACCEPTED,), S.IDENTITY_SHARED, Whose.CASEWORKER),
        Step("set_travel", (S.IDENTITY_SHARED, S.TRAVEL_SET), S.TRAVEL_SET, Whose.CASEWORKER),
        Step("depart", (S.TRAVEL_SET,), S.DEPARTED, Whose.CASEWORKER),
        Step("fall_silent", (S.TRAVEL_SET, S.DEPARTED), S.NOT_MET, Whose.PORTAL),
        # A missed connection: the new arrival time stops the alarm of the old one.
        Step("change_arrival", (S.DEPARTED, S.NOT_MET), S.DEPARTED, Whose.CASEWORKER),
        Step("arrive", (S.TRAVEL_SET, S.DEPARTED, S.NOT_MET), S.ARRIVED, Whose.PARTNER),
        Step("miss", (S.TRAVEL_SET, S.DEPARTED, S.NOT_MET), S.NOT_MET, Whose.PARTNER),
        Step("refuse_reception", (S.TRAVEL_SET, S.DEPARTED, S.NOT_MET), S.CLOSED_EARLY, Whose.PARTNER),
        Step("begin_follow_up", (S.ARRIVED,), S.IN_REINTEGRATION, Whose.PARTNER),
        Step("complete", (S.ARRIVED, S.IN_REINTEGRATION), S.COMPLETED, Whose.CASEWORKER),
        Step("close_early", (S.NOT_MET, S.ARRIVED, S.IN_REINTEGRATION), S.CLOSED_EARLY, Whose.CASEWORKER),
        Step("lose_contact", (S.NOT_MET, S.ARRIVED, S.IN_REINTEGRATION), S.LOST_CONTACT, Whose.CASEWORKER),
        Step("mark_as_error", tuple(LIVING), S.ENTERED_IN_ERROR, Whose.CASEWORKER),
    )
}


def steps_from(state: RequestState, whose: Whose) -> list[str]:
    """The names of the steps that one side may take from a state, in the table's order."""
    return [step.name for step in STEPS.values() if step.whose is whose and state in step.sources]
