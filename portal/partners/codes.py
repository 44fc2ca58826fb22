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
    "not_until",
)
#: Columns that the centre alone writes.
CENTRE_FIELDS = ("org_type", "visibility", "transfer_basis", "silent_hold")


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
    NOT_UNTIL = "not_until", N_("Cannot receive before")
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
