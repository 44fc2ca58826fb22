"""The list of requests, one request, and the partner's own rows as a file."""

from typing import Any

from flask import Response, render_template, request, url_for

from portal.access import Role
from portal.audit.trail import note
from portal.cases import policy as cases
from portal.db import now, transaction
from portal.referrals import actions, labels, policy, queries, silence, timeline
from portal.referrals.blueprint import blueprint
from portal.referrals.card import card_of
from portal.referrals.card_words import shown
from portal.referrals.desk import is_partner, wanted
from portal.referrals.disclosure import Field, Stage, seen_at, stage_of
from portal.referrals.forms import AnswerForm, ReplyForm, reader_language
from portal.referrals.models import ReceptionRequest
from portal.referrals.queries import Filters
from portal.referrals.states import ACCEPTED_STATES, STEPS, RequestState, Whose, steps_from
from portal.web import panels
from portal.web.cells import as_csv
from portal.web.formats import country_name
from portal.web.gate import actor, is_a_look, open_to

SHOWN_TO_PARTNER = [state for state in RequestState if state not in policy.HIDDEN_FROM_PARTNER]
#: The columns of a partner's own file, each with the field of the table that it shows.
COLUMNS = {
    "reference": Field.REFERENCE,
    "state": Field.STATE,
    "priority": Field.PRIORITY,
    **dict.fromkeys(("sent_at", "due_at", "answered_at"), Field.TIMES),
    "departed_on": Field.DEPARTED_ON,
    **dict.fromkeys(("arrived_on", "arrival"), Field.ARRIVAL),
}
JOURNEY = frozenset(
    {
        Field.ARRIVES_AT,
        Field.MODE,
        Field.CONNECTION,
        Field.PLACE,
        Field.MEETING_POINT,
        Field.AGREED_SIGN,
        Field.FALLBACK_PHONE,
        Field.ALTERNATE_NAME,
        Field.ALTERNATE_PHONE,
    }
)


def _filters() -> Filters:
    typed = request.args.get("state", "")
    state = RequestState(typed) if typed in list(RequestState) else None
    country = "" if is_partner() else request.args.get("country", "")  # the end hides it from the partner
    return Filters(state, country[:2].upper(), bool(request.args.get("overdue")))


@blueprint.get("/requests")
@open_to(Role.CASEWORKER, Role.PARTNER, Role.COORDINATOR)
def index() -> str:
    """The requests that the reader sees, newest first."""
    filters = _filters()
    page = queries.page(actor(), filters, request.args.get("after", ""))
    kept: dict[str, Any] = {
        name: value for name, value in request.args.items() if name in ("state", "country", "overdue")
    }
    return render_template(
        "referrals/index.html",
        rows=page.rows,
        count=queries.count(actor(), filters),
        filters=filters,
        next_href=url_for("referrals.index", **kept, after=page.next_key) if page.next_key else "",
        states=SHOWN_TO_PARTNER if is_partner() else list(RequestState),
        countries=[] if is_partner() else sorted(queries.countries(actor()), key=country_name),
        partner=is_partner(),
        now=now(),
        labels=labels,
    )


@blueprint.get("/requests.csv")
@open_to(Role.PARTNER, audited=True)
def own_rows() -> Response:
    """The partner's own record of what it was asked, as a file that no spreadsheet takes for formulas."""
    rows = queries.every(actor())
    with transaction():
        note(actor(), "request:list:exported", f"organization:{actor().organization_id}", rows=len(rows))
    table = as_csv(list(COLUMNS), [_cells(row) for row in rows])
    headers = {"Content-Disposition": 'attachment; filename="requests.csv"'}
    return Response(table, mimetype="text/csv", headers=headers)


def _cells(row: Any) -> list[str]:
    """One request as codes; a field that its stage hides is an empty cell."""
    seen = seen_at(stage_of(row))
    return [_cell(row, name) if field in seen else "" for name, field in COLUMNS.items()]


def _cell(row: Any, name: str) -> str:
    value = row.outcome if name == "arrival" else getattr(row, name)
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value.value if hasattr(value, "value") else value)


@blueprint.get("/requests/<reference>")
@open_to(Role.CASEWORKER, Role.PARTNER, Role.COORDINATOR, audited=True, by_link=True)
def show(reference: str) -> str:
    """One request: what was asked, how it stands, what comes next."""
    found = wanted(reference)
    if is_a_look():
        actions.look(actor(), found)
    return render_template("referrals/show.html", **page_of(found))


def page_of(found: ReceptionRequest) -> dict[str, Any]:
    """What the page of a request needs, for this reader."""
    case, partner, at = queries.case_of(found), queries.partner_of(found), now()
    own = is_partner()
    seen = policy.fields_seen(actor(), found)
    yes_stands = found.state in ACCEPTED_STATES or found.state is RequestState.COMPLETED
    travel = queries.travel_of(found) if yes_stands and seen & JOURNEY else None
    told = Field.ARRIVAL in seen or Field.ARRIVAL_NOTE in seen
    events = queries.events_of(found) if Field.STEPS in seen else []
    messages = queries.messages_of(found) if Field.MESSAGES in seen else []
    line = timeline.of_request(actor(), found, events, messages, opened=Field.STEPS in seen)
    may = (own or cases.may_change(actor(), case)) and found.state is not RequestState.BLOCKED
    return {
        "request": found,
        "case": None if own else case,
        "partner": partner,
        "own": own,
        "by_link": bool(actor().limited_to),
        "unread": bool(actor().limited_to) and queries.has_messages(found),
        "seen": seen,
        "ended": own and stage_of(found) is Stage.CLOSED,
        "card": shown(found.card or card_of(case, found), found.arrangements, seen),
        "state": labels.state_shown(found.state, found.due_at, at),
        "next": labels.next_for_partner(found) if own else labels.next_for_caseworker(found, at),
        "silent": silence.is_silent(found, queries.travel_of(found), case.is_child, at),
        "steps": _steps(found) if may else [],
        "travel": travel,
        "arrival": queries.arrival_of(found) if told and (own or travel is not None) else None,
        "events": events,
        "messages": messages,
        "line": line,
        "drawn": timeline.part(line, request.args.get("until", "")),
        "may_write": found.state in policy.TALKING and policy.may_write(actor(), found, case),
        "answer_form": answer_form(found) if own else None,
        "reply_form": ReplyForm(data={"language": reader_language()}),
        "panels": panels.drawn("request", actor(), found),
        "now": at,
        "labels": labels,
    }


def answer_form(found: ReceptionRequest) -> AnswerForm:
    """The partner's answer with what is known already: who is signed in, and the organisation's number."""
    phones = queries.partner_of(found).phones
    known = {"contact_name": actor().name, "language": reader_language()}
    return AnswerForm(data={**known, "contact_phone": phones[0].number if phones else ""})


def _steps(found: ReceptionRequest) -> list[str]:
    """The names of the steps that the reader may take now, also on the partner's behalf."""
    theirs = steps_from(found.state, Whose.PARTNER)
    steps = theirs if is_partner() else [*steps_from(found.state, Whose.CASEWORKER), *theirs]
    return [step for step in steps if STEPS[step].whose is not Whose.PORTAL]
