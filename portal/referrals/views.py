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
from portal.referrals.card_words import in_words
from portal.referrals.desk import is_partner, wanted
from portal.referrals.forms import AnswerForm, ReplyForm, reader_language
from portal.referrals.models import ReceptionRequest
from portal.referrals.queries import Filters
from portal.referrals.states import ACCEPTED_STATES, STEPS, RequestState, Whose, steps_from
from portal.web import panels
from portal.web.cells import as_csv
from portal.web.formats import country_name
from portal.web.gate import actor, is_a_look, open_to

SHOWN_TO_PARTNER = [state for state in RequestState if state not in policy.HIDDEN_FROM_PARTNER]
COLUMNS = "reference state priority sent_at due_at answered_at departed_on arrived_on arrival".split()


def _filters() -> Filters:
    typed = request.args.get("state", "")
    state = RequestState(typed) if typed in list(RequestState) else None
    return Filters(state, request.args.get("country", "")[:2].upper(), bool(request.args.get("overdue")))


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
    table = as_csv(COLUMNS, [[_cell(row, name) for name in COLUMNS] for row in rows])
    headers = {"Content-Disposition": 'attachment; filename="requests.csv"'}
    return Response(table, mimetype="text/csv", headers=headers)


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
    yes_stands = found.state in ACCEPTED_STATES or found.state is RequestState.COMPLETED
    travel = queries.travel_of(found) if policy.sees_name_and_travel(actor(), found) and yes_stands else None
    events = queries.events_of(found)
    messages = [] if own and found.state is RequestState.CONSENT_WITHDRAWN else queries.messages_of(found)
    may = (own or cases.may_change(actor(), case)) and found.state is not RequestState.BLOCKED
    return {
        "request": found,
        "case": None if own else case,
        "partner": partner,
        "own": own,
        "by_link": bool(actor().limited_to),
        "card": in_words(found.card or card_of(case, found)),
        "card_hidden": own and found.state is RequestState.CONSENT_WITHDRAWN,
        "state": labels.state_shown(found.state, found.due_at, at),
        "next": labels.next_for_partner(found) if own else labels.next_for_caseworker(found, at),
        "silent": silence.is_silent(found, queries.travel_of(found), case.is_child, at),
        "steps": _steps(found) if may else [],
        "travel": travel,
        "arrival": queries.arrival_of(found) if travel is not None else None,
        "events": events,
        "messages": messages,
        "line": timeline.of_request(actor(), found, events, messages),
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
