"""Something back: the caseworker thanks for a report, or answers it in words that the partner reads."""

from uuid import UUID

from portal.access import Actor
from portal.audit.trail import note
from portal.db import add_once, now, transaction
from portal.followup import actions, mail, policy
from portal.followup.models import DueReport, ReportReply


def give(actor: Actor, due: DueReport, *, key: UUID, words: str = "", thanks: bool = False) -> ReportReply:
    """Thank for a report, or answer it; the partner's people get a letter that says that there is a reply.

    Who answers has read the report. The same `key` again gives back the reply that it made. Raises
    actions.NotYours for a stranger and for a report that has not come.
    """
    report = due.report
    if actor.id is None or report is None or not policy.may_read_for_case(actor, due):
        raise actions.NotYours
    own = {"report_id": report.id, "case_id": report.case_id, "author_id": actor.id, "at": now(), "thanks": thanks}
    with transaction():
        reply, new = add_once(ReportReply, key, lambda: ReportReply(id=key, **own, words=words))
        if reply.report_id != report.id:
            raise actions.NotYours
        if new:
            note(actor, "report:replied", f"report:{due.id}", thanks=thanks)
            mail.to_partner(mail.REPLIED, due)
            actions.mark_read(actor, due)
    return reply


def thank(actor: Actor, due: DueReport, *, key: UUID) -> None:
    """Say thank you, once; a second tap changes nothing. Raises actions.NotYours."""
    if due.report is None or not any(reply.thanks for reply in due.report.replies):
        give(actor, due, key=key, thanks=True)
