"""One rule of what looks like a number, in two strengths; what the mild one notices, the strict one notices too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cases.giveaways import Giveaway, looks_like, numbers_in

SOME = st.text(alphabet="0123456789+-./: ABPx<٠٣٥\n", max_size=60)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She arrives on 27 11 2026 at 14:30 with ET 917, gate 12.", []),
        ("Between 2026-11-27 and 2026-11-30, about 100 euro.", []),
        ("Call me on +45 33 33 00 01", [Giveaway.PHONE]),
        ("Ring 0803-555-0199 please", [Giveaway.PHONE]),
        ("اتصل بي ٠٨٠٣٥٥٥٠١٩٩", [Giveaway.PHONE]),
        ("Passport A12345678", [Giveaway.DOCUMENT]),
        ("CPR 010190-1234", [Giveaway.DOCUMENT]),
        ("P<NGAINVENTED<<ADA", [Giveaway.DOCUMENT]),
        ("Passport AB1234567, phone 0803 555 0199", [Giveaway.DOCUMENT, Giveaway.PHONE]),
    ],
)
def test_what_looks_like_a_number_is_noticed_and_a_day_is_not(text: str, found: list[Giveaway]) -> None:
    assert numbers_in(text) == found


@given(SOME)
def test_a_text_that_leaves_the_network_is_warned_of_whatever_a_message_is_warned_of(text: str) -> None:
    assert set(numbers_in(text)) <= set(looks_like(text))
