"""Purpose, legal basis and transfer basis of each sharing; of a consent also by whom and how (RULINGS 6).

Taking one back stands in `withdrawal`.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select

from portal.access import Actor
from portal.cases.facts import add_fact, not_later_than_today
from portal.cases.faults import Refused
from portal.cases.models import Case, Sharing
from portal.db import db
from portal.vocabulary.casework import ConsentForm, Explained, GivenBy, LegalBasis, SharingPurpose
from portal.vocabulary.children import ChildView
from portal.vocabulary.organizations import TransferBasis

#: Later chapters end here what a withdrawn purpose carried, inside the withdrawal's own act.
ON_WITHDRAWAL: list[Callable[[Actor, Case, SharingPurpose], None]] = []
#: Without one of these nobody may be asked to receive her, or go on receiving her.
ENDS_EVERY_REQUEST = (SharingPurpose.PSEUDONYMOUS, SharingPurpose.RECEPTION)
#: Withdrawing one of these closes the identity's door at once.
ENDS_GRANTS = (*ENDS_EVERY_REQUEST, SharingPurpose.IDENTITY)
#: Without these words a yes is no consent (GDPR articles 4(11) and 7(3)).
MUST_BE_EXPLAINED = (Explained.PURPOSE, Explained.WITHDRAWAL)
#: A child may itself agree that its family is looked for (plan lines 1112-1119).
CHILD_MAY_AGREE = (SharingPurpose.TRACING,)


@dataclass(frozen=True)
class Given:
    """How a consent was given: by whom, in what form and language, with whose help, after what was explained."""

    by: GivenBy | None = None
    form: ConsentForm | None = None
    language: str = ""
    interpreter: bool = False
    interpreter_name: str = ""
    explained: list[str] = field(default_factory=list)
    child_view: ChildView | None = None


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


def stood(one: Sharing, on: date) -> bool:
    """Whether a basis stood on a day: given by then, not ended, not taken back."""
    given = one.given_on <= on and (one.expires_on is None or one.expires_on >= on)
    return given and (one.withdrawn_on is None or one.withdrawn_on > on)


def stands(sharings: Iterable[Sharing], purpose: SharingPurpose, on: date) -> bool:
    """The same rule over bases already loaded, for lists."""
    return any(one.purpose is purpose and stood(one, on) for one in sharings)


def record_sharing(
    actor: Actor,
    case: Case,
    *,
    purpose: SharingPurpose,
    basis: LegalBasis,
    given_on: date,
    controller: str,
    given: Given | None = None,
    expires_on: date | None = None,
    derogation_reason: str = "",
    key: uuid.UUID | None = None,
) -> Sharing:
    """Record on what basis something may be shared, by which controller; of a consent also how it was `given`.

    `derogation_reason` states why data may go abroad in this case where the partner's country has no transfer
    basis; author and day stand with it. Raises Refused, NotHere.
    """
    not_later_than_today(given_on, "given_on")
    if not controller.strip():
        raise Refused("controller_missing", "controller")
    if expires_on is not None and expires_on < given_on:
        raise Refused("expires_before_given", "expires_on")
    consent = (given or Given()) if basis is LegalBasis.CONSENT else None
    if consent is not None:
        _refuse_no_consent(case, purpose, consent)

    def build(identifier: uuid.UUID) -> Sharing:
        made = Sharing(id=identifier, case_id=case.id, purpose=purpose, basis=basis, given_on=given_on)
        made.controller, made.expires_on, made.author_id = controller, expires_on, actor.id  # type: ignore[assignment]
        if consent is not None:
            _write_consent(made, consent)
        if derogation_reason:
            made.transfer_basis = TransferBasis.DEROGATION
            made.derogation_reason = derogation_reason
        return made

    return add_fact(actor, case, Sharing, key, build, "case:sharing:recorded", purpose=purpose, basis=basis)


def _write_consent(made: Sharing, consent: Given) -> None:
    made.given_by, made.language, made.form = consent.by, consent.language, consent.form
    made.explained, made.child_view = list(consent.explained), consent.child_view
    made.interpreter = consent.interpreter or bool(consent.interpreter_name)
    if consent.interpreter_name:
        made.interpreter_name = consent.interpreter_name


def _refuse_no_consent(case: Case, purpose: SharingPurpose, consent: Given) -> None:
    """Raise Refused for what is no consent: nobody, no language, no form, nothing explained, or not hers to give."""
    for value, name in ((consent.by, "given_by"), (consent.language, "language"), (consent.form, "form")):
        if not value:
            raise Refused(f"consent_{name}_missing", name)
    if case.is_child and purpose not in CHILD_MAY_AGREE:
        if consent.by is GivenBy.INDIVIDUAL:
            raise Refused("child_own_consent", "given_by")
        if consent.child_view in (None, ChildView.NOT_ASKED):
            raise Refused("consent_child_view_missing", "child_view")
    if not case.is_child and consent.by is GivenBy.CAREGIVER:
        raise Refused("adult_by_caregiver", "given_by")
    if consent.interpreter and not consent.interpreter_name.strip():
        raise Refused("interpreter_name_missing", "interpreter_name")
    if not {one.value for one in MUST_BE_EXPLAINED} <= set(consent.explained):
        raise Refused("consent_explained_missing", "explained")
