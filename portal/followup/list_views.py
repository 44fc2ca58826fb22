"""The list of reports, and the partner's own rows as a file."""

from flask import Response, render_template, request, url_for

from portal.access import Role
from portal.audit.trail import note
from portal.db import today, transaction
from portal.followup import drafts, labels, queries
from portal.followup.answers import AFTER_CONTACT
from portal.followup.blueprint import blueprint
from portal.followup.codes import Shown
from portal.followup.desk import DANISH, is_partner
from portal.followup.models import DueReport
from portal.web.cells import as_csv
from portal.web.gate import actor, open_to

CODES = ("contact", "no_contact_reason", *AFTER_CONTACT, "family")
ABOUT = ("reference", "number", "kind", "due_on", "state", "sent_at", "channel", "said_by")
COLUMNS = [*ABOUT, *CODES, "safe_ways", "contact_on"]


@blueprint.get("/reports")
@open_to(Role.PARTNER, *DANISH)
def index() -> str:
    """The partner's own reports, due and sent; the Danish side's, unread first."""
    typed = request.args.get("state", "")
    choices = [one for one in Shown if one is not Shown.UNREAD or not is_partner()]
    shown = Shown(typed) if typed in choices else None
    page = queries.page(actor(), shown, request.args.get("after", ""))
    next_href = url_for("followup.index", state=typed or None, after=page.next_key) if page.next_key else ""
    return render_template(
        "followup/index.html",
        rows=page.rows,
        begun=drafts.begun(actor(), page.rows),
        count=queries.count(actor(), shown),
        shown=shown,
        choices=choices,
        next_href=next_href,
        partner=is_partner(),
        today=today(),
        labels=labels,
    )


@blueprint.get("/reports.csv")
@open_to(Role.PARTNER, audited=True)
def own_rows() -> Response:
    """The partner's own rows as codes; no spreadsheet takes a cell for a formula. Own words stay in the portal."""
    rows = queries.every(actor())
    with transaction():
        note(actor(), "report:list:exported", f"organization:{actor().organization_id}", rows=len(rows))
    table = as_csv(COLUMNS, [_cells(due) for due in rows])
    headers = {"Content-Disposition": 'attachment; filename="reports.csv"'}
    return Response(table, mimetype="text/csv", headers=headers)


def _cells(due: DueReport) -> list[str]:
    begin = [due.request.reference, str(due.number), due.kind.value, due.due_on.isoformat(), due.state.value]
    report = due.report
    if report is None:
        return begin + [""] * (len(COLUMNS) - len(begin))
    codes = [getattr(report, name) for name in CODES]
    sent = [report.submitted_at.isoformat(timespec="minutes"), report.channel.value, report.said_by]
    ways, day = " ".join(report.safe_ways), report.contact_on
    return begin + sent + [code.value if code else "" for code in codes] + [ways, day.isoformat() if day else ""]
