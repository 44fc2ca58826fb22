"""The log, for the auditor alone: what happened and who looked, without content. Each look at it is noted too."""

from typing import Any

from flask import Response, render_template, request, url_for

from portal.access import Role
from portal.audit import queries
from portal.audit.blueprint import blueprint
from portal.audit.export import as_csv
from portal.audit.forms import LogFilter, roles
from portal.audit.trail import note
from portal.db import transaction
from portal.web.gate import actor, open_to


@blueprint.get("/audit")
@open_to(Role.AUDITOR, audited=True)
def index() -> str:
    """The log, newest first, with its filter."""
    form, wanted = _asked()
    after = request.args.get("after", "")
    with transaction():
        page = queries.log_page(wanted, after)
        note(actor(), "audit:log:read", "audit:log", filters=wanted.named(), further_page=bool(after))
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in ("after", "lang")]
    following = url_for("audit.index", **_many(kept), after=page.next_key) if page.next_key else ""
    export = url_for("audit.export", **_many(kept))
    values = {"page": page, "following": following, "export": export, "roles": dict(roles())}
    return render_template("audit/log.html", form=form, **values)


@blueprint.get("/audit/export")
@open_to(Role.AUDITOR, audited=True)
def export() -> Response:
    """The filtered log as a CSV file."""
    _form, wanted = _asked()
    with transaction():
        file = as_csv(queries.exported(wanted))
        note(actor(), "audit:log:exported", "audit:log", filters=wanted.named())
    named = {"Content-Disposition": "attachment; filename=log.csv"}
    return Response(file, mimetype="text/csv", headers=named)


def _asked() -> tuple[LogFilter, queries.Wanted]:
    """The filter as it was sent; one that is wrong shows its faults and asks for everything."""
    form = LogFilter(request.args)
    return form, form.wanted() if form.validate() else queries.Wanted()


def _many(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        if value and not name.startswith("_"):
            values.setdefault(name, []).append(value)
    return values
