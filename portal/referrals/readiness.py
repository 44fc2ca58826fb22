"""What is missing before a request may be sent: a list of codes, in words a caseworker reads."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from portal.accounts import queries as accounts
from portal.cases import consent, safeguards, two_persons
from portal.cases.models import Case
from portal.db import db
from portal.i18n_mark import N_
from portal.partners.models import Organization
from portal.places import countries
from portal.referrals.disclosure import TO_FAMILY
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import ACCEPTED_STATES, OPEN_TO_ANSWER, RequestState
from portal.vocabulary.casework import CaseStatus, MilestoneKind, OfferOutcome, RiskLevel, SharingPurpose
from portal.vocabulary.children import Gate
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import TransferBasis
from portal.vocabulary.requests import Escort
from portal.vocabulary.services import ServiceStatus

MOST_WAITING = 3  # RULINGS 9


class Missing(CodeList):
    """What stands in the way of sending. The offer and the basis can never be overridden (RULINGS 5)."""

    CLOSED = "case_closed", N_("The case is closed.")
    OFFER = "offer", N_("The person has not accepted an offer of prepared return.")
    BASIS = "basis", N_("There is no basis, valid today, for asking a partner without giving a name.")
    RISK = "risk", N_("The risk at home has not been assessed.")
    PLAN = "plan", N_("The personal plan has not been agreed with the person.")
    CHILD = "child", N_("This is a child. Its safeguards are not in place, so the request cannot be sent.")
    ACCEPTED = "accepted", N_("A partner has already said yes. Only one partner can receive her.")
    TOO_MANY = "too_many", N_("Three partners are being asked already. Wait for an answer, or cancel one of them.")
    ASKED = "asked", N_("This partner is being asked already.")
    TRANSFER = (
        "transfer",
        N_("Nothing allows her data to go to this partner's country: no agreement, and no exception for this case."),
    )
    PARTNER = "partner", N_("This partner does not receive anybody at present.")
    NOBODY = "nobody", N_("Nobody at this partner can sign in yet. The centre must invite it first.")
    # The same words whatever the reason is: the reason is the centre's alone (RULINGS 17).
    CENTRE = "centre", N_("The centre must be asked before a request goes to this partner.")
    IDENTITY_BASIS = "identity_basis", N_("There is no basis, valid today, for telling the partner who she is.")
    CHILD_STOPS = (
        "child_stops",
        N_("She is a child, and her safeguards are not in place: she may not be named to the partner, nor travel."),
    )
    PLAN_ENDED = (
        "plan_ended",
        N_("The plan for this child was ended. A new one needs new advice, or a new decision on the best interests."),
    )
    ESCORT = "escort", N_("The child's representative travels along. Say so in the request, or change the record.")
    FAMILY = (
        "family",
        N_("The family may have had a part in it: mediation or reunion with the family cannot be asked for."),
    )
    SAME_TOWN = "same_town", N_("Another partner in the same town is being asked. Say that you have thought about it.")


class NotReady(Exception):
    """Something is missing; `missing` says what."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


def refuse_unsafe_child(case: Case) -> None:
    """Stop a request under way when the person is found to be a child whose safeguards are missing (RULINGS 4).

    Raises NotReady; no role can override it.
    """
    if safeguards.missing(case):
        raise NotReady([Missing.CHILD_STOPS])


def of_case(case: Case, on: date, request_id: UUID | None = None) -> list[Missing]:
    """What is missing in the case itself on a day; `request_id` is the request about to be sent."""
    return [
        *([Missing.CLOSED] if case.status in (CaseStatus.CLOSED, CaseStatus.CLOSED_REFERRED) else []),
        *([Missing.PLAN_ENDED] if safeguards.plan_has_ended(case) else []),
        *([Missing.CHILD] if safeguards.missing(case, on) else []),
        *_facts(case, on),
        *_others(case, request_id),
    ]


def _facts(case: Case, on: date) -> list[Missing]:
    offered = bool(case.offers) and case.offers[-1].outcome is OfferOutcome.ACCEPTED
    basis = consent.valid_basis(case, SharingPurpose.PSEUDONYMOUS, on) is not None
    assessed = bool(case.risks) and case.risks[-1].level is not RiskLevel.NOT_ASSESSED
    agreed = any(one.kind in _plans(case) for one in case.milestones)
    set_aside = two_persons.gates_open(case)
    in_place = {
        Missing.OFFER: offered,
        Missing.BASIS: basis,
        Missing.RISK: assessed or Gate.RISK in set_aside,
        Missing.PLAN: agreed or Gate.PLAN in set_aside,
    }
    return [missing for missing, there in in_place.items() if not there]


def _plans(case: Case) -> tuple[MilestoneKind, ...]:
    """A child's plan is made with its representative; the safeguards say whether that was so."""
    of_child = (MilestoneKind.PLAN_WITH_REPRESENTATIVE,) if case.is_child else ()
    return (MilestoneKind.PLAN_AGREED, *of_child)


def _of_request(case: Case, request_id: UUID | None) -> list[Missing]:
    """What the request itself says against the child's safeguards."""
    request = db.session.get(ReceptionRequest, request_id) if request_id is not None else None
    if request is None:
        return []
    alone = request.escort is not Escort.GUARDIAN and safeguards.escort(case)
    to_family = not TO_FAMILY.isdisjoint(request.services_requested) and safeguards.hides_family(case)
    return [*([Missing.ESCORT] if alone else []), *([Missing.FAMILY] if to_family else [])]


def _others(case: Case, request_id: UUID | None) -> list[Missing]:
    """At most three waiting, none while one is accepted (RULINGS 9)."""
    of_the_case = select(ReceptionRequest.state, func.count()).where(ReceptionRequest.case_id == case.id)
    if request_id is not None:
        of_the_case = of_the_case.where(ReceptionRequest.id != request_id)
    count = dict(db.session.execute(of_the_case.group_by(ReceptionRequest.state)).all())
    if any(count.get(state) for state in ACCEPTED_STATES):
        return [Missing.ACCEPTED]
    waiting = count.get(RequestState.WAITING, 0) + count.get(RequestState.QUESTION, 0)
    return [Missing.TOO_MANY] if waiting >= MOST_WAITING else []


def of_partner(case: Case, partner: Organization, on: date, request_id: UUID | None = None) -> list[Missing]:
    """What stands in the way of asking this one partner for this one person on a day."""
    return of_partners(case, [partner], on, request_id)[partner.id]


def of_partners(
    case: Case, partners: Sequence[Organization], on: date, request_id: UUID | None = None
) -> dict[UUID, list[Missing]]:
    """The same for many partners, in as many questions whatever their number."""
    with_people = accounts.partners_with_people()
    basis = consent.valid_basis(case, SharingPurpose.PSEUDONYMOUS, on)
    excepted = basis is not None and basis.transfer_basis is not None
    asked = _asked(case, request_id)
    return {
        one.id: [
            *([Missing.PARTNER] if one.status is not ServiceStatus.ACTIVE else []),
            *([Missing.CENTRE] if one.silent_hold else []),
            *([Missing.NOBODY] if one.id not in with_people else []),
            *([Missing.TRANSFER] if not (excepted or transfer_basis(one, on)) else []),
            *([Missing.ASKED] if one.id in asked else []),
        ]
        for one in partners
    }


def transfer_basis(partner: Organization, on: date) -> TransferBasis | None:
    """What lets data go to a partner without an exception for the case: its country, or its agreement (RULINGS 6)."""
    if countries.in_eea(partner.country, on):
        return TransferBasis.EEA
    return partner.transfer_basis if partner.transfer_basis is not TransferBasis.EEA else None


def missing_to_name(case: Case, partner: Organization, on: date) -> list[Missing]:
    """What stands in the way of telling this partner who she is, on a day."""
    basis = consent.valid_basis(case, SharingPurpose.IDENTITY, on)
    asked = consent.valid_basis(case, SharingPurpose.PSEUDONYMOUS, on)
    excepted = any(one is not None and one.transfer_basis is not None for one in (basis, asked))
    return [
        *([Missing.IDENTITY_BASIS] if basis is None else []),
        *([Missing.TRANSFER] if not (excepted or transfer_basis(partner, on)) else []),
    ]


def _asked(case: Case, request_id: UUID | None) -> set[UUID]:
    """The organisations that are being asked for a person by another request than this."""
    asked = select(ReceptionRequest.organization_id).where(
        ReceptionRequest.case_id == case.id,
        ReceptionRequest.state.in_(OPEN_TO_ANSWER),
        ReceptionRequest.id != request_id,
    )
    return set(db.session.scalars(asked))


def missing(case: Case, partner: Organization, on: date, request_id: UUID | None = None) -> list[Missing]:
    """All that is missing before this partner may be asked for this person on a day; empty when it may."""
    return [
        *of_case(case, on, request_id),
        *_of_request(case, request_id),
        *of_partner(case, partner, on, request_id),
    ]


def asked_in_same_town(case: Case, partner: Organization, request_id: UUID | None = None) -> bool:
    """Whether another partner of the same town is being asked: small particulars together can name a person."""
    if not partner.town:
        return False
    near = (
        select(ReceptionRequest.id)
        .join(Organization, Organization.id == ReceptionRequest.organization_id)
        .where(
            ReceptionRequest.case_id == case.id,
            ReceptionRequest.id != request_id,
            ReceptionRequest.state.in_(OPEN_TO_ANSWER),
            Organization.country == partner.country,
            func.lower(Organization.town) == partner.town.lower(),
            Organization.id != partner.id,
        )
    )
    return db.session.scalar(near.limit(1)) is not None
