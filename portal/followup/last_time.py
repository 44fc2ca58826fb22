"""What was answered last time, question by question: it stands beside the question on the new report."""

from datetime import date

from sqlalchemy import select

from portal.access import Actor
from portal.db import db
from portal.followup import policy
from portal.followup.draft_answers import CODES
from portal.followup.models import DueReport, Report
from portal.vocabulary.codes import CodeList

MOST = 8  # reports looked through


def answers(actor: Actor, due: DueReport) -> dict[str, tuple[CodeList, date]]:
    """The newest answer to each question among the earlier reports that the reader may see, and its day (UTC)."""
    wanted = (
        select(Report)
        .join(DueReport, DueReport.id == Report.due_report_id)
        .where(policy.visible(actor), Report.request_id == due.request_id, Report.due_report_id != due.id)
        .order_by(Report.submitted_at.desc())
    )
    found: dict[str, tuple[CodeList, date]] = {}
    for report in db.session.scalars(wanted.limit(MOST)):
        for name in CODES:
            code = getattr(report, name)
            if code is not None:
                found.setdefault(name, (code, report.submitted_at.date()))
    return found
