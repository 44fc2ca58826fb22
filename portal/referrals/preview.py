"""What the partner of a request sees, stage by stage: the table as a page, with what it sees now in its own values."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.cases import identity, safeguards
from portal.cases.codes import IdentityPart
from portal.cases.models import Case
from portal.i18n_mark import N_
from portal.referrals import attachments, queries
from portal.referrals.card import card_of
from portal.referrals.card_words import shown
from portal.referrals.disclosure import (
    EVERYTHING,
    FAMILY,
    IN_ORDER,
    NOTHING,
    TABLE,
    Field,
    Stage,
    seen_at,
    stage_of,
)
from portal.referrals.models import ReceptionRequest
from portal.web.formats import beside, date_words, local_time, word

#: What a stage means, said to the caseworker.
TOLD: dict[Stage, str] = {
    Stage.ASKED: N_("From the moment you send the request: the card without a name, and what you write to each other."),
    Stage.ACCEPTED: N_("When the partner has said yes, it also sees who of its own people meets her."),
    Stage.NAMED: N_(
        "When you let the partner see who she is, and only while there is a valid basis. It opens her name by a"
        " button, and each look is written down."
    ),
    Stage.TRAVEL: N_("When the arrival is set, until the request ends."),
    Stage.CLOSED: N_("After a no and after any other end, only this is left. All the rest is closed to the partner."),
}


class When(Enum):
    """How a stage stands to the request's own."""

    OVER = "over"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True)
class Row:
    """One field: its name, and what the partner sees there; no value where it is told in words alone."""

    field: Field
    value: str = ""


@dataclass(frozen=True)
class Step:
    """One stage with what it adds (the last: with what is left)."""

    stage: Stage
    told: str
    when: When
    rows: list[Row]


def steps(request: ReceptionRequest, case: Case) -> list[Step]:
    """The stages in order. Values stand only where the partner sees them now, or will as soon as a draft is sent."""
    at = stage_of(request) or Stage.ASKED
    hides = safeguards.hides_family(case)
    now = seen_at(at, hides_family=hides)
    values = _values(request, case, now)
    made, before = [], NOTHING
    for stage in IN_ORDER:
        seen = seen_at(stage, hides_family=hides)
        new = seen if stage is Stage.CLOSED else seen - before
        known = values if new & now and _reached(stage, at) else {}
        rows = [Row(field, known.get(field, "")) for field in Field if field in new]
        made.append(Step(stage, str(_(TOLD[stage])), _when(stage, at), rows))
        before = seen
    return made


def never() -> list[Field]:
    """What no partner is shown at any stage."""
    return [field for field, stages in TABLE.items() if not stages]


def hidden(case: Case) -> list[Field]:
    """What is hidden besides, while the family may have had a part."""
    return [field for field in Field if field in FAMILY] if safeguards.hides_family(case) else []


def _reached(stage: Stage, at: Stage) -> bool:
    return IN_ORDER.index(stage) <= IN_ORDER.index(at) and (at is not Stage.CLOSED or stage is Stage.CLOSED)


def _when(stage: Stage, at: Stage) -> When:
    if at is Stage.CLOSED and stage is not Stage.CLOSED:
        return When.OVER
    return When.NOW if _reached(stage, at) else When.LATER


def _values(request: ReceptionRequest, case: Case, seen: frozenset[Field]) -> dict[Field, str]:
    """What the partner sees now, in words; nothing of what stands behind the door."""
    found = {**_of_request(request), **_of_card(request, case), **_of_talk(request), **_of_journey(request)}
    found |= {Field(part.value): _("Recorded") for part in identity.recorded(case.id)}
    missing = {Field(part.value): _("Not recorded") for part in IdentityPart}
    return {field: value for field, value in (missing | found).items() if field in seen}


def _of_request(request: ReceptionRequest) -> dict[Field, str]:
    return {
        Field.REFERENCE: request.reference,
        Field.STATE: word(request.state),
        Field.TIMES: local_time(request.due_at, queries.partner_of(request).time_zone) if request.due_at else "",
        Field.CONTACT_NAME: request.contact_name or "",
        Field.CONTACT_PHONE: request.contact_phone or "",
        Field.DEPARTED_ON: date_words(request.departed_on) if request.departed_on else "",
    }


def _of_card(request: ReceptionRequest, case: Case) -> dict[Field, str]:
    card = request.card or card_of(case, request)
    own = shown(card, request.arrangements, EVERYTHING - {Field.FAMILY_SERVICES})
    of_family = shown(card, "", frozenset({Field.FAMILY_SERVICES})).get("services_requested", "")
    own["child"] = _("Yes") if own["child"] else _("No")
    return {Field(name): str(value) for name, value in own.items()} | {Field.FAMILY_SERVICES: of_family}


def _of_talk(request: ReceptionRequest) -> dict[Field, str]:
    written, files = len(queries.messages_of(request)), attachments.number_of(request)
    return {
        Field.MESSAGES: ngettext("%(num)s message", "%(num)s messages", written) if written else "",
        Field.FILES: ngettext("%(num)s file", "%(num)s files", files) if files else "",
        Field.STEPS: _("Each step, its day and who took it"),
        Field.BASELINE: _("As it was written"),
        Field.REPORTS: _("As it sent them"),
    }


def _of_journey(request: ReceptionRequest) -> dict[Field, str]:
    told: dict[Field, str] = {}
    if (plan := queries.travel_of(request)) is not None:
        sealed: tuple[Any, ...] = ("connection", "place", "meeting_point", "agreed_sign", "fallback_phone")
        told |= {Field(name): getattr(plan, name) or "" for name in (*sealed, "alternate_name", "alternate_phone")}
        told |= {Field.ARRIVES_AT: local_time(plan.arrives_at, plan.time_zone), Field.MODE: word(plan.mode)}
    if (arrival := queries.arrival_of(request)) is not None:
        outcome = beside([word(arrival.outcome), date_words(arrival.happened_on)])
        told |= {Field.ARRIVAL: outcome, Field.ARRIVAL_NOTE: arrival.note or ""}
    return told
