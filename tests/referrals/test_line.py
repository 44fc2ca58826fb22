"""A request's line of everything is drawn part by part; paper has it whole, with the names of the files."""

import re
from datetime import timedelta
from io import BytesIO

from portal.db import db, now, transaction
from portal.referrals.models import Message
from portal.referrals.states import RequestState, Whose
from portal.referrals.timeline import MOST, Entry, part
from tests.conftest import Portal
from tests.paper.reading import text_of
from tests.people import People
from tests.referrals.files import picture
from tests.referrals.story import in_state


def test_a_line_is_cut_into_parts_that_stay_the_same_when_more_comes() -> None:
    line = [Entry(now() + timedelta(minutes=n)) for n in range(2 * MOST + 5)]
    newest = part(line, "")
    assert (newest.entries, newest.before, newest.after) == (line[-MOST:], MOST + 5, 0)
    middle = part(line, str(newest.before))
    assert (middle.entries, middle.before, middle.after) == (line[5 : MOST + 5], 5, 2 * MOST + 5)
    assert part([*line, Entry(now())], str(newest.before)).entries == middle.entries
    assert part(line, "5").before == 0 and part(line[:3], "").before == 0
    for odd in ("0", "-1", "99999", "x", "9" * 40):
        assert part(line, odd).entries == newest.entries


def test_the_page_of_a_long_request_leads_to_what_was_earlier(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    with transaction():
        for number in range(MOST + 2):
            own = {"request_id": request.id, "case_id": request.case_id, "side": Whose.CASEWORKER}
            made = Message(author_name="Ane", at=now() + timedelta(minutes=number), **own)
            made.author_id = people.caseworker.id
            db.session.add(made)
            db.session.flush()
            made.words = f"Word number {number}."
    browser = portal.browser(people.accepting)
    newest = browser.get(f"/requests/{request.reference}").text
    assert f"Word number {MOST + 1}." in newest and "Word number 0." not in newest
    link = re.search(r'href="(/requests/\w+\?until=\d+)#messages"', newest)
    assert link is not None
    earlier = browser.get(link[1]).text
    assert "Word number 0." in earlier and "Later entries" in earlier and f"Word number {MOST + 1}." not in earlier


def test_the_names_of_files_stand_on_paper(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    file = {"words": "The letter of the doctor.", "language": "en", "file": (BytesIO(picture()), "letter.jpg")}
    portal.browser(people.accepting).post(f"/requests/{request.reference}/write", file)
    for reader, page in (
        (people.accepting, f"/requests/{request.reference}/paper.pdf"),
        (people.caseworker, f"/requests/{request.reference}/paper.pdf"),
    ):
        assert "letter.jpg" in text_of(portal.browser(reader).post(page, status=200).data)
