"""Which answer may follow an offer, and when a case lives."""

from portal.vocabulary.casework import CaseStatus, OfferOutcome

#: An offer is answered once; whoever changes her mind is asked again, which is a further offer.
ANSWERS = (OfferOutcome.ACCEPTED, OfferOutcome.DECLINED, OfferOutcome.NOT_POSSIBLE)
LIVING = (CaseStatus.ACTIVE, CaseStatus.FOLLOW_UP)
ENDED = (CaseStatus.CLOSED, CaseStatus.CLOSED_REFERRED)
