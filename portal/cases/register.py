"""Registering a person, editing the working copy, linking who travels together, deputies, closing."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.access import Actor, Role
from portal.accounts import queries as accounts
from portal.audit.trail import note
from portal.cases import policy, safeguards
from portal.cases.child_facts import end_plan
from portal.cases.facts import add_fact, changeable, not_later_than_today, subject
from portal.cases.faults import NotHere, Refused
from portal.cases.grants import end_grants
from portal.cases.keys import make_key
from portal.cases.models import Case, CaseLink, Deputy
from portal.cases.queries import JOURNAL
from portal.db import add_once, check_version, db, new_reference, today, transaction
from portal.sealed import blind_index
from portal.vocabulary.casework import CaseStatus, ClosureReason, LinkKind
from portal.vocabulary.persons import (
    CHILD_BANDS,
    AgeBand,
    AgeBasis,
    Gender,
    SexExploitation,
    StatusDecidedBy,
    TraffickingStatus,
)

#: Later chapters end here what a closed case carried, inside the closing's own act.
ON_CLOSE: list[Callable[[Actor, Case], None]] = []


@dataclass(frozen=True)
class Person:
    """The working copy: all that is known of a person without a name. Codes of HTCDS; countries ISO 3166-1."""

    trafficking_status: TraffickingStatus
    status_decided_by: StatusDecidedBy | None
    gender: Gender
    citizenship: str
    return_country: str
    return_region: str = ""
    languages: list[str] = field(default_factory=list)
    dependants: int = 0
    exploitation: list[str] = field(default_factory=list)
    sex_exploitation: SexExploitation | None = None


def is_child(age_band: AgeBand, age_basis: AgeBasis) -> bool:
    """A child: under 18 at registration, or of an age in dispute (RULINGS 3)."""
    return age_band in CHILD_BANDS or age_basis is AgeBasis.DISPUTED


def register_case(
    actor: Actor,
    person: Person,
    *,
    registered_on: date,
    age_band: AgeBand,
    age_basis: AgeBasis,
    journal_number: str = "",
    needs: str = "",
    key: uuid.UUID | None = None,
) -> Case:
    """Register a person: the case begins (RULINGS 1). A caseworker of a unit does it, and owns the case.

    Raises NotHere for anybody else, Refused("journal_taken") where a living case has the same journal number.
    """
    if not actor.is_(Role.CASEWORKER) or actor.unit_id is None or actor.id is None:
        raise NotHere
    not_later_than_today(registered_on, "registered_on")
    identifier = key or uuid.uuid4()

    def build() -> Case:
        index = _free_index(journal_number, but=identifier)
        made = Case(id=identifier, code=new_reference(), unit_id=actor.unit_id, owner_id=actor.id, **asdict(person))
        made.registered_on, made.age_band, made.age_basis = registered_on, age_band, age_basis
        made.is_child = is_child(age_band, age_basis)
        made.journal_number, made.journal_index, made.needs = journal_number, index, needs
        make_key(identifier)
        return made

    with _journal_taken_meanwhile(journal_number, identifier), transaction():
        case, is_new = add_once(Case, identifier, build)
        if case.owner_id != actor.id:
            raise NotHere
        if is_new:
            note(actor, "case:registered", subject(case), child=case.is_child)
    return case


@contextmanager
def _journal_taken_meanwhile(journal_number: str, identifier: uuid.UUID) -> Iterator[None]:
    """Of two cases saved with one number at the same moment, the second is told as if it had come later."""
    try:
        yield
    except IntegrityError as clash:
        if "journal" in str(clash.orig):
            _free_index(journal_number, but=identifier)
        raise


def _free_index(journal_number: str, but: uuid.UUID) -> bytes | None:
    if not journal_number:
        return None
    index = blind_index(JOURNAL, journal_number)
    taken = select(Case).where(Case.journal_index == index, Case.closed_on.is_(None), Case.id != but)
    other = db.session.scalar(taken.limit(1))
    if other is not None:
        raise Refused("journal_taken", "journal_number", case=other.code)
    return index


def edit_person(
    actor: Actor,
    case: Case,
    person: Person,
    *,
    age_band: AgeBand,
    age_basis: AgeBasis,
    seen: int,
    journal_number: str,
    needs: str,
) -> Case:
    """Change the working copy that the form was opened on at version `seen`. Raises Stale, Refused, NotHere.

    Whoever turns out to be a child is one from then on; no age written here makes a child an adult (RULINGS 3).
    """
    with _journal_taken_meanwhile(journal_number, case.id), transaction():
        changeable(actor, case)
        check_version(case, seen)
        for name, value in asdict(person).items():
            setattr(case, name, value)
        _write_age(actor, case, age_band, age_basis)
        index = _free_index(journal_number, but=case.id)
        case.journal_number, case.journal_index, case.needs = journal_number, index, needs
        note(actor, "case:person:changed", subject(case))
    return case


def _write_age(actor: Actor, case: Case, age_band: AgeBand, age_basis: AgeBasis) -> None:
    case.age_band, case.age_basis = age_band, age_basis
    if is_child(age_band, age_basis) and not case.is_child:
        case.is_child = True
        note(actor, "case:child:found", subject(case), age_band=age_band, age_basis=age_basis)
        if safeguards.plan_has_ended(case):  # written while she counted as a child before
            end_plan(actor, case)


def link_cases(actor: Actor, case: Case, other_code: str, *, kind: LinkKind, key: uuid.UUID | None = None) -> CaseLink:
    """Record that two persons travel together; the actor sees both cases. Raises Refused("no_such_case"), NotHere."""
    other = db.session.scalar(select(Case).where(Case.code == other_code.strip().upper(), policy.visible(actor)))
    if other is None or other.id == case.id:
        raise Refused("no_such_case", "other_code")
    either = ((case.id, other.id), (other.id, case.id))
    pairs = [(CaseLink.case_id == one) & (CaseLink.other_id == two) for one, two in either]
    for pair in pairs:
        if (linked := db.session.scalar(select(CaseLink).where(pair))) is not None:
            return linked

    def build(_id: uuid.UUID) -> CaseLink:
        return CaseLink(case_id=case.id, other_id=other.id, kind=kind)

    return add_fact(actor, case, CaseLink, key, build, "case:linked", kind=kind)


def name_deputy(actor: Actor, case: Case, account_id: uuid.UUID) -> Deputy:
    """Name a colleague of the unit to stand in for the owner (RULINGS 15). Raises Refused("no_colleague"), NotHere."""
    with transaction():
        changeable(actor, case)
        colleagues = {one.id for one in accounts.colleagues(case.unit_id)} - {case.owner_id}
        if account_id not in colleagues:
            raise Refused("no_colleague", "account_id")
        deputy = db.session.get(Deputy, (case.id, account_id))
        if deputy is None:
            deputy = Deputy(case_id=case.id, account_id=account_id)
            db.session.add(deputy)
            note(actor, "case:deputy:named", subject(case), account=str(account_id))
    return deputy


def remove_deputy(actor: Actor, case: Case, account_id: uuid.UUID) -> None:
    """End a deputyship, of a closed case too: it opens the identity's door. Where there is none, nothing happens.

    Raises NotHere.
    """
    with transaction():
        changeable(actor, case, closed_too=True)
        deputy = db.session.get(Deputy, (case.id, account_id))
        if deputy is not None:
            db.session.delete(deputy)
            note(actor, "case:deputy:removed", subject(case), account=str(account_id))


def note_arrival(actor: Actor, case_id: uuid.UUID) -> None:
    """She has arrived and reports begin: a living case is now in follow-up. Joins the running act."""
    with transaction():
        case = db.session.get_one(Case, case_id)
        db.session.refresh(case, with_for_update=True)
        if case.status is CaseStatus.ACTIVE:
            case.status = CaseStatus.FOLLOW_UP
            note(actor, "case:follow_up:begun", subject(case))


def close_case(actor: Actor, case: Case, reason: ClosureReason) -> Case:
    """Close the case: grants end and later chapters' hooks run in the same act. Raises Refused("closed"), NotHere."""
    with transaction():
        changeable(actor, case)
        case.closed_on, case.closure_reason = today(), reason
        handed_on = reason is ClosureReason.TRANSFERRED
        case.status = CaseStatus.CLOSED_REFERRED if handed_on else CaseStatus.CLOSED
        db.session.flush()
        note(actor, "case:closed", subject(case), reason=reason)
        end_grants(actor, case.id, "case_closed")
        for hook in ON_CLOSE:
            hook(actor, case)
    return case
