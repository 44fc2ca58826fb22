"""Words for this chapter's codes: what happened and who did it, what comes next, when an answer is due."""

from datetime import datetime

from babel.units import format_unit
from flask_babel import format_timedelta, get_locale
from flask_babel import gettext as _

from portal.i18n_mark import N_
from portal.referrals import deletion
from portal.referrals.answers import late_by
from portal.referrals.models import ReceptionRequest, RequestEvent
from portal.referrals.states import RequestState
from portal.vocabulary.casework import SharingPurpose
from portal.vocabulary.codes import CodeList
from portal.vocabulary.requests import ArrivalOutcome, CancelReason, Channel, RefusalReason

MEGABYTE = 1024 * 1024
#: What each step says on the timeline; name is the person who took it.
HAPPENED: dict[str, str] = {
    "block": N_("%(name)s held the request back."),
    "unblock": N_("%(name)s opened the request again."),
    "send": N_("%(name)s sent the request."),
    "ask": N_("%(name)s asked a question."),
    "reply": N_("%(name)s answered the question."),
    "accept": N_("%(name)s said yes."),
    "decline": N_("%(name)s said no."),
    "take_back": N_("%(name)s took back the yes."),
    "cancel": N_("%(name)s cancelled the request."),
    "withdraw_consent": N_("%(name)s recorded that the consent was withdrawn."),
    "release": N_("%(name)s let the partner see who she is."),
    "set_travel": N_("%(name)s set the arrival."),
    "depart": N_("%(name)s recorded the departure."),
    "change_arrival": N_("%(name)s changed the arrival."),
    "arrive": N_("%(name)s told that she has arrived."),
    "miss": N_("%(name)s told that she did not come."),
    "refuse_reception": N_("%(name)s told that she came and did not want to be received."),
    "begin_follow_up": N_("%(name)s began the follow-up."),
    "complete": N_("%(name)s recorded that the return is completed."),
    "close_early": N_("%(name)s ended the request early."),
    "lose_contact": N_("%(name)s recorded that contact is lost."),
    "mark_as_error": N_("%(name)s marked the request as a mistake."),
    "edit": N_("%(name)s changed the draft."),
    "confirm_deletion": N_("%(name)s confirmed that all is deleted."),
}
#: What the portal does by itself.
BY_ITSELF: dict[str, str] = {
    "run_out": N_("The time for an answer ran out."),
    "fall_silent": N_("Nobody confirmed the arrival."),
    "cancel": N_("Cancelled, because another partner said yes."),
    "send": N_("Sent by itself, because the partner before did not answer in time."),
}
GROUPS: dict[str, str] = {
    "not_met": N_("Not met"),
    "taken_back": N_("A partner took back its yes"),
    "question": N_("A partner has a question"),
    "no_answer": N_("No answer in time"),
    "declined": N_("Declined: ask another partner"),
    "arrivals": N_("Arrivals this week"),
    "drafts": N_("Written and not sent"),
    "confirm": N_("Tell us about the arrival"),
    "answer": N_("Answer a request"),
    "coming": N_("Arrivals to come"),
}
KINDS: dict[RequestState, str] = {
    RequestState.WAITING: "note",
    RequestState.QUESTION: "warn",
    RequestState.NO_ANSWER: "bad",
    RequestState.DECLINED: "warn",
    RequestState.WITHDRAWN_BY_PARTNER: "bad",
    RequestState.CONSENT_WITHDRAWN: "bad",
    RequestState.NOT_MET: "bad",
    RequestState.ACCEPTED: "good",
    RequestState.IDENTITY_SHARED: "good",
    RequestState.TRAVEL_SET: "good",
    RequestState.DEPARTED: "good",
    RequestState.ARRIVED: "good",
    RequestState.IN_REINTEGRATION: "good",
    RequestState.COMPLETED: "good",
}
REASONS: dict[str, type[CodeList]] = {
    "decline": RefusalReason,
    "take_back": RefusalReason,
    "cancel": CancelReason,
    "withdraw_consent": SharingPurpose,
    "arrive": ArrivalOutcome,
}


def happened(event: RequestEvent) -> str:
    """One step as a sentence: what happened and who did it."""
    if event.actor_id is None and event.step in BY_ITSELF:
        return str(_(BY_ITSELF[event.step]))
    name = event.said_by if event.channel in (Channel.PHONE, Channel.POST) and event.said_by else event.actor_name
    return str(_(HAPPENED[event.step], name=name))


def happened_how(event: RequestEvent) -> str:
    """What more is said under a step: its reason, and who wrote it down where it was told by telephone or post."""
    parts = []
    if event.step in REASONS and event.reason and event.actor_id is not None:
        parts.append(str(_(REASONS[event.step](event.reason).label)))
    if event.channel is Channel.PHONE:
        parts.append(str(_("Told by telephone, written down by %(name)s.", name=event.actor_name)))
    elif event.channel is Channel.POST:
        parts.append(str(_("Told by post, written down by %(name)s.", name=event.actor_name)))
    elif event.channel is Channel.LINK:
        parts.append(str(_("By the link in a letter.")))
    # Each part is a sentence of its own; a line between them reads the same in every script.
    return " · ".join(parts)


def file_size(size: int) -> str:
    """How large a file is (`size` in bytes), in whole kilobytes or megabytes with one decimal."""
    if size < MEGABYTE:
        return str(format_unit(max(1, round(size / 1024)), "kilobyte", "short", locale=get_locale()))
    return str(format_unit(round(size / MEGABYTE, 1), "megabyte", "short", locale=get_locale()))


def group(kind: str) -> str:
    """The heading of a group of tasks."""
    return str(_(GROUPS[kind]))


def due_words(due_at: datetime | None, at: datetime) -> str:
    """How long until an answer is due, or how long ago it was: "in 2 days", "in 18 days" (never rounded to weeks)."""
    if due_at is None:
        return ""
    days = abs((due_at - at).total_seconds()) / 86400
    coarse = max(0.85, days / 2) if days >= 2 else 0.85
    return str(format_timedelta(due_at - at, add_direction=True, threshold=coarse))


def state_shown(state: RequestState, due_at: datetime | None, at: datetime) -> RequestState:
    """The state as it is to be read at a moment: an answer that is late is shown so before any timer has run."""
    late = state is RequestState.WAITING and due_at is not None and due_at <= at
    return RequestState.NO_ANSWER if late else state


def tag_kind(state: RequestState) -> str:
    """The colour of a state's tag (a word always says the state)."""
    return KINDS.get(state, "plain")


def next_for_caseworker(request: ReceptionRequest, at: datetime) -> str:
    """What happens next, said to the Danish side; empty when nothing does."""
    if late_by(request, at) is not None:
        return str(_("No answer in time. The partner may still answer. You can ask another partner now."))
    sentence = NEXT_FOR_CASEWORKER.get(request.state)
    return str(_(sentence)) if sentence else ""


def next_for_partner(request: ReceptionRequest) -> str:
    """What happens next, said to the partner; empty when nothing does."""
    if (ask := deletion.of_request(request)) is not None:
        return "" if ask.confirmed_at else str(_(NEXT_FOR_PARTNER[RequestState.CONSENT_WITHDRAWN]))
    sentence = NEXT_FOR_PARTNER.get(request.state)
    return str(_(sentence)) if sentence else ""


S = RequestState
NEXT_FOR_CASEWORKER: dict[RequestState, str] = {
    S.DRAFT: N_("This is a draft. Nobody else has seen it."),
    S.BLOCKED: N_("Held back, because the plan for this child was ended. A new plan is a new draft on new evidence."),
    S.WAITING: N_("The request is sent. We tell you when the partner answers, and when the time runs out."),
    S.QUESTION: N_("The partner has a question. Answer it, and the partner can decide."),
    S.ACCEPTED: N_("The partner said yes. Next: let the partner see who she is."),
    S.DECLINED: N_("The partner said no. You can ask another partner with what you have written."),
    S.WITHDRAWN_BY_PARTNER: N_("The partner had to take back its yes. Ask another partner now."),
    S.IDENTITY_SHARED: N_("The partner can see who she is. Next: set the arrival."),
    S.TRAVEL_SET: N_("The arrival is set. Next: record when she has left."),
    S.DEPARTED: N_("She is on the way. The partner tells you when it has met her."),
    S.NOT_MET: N_("Nobody has met her. Call the partner and the centre now."),
    S.ARRIVED: N_("She has arrived. The partner reports on the days that were agreed."),
    S.IN_REINTEGRATION: N_("The partner is in contact with her and reports."),
}
NEXT_FOR_PARTNER: dict[RequestState, str] = {
    S.WAITING: N_("Can you meet this person? Your answer is needed."),
    S.NO_ANSWER: N_("The time for an answer has run out. You can still answer."),
    S.QUESTION: N_("Thank you. Your question is on its way, and you are told when it is answered."),
    S.ACCEPTED: N_("Thank you. You have said yes. We tell you who she is, and when she arrives."),
    S.IDENTITY_SHARED: N_("You can now see who she is. We tell you when she arrives."),
    S.TRAVEL_SET: N_("The arrival is set. When it has come, tell us what happened."),
    S.DEPARTED: N_("She is on the way. When you have met her, tell us."),
    S.NOT_MET: N_("We have not heard that you met her. Tell us what happened, or call us now."),
    S.ARRIVED: N_("Thank you for meeting her. Your first report comes next."),
    S.IN_REINTEGRATION: N_("Thank you. Your next report is on your first page."),
    S.DECLINED: N_("You said no. Nothing more is asked of you."),
    S.CANCELLED: N_("This request was cancelled. Nothing more is asked of you."),
    S.WITHDRAWN_BY_PARTNER: N_("You took back your yes. Nothing more is asked of you."),
    S.CONSENT_WITHDRAWN: N_("She no longer wishes this. Delete what you have written down about her."),
}
