"""Which parts of an entry may be written by whom; nothing else of a form or file reaches the record."""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList

#: Columns a partner writes in its own entry.
OWN_FIELDS = (
    "name",
    "name_language",
    "alternate_name",
    "description",
    "website",
    "email",
    "town",
    "time_zone",
    "locale",
    "legal_status",
    "year_incorporated",
)
#: What a reception profile answers with yes or no, and what with a number; None: not stated.
PROFILE_ANSWERS = (
    "meets_at_airport",
    "meets_at_border",
    "meets_at_station",
    "night_arrivals",
    "onward_transport",
    "escorts_children",
    "takes_unaccompanied_children",
    "no_police_report",
)
PROFILE_NUMBERS = ("hours_notice", "longest_stay")
#: Columns that the centre alone writes. A hold of new requests is not among them: it leaves no trace on an entry, and
#: upkeep's concerns alone set it.
CENTRE_FIELDS = ("org_type", "visibility", "transfer_basis", "parent_organization_id")


class EntryPart(CodeList):
    """The parts of an entry, as its history names them."""

    NAME = "name", N_("Name")
    NAME_LANGUAGE = "name_language", N_("Language of the name")
    ALTERNATE_NAME = "alternate_name", N_("Name in English")
    DESCRIPTION = "description", N_("What it does")
    WEBSITE = "website", N_("Website")
    EMAIL = "email", N_("E-mail")
    TOWN = "town", N_("Town")
    TIME_ZONE = "time_zone", N_("Time zone")
    LOCALE = "locale", N_("Language of letters")
    LEGAL_STATUS = "legal_status", N_("Legal status")
    YEAR_INCORPORATED = "year_incorporated", N_("Founded in")
    CAPACITY = "capacity", N_("Whether it can receive")
    NOT_UNTIL = "not_until", N_("Cannot receive before")
    PROMISE = "promise", N_("How soon it promises to answer")
    PROFILE = "profile", N_("How it receives")
    PARENT = "parent_organization_id", N_("Belongs to")
    ORG_TYPE = "org_type", N_("Kind of organisation")
    VISIBILITY = "visibility", N_("Who may see the entry")
    TRANSFER_BASIS = "transfer_basis", N_("What allows personal data to go there")
    SILENT_HOLD = "silent_hold", N_("No new requests")
    STATUS = "status", N_("State of the entry")
    TIER = "tier", N_("How far it is verified")
    VERIFIED_ON = "verified_on", N_("Verified on")
    NEXT_CHECK_ON = "next_check_on", N_("Next check")
    LISTING_WISH = "listing_wish", N_("Wish to be listed")
    MERGED_INTO = "merged_into_id", N_("Merged into another entry")
    CHECKED_ON = "checked_on", N_("Last checked")
    IS_STARTER = "is_starter", N_("Starter entry")
    SOURCE_TITLE = "source_title", N_("Source")
    SOURCE_URL = "source_url", N_("Address of the source")
    SOURCE_DATE = "source_date", N_("Date of the source")
    LOOKED_UP_ON = "looked_up_on", N_("Looked up on")
    SERVICES = "services", N_("Services")
    LOCATIONS = "locations", N_("Address")
    CONTACTS = "contacts", N_("Contacts")
    PHONES = "phones", N_("Telephone numbers")
    LANGUAGES = "languages", N_("Languages")
    SCHEDULES = "schedules", N_("Opening hours")
    SERVICE_AREAS = "service_areas", N_("Regions")
