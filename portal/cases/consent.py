"""Purpose, legal basis and transfer basis of each sharing; consent given and withdrawn (RULINGS 6)."""

import uuid
from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import or_, select

from portal.access import Actor
from portal.audit.trail import note
from portal.cases.facts import add_fact, changeable, not_later_than_today, subject
from portal.cases.faults import Refused
from portal.cases.models import Case, Sharing
from portal.db import db, transaction
from portal.vocabulary.casework import ConsentForm, GivenBy, LegalBasis, SharingPurpose, WithdrawalReason
from portal.vocabulary.organizations import TransferBasis

#: Later chapters end here what a withdrawn purpose carried, inside the withdrawal's own act.
ON_WITHDRAWAL: list[Callable[[Actor, Case, SharingPurpose], None]] = []
#: Withdrawing one of these closes the identity's door at once.
ENDS_GRANTS = (SharingPurpose.PSEUDONYMOUS, SharingPurpose.IDENTITY)


def valid_basis(case: Case, purpose: SharingPurpose, on: date) -> Sharing | None:
    """The newest basis of a purpose that stood on a day (Copenhagen's calendar), read afresh; None when none did.

    One given later than the day is no basis for what was done on it.
    """
    wanted = select(Sharing).where(
        Sharing.case_id == case.id,
        Sharing.purpose == purpose,
        Sharing.given_on <= on,
        or_(Sharing.expires_on.is_(None), Sharing.expires_on >= on),
        or_(Sharing.withdrawn_on.is_(None), Sharing.withdrawn_on > on),
    )
    return db.session.scalar(wanted.order_by(Sharing.given_on.desc(), Sharing.created_at.desc()).limit(1))


def stands(sharings: Iterable[Sharing], purpose: SharingPurpose, on: date) -> bool:
    """The same rule over bases already loaded, for lists."""
    return any(
        one.purpose is purpose
        and one.given_on <= on
        and (one.expires_on is None or one.expires_on >= on)
        and (one.withdrawn_on is None or one.withdrawn_on > on)
        for one in sharings
    )


def record_sharing(
    actor: Actor,
    case: Case,
    *,
    purpose: SharingPurpose,
    basis: LegalBasis,
    given_on: date,
    controller: str = "",
    given_by: GivenBy | None = None,
    language: str = "",
    interpreter: bool = False,
    form: ConsentForm | None = None,
    expires_on: date | None = None,
    derogation_reason: str = "",
    key: uuid.UUID | None = None,
) -> Sharing:
    """Record on what basis something may be shared; a consent also says by whom, in what language, how.

    `derogation_reason` states why data may go abroad in this case where the partner's country has no transfer
    basis. Raises Refused, NotHere.
    """
    not_later_than_today(given_on, "given_on")
    if expires_on is not None and expires_on < given_on:
        raise Refused("expires_before_given", "expires_on")
    if basis is LegalBasis.CONSENT:
        for value, name in ((given_by, "given_by"), (language, "language"), (form, "form")):
            if not value:
                raise Refused(f"consent_{name}_missing", name)

    def build(identifier: uuid.UUID) -> Sharing:
        made = Sharing(id=identifier, case_id=case.id, purpose=purpose, basis=basis, given_on=given_on)
        made.controller, made.expires_on, made.author_id = controller, expires_on, actor.id  # type: ignore[assignment]
        if basis is LegalBasis.CONSENT:
            made.given_by, made.language, made.interpreter, made.form = given_by, language, interpreter, form
        if derogation_reason:
            made.transfer_basis = TransferBasis.DEROGATION
            made.derogation_reason = derogation_reason
        return made

    return add_fact(actor, case, Sharing, key, build, "case:sharing:recorded", purpose=purpose, basis=basis)


def withdraw_sharing(
    actor: Actor, case: Case, *, purpose: SharingPurpose, withdrawn_on: date, reason: WithdrawalReason
) -> int:
    """Withdraw every consent of a purpose, at once: grants end and later chapters' hooks run in the same act.

    Possible after the case was closed too. Returns how many consents were withdrawn; 0 for a second post.
    Raises Refused, NotHere.
    """
    from portal.cases.grants import end_grants

    not_later_than_today(withdrawn_on, "withdrawn_on")
    with transaction():
        changeable(actor, case, closed_too=True)
        living = _living_consents(case, purpose)
        for one in living:
            if withdrawn_on < one.given_on:
                raise Refused("withdrawn_before_given", "withdrawn_on")
            one.withdrawn_on, one.withdrawal_reason = withdrawn_on, reason
        db.session.flush()
        if living:
            note(actor, "case:sharing:withdrawn", subject(case), purpose=purpose, reason=reason)
            if purpose in ENDS_GRANTS:
                end_grants(actor, case.id, "consent_withdrawn")
            for hook in ON_WITHDRAWAL:
                hook(actor, case, purpose)
    return len(living)


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
