"""What kind of organisation a partner is, how far it is verified, who may see it, how it can be reached.

Sources: HTCDS 2.0 org_Type and three kinds of our own; GMSD's tiers in our own wording; RULINGS 20 and 21.
"""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class OrganizationType(CodeList):
    """HTCDS org_Type, with international organisation, embassy and Red Cross or Red Crescent added."""

    NGO = "NGO", N_("Non-governmental organisation")
    LAW_ENFORCEMENT = "LawEnforcement", N_("Police or prosecution")
    HEALTH = "HealthServiceOrganisation", N_("Health service")
    CENTRAL_GOVERNMENT = "CentralGovernmentOrganisation", N_("State authority")
    LOCAL_GOVERNMENT = "LocalGovernmentOrganisation", N_("Local authority")
    IMMIGRATION = "ImmigrationService", N_("Immigration authority")
    LEGAL = "LegalService", N_("Legal service")
    BUSINESS = "CorporateBusiness", N_("Business")
    SCHOOL = "SchoolOrCollege", N_("School or college")
    INTERNATIONAL = "InternationalOrganisation", N_("International organisation")
    EMBASSY = "Embassy", N_("Embassy")
    RED_CROSS = "RedCrossRedCrescent", N_("Red Cross or Red Crescent")

    @property
    def is_authority(self) -> bool:
        """True for public authorities, which count for reporting back but not for a prepared return (RULINGS 26)."""
        return self in AUTHORITIES


AUTHORITIES = (
    OrganizationType.LAW_ENFORCEMENT,
    OrganizationType.HEALTH,
    OrganizationType.CENTRAL_GOVERNMENT,
    OrganizationType.LOCAL_GOVERNMENT,
    OrganizationType.IMMIGRATION,
    OrganizationType.EMBASSY,
)
#: Organisations whose acceptance counts as "prepared with a local NGO" (T2; RULINGS 26).
NGO_LIKE = (OrganizationType.NGO, OrganizationType.RED_CROSS)


class VerificationTier(CodeList):
    """How far somebody has checked an entry; `self_declared` is never called verified (RULINGS 20)."""

    UNVERIFIED = "unverified", N_("Unverified")
    SELF_DECLARED = "self_declared", N_("Told by the organisation itself")
    REFERENCE_CHECKED = "reference_checked", N_("References checked")
    VISITED = "visited", N_("Visited")
    AGREEMENT = "agreement_in_force", N_("Agreement in force")


#: The tiers that may be called verified.
VERIFIED_TIERS = (VerificationTier.REFERENCE_CHECKED, VerificationTier.VISITED, VerificationTier.AGREEMENT)


class Visibility(CodeList):
    """Who may see an entry (RULINGS 21)."""

    NETWORK = "network", N_("Everybody who signs in")
    EMBASSY = "embassy", N_("Embassies, caseworkers and the centre")
    CENTRE = "centre", N_("The centre alone")


class ContactRole(CodeList):
    """What a contact is there for (IOM Blueprint: key and alternate contact)."""

    KEY = "key", N_("First contact")
    ALTERNATE = "alternate", N_("Second contact")
    OUT_OF_HOURS = "out_of_hours", N_("Outside opening hours")
    CHILD_FOCAL_POINT = "child_focal_point", N_("Contact for children")


class LocationType(CodeList):
    """HSDS location_type, and `redacted` for a place that is never stated."""

    PHYSICAL = "physical", N_("A place people come to")
    POSTAL = "postal", N_("Postal address")
    VIRTUAL = "virtual", N_("Online or by phone")
    REDACTED = "redacted", N_("Protected place, never stated")


class Capacity(CodeList):
    """Whether a partner can receive somebody now, in its own words (FHIR's capacity codes, three of them)."""

    CAN_RECEIVE = "can_receive", N_("Can receive now")
    ASK_FIRST = "ask_first", N_("Ask first")
    NOT_UNTIL = "not_until", N_("Cannot receive for a time")


class ResponsePromise(CodeList):
    """How soon a partner says it answers; the request's priority rules, the promise helps to choose."""

    DAY = "24_hours", N_("Answers within 24 hours")
    THREE_DAYS = "3_days", N_("Answers within 3 days")
    WEEK = "7_days", N_("Answers within 7 days")


class PhoneKind(CodeList):
    """What kind of line a number is (HSDS phone.type)."""

    VOICE = "voice", N_("Telephone")
    HOTLINE = "hotline", N_("Hotline")
    TEXT = "text", N_("Text messages")
    FAX = "fax", N_("Fax")


class ListingWish(CodeList):
    """Whether an organisation wishes to be listed; it is asked when it is invited (RULINGS 21)."""

    NOT_ASKED = "not_asked", N_("Not asked yet")
    ASKED = "asked", N_("Asked, no answer yet")
    WISHES = "wishes", N_("Wishes to be listed")
    DECLINED = "declined", N_("Does not wish to be listed")


class AgreementKind(CodeList):
    """What kind of agreement a partner has with the centre (GBVIMS and CPIMS: information sharing protocol)."""

    REFERRAL = "referral_protocol", N_("Agreement on referrals")
    MOU = "mou", N_("Memorandum of understanding")
    SHARING = "information_sharing_protocol", N_("Agreement on sharing information")


class CheckKind(CodeList):
    """What of an organisation somebody checked before it was relied on; our own list."""

    EXISTS = "exists", N_("It exists: registered, and can be reached")
    REFERENCES = "references", N_("References from others who work with it")
    SERVICES = "services", N_("It offers what the entry says")
    SAFEGUARDS = "safeguards", N_("Its rules for protecting children and adults")
    DATA_PROTECTION = "data_protection", N_("How it protects personal data")
    VISIT = "visit", N_("A visit")


class TransferBasis(CodeList):
    """What allows personal data to go to the partner's country (GDPR chapter V; RULINGS 6)."""

    EEA = "eea", N_("Inside the EU or EEA")
    ADEQUACY = "adequacy_decision", N_("Decision on adequate protection")
    CLAUSES = "standard_clauses", N_("Standard contractual clauses")
    INSTRUMENT = "public_instrument", N_("Agreement between public authorities")
    DEROGATION = "derogation", N_("Exception for this case")
