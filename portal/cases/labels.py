"""This chapter's words: why a rule said no, what was saved, what may be done next, how a deadline stands."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.access import Role
from portal.cases import child_labels, readers
from portal.cases.codes import NextStep
from portal.cases.models import Case
from portal.i18n_mark import N_
from portal.vocabulary.casework import OfferOutcome, RiskLevel
from portal.web.formats import word

#: Each rule's code (faults.Refused, faults.DoorClosed) as a sentence that says what to do.
REFUSALS = {
    **child_labels.REFUSALS,
    "in_the_future": _l("This day has not come yet. Write today or an earlier day."),
    "before_registration": _l("This is before the person was registered. Write that day or a later one."),
    "closed": _l("The case is closed. Nothing more can be recorded in it."),
    "acknowledged_already": _l("Somebody has already taken care of this alarm."),
    "note_missing": _l("Write what was done, so that the next one knows."),
    "no_rule": _l("No deadline of this kind was in force on that day. Look at the day again."),
    "expires_before_given": _l("It cannot end before it begins. Look at both days."),
    "consent_given_by_missing": _l("Choose who gave the consent."),
    "consent_language_missing": _l("Choose the language in which the consent was given."),
    "consent_form_missing": _l("Choose how the consent was given."),
    "controller_missing": _l("Write who is responsible for the data, for example your own unit."),
    "child_own_consent": _l(
        "A child does not consent alone. Record the consent of its representative or caregiver, and the child's view."
    ),
    "consent_child_view_missing": _l("Choose what the child says about it. Ask the child before you record this."),
    "adult_by_caregiver": _l("A caregiver consents for a child only. An adult decides herself."),
    "interpreter_name_missing": _l("Write who interpreted: a name, or the number the interpreter works under."),
    "consent_explained_missing": _l(
        "She cannot agree to what was not explained. Explain at least what it is for and how to take it back."
    ),
    "withdrawn_before_given": _l("It cannot be withdrawn before it was given. Look at the day."),
    "offer_waits": _l("An offer still waits for its answer. Record that answer first."),
    "answered_already": _l("Somebody has already recorded an answer to this offer. Go back to the case to see it."),
    "answer_missing": _l("Choose what she answered."),
    "reason_missing": _l("Choose why she said no. If she gave no reason, choose that."),
    "reason_without_no": _l("Leave the reason empty: it belongs to a no."),
    "again_without_no": _l("Leave this day empty: it belongs to a no, or to an offer that could not be made."),
    "again_in_the_past": _l("This day has passed. Write today or a later day."),
    "journal_taken": _l("A case that is open has this number already."),
    "journal_elsewhere": _l("Another unit has a living case with this number. Call the national centre."),
    "no_such_case": _l("There is no other case with this code that you may see. Check the ten characters."),
    "no_colleague": _l("Choose a colleague of the case's own unit."),
    "nothing_told": _l("Write what the police should know, or choose a fact."),
    "no_basis_anonymised": _l("No basis for telling the police without a name stood on that day. Record it first."),
    "no_basis_identified": _l(
        "She had not agreed on that day that the police learns who she is. Only her own consent to that counts."
    ),
    "says_who": _l(
        "The note says who she is: by a name, a number, a day, the journal number or the case code. Take it out."
    ),
    "no_receiver": _l("Choose a caseworker who can sign in."),
    "owner_already": _l("She has this case already. Choose another caseworker, or leave the case out."),
    "not_yours": _l("This is not open to you."),
    "look_reason_missing": _l("Write why you need to know who she is. The case's caseworker is told that you looked."),
}
#: What keeps the identity's door closed, as a key of the sentences above.
DOOR = {
    "reason_missing": "look_reason_missing",
    "not_yours": "not_yours",
    "no_grant": "not_yours",
    "no_basis": "not_yours",
}
SAVED = {
    "saved": N_("Saved."),
    "registered": N_("The person is registered. Use the case's code when you talk about her."),
    "withdrawn": N_("The withdrawal is recorded. Whoever could see who she is on this basis no longer can."),
    "closed": N_("The case is closed."),
    "deputy_removed": N_("The colleague is no longer a deputy in this case."),
    "police_told": N_("The note is kept. Hand it over to the police as your unit does."),
    "handed_over": N_("The case is handed over. Its new caseworker is told by letter."),
    "cases_handed_over": N_("The cases are handed over. The new caseworker is told by letter."),
    "acknowledged": N_("The alarm is taken care of."),
    "rung": N_("The centre's duty telephone is rung. Keep the child safe until somebody calls you."),
    "asked_second": N_("Another coordinator is asked. Nothing changes before she has agreed."),
    "decided": N_("Your answer is recorded, and the case's caseworker is told."),
}
RISK_KINDS = {RiskLevel.HIGH: "bad", RiskLevel.MEDIUM: "warn", RiskLevel.LOW: "good", RiskLevel.NOT_ASSESSED: "plain"}
URGENT = (NextStep.OFFER, NextStep.ANSWER, NextStep.ASK_AGAIN, NextStep.CLOCK)


@dataclass(frozen=True)
class Act:
    """A link to the page of one act."""

    label: str
    href: str


#: What can be recorded in an open case: the page and the words of its link.
ACTS = (
    ("edit", N_("Change the working copy")),
    ("support", N_("Record support")),
    ("milestone", N_("Record a step of the plan")),
    ("papers", N_("Record travel papers")),
    ("ledger", N_("What may be shared, and on what basis")),
    ("sharing", N_("Record a basis for sharing")),
    ("withdraw", N_("Record a withdrawn consent")),
    ("start_clock", N_("Record the departure deadline")),
    ("risk", N_("Assess the risk at home")),
    ("link", N_("Link a person who travels with her")),
    ("deputy", N_("Name or remove a deputy")),
    ("identity_page", N_("Who she is")),
    ("police_notes", N_("What the police is told")),
    ("hand_over_cases", N_("Hand the case over")),
    ("close", N_("Close the case")),
)
OF_CLOSED = ("ledger", "withdraw", "identity_page", "police_notes")  # what remains after a case was closed


def acts(case: Case, *, may_give: bool = True) -> list[Act]:
    """The pages that change a case, the offer first; few once it is closed. A deputy may not hand the case over."""
    open_now = case.closed_on is None
    shown = [Act(_(label), url_for(f"cases.{name}", code=case.code)) for name, label in _possible(open_now, may_give)]
    return [_offer(case), *shown] if open_now else shown


def _possible(open_now: bool, may_give: bool) -> list[tuple[str, str]]:
    left_out = () if may_give else ("hand_over_cases",)
    return [(name, label) for name, label in ACTS if (open_now or name in OF_CLOSED) and name not in left_out]


def _offer(case: Case) -> Act:
    last = case.offers[-1] if case.offers else None
    if last is not None and last.outcome is OfferOutcome.PENDING:
        return Act(_("Record the answer to the offer"), url_for("cases.answer", code=case.code, offer_id=last.id))
    label = _("Record that she was asked again") if last is not None else _("Record the offer")
    return Act(label, url_for("cases.offer", code=case.code))


def offer_words(case: Case) -> str:
    """How the offer stands: the last answer, or that none was made."""
    return word(case.offers[-1].outcome) if case.offers else str(_("Not offered yet"))


def asked_words(case: Case) -> str:
    """How often she was asked."""
    number = len(case.offers)
    return str(ngettext("Asked once", "Asked %(num)s times", number)) if number else str(_("Not asked yet"))


def left_words(end: date | None, on: date) -> str:
    """How many days are left until a deadline's last day, or how many have passed since."""
    if end is None:
        return ""
    days = (end - on).days
    if days == 0:
        return str(_("Today is the last day"))
    if days > 0:
        return str(ngettext("%(num)s day left", "%(num)s days left", days))
    return str(ngettext("Passed %(num)s day ago", "Passed %(num)s days ago", -days))


def left_kind(end: date | None, on: date) -> str:
    """The colour of the days left: red once passed or within 14 days, amber within 28."""
    days = (end - on).days if end is not None else 1000
    return "bad" if days <= 14 else "warn" if days <= 28 else "plain"


def role_words(role: Role) -> str:
    """The role of who looked, for whom no place is known."""
    from portal.web.shell import ROLE_LABELS

    return str(_(ROLE_LABELS[role]))


def looked(event: str) -> str:
    """What somebody did who looked, in words after the name."""
    return str(_(readers.LOOKS[event]))
