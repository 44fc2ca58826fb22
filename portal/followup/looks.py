"""Which looks at reports the log knows, for the page of who looked at a case."""

from sqlalchemy import select

from portal.cases.models import Case
from portal.db import db
from portal.followup.models import Report
from portal.i18n_mark import N_

#: The events of a report that are looks, in words after a name.
LOOKS = {"report:shown": N_("read a report")}


def subjects(case: Case) -> list[str]:
    """What the audit log calls the reports of a case that have come."""
    came = select(Report.due_report_id).where(Report.case_id == case.id)
    return [f"report:{one}" for one in db.session.scalars(came)]
