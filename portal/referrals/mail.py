"""This chapter's letters: no name, no place, no service; who gets which."""

from collections.abc import Iterable

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import Account, AccountState
from portal.cases.models import Case, Deputy
from portal.db import db
from portal.i18n_mark import N_
from portal.letters import links, outbox
from portal.letters.links import PURPOSES, Purpose
from portal.letters.outbox import KINDS, LetterKind
from portal.referrals.models import ReceptionRequest
from portal.referrals.policy import HIDDEN_FROM_PARTNER

# A letter crosses networks that nobody of ours keeps: it says only how soon to look, never what there is to see.
ASKED = N_("You are asked for an answer. Reference %(reference)s.")
NEW = N_("There is something new for you to read. Reference %(reference)s.")
NOW = N_("Something needs you now. Reference %(reference)s.")
TO_PARTNER = {
    "request_sent": ASKED,
    "request_reminded": ASKED,
    "request_replied": NEW,
    "message_from_denmark": NEW,
    "request_cancelled": NEW,
    "request_consent_withdrawn": NOW,
    "request_released": NEW,
    "request_travel": NEW,
    "arrival_silent": NOW,
}
TO_CASEWORKER = {
    "request_asked": ASKED,
    "message_from_partner": NEW,
    "request_accepted": NEW,
    "request_declined": NEW,
    "request_no_answer": NEW,
    "request_sent_on": NEW,
    "request_taken_back": NOW,
    "arrival_told": NEW,
    "arrival_not_met": NOW,
    "deletion_confirmed": NEW,
}


def register() -> None:
    """Make the chapter's letters and the purposes of its links known."""
    for kind, sentence in (TO_PARTNER | TO_CASEWORKER).items():
        KINDS[kind] = LetterKind(sentence)
    PURPOSES["request"] = Purpose("referrals.show", "reference", replaces_pass_phrase=True)
    # To tell what happened, and nothing more: the page shows no travel to a link (RULINGS 12).
    PURPOSES["arrival"] = Purpose("referrals.arrival", "reference", replaces_pass_phrase=True)
    # Danish staff sign in fully; the link only finds the page again.
    PURPOSES["request_of_case"] = Purpose("referrals.show", "reference")
    PURPOSES["not_met"] = Purpose("referrals.not_met", "reference")


def to_partner(kind: str, request: ReceptionRequest) -> None:
    """A letter to each active person of the asked organisation, with her own link while the page is hers to see."""
    due = request.due_at if kind in ("request_sent", "request_reminded") else None
    opens = "arrival" if kind == "arrival_silent" else "request"
    purpose = "" if request.state in HIDDEN_FROM_PARTNER else opens
    _put(kind, request, accounts.people_of(request.organization_id), purpose, due_at=due)


def to_caseworkers(kind: str, request: ReceptionRequest) -> None:
    """A letter to the case's owner and deputies, and to who drafted the request."""
    deputies = select(Deputy.account_id).where(Deputy.case_id == request.case_id)
    owner = select(Case.owner_id).where(Case.id == request.case_id).scalar_subquery()
    people = select(Account).where(
        Account.state == AccountState.ACTIVE,
        Account.id.in_(deputies) | (Account.id == owner) | (Account.id == request.drafted_by),
    )
    purpose = "not_met" if kind == "arrival_not_met" else "request_of_case"
    _put(kind, request, db.session.scalars(people.order_by(Account.email)), purpose)


def _put(kind: str, request: ReceptionRequest, people: Iterable[Account], purpose: str, **more: object) -> None:
    for person in list(people):
        outbox.put(
            kind,
            to=person.email,
            locale=person.locale,
            reference=request.reference,
            link=(purpose, request.reference) if purpose else None,
            account_id=person.id,
            **more,  # type: ignore[arg-type]
        )


def end_links(purpose: str, request: ReceptionRequest) -> None:
    """Let every open link of a purpose to this request die: it was answered. Joins the running act."""
    links.end(purpose, request.reference)
