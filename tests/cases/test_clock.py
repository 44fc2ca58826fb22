"""The departure deadline: Copenhagen dates, the last day included, from dated rules (RULINGS 28)."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from portal.cases import actions, clock
from portal.cases.faults import Refused
from portal.cases.models import ClockRule
from portal.db import db, today
from portal.vocabulary.casework import ClockKind, DeclineReason, OfferOutcome
from tests import build
from tests.cases.story import boxes
from tests.conftest import Portal
from tests.people import People

THIRTY, HUNDRED, THREE_MONTHS = ClockRule(days=30), ClockRule(days=100), ClockRule(months=3)


@pytest.mark.parametrize(
    ("first", "rule", "last"),
    [
        (date(2026, 3, 1), THIRTY, date(2026, 3, 31)),
        (date(2026, 1, 31), THIRTY, date(2026, 3, 2)),
        (date(2028, 1, 31), THIRTY, date(2028, 3, 1)),
        (date(2026, 3, 28), THIRTY, date(2026, 4, 27)),  # the clocks go forward on the 29th
        (date(2026, 3, 1), HUNDRED, date(2026, 6, 9)),
        (date(2028, 1, 1), HUNDRED, date(2028, 4, 10)),
        (date(2026, 3, 1), THREE_MONTHS, date(2026, 6, 1)),
        (date(2026, 1, 31), THREE_MONTHS, date(2026, 4, 30)),
        (date(2026, 11, 30), THREE_MONTHS, date(2027, 2, 28)),
        (date(2027, 11, 30), THREE_MONTHS, date(2028, 2, 29)),
        (date(2027, 11, 29), THREE_MONTHS, date(2028, 2, 29)),
        (date(2026, 12, 15), THREE_MONTHS, date(2027, 3, 15)),
    ],
)
def test_the_last_day_of_a_deadline(first: date, rule: ClockRule, last: date) -> None:
    assert clock.last_day(first, rule) == last


@given(first=st.dates(date(2020, 1, 1), date(2050, 1, 1)), later=st.integers(0, 400))
def test_who_begins_later_never_leaves_earlier(first: date, later: int) -> None:
    begins_later = first + timedelta(days=later)
    for rule in (THIRTY, HUNDRED, THREE_MONTHS):
        assert first < clock.last_day(first, rule) <= clock.last_day(begins_later, rule)
    assert 89 <= (clock.last_day(first, THREE_MONTHS) - first).days <= 92


def test_the_rules_in_the_database_are_30_days_100_days_and_3_months(portal: Portal) -> None:
    found = {rule.kind: (rule.days, rule.months) for rule in db.session.scalars(sa.select(ClockRule))}
    in_force = {kind: found[kind] for kind in (ClockKind.STANDARD, ClockKind.PREPARED_RETURN, ClockKind.EU)}
    assert in_force == {
        ClockKind.STANDARD: (30, None),
        ClockKind.PREPARED_RETURN: (100, None),
        ClockKind.EU: (None, 3),
    }


def test_up_to_100_days_count_from_the_start_of_the_first_deadline(portal: Portal, people: People) -> None:
    case, actor = build.case(people.caseworker, ready=False), people.caseworker.actor
    first = today() - timedelta(days=10)
    actions.start_clock(actor, case, kind=ClockKind.STANDARD, starts_on=first)
    assert clock.ends_on(case) == first + timedelta(days=30)
    assert clock.days_left(case) == 20
    db.session.expire_all()
    actions.start_clock(actor, case, kind=ClockKind.PREPARED_RETURN, starts_on=today())
    db.session.expire_all()
    assert clock.ends_on(case) == first + timedelta(days=100)


def test_no_deadline_runs_while_a_permit_is_decided(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    actions.start_clock(people.caseworker.actor, case, kind=ClockKind.PERMIT_PENDING, starts_on=today())
    db.session.expire_all()
    assert (clock.ends_on(case), clock.days_left(case)) == (None, None)


def test_a_deadline_does_not_begin_tomorrow(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker, ready=False)
    tomorrow = today() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        actions.start_clock(people.caseworker.actor, case, kind=ClockKind.STANDARD, starts_on=tomorrow)
    assert (refused.value.code, refused.value.field) == ("in_the_future", "starts_on")


def test_the_kind_that_fits_is_said_and_not_chosen(portal: Portal, people: People) -> None:
    kinds = {
        "3 months, EU citizen": build.case(people.caseworker, citizenship="RO"),
        "Up to 100 days, prepared return": build.case(people.caseworker),
        "30 days": build.case(people.caseworker, ready=False),
    }
    browser = portal.browser(people.caseworker)
    for words, case in kinds.items():
        text = browser.get(f"/cases/{case.code}/clock").text
        assert f"this one fits: {words}." in text
        assert "checked" not in text
    assert clock.suggested(kinds["30 days"]) is ClockKind.STANDARD
    assert not any(offer.outcome is OfferOutcome.ACCEPTED for offer in kinds["30 days"].offers)


@pytest.mark.parametrize(
    ("later", "fits"),
    [
        (OfferOutcome.PENDING, ClockKind.PREPARED_RETURN),
        (OfferOutcome.ACCEPTED, ClockKind.PREPARED_RETURN),
        (OfferOutcome.DECLINED, ClockKind.STANDARD),
        (OfferOutcome.NOT_POSSIBLE, ClockKind.STANDARD),
    ],
)
def test_her_last_answer_says_which_deadline_fits(
    portal: Portal, people: People, later: OfferOutcome, fits: ClockKind
) -> None:
    case = build.case(people.caseworker)  # she said yes when first asked
    reason = DeclineReason.NOT_STATED if later is OfferOutcome.DECLINED else None
    actions.make_offer(people.caseworker.actor, case, made_on=today(), outcome=later, reason=reason)
    db.session.expire_all()
    assert clock.suggested(case) is fits


def test_the_case_page_shows_the_deadline_its_kind_and_the_days_left(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker, ready=False)
    browser = portal.browser(people.caseworker)
    browser.post(f"/cases/{case.code}/clock", {"kind": "standard_30", **boxes("starts_on", today())})
    text = browser.get(f"/cases/{case.code}").text
    assert "30 days" in text and "30 days left" in text
