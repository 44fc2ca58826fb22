"""A consent taken back: what it carried ends in the same act, and she is told what that can and cannot mean."""

from datetime import date

from sqlalchemy import select

from portal.access import Actor
from portal.audit.trail import note
from portal.cases.consent import ENDS_GRANTS, ON_WITHDRAWAL
from portal.cases.facts import changeable, not_later_than_today, subject
from portal.cases.faults import Refused
from portal.cases.grants import end_grants
from portal.cases.models import Case, Sharing
from portal.db import db, transaction
from portal.vocabulary.casework import LegalBasis, SharingPurpose, WithdrawalReason


def withdraw_sharing(
    actor: Actor,
    case: Case,
    *,
    purpose: SharingPurpose,
    withdrawn_on: date,
    reason: WithdrawalReason,
    told_person_on: date | None = None,
) -> int:
    """Withdraw every consent of a purpose, at once: grants end and later chapters' hooks run in the same act.

    `told_person_on`: when she was told what this can and cannot undo, if she was. Possible after the case was closed
    too. Returns how many consents were withdrawn; 0 for a second post. Raises Refused, NotHere.
    """
    not_later_than_today(withdrawn_on, "withdrawn_on")
    if told_person_on is not None:
        not_later_than_today(told_person_on, "told_person_on")
    with transaction():
        changeable(actor, case, closed_too=True)
        living = _living_consents(case, purpose)
        for one in living:
            if withdrawn_on < one.given_on:
                raise Refused("withdrawn_before_given", "withdrawn_on")
            one.withdrawn_on, one.withdrawal_reason, one.told_person_on = withdrawn_on, reason, told_person_on
        db.session.flush()
        if living:
            note(actor, "case:sharing:withdrawn", subject(case), purpose=purpose, reason=reason)
            if purpose in ENDS_GRANTS:
                end_grants(actor, case.id, "consent_withdrawn")
            for hook in ON_WITHDRAWAL:
                hook(actor, case, purpose)
    return len(living)


def tell_person(actor: Actor, case: Case, told_on: date) -> int:
    """Note when she was told what taking back can and cannot undo, for each withdrawal she had not been told of.

    Returns how many; also after the case was closed. Raises Refused, NotHere.
    """
    not_later_than_today(told_on, "told_person_on")
    with transaction():
        changeable(actor, case, closed_too=True)
        untold = [one for one in taken_back(case) if one.told_person_on is None]
        for one in untold:
            one.told_person_on = told_on
        if untold:
            note(actor, "case:withdrawal:told", subject(case), number=len(untold))
    return len(untold)


def taken_back(case: Case) -> list[Sharing]:
    """The consents of a case that were taken back, the newest first."""
    wanted = select(Sharing).where(Sharing.case_id == case.id, Sharing.withdrawn_on.is_not(None))
    return list(db.session.scalars(wanted.order_by(Sharing.withdrawn_on.desc(), Sharing.created_at.desc())))


def _living_consents(case: Case, purpose: SharingPurpose) -> list[Sharing]:
    wanted = select(Sharing).where(
        Sharing.case_id == case.id,
        Sharing.purpose == purpose,
        Sharing.basis == LegalBasis.CONSENT,
        Sharing.withdrawn_on.is_(None),
    )
    return list(db.session.scalars(wanted))


def withdrawable(case: Case) -> list[SharingPurpose]:
    """The purposes with a consent that has not been withdrawn."""
    standing = {one.purpose for one in case.sharings if one.basis is LegalBasis.CONSENT and one.withdrawn_on is None}
    return [purpose for purpose in SharingPurpose if purpose in standing]
