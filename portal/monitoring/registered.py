"""T1, T2a and T2b as conditions: of the people registered in a year, who was offered and whose return was prepared."""

from sqlalchemy import ColumnElement, Text, and_, cast, exists, select

from portal.cases.models import Case, Offer, Support
from portal.monitoring.codes import Aside, Part
from portal.monitoring.counting import Counting, on_days_of
from portal.monitoring.slices import FEMALE
from portal.partners.models import Organization
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.casework import OfferOutcome
from portal.vocabulary.organizations import NGO_LIKE
from portal.vocabulary.persons import Exploitation, SexExploitation, TraffickingStatus

R = ReceptionRequest
A_VICTIM: ColumnElement[bool] = Case.trafficking_status != TraffickingStatus.NOT
_OFFERS = select(Offer.id).where(Offer.case_id == Case.id)
OFFERED = exists(_OFFERS.where(Offer.outcome != OfferOutcome.NOT_POSSIBLE))
SAID_YES = exists(_OFFERS.where(Offer.outcome == OfferOutcome.ACCEPTED))
#: A yes that the partner did not take back, whatever became of the request after it (RULINGS 26).
YES_THAT_STOOD = and_(
    R.accepted_at.is_not(None), R.state.not_in((RequestState.WITHDRAWN_BY_PARTNER, RequestState.ENTERED_IN_ERROR))
)
_BY_NGO = exists(
    select(R.id)
    .join(Organization, Organization.id == R.organization_id)
    .where(R.case_id == Case.id, YES_THAT_STOOD, Organization.org_type.in_(NGO_LIKE))
)
_SUPPORTED = exists(select(Support.id).where(Support.case_id == Case.id))
PREPARED = and_(_BY_NGO, _SUPPORTED)
_CHILD = Case.is_child.is_(True)
_WOMAN_FROM_PROSTITUTION = and_(
    ~Case.is_child,
    Case.gender.in_(FEMALE),
    Case.sex_exploitation == SexExploitation.PROSTITUTION,
    # A JSON list of codes, as text on both databases: the code stands there in its quotation marks.
    cast(Case.exploitation, Text).like(f'%"{Exploitation.SEXUAL.value}"%'),
)


def registered(year: int) -> tuple[ColumnElement[bool], ...]:
    """Registered in the year."""
    return on_days_of(Case.registered_on, year)


def offered(year: int) -> Counting:
    """T1 (plan lines 190-192)."""
    parts = {Part.N: OFFERED, Aside.WANTED: SAID_YES}
    return Counting(Case, registered(year), parts, whom=A_VICTIM, outside={Aside.NOT_A_VICTIM: ~A_VICTIM})


def children_prepared(year: int) -> Counting:
    """T2a (plan lines 198-202)."""
    return _prepared(year, _CHILD)


def women_prepared(year: int) -> Counting:
    """T2b (plan lines 198-202)."""
    return _prepared(year, _WOMAN_FROM_PROSTITUTION)


def _prepared(year: int, whom: ColumnElement[bool]) -> Counting:
    parts = {Part.N: PREPARED, Aside.WANTED: SAID_YES, Aside.WANTED_PREPARED: and_(SAID_YES, PREPARED)}
    return Counting(Case, registered(year), parts, whom=and_(A_VICTIM, whom))
