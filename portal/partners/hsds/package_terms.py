"""The directory's own words as taxonomies of the standard: what a service is, for whom, how a partner receives."""

from functools import cache, lru_cache
from hashlib import sha1

from portal.partners.codes import PROFILE_ANSWERS, PROFILE_NUMBERS
from portal.partners.hsds import ids
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import ContactRole
from portal.vocabulary.services import Population, ServiceType

SERVICE_TYPE, POPULATION, RECEPTION, ENTRY, CONTACT_ROLE = (
    "service_type",
    "population",
    "reception_profile",
    "entry",
    "contact_role",
)
DESCRIBED = {
    SERVICE_TYPE: "What is offered",
    POPULATION: "For whom a service is",
    RECEPTION: "How a returning person is received; the value stands in the attribute",
    CONTACT_ROLE: "What a contact is there for",
    ENTRY: "What the directory knows of an entry beyond the standard; the value stands in the attribute",
}
#: Facts of an entry that the standard has no column for; the attribute's value holds them.
ENTRY_FACTS = (
    "country",
    "town",
    "org_type",
    "status",
    "name_language",
    "time_zone",
    "locale",
    "capacity",
    "capacity_said_on",
    "not_until",
    "promise",
    "source_title",
    "source_url",
    "source_date",
    "looked_up_on",
    "is_invented",
)
#: Facts of a line of an entry, in the same way.
LINE_FACTS = ("address", "state_province", "postal_code", "organization", "checked")
NEVER = "-"  # the value of `checked` for a line that nobody has checked, though its entry was
PROFILE_FACTS = (*PROFILE_ANSWERS, *PROFILE_NUMBERS)
_LISTS: dict[str, type[CodeList]] = {SERVICE_TYPE: ServiceType, POPULATION: Population, CONTACT_ROLE: ContactRole}


@cache
def taxonomy_id(taxonomy: str) -> str:
    """The id of one of the directory's taxonomies."""
    return str(ids.of_taxonomy(taxonomy))


@cache
def term_id(taxonomy: str, code: str) -> str:
    """The id of a term of one of the directory's taxonomies."""
    return str(ids.of_term(taxonomy, code))


def attribute_id(record: str, term: str) -> str:
    """The id of the attribute that says that a record bears a term: `ids.of_copy`, as the read API gives it.

    Written out because a package has tens of them an entry, and UUID objects cost more than all the rest.
    """
    return named_in(record, f"copy {term}")


def named_in(space: str, name: str) -> str:
    """The UUID of a name within a name space, both ids as text: `str(uuid.uuid5(...))`."""
    digits = sha1(_bytes(space) + name.encode(), usedforsecurity=False).hexdigest()
    variant = _VARIANT[digits[16]]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


@lru_cache(maxsize=64)  # many names within one space come one after another
def _bytes(key: str) -> bytes:
    return bytes.fromhex(key.replace("-", ""))


#: The first two bits of this digit say which kind of UUID it is.
_VARIANT = {f"{digit:x}": f"{digit & 3 | 8:x}" for digit in range(16)}


@cache
def codes_of(taxonomy: str) -> dict[str, str]:
    """The terms of a taxonomy: code and English name."""
    if taxonomy in _LISTS:
        return {code.value: code.label for code in _LISTS[taxonomy]}
    facts = PROFILE_FACTS if taxonomy == RECEPTION else (*ENTRY_FACTS, *LINE_FACTS)
    return {name: name.replace("_", " ").capitalize() for name in dict.fromkeys(facts)}


@cache
def meaning() -> dict[str, tuple[str, str]]:
    """The id of each term -> its taxonomy and code."""
    return {term_id(taxonomy, code): (taxonomy, code) for taxonomy in DESCRIBED for code in codes_of(taxonomy)}


def taxonomy_rows() -> dict[str, dict[str, str]]:
    """The directory's taxonomies as rows of the standard's table, by id."""
    return {
        taxonomy_id(name): {"id": taxonomy_id(name), "name": f"hjemvej:{name}", "description": told, "version": "1"}
        for name, told in DESCRIBED.items()
    }


def term_rows() -> dict[str, dict[str, str]]:
    """Their terms as rows of the standard's table, by id; a code is unique among all of them."""
    return {
        term_id(taxonomy, code): {
            "id": term_id(taxonomy, code),
            "code": f"{taxonomy}:{code}",
            "name": name,
            "description": name,
            "taxonomy": f"hjemvej:{taxonomy}",
            "language": "en",
            "taxonomy_id": taxonomy_id(taxonomy),
        }
        for taxonomy in DESCRIBED
        for code, name in codes_of(taxonomy).items()
    }
