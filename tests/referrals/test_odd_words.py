"""Odd text in a request: stored as typed (NFC), or refused with the reason and nothing lost."""

import unicodedata

import pytest

from portal.referrals.states import RequestState
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import in_state, words_of

CONTROL = "Remove the hidden control characters"
DECOMPOSED = unicodedata.normalize("NFD", "Åse må sove længe, ký")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("x" * 100_000, "Shorten this to"),
        ("turned \u202eround\u202c", CONTROL),
        ("nothing\x00behind", CONTROL),
        ("a\u200bb\u200d", ""),
        ("\u2067ما\u2069 اسم", ""),
        (DECOMPOSED, ""),
    ],
)
def test_a_message_is_stored_as_typed_or_refused_with_the_reason(
    portal: Portal, people: People, typed: str, answer: str
) -> None:
    request = in_state(people, RequestState.WAITING)
    browser = portal.browser(people.accepting, check=False)  # NUL is in no page's HTML
    page = browser.post(
        f"/requests/{request.reference}/write", {"words": typed, "language": "en"}, 200 if answer else 302
    )
    if answer:
        assert answer in page.text and words_of(request) == []
    else:
        assert words_of(request) == [unicodedata.normalize("NFC", typed)]
