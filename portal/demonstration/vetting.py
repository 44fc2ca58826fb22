"""What was checked of the invented partners and agreed with them, so that their tiers rest on something."""

from datetime import date, timedelta

from portal.db import db, today
from portal.partners.models import Organization
from portal.partners.vetting.models import Agreement, Check
from portal.vocabulary.organizations import AgreementKind, CheckKind, ListingWish, VerificationTier

T, K = VerificationTier, CheckKind
CENTRE = "Karen Invented, the centre"
#: What each tier was checked for.
CHECKED = {
    T.SELF_DECLARED: (),
    T.REFERENCE_CHECKED: (K.EXISTS, K.REFERENCES),
    T.VISITED: (K.EXISTS, K.REFERENCES, K.SERVICES, K.VISIT),
    T.AGREEMENT: (K.EXISTS, K.REFERENCES, K.SERVICES, K.SAFEGUARDS, K.DATA_PROTECTION, K.VISIT),
}


def add_vetting(partners: dict[str, Organization]) -> None:
    """Add the checks and agreements of the invented partners in the running act; they wish to be listed."""
    for partner in partners.values():
        on = partner.verified_on or today()
        partner.listing_wish = ListingWish.WISHES
        db.session.add_all(_check(partner, kind, on) for kind in CHECKED.get(partner.tier, ()))
        if partner.tier is T.AGREEMENT:
            db.session.add(_agreement(partner, on))


def _check(partner: Organization, kind: CheckKind, on: date) -> Check:
    return Check(organization_id=partner.id, kind=kind, on=on, by=CENTRE)


def _agreement(partner: Organization, on: date) -> Agreement:
    made = Agreement(organization_id=partner.id, kind=AgreementKind.REFERRAL, valid_from=on, made_by=CENTRE)
    made.valid_to, made.reference = today() + timedelta(days=300), "Invented archive 2026-17"
    return made
