"""What is typed about an entry, and the filter of the list; each form names the fields it takes and no others."""

from typing import Any
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, HiddenField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access import Actor, Role
from portal.db import today
from portal.i18n import LANGUAGES
from portal.partners import areas, parents
from portal.partners.codes import CENTRE_FIELDS, OWN_FIELDS
from portal.partners.models import Organization
from portal.partners.rows import is_web_address
from portal.partners.writing import main_location
from portal.places import countries, languages
from portal.vocabulary.organizations import LocationType, OrganizationType, TransferBasis, Visibility
from portal.vocabulary.services import ServiceStatus
from portal.web.forms import PortalForm, line, number, one_of, one_of_pairs, paragraph, some_of_pairs

Pairs = list[tuple[str, str]]


def real_email(form: Form, field: Field) -> None:
    """Refuse what is no e-mail address; whether it answers is not asked."""
    if field.data:
        try:
            validate_email(field.data, check_deliverability=False)
        except EmailNotValidError as error:
            raise ValidationError(_("Write an e-mail address such as name@example.org.")) from error


def web_address(form: Form, field: Field) -> None:
    """Refuse an address that is not http or https: a page must never lead to a script."""
    if field.data and not is_web_address(field.data):
        raise ValidationError(_("Write a web address that begins with https://, such as https://example.org."))


def country_pairs() -> Pairs:
    """Every country by its name in the reader's language; those the plan names first."""
    locale = str(get_locale())
    named = sorted(((code, countries.name(code, locale)) for code in countries.NAMED_IN_PLAN), key=_by_name)
    rest = [(code, countries.name(code, locale)) for code in countries.codes() if code not in countries.NAMED_IN_PLAN]
    return named + sorted(rest, key=_by_name)


def language_pairs() -> Pairs:
    """The languages people speak, by their name in the reader's language."""
    locale = str(get_locale())
    return sorted(((code, languages.name(code, locale)) for code in languages.SPOKEN), key=_by_name)


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


def _pairs_later() -> Pairs:
    """Choices that only the shown entry knows; set by the form's own maker."""
    return []


class VersionedForm(PortalForm):
    """A form over an entry that somebody else may save in the meantime (R-19)."""

    row_version = HiddenField()

    @property
    def seen(self) -> int:
        """The version the form was opened on; 0 (never a version) for a broken one."""
        text = str(self.row_version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0


class OwnEntryForm(VersionedForm):
    """The facts of an entry that its own organisation keeps right."""

    name = line(_l("Name, in the organisation's own language"), missing=_l("Write the organisation's name."))
    name_language = one_of_pairs(_l("Language of the name"), language_pairs)
    alternate_name = line(_l("Name in English"))
    description = paragraph(_l("What it does, in a few sentences"))
    town = line(_l("Town"), most=120)
    location_type = one_of(_l("What kind of place is it?"), LocationType)
    address = paragraph(_l("Address"), most=500)
    website = line(_l("Website"), most=300, checks=[web_address])
    email = line(_l("E-mail of the office"), most=254, checks=[real_email])
    # Not "languages": the foot of every page has that id.
    spoken = some_of_pairs(_l("Languages spoken there"), language_pairs)
    regions = paragraph(_l("Towns and regions it can help in"), most=1000)
    elsewhere = paragraph(_l("Where it can help in other countries"), most=1000, checks=[areas.real_areas])
    time_zone = one_of_pairs(_l("Time zone"), _pairs_later)
    locale = one_of_pairs(_l("Language of the portal's letters"), lambda: [(one.code, one.name) for one in LANGUAGES])
    legal_status = line(_l("Legal status"), most=120)
    year_incorporated = number(_l("Year it was founded"), least=1500, most=2200)
    country, entry_id = "", UUID(int=0)  # of the entry, set by the form's maker

    def validate_year_incorporated(self, field: Field) -> None:
        """Nobody is founded in a year to come."""
        if field.data and field.data > today().year:
            raise ValidationError(_("This year has not come yet."))

    def validate_address(self, field: Field) -> None:
        """A protected place is never written down."""
        if field.data and self.location_type.data is LocationType.REDACTED:
            raise ValidationError(_("Leave the address empty: a protected place is never written down."))

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the entry's fields."""
        given = {name: field.data for name, field in self._fields.items() if name not in ("form_key", "row_version")}
        for name in ("name_language", "time_zone", "legal_status"):
            given[name] = given[name] or ""
        given["locale"] = given["locale"] or "en"
        given["languages"] = given.pop("spoken") or []
        own = areas.read_own(given.pop("regions") or "", self.country)
        given["areas"] = own + areas.read_other(given.pop("elsewhere") or "")
        return {name: "" if value is None and name in TEXTS else value for name, value in given.items()}


TEXTS = ("name", "alternate_name", "description", "town", "address", "website", "email")


class EntryForm(OwnEntryForm):
    """The facts of an entry, as the centre writes them."""

    org_type = one_of(
        _l("Kind of organisation"), OrganizationType, missing=_l("Choose what kind of organisation it is.")
    )
    visibility = one_of(_l("Who may see the entry"), Visibility, missing=_l("Choose who may see the entry."))
    transfer_basis = one_of(_l("What allows personal data to go there"), TransferBasis)
    parent = line(_l("Belongs to another organisation"))
    parent_id: UUID | None = None

    def validate_parent(self, field: Field) -> None:
        """The organisation it belongs to stands in the directory, under one name."""
        found = parents.named(field.data, self.country) if field.data else []
        if field.data and len(found) != 1:
            raise ValidationError(
                _("No entry has this name. Write it as it stands in the directory.")
                if not found
                else _("Several entries have this name. Write the address of the right one's page instead.")
            )
        if found and parents.makes_a_circle(self.entry_id, found[0]):
            raise ValidationError(_("An organisation cannot belong to itself or to one that belongs to it."))
        self.parent_id = found[0] if found else None

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the entry's fields."""
        given = super().values()
        del given["parent"]
        return given | {"parent_organization_id": self.parent_id}


class NewEntryForm(PortalForm):
    """A new entry; everything else is written on its page."""

    name = line(_l("Name, in the organisation's own language"), missing=_l("Write the organisation's name."))
    alternate_name = line(_l("Name in English"))
    country = one_of_pairs(_l("Country"), country_pairs, missing=_l("Choose the country it works in."))
    town = line(_l("Town"), most=120)
    org_type = one_of(
        _l("Kind of organisation"), OrganizationType, missing=_l("Choose what kind of organisation it is.")
    )
    visibility = one_of(_l("Who may see the entry"), Visibility, missing=_l("Choose who may see the entry."))


class RetireForm(VersionedForm):
    """Taking an entry out of the directory."""

    status = one_of(
        _l("For how long?"),
        (ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT),
        missing=_l("Choose whether it is closed for now or for good."),
    )


class VersionForm(VersionedForm):
    """A button that acts on the version shown: all still correct, put back."""


#: Fields that are shown as the entry's column of the same name has them.
SIMPLE = ("row_version", *OWN_FIELDS, *CENTRE_FIELDS)


def entry_form(actor: Actor, organization: Organization, posted: Any) -> OwnEntryForm:
    """The form over an entry's facts, with the fields that this actor may write and the entry's present values."""
    kind = EntryForm if actor.role is Role.COORDINATOR else OwnEntryForm
    location = main_location(organization)
    form = kind(
        posted,
        data={name: getattr(organization, name) for name in SIMPLE}
        | {
            "spoken": [one.code for one in organization.languages],
            "regions": areas.own_lines(organization),
            "elsewhere": areas.other_lines(organization),
            "parent": parents.written(organization) if kind is EntryForm else "",
            "location_type": location.location_type if location else None,
            "address": location.address if location else "",
        },
    )
    form.country, form.entry_id = organization.country, organization.id
    offer(form.time_zone, [("", ""), *((zone, zone) for zone in countries.time_zones(organization.country))])
    # A file may name a language that the list does not offer; saving must not lose it.
    named = {organization.name_language, *(one.code for one in organization.languages)} - {"", *languages.SPOKEN}
    if named:
        locale = str(get_locale())
        pairs = [*language_pairs(), *((code, languages.name(code, locale)) for code in sorted(named))]
        offer(form.name_language, [("", ""), *pairs])
        offer(form.spoken, pairs)
    return form


def offer(field: Any, pairs: Pairs) -> None:
    """Set a field's choices to pairs of value and words."""
    field.choices = [SelectChoice(value, text) for value, text in pairs]
