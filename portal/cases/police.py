"""What is told to the Danish police: without a name, or with it on the person's own consent for exactly that.

The plan (lines 493-498, 654-657, 979-984): what is learned should be of use to the police, anonymised where that is
possible and under the duty of confidentiality.
"""

import uuid
from datetime import date

from sqlalchemy import or_, select

from portal.access import Actor
from portal.accounts.models import Account
from portal.audit.trail import note
from portal.cases import giveaways, identity, policy
from portal.cases.consent import valid_basis
from portal.cases.facts import add_fact, not_later_than_today, subject
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Case, PoliceNote, Sharing
from portal.db import db, transaction
from portal.i18n_mark import N_
from portal.vocabulary.casework import GivenBy, LegalBasis, SharingPurpose
from portal.vocabulary.codes import CodeList


class Telling(CodeList):
    """How much the police learns."""

    ANONYMISED = "anonymised", N_("What happened, without anything that says who she is")
    IDENTIFIED = "identified", N_("Also who she is, as she has agreed to")


class Fact(CodeList):
    """A fact of the working copy that can stand in a note, as its code says it."""

    CHILD = "child", N_("Child or adult")
    GENDER = "gender", N_("Gender")
    CITIZENSHIP = "citizenship", N_("Citizenship")
    STATUS = "trafficking_status", N_("Is she a victim of trafficking?")
    EXPLOITATION = "exploitation", N_("Kinds of exploitation")


FEW = 2  # more facts than this, together, can name a person among some seventy a year


def basis_for(case: Case, telling: Telling, on: date) -> Sharing | None:
    """What allowed the telling on a day; read afresh.

    Without a name any basis of that purpose. With it, nothing but a consent: the person's own, for a child the
    personal representative's, who decides for it (plan lines 1052-1066); never a caregiver's.
    """
    if telling is Telling.ANONYMISED:
        return valid_basis(case, SharingPurpose.POLICE_ANONYMISED, on)
    own = (GivenBy.INDIVIDUAL, GivenBy.REPRESENTATIVE) if case.is_child else (GivenBy.INDIVIDUAL,)
    wanted = select(Sharing).where(
        Sharing.case_id == case.id,
        Sharing.purpose == SharingPurpose.POLICE_IDENTIFIED,
        Sharing.basis == LegalBasis.CONSENT,
        Sharing.given_by.in_(own),
        Sharing.given_on <= on,
        or_(Sharing.expires_on.is_(None), Sharing.expires_on >= on),
        or_(Sharing.withdrawn_on.is_(None), Sharing.withdrawn_on > on),
    )
    return db.session.scalar(wanted.order_by(Sharing.given_on.desc(), Sharing.created_at.desc()).limit(1))


def check(actor: Actor, case: Case, telling: Telling, *, to_whom: str, told_on: date, content: str) -> None:
    """Whether this may be told; asked before the preview and again before the note is kept.

    Raises NotHere for whom the case is not, Refused where no basis stands, or where a note without a name says who
    she is: by her name, a number or a day behind the door, the journal number or the case's code. It does not say by
    which, and that it was so is noted.
    """
    if not policy.may_change(actor, case):
        raise NotHere
    not_later_than_today(told_on, "told_on", case.registered_on)
    if not content.strip():
        raise Refused("nothing_told", "text")
    _basis_or_refused(case, telling, told_on)
    if telling is Telling.ANONYMISED and says_who(case, f"{to_whom}\n{content}"):
        with transaction():
            note(actor, "case:police_note:refused", subject(case), refused=True)
        raise Refused("says_who", "text")


def _basis_or_refused(case: Case, telling: Telling, on: date) -> Sharing:
    basis = basis_for(case, telling, on)
    if basis is None:
        raise Refused(f"no_basis_{telling.value}", "telling")
    return basis


def says_who(case: Case, text: str) -> bool:
    """Whether a text says who a case is about."""
    numbers = giveaways.holds_number(text, case.journal_number or "")
    code = case.code.casefold() in "".join(giveaways.words_of(text))
    return numbers or code or identity.stands_in(case.id, text)


def keep_note(
    actor: Actor,
    case: Case,
    telling: Telling,
    *,
    to_whom: str,
    told_on: date,
    content: str,
    key: uuid.UUID | None = None,
) -> PoliceNote:
    """Keep what was told, by whom, to whom, on which basis. Owner, deputies, coordinator. Raises Refused, NotHere."""
    check(actor, case, telling, to_whom=to_whom, told_on=told_on, content=content)

    def build(identifier: uuid.UUID) -> PoliceNote:
        basis = _basis_or_refused(case, telling, told_on)  # again, with the case locked: she may have taken it back
        made = PoliceNote(id=identifier, case_id=case.id, sharing_id=basis.id, to_whom=to_whom, told_on=told_on)
        made.identified, made.by_id = telling is Telling.IDENTIFIED, actor.id  # type: ignore[assignment]
        made.content = content
        return made

    return add_fact(actor, case, PoliceNote, key, build, "case:police_note:kept", telling=telling.value)


def notes_of(case: Case) -> list[tuple[PoliceNote, str, LegalBasis]]:
    """The notes of a case with who wrote each and on what basis, newest first."""
    wanted = select(PoliceNote, Account.name, Sharing.basis).where(PoliceNote.case_id == case.id)
    wanted = wanted.join(Account, Account.id == PoliceNote.by_id).join(Sharing, Sharing.id == PoliceNote.sharing_id)
    found = db.session.execute(wanted.order_by(PoliceNote.told_on.desc(), PoliceNote.created_at.desc(), PoliceNote.id))
    return [(one, name, basis) for one, name, basis in found]
