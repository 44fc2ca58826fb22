"""The filter of the log: an ordinary form that is sent by GET, so that a view of the log has an address."""

from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, Form, ValidationError

from portal.access import Role
from portal.audit.queries import Wanted
from portal.web.forms import PortalForm, day, line, one_of_pairs
from portal.web.shell import ROLE_LABELS

THE_PORTAL_ITSELF = "portal"
A_MACHINE = "machine"


def roles() -> list[tuple[str, str]]:
    """Every role as it stands in the log, with its word."""
    # Translators: the portal acted by itself, by a timer
    others = [(A_MACHINE, _("A machine")), (THE_PORTAL_ITSELF, _("The portal itself"))]
    return [*((role.value, _(ROLE_LABELS[role])) for role in Role), *others]


def _an_account_number(form: Form, field: Field) -> None:
    try:
        UUID(field.data)
    except ValueError as error:
        raise ValidationError(_("Copy the number of the account from a row of the log.")) from error


class LogFilter(PortalForm):
    """What the auditor looks for."""

    event = line(_l("What happened begins with"), most=60)
    subject = line(_l("What it was about begins with"), most=80)
    role = one_of_pairs(_l("Role"), roles)
    actor = line(_l("Number of the account"), most=36, checks=[_an_account_number])
    refused = BooleanField(_l("Only what was refused"))
    since = day(_l("From"))
    until = day(_l("To and including"))

    def wanted(self) -> Wanted:
        """The question as the query takes it."""
        return Wanted(
            event=self.event.data or "",
            role=self.role.data or "",
            actor_id=UUID(self.actor.data) if self.actor.data else None,
            subject=self.subject.data or "",
            refused=bool(self.refused.data),
            since=self.since.data,
            until=self.until.data,
        )
