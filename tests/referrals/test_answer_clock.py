"""When an answer is due: by priority, paused on the partner's free days where it is normal, and by our own silence."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.db import db, now, transaction
from portal.partners.models import Organization
from portal.referrals import actions, answer_clock, reminders
from portal.referrals.models import RequestEvent
from portal.referrals.states import RequestState, Whose
from portal.vocabulary.requests import Priority
from tests import build
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import fresh, in_state

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TUESDAY = datetime(2026, 11, 24, 12, tzinfo=UTC)


def partner(country: str, time_zone: str) -> Organization:
    """A partner of a country, not kept."""
    return Organization(country=country, time_zone=time_zone)


@pytest.mark.parametrize(
    ("priority", "hours", "country", "due"),
    [
        (Priority.EMERGENCY, 24, "RO", TUESDAY + DAY),
        (Priority.URGENT, 72, "RO", TUESDAY + 3 * DAY),
        # Three weekends of Nigeria without a holiday.
        (Priority.NORMAL, 14 * 24, "NG", datetime(2026, 12, 14, 12, tzinfo=UTC)),
        # And on 30 November and 1 December Romania does not work.
        (Priority.NORMAL, 14 * 24, "RO", datetime(2026, 12, 16, 12, tzinfo=UTC)),
    ],
)
def test_weekends_and_the_partners_holidays_pause_normal_alone(
    priority: Priority, hours: int, country: str, due: datetime
) -> None:
    zone = {"NG": "Africa/Lagos", "RO": "Europe/Bucharest"}[country]
    assert answer_clock.due_at(TUESDAY, hours, priority, partner(country, zone)) == due


@pytest.mark.parametrize("priority", [Priority.EMERGENCY, Priority.URGENT])
def test_a_weekend_pauses_neither_an_emergency_nor_what_is_urgent(priority: Priority) -> None:
    friday = datetime(2026, 11, 27, 18, tzinfo=UTC)
    assert answer_clock.due_at(friday, 72, priority, partner("RO", "Europe/Bucharest")) == friday + 3 * DAY


def test_a_partner_without_a_known_time_zone_has_denmarks_days() -> None:
    for unknown in ("", "Nowhere/Town"):
        assert answer_clock.zone_of(partner("NG", unknown)).key == "Europe/Copenhagen"


@pytest.mark.parametrize(
    ("priority", "given_back"), [(Priority.EMERGENCY, 0), (Priority.URGENT, 3 * DAY), (Priority.NORMAL, DAY)]
)
def test_what_we_take_to_reply_is_given_back_on_days_that_count(priority: Priority, given_back: timedelta) -> None:
    clock = answer_clock.clock_of(priority, partner("NG", "Africa/Lagos"))
    friday, due = datetime(2026, 12, 4, 12, tzinfo=UTC), datetime(2026, 12, 8, 12, tzinfo=UTC)
    moved = answer_clock.due_after_reply(clock, priority, due, friday, friday + 3 * DAY)
    assert moved - due == (given_back or timedelta())


def test_a_question_after_the_due_moment_gives_nothing_back() -> None:
    clock = answer_clock.clock_of(Priority.URGENT, partner("NG", "Africa/Lagos"))
    assert answer_clock.due_after_reply(clock, Priority.URGENT, TUESDAY, TUESDAY + HOUR, TUESDAY + DAY) == TUESDAY


def test_sending_counts_by_the_partners_country(portal: Portal, people: People) -> None:
    draft = build.request(
        build.case(people.caseworker, return_country="RO"), people.declining, state=RequestState.DRAFT
    )
    sent = actions.send(people.caseworker.actor, draft, draft.row_version)
    assert sent.sent_at is not None and sent.due_at is not None
    clock = answer_clock.clock_of(Priority.NORMAL, partner("RO", "Europe/Bucharest"))
    assert clock.between(sent.sent_at, sent.due_at) == 14 * DAY
    assert sent.due_at - sent.sent_at > 17 * DAY


def test_what_a_question_waited_for_us_counts_for_no_reminder(portal: Portal, people: People) -> None:
    sent = now() - 5 * DAY
    request = in_state(people, RequestState.WAITING, priority=Priority.URGENT, sent_at=sent, due_at=sent + 14 * DAY)
    own = {"request_id": request.id, "from_state": request.state, "to_state": request.state}
    with transaction():
        db.session.add(RequestEvent(step="ask", side=Whose.PARTNER, at=sent + DAY, **own))
        db.session.add(RequestEvent(step="reply", side=Whose.CASEWORKER, at=sent + 5 * DAY, **own))
    # Ten days count, the four that we took do not.
    assert [reminders.remind_due(sent + days * DAY) for days in (8.9, 9.1, 11.9, 12.1)] == [0, 1, 0, 1]
    assert fresh(request).state is RequestState.WAITING


def test_a_weekend_counts_for_no_reminder(portal: Portal, people: People) -> None:
    friday = datetime(2026, 12, 4, 12, tzinfo=UTC)
    request = in_state(people, RequestState.WAITING, sent_at=friday, due_at=datetime(2026, 12, 8, 12, tzinfo=UTC))
    halfway = datetime(2026, 12, 7, 12, tzinfo=UTC)  # a day has run, and the weekend has not
    assert [reminders.remind_due(halfway - HOUR), reminders.remind_due(halfway)] == [0, 1]
    assert fresh(request).due_at == datetime(2026, 12, 8, 12, tzinfo=UTC)
