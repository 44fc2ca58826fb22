"""Words about a child's safeguards, and why a rule said no."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.cases.codes import PLAN_LINES, Safeguard
from portal.cases.models import Case
from portal.cases.safeguards import Evidence, ends_plan, missing_in, representatives_on, stopped_on
from portal.i18n_mark import N_
from portal.vocabulary.children import RepresentativeKind
from portal.web.formats import date_words, word

REFUSALS = {
    "not_a_child": _l("This belongs to a child's case, and she counts as an adult."),
    "ended_already": _l("Somebody has already recorded that this representative no longer decides."),
    "ended_before_begun": _l("This is before the representative was appointed. Look at the day."),
    "advised_already": _l("Somebody has already recorded this answer. Go back to the case to see it."),
    "advice_day_missing": _l("Write the day on which the answer came."),
    "advice_missing": _l("Choose what was advised."),
    "answered_before_asked": _l("The answer cannot come before the question. Look at both days."),
    "conditions_missing": _l("Write the conditions, so that the plan can keep them."),
    "body_missing": _l("Write which body decided, for example the municipality."),
    "no_tracing_consent": _l(
        "On that day no consent to tracing stood, given by the child or its representative. Record it first."
    ),
    "before_last_state": _l("This is before the last thing that was recorded. Look at the day."),
    "child_never": _l("She counts as a child. Nothing of a child's can be set aside, by anybody."),
    "still_a_child": _l("Choose an age of 18 years or more, and how it is known; in dispute is not enough."),
    "override_reason_missing": _l("Write the reason. It stays with the case."),
    "second_person": _l("You asked this yourself. Another coordinator decides."),
    "decided_already": _l("Somebody has already decided this. Go back to the case to see it."),
}
#: The page on which each safeguard is recorded.
PAGES = {
    Safeguard.REPRESENTATIVE: "representative",
    Safeguard.PLAN: "plan_with_representative",
    Safeguard.COMMITTEE: "consultation",
    Safeguard.BEST_INTERESTS: "best_interests",
    Safeguard.CHILDS_VIEW: "childs_view",
    Safeguard.FAMILY: "family",
}
ENDED = N_(
    "The plan has ended, because the newest word is against it. Nothing of it is sent or goes on."
    " A new plan needs new advice or a new decision, and then a new draft."
)


@dataclass(frozen=True)
class Row:
    """One safeguard as the page shows it: in place or not, what stands, the plan's lines, and where to record it."""

    name: str
    in_place: bool
    stands: str
    lines: str
    href: str


def rows(case: Case, evidence: Evidence, on: date) -> list[Row]:
    """The six safeguards of a child on a day."""
    lacking = missing_in(evidence, on)
    words = _stands(evidence, on)
    return [
        Row(word(one), one not in lacking, words[one], PLAN_LINES[one], url_for(f"cases.{PAGES[one]}", code=case.code))
        for one in Safeguard
    ]


def ended(evidence: Evidence) -> str:
    """The sentence that the plan has ended; empty when it has not."""
    return str(_(ENDED)) if ends_plan(evidence) else ""


def _stands(evidence: Evidence, on: date) -> dict[Safeguard, str]:
    """What is recorded for each, with its day; empty where nothing is."""
    deciding = representatives_on(evidence, on)
    return {
        Safeguard.REPRESENTATIVE: _newest(deciding, "kind", "appointed_on") or _parent(evidence),
        Safeguard.PLAN: _plan(evidence),
        Safeguard.COMMITTEE: _newest(evidence.consultations, "advice", "answered_on"),
        Safeguard.BEST_INTERESTS: _newest(evidence.best_interests, "outcome", "decided_on"),
        Safeguard.CHILDS_VIEW: _newest(evidence.views, "view", "heard_on"),
        Safeguard.FAMILY: _newest(evidence.families, "involvement", "assessed_on"),
    }


def _newest(records: Any, code: str, day: str) -> str:
    return _said(getattr(records[-1], code), getattr(records[-1], day)) if records else ""


def _said(code: Any, day: date) -> str:
    # Translators: what was found or decided, and on which day
    return str(_("%(what)s, %(day)s", what=word(code), day=date_words(day)))


def _parent(evidence: Evidence) -> str:
    if any(one.kind is RepresentativeKind.PARENT and one.ended_on is None for one in evidence.representatives):
        return str(_("A parent does not count while the family may have had a part in the trafficking."))
    return ""


def _plan(evidence: Evidence) -> str:
    stopped = stopped_on(evidence)
    if stopped is not None and not any(plan.reached_on > stopped for plan in evidence.plans):
        return str(_("A decision of %(day)s ended the plan. A later plan counts.", day=date_words(stopped)))
    return date_words(evidence.plans[-1].reached_on) if evidence.plans else ""
