"""Codes of a prepared return: offer, support, plan, papers, consent, clock, risk, closure.

Sources: HTCDS 2.0 (cas_), Primero (closure, legitimate basis), the action plan's lines beside each list.
"""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class CaseStatus(CodeList):
    """HTCDS cas_Status."""

    ACTIVE = "Active", N_("Active")
    FOLLOW_UP = "FollowUp", N_("Follow-up")
    CLOSED = "Closed", N_("Closed")
    CLOSED_REFERRED = "ClosedReferred", N_("Closed, handed on")


class ClosureReason(CodeList):
    """Why a case ends (Primero's list and the EU return programme's)."""

    PLAN_COMPLETED = "plan_completed", N_("The plan is completed")
    NO_LONGER_WISHES = "no_longer_wishes", N_("She no longer wishes it")
    LOST_CONTACT = "lost_contact", N_("Contact was lost")
    TRANSFERRED = "transferred", N_("Handed on to another authority")
    RESIDENCE_PERMIT = "residence_permit_granted", N_("A residence permit was granted")
    MOVED_AGAIN = "moved_again", N_("Moved again")
    DEATH = "death", N_("Death")
    OTHER = "other", N_("Other")


class OfferOutcome(CodeList):
    """What became of an offer of prepared return (plan lines 190-192)."""

    PENDING = "pending", N_("Not answered yet")
    ACCEPTED = "accepted", N_("Accepted")
    DECLINED = "declined", N_("Declined")
    NOT_POSSIBLE = "not_possible", N_("Could not be made")


class DeclineReason(CodeList):
    """Why a person says no to the offer (plan lines 139-141: so few accept a reception)."""

    WANTS_RESIDENCE = "wants_residence", N_("Wants to stay in Denmark")
    DISTRUSTS_NGO = "distrusts_ngo", N_("Does not trust the organisation")
    FEARS_RETURN = "fears_return", N_("Is afraid to return")
    OTHER_ARRANGEMENT = "other_arrangement", N_("Has made another arrangement")
    LEFT_CONTACT = "left_contact", N_("Has left contact")
    NOT_STATED = "not_stated", N_("No reason given")


class SupportKind(CodeList):
    """Social support in the plan's four kinds (lines 851-857)."""

    HEALTH = "health", N_("Health")
    PSYCHOLOGICAL = "psychological", N_("Psychological")
    LEGAL = "legal", N_("Legal")
    SOCIO_PEDAGOGICAL = "socio_pedagogical", N_("Socio-pedagogical")


class MilestoneKind(CodeList):
    """The personal plan's milestones (plan lines 837-845)."""

    PLAN_AGREED = "plan_agreed", N_("The plan is agreed with the person")
    # A child's plan is made with its representative (plan lines 1077-1080).
    PLAN_WITH_REPRESENTATIVE = "plan_with_representative", N_("The plan is made with the child's representative")
    HEALTH_CHECKED = "health_checked", N_("Health has been checked")
    WISHES_TALKED_THROUGH = "wishes_talked_through", N_("Her wishes for home are talked through")
    TRAINING = "training", N_("Course or training in Denmark")
    RECEPTION_EXPLAINED = "reception_explained", N_("What reception means has been explained")
    MONEY_AGREED = "money_agreed", N_("Money for the first time at home is agreed")
    READY_TO_TRAVEL = "ready_to_travel", N_("Ready to travel")


class PapersKind(CodeList):
    """A travel paper."""

    PASSPORT = "passport", N_("Passport")
    IDENTITY_CARD = "identity_card", N_("Identity card")
    EMERGENCY = "emergency_document", N_("Emergency travel document")
    TICKET = "ticket", N_("Ticket")


class PapersStatus(CodeList):
    """How far a travel paper has come."""

    MISSING = "missing", N_("Missing")
    APPLIED_FOR = "applied_for", N_("Applied for")
    IN_HAND = "in_hand", N_("In hand")


class Payer(CodeList):
    """Who pays."""

    IMMIGRATION_SERVICE = "immigration_service", N_("The Danish Immigration Service")
    CENTRE = "centre", N_("The national centre")
    MUNICIPALITY = "municipality", N_("The municipality")
    PARTNER = "partner", N_("The partner")
    PERSON = "person", N_("The person herself")
    NOT_AGREED = "not_agreed", N_("Not agreed yet")


class SharingPurpose(CodeList):
    """What a sharing is for; each has its own basis (RULINGS 6)."""

    PSEUDONYMOUS = "referral_pseudonymous", N_("Ask a partner without giving a name")
    IDENTITY = "share_identity", N_("Tell the partner who she is")
    FOLLOW_UP = "follow_up_contact", N_("Contact after return")
    RECEPTION = "reception", N_("Help and a place to stay at home")
    STATISTICS = "statistics", N_("Statistics")
    TRACING = "family_tracing", N_("Tracing of the family")
    HOME_AUTHORITIES = "inform_home_authorities", N_("Tell the authorities at home")
    POLICE_ANONYMISED = "police_anonymised", N_("Tell the Danish police, without a name")
    POLICE_IDENTIFIED = "police_identified", N_("Tell the Danish police who she is")


class Explained(CodeList):
    """What was explained before a consent was given (HTCDS con_Consent guidance, seven questions)."""

    PURPOSE = "purpose", N_("What it is for")
    USE = "actual_and_potential_use", N_("How it is used, and may be used")
    RESEARCH = "non_identifying_research", N_("That research may use it without names")
    ACCESS = "right_to_request_data", N_("That she may see what is kept, at any time")
    STORAGE = "storage_time", N_("How long it is kept")
    WITHDRAWAL = "how_to_withdraw", N_("How to take the consent back, and what that can and cannot undo")
    REFUSAL = "may_refuse", N_("That she may say no, and still be helped")


class LegalBasis(CodeList):
    """The legal basis; consent is one entry, not the default (Primero legitimate_basis; RULINGS 6)."""

    CONSENT = "consent", N_("Consent")
    LEGAL_OBLIGATION = "legal_obligation", N_("Legal obligation")
    VITAL_INTERESTS = "vital_interests", N_("Vital interests")
    PUBLIC_TASK = "beneficiary_interests", N_("Task in the person's interest")
    CONTRACT = "contract", N_("Agreement with the person")
    OTHER = "other", N_("Other")


class GivenBy(CodeList):
    """Who gave a consent."""

    INDIVIDUAL = "individual", N_("The person herself")
    CAREGIVER = "caregiver", N_("Caregiver")
    REPRESENTATIVE = "personal_representative", N_("Personal representative")


class ConsentForm(CodeList):
    """How a consent was given."""

    SPOKEN = "spoken", N_("Spoken")
    WRITTEN = "written", N_("Written")
    FILE = "file", N_("On a signed paper")


class WithdrawalReason(CodeList):
    """Why a consent was withdrawn."""

    CHANGED_MIND = "changed_mind", N_("Changed her mind")
    FEARS_CONTACT = "fears_contact", N_("Is afraid of the contact")
    NO_REASON = "no_reason", N_("No reason given")


class ClockKind(CodeList):
    """Which deadline for departure runs (plan lines 266-275, 840-843; RULINGS 28)."""

    STANDARD = "standard_30", N_("30 days")
    PREPARED_RETURN = "prepared_return_100", N_("Up to 100 days, prepared return")
    EU = "eu_3_months", N_("3 months, EU citizen")
    PERMIT_PENDING = "permit_pending", N_("No deadline while a permit is decided")


class RiskLevel(CodeList):
    """Level of risk (OSCaR)."""

    HIGH = "high", N_("High")
    MEDIUM = "medium", N_("Medium")
    LOW = "low", N_("Low")
    NOT_ASSESSED = "not_assessed", N_("Not assessed yet")


class LinkKind(CodeList):
    """How two persons who travel together belong together (RULINGS 3)."""

    PARENT_AND_CHILD = "parent_and_child", N_("Parent and child")
    SIBLINGS = "siblings", N_("Brothers or sisters")
    PARTNERS = "partners", N_("Couple")
    OTHER = "other", N_("Other")


class AlarmKind(CodeList):
    """What rings the centre's duty phone (RULINGS 16)."""

    ARRIVAL_SILENT = "arrival_silent", N_("No word after the expected arrival")
    IN_DANGER = "in_danger", N_("The person is in danger")
    RETRAFFICKING = "retrafficking", N_("Sign of new trafficking")
    PARTNER_WITHDREW = "partner_withdrew", N_("A partner took back its yes")
    # Plan lines 1024-1036: more watchfulness, another place to stay.
    MAY_GO_MISSING = "may_go_missing", N_("A child may go missing")
    PLAN_ENDED = "plan_ended", N_("The plan of a child was ended while the journey is set or under way")
