"""Forms with several rows: services and their groups, contacts and numbers, opening hours."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FieldList, Form, FormField, HiddenField, TimeField, ValidationError
from wtforms.validators import Optional

from portal.i18n_mark import N_
from portal.partners.forms import VersionedForm, real_email
from portal.partners.models import Organization
from portal.partners.reaching import ContactLine, HoursLine, PhoneLine, e164, numbers_of_contacts
from portal.partners.writing import ServiceFacts
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import ContactRole, PhoneKind
from portal.vocabulary.services import Population, ServiceType
from portal.web.forms import PortalForm, line, number, one_of, some_of

MOST_ROWS = 100  # of one kind in an entry; a file may bring many
OLDEST = 120  # years
BLANK_ROWS = 1  # to write a new one into


class Weekday(CodeList):
    """The days of iCal's BYDAY (RFC 5545)."""

    MO = "MO", N_("Monday")
    TU = "TU", N_("Tuesday")
    WE = "WE", N_("Wednesday")
    TH = "TH", N_("Thursday")
    FR = "FR", N_("Friday")
    SA = "SA", N_("Saturday")
    SU = "SU", N_("Sunday")


class ServicesForm(VersionedForm):
    """What an organisation offers; below each service, for whom it is."""

    services = some_of(_l("What does it offer?"), ServiceType)

    def chosen(self) -> dict[ServiceType, list[Population]]:
        """The chosen services with their groups; groups of a service that is not chosen count for nothing."""
        return {kind: [Population(value) for value in self[groups_of(kind)].data or []] for kind in self._kinds()}

    def facts(self) -> dict[ServiceType, ServiceFacts]:
        """The own name and the ages of each chosen service."""
        return {
            kind: ServiceFacts(
                self[name_of(kind)].data or "", self[least_age_of(kind)].data, self[most_age_of(kind)].data
            )
            for kind in self._kinds()
        }

    def _kinds(self) -> list[ServiceType]:
        return [kind for kind in ServiceType if kind.value in (self.services.data or [])]


def groups_of(kind: ServiceType) -> str:
    """The name of the field with the groups of one service."""
    return f"groups_{kind.value}"


def name_of(kind: ServiceType) -> str:
    """The name of the field with a service's own name."""
    return f"name_{kind.value}"


def least_age_of(kind: ServiceType) -> str:
    """The name of the field with the lowest age a service is for."""
    return f"from_{kind.value}"


def most_age_of(kind: ServiceType) -> str:
    """The name of the field with the highest age a service is for."""
    return f"to_{kind.value}"


def _not_below(least: str) -> Callable[[Form, Field], None]:
    def check(form: Form, field: Field) -> None:
        if field.data is not None and form[least].data is not None and field.data < form[least].data:
            raise ValidationError(_("The highest age is lower than the lowest one."))

    return check


for _kind in ServiceType:
    # Translators: heading of the groups that a service is for: women, men, girls ...
    setattr(ServicesForm, groups_of(_kind), some_of(_l("For whom"), Population))
    setattr(ServicesForm, name_of(_kind), line(_l("Its own name")))
    # Translators: the lowest age, in years, of those a service is for
    setattr(ServicesForm, least_age_of(_kind), number(_l("From age"), least=0, most=OLDEST))
    # Translators: the highest age, in years, of those a service is for
    setattr(ServicesForm, most_age_of(_kind), number(_l("To age"), least=0, most=OLDEST))
    setattr(ServicesForm, f"validate_{most_age_of(_kind)}", _not_below(least_age_of(_kind)))


def services_form(organization: Organization, posted: Any) -> ServicesForm:
    """The form over an entry's services."""
    data: dict[str, Any] = {"row_version": organization.row_version}
    data["services"] = [one.service_type.value for one in organization.services]
    for one in organization.services:
        kind = one.service_type
        data.setdefault(groups_of(kind), [group.population.value for group in one.populations])
        data.setdefault(name_of(kind), one.name)
        data.setdefault(least_age_of(kind), one.minimum_age)
        data.setdefault(most_age_of(kind), one.maximum_age)
    return ServicesForm(posted, data=data)


class _Row(PortalForm):
    row_id = HiddenField()
    remove = BooleanField(_l("Remove this line"))
    country = ""  # of the entry, set by the form's maker

    @property
    def id(self) -> UUID | None:
        """The row this line was shown from; None for a new or a broken one."""
        try:
            return UUID(self.row_id.data or "")
        except ValueError:
            return None

    def validate_phone(self, field: Field) -> None:
        """Read the number as people of the entry's country write it."""
        if field.data and e164(field.data, self.country) is None:
            raise ValidationError(
                _("Write a telephone number, with + and the country's code or as it is dialled there.")
            )


class ContactRow(_Row):
    """One contact."""

    role = one_of(_l("What is this contact for?"), ContactRole)
    name = line(_l("Name"), most=120)
    title = line(_l("Position"), most=120)
    phone = line(_l("Telephone"), most=40)
    email = line(_l("E-mail"), most=254, checks=[real_email])


class PhoneRow(_Row):
    """One number of the organisation itself."""

    phone = line(_l("Telephone"), most=40)
    note = line(_l("What the number is for"), most=120)
    kind = one_of(_l("What kind of line is it?"), PhoneKind)


class HoursRow(PortalForm):
    """Opening hours of some days."""

    days = some_of(_l("Days"), Weekday)
    opens = TimeField(_l("Opens at"), [Optional()])
    closes = TimeField(_l("Closes at"), [Optional()])
    notes = line(_l("Note on the hours"), most=300)

    def validate_opens(self, field: Field) -> None:
        """Hours that begin also end."""
        if not self.closes.data:
            raise ValidationError(_("Write both hours, when it opens and when it closes."))

    def validate_closes(self, field: Field) -> None:
        """Hours that end have begun."""
        if not self.opens.data:
            raise ValidationError(_("Write both hours, when it opens and when it closes."))


class ContactsForm(VersionedForm):
    """All contacts and numbers of an entry."""

    contacts = FieldList(FormField(ContactRow), max_entries=MOST_ROWS)
    phones = FieldList(FormField(PhoneRow), max_entries=MOST_ROWS)

    def contact_lines(self) -> list[ContactLine]:
        """The contacts that were written and not removed."""
        rows = [entry.form for entry in self.contacts if not entry.form.remove.data]
        made = [
            ContactLine(
                row.id,
                row.role.data or ContactRole.KEY,
                row.name.data or "",
                row.title.data or "",
                row.email.data or "",
                row.phone.data or "",
            )
            for row in rows
        ]
        return [one for one in made if one.name or one.title or one.email or one.phone]

    def phone_lines(self) -> list[PhoneLine]:
        """The numbers that were written and not removed."""
        rows = [entry.form for entry in self.phones if not entry.form.remove.data and entry.form.phone.data]
        return [
            PhoneLine(row.id, row.phone.data or "", row.note.data or "", row.kind.data or PhoneKind.VOICE)
            for row in rows
        ]


def contacts_form(organization: Organization, posted: Any) -> ContactsForm:
    """The form over an entry's contacts and numbers, with an empty line for a new one."""
    number_of = {id_: all_[0].as_typed or all_[0].number for id_, all_ in numbers_of_contacts(organization).items()}
    contacts: list[dict[str, Any]] = [
        {"row_id": str(one.id), "phone": number_of.get(one.id, "")}
        | {name: getattr(one, name) for name in ("role", "name", "title", "email")}
        for one in organization.contacts
    ]
    phones: list[dict[str, Any]] = [
        {"row_id": str(one.id), "phone": one.as_typed or one.number, "note": one.note, "kind": one.kind}
        for one in organization.phones
        if one.contact_id is None
    ]
    blank: list[dict[str, Any]] = [{}] * BLANK_ROWS
    data = {
        "row_version": organization.row_version,
        "contacts": (contacts + blank)[:MOST_ROWS],
        "phones": (phones + blank)[:MOST_ROWS],
    }
    form = ContactsForm(posted, data=data)
    for entry in [*form.contacts, *form.phones]:
        entry.form.country = organization.country
    return form


class HoursForm(VersionedForm):
    """All opening hours of an entry."""

    hours = FieldList(FormField(HoursRow), max_entries=MOST_ROWS)

    def lines(self) -> list[HoursLine]:
        """The hours that were written; days without hours or note are left out."""
        rows = [entry.form for entry in self.hours]
        made = [
            HoursLine(",".join(row.days.data or []), row.opens.data, row.closes.data, row.notes.data or "")
            for row in rows
        ]
        return [one for one in made if one.byday and (one.opens_at or one.notes)]


def hours_form(organization: Organization, posted: Any) -> HoursForm:
    """The form over an entry's opening hours, with an empty line for new ones."""
    hours: list[dict[str, Any]] = [
        {"days": one.byday.split(","), "opens": one.opens_at, "closes": one.closes_at, "notes": one.notes}
        for one in organization.schedules
    ]
    return HoursForm(posted, data={"row_version": organization.row_version, "hours": [*hours, {}][:MOST_ROWS]})
