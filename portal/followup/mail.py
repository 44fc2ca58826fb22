"""The chapter's letters and the link in them. No sentence says who, where, or what about."""

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import Account, AccountState
from portal.cases.models import Deputy
from portal.db import db
from portal.followup.models import DueReport, ReminderKind
from portal.i18n_mark import N_
from portal.letters import outbox
from portal.letters.links import PURPOSES, Purpose
from portal.letters.outbox import KINDS, LetterKind

#: Which letter each reminder is.
REMINDERS = {
    ReminderKind.SOON: "report_soon",
    ReminderKind.ON_THE_DAY: "report_today",
    ReminderKind.LATE: "report_late",
    ReminderKind.CENTRE: "report_missing",
}
CAME, REPLIED = "report_came", "report_replied"


def register() -> None:
    """Make the letters and the link's purpose known."""
    KINDS["report_soon"] = LetterKind(N_("Something is due from you in a few days. Reference %(reference)s."))
    KINDS["report_today"] = LetterKind(N_("Something is due from you today. Reference %(reference)s."))
    KINDS["report_late"] = LetterKind(N_("We still wait for something from you. Reference %(reference)s."))
    KINDS["report_missing"] = LetterKind(N_("Something has been waited for since 30 days. Reference %(reference)s."))
    KINDS[REPLIED] = LetterKind(N_("There is a reply for you to read. Reference %(reference)s."))
    KINDS[CAME] = LetterKind(N_("There is something new for you to read. Reference %(reference)s."))
    PURPOSES["report"] = Purpose("followup.show", "report_id")


def to_caseworkers(due: DueReport) -> None:
    """Tell the case's owner and deputies, while their accounts are active, that a report has come."""
    deputies = select(Deputy.account_id).where(Deputy.case_id == due.case_id)
    theirs = Account.id.in_(deputies) | (Account.id == due.case.owner_id)
    people = select(Account).where(Account.state == AccountState.ACTIVE, theirs).order_by(Account.email)
    for person in list(db.session.scalars(people)):
        put(CAME, due, person)


def to_partner(kind: str, due: DueReport) -> None:
    """Tell each of the partner's people."""
    for person in accounts.people_of(due.organization_id):
        put(kind, due, person)


def put(kind: str, due: DueReport, person: Account) -> None:
    """Put one person's letter about a report into the outbox, with her own link."""
    outbox.put(
        kind,
        to=person.email,
        locale=person.locale,
        reference=due.request.reference,
        link=("report", str(due.id)),
        account_id=person.id,
    )
