"""Talking inside a request: messages by both sides, the second look, files, and one line of everything."""

import re
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from portal.audit.models import AuditEvent
from portal.cases.identity import Identity, is_named_in, write
from portal.cases.keys import CaseKey
from portal.db import db, transaction
from portal.referrals import actions, attachments, policy, talking
from portal.referrals.cleaning import MOST_BYTES
from portal.referrals.models import Attachment
from portal.referrals.states import RequestState
from portal.referrals.steps import AlreadyHappened, NotYours
from tests import build
from tests.browser import Browser
from tests.conftest import Portal
from tests.people import People
from tests.referrals.files import pdf, picture
from tests.referrals.story import fresh, in_state, letters, steps_of, unchanged_by, whole_database, words_of


def typed(words: str, **more: Any) -> dict[str, Any]:
    return {"words": words, "language": "en", **more}


def sent_file(content: bytes, name: str = "a.jpg") -> dict[str, Any]:
    return {"file": (BytesIO(content), name)}


def only_file() -> Attachment:
    return db.session.scalars(db.select(Attachment)).one()


@pytest.mark.parametrize("state", policy.TALKING)
def test_both_sides_write_at_any_living_state_and_the_other_side_is_told(
    portal: Portal, people: People, state: RequestState
) -> None:
    request = in_state(people, state)
    page = f"/requests/{request.reference}"
    portal.browser(people.accepting).post(f"{page}/write", typed("هل تأكل كل شيء؟", language="ar"))
    portal.browser(people.caseworker).post(f"{page}/write", typed("Yes, everything."))
    assert fresh(request).state is state and steps_of(request) == []
    assert words_of(request) == ["هل تأكل كل شيء؟", "Yes, everything."]
    assert letters() == [
        ("message_from_denmark", people.accepting.email),
        ("message_from_denmark", people.accepting_too.email),
        ("message_from_partner", people.caseworker.email),
    ]
    for person in (people.accepting, people.caseworker, people.colleague):
        text = portal.browser(person).get(page).text
        assert 'dir="auto" lang="ar">هل تأكل كل شيء؟' in text and "Yes, everything." in text


def test_a_double_post_is_one_message(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.ACCEPTED)
    ada, page = portal.browser(people.accepting), f"/requests/{request.reference}/write"
    key = re.search(r'name="form_key" value="([^"]+)"', ada.get(page).text)
    assert key is not None
    for _twice in range(2):
        ada.post(page, typed("Once", form_key=key.group(1)))
    assert words_of(request) == ["Once"] and len(letters()) == 1
    other = in_state(people, RequestState.ACCEPTED)
    ada.post(f"/requests/{other.reference}/write", typed("Elsewhere", form_key=key.group(1)), 404)
    assert words_of(other) == []


@pytest.mark.parametrize("who", ["stranger", "colleague", "declining", "never_asked", "embassy", "auditor"])
def test_nobody_else_writes(portal: Portal, people: People, who: str) -> None:
    request = in_state(people, RequestState.ACCEPTED)
    actor = people.everyone()[who].actor
    unchanged_by(lambda: talking.write(actor, request, "Let me in"), NotYours)
    portal.browser(people.everyone()[who]).post(f"/requests/{request.reference}/write", typed("Let me in"), 404)


@pytest.mark.parametrize("state", [state for state in RequestState if state not in policy.TALKING])
def test_where_the_request_has_ended_nothing_is_written(portal: Portal, people: People, state: RequestState) -> None:
    request = in_state(people, state)
    unchanged_by(lambda: talking.write(people.caseworker.actor, request, "Late"), AlreadyHappened)
    answer = portal.browser(people.caseworker).post(f"/requests/{request.reference}/write", typed("Kept words"), 409)
    assert "Kept words" in answer.text


def test_a_number_is_asked_about_once_and_sent_when_the_writer_wants_it(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.ACCEPTED)
    ada, page = portal.browser(people.accepting), f"/requests/{request.reference}/write"
    words = "Call +234 803 555 0199"
    answer = ada.post(page, typed(words), 200).text
    assert "telephone number" in answer and words in answer and "There is a problem" not in answer
    assert words_of(request) == [] and letters() == []
    ada.post(page, typed(words, as_it_is="y"))
    assert words_of(request) == [words]


def test_questions_and_answers_get_the_same_second_look(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    page = f"/requests/{request.reference}"
    question = {"answer": "question", "question": "Is it A12345678?", "language": "en"}
    ada, ane = portal.browser(people.accepting), portal.browser(people.caseworker)
    assert "another paper" in ada.post(f"{page}/answer", question, 200).text
    assert fresh(request).state is RequestState.WAITING
    ada.post(f"{page}/answer", question | {"as_it_is": "y"})
    reply = {"words": "Call 33 33 00 01", "language": "en"}
    assert "telephone number" in ane.post(f"{page}/reply", reply, 200).text
    assert fresh(request).state is RequestState.QUESTION
    ane.post(f"{page}/reply", reply | {"as_it_is": "y"})
    assert words_of(request) == ["Is it A12345678?", "Call 33 33 00 01"]


def test_her_name_is_noticed_for_who_may_know_it_and_for_nobody_else(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    write(people.caseworker.actor, case, Identity(full_name="Blessing Ọkónjọ Invented", called="Bee"))
    released = in_state(people, RequestState.IDENTITY_SHARED, case=case)
    asked = in_state(people, RequestState.WAITING, people.declining, case=case)
    words = "How is OKONJO today?"
    for person, request in ((people.caseworker, released), (people.accepting, released)):
        answer = portal.browser(person).post(f"/requests/{request.reference}/write", typed(words), 200).text
        assert "holds her name" in answer
    portal.browser(people.declining).post(f"/requests/{asked.reference}/write", typed(words))
    told = {name: is_named_in(person.actor, case.id, words) for name, person in people.everyone().items()}
    assert {name for name, named in told.items() if named} == {"caseworker", "accepting", "accepting_too"}
    assert not is_named_in(people.caseworker.actor, case.id, "Bed and blessed")


def test_a_picture_is_kept_sealed_and_given_out_as_a_file_alone(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.ACCEPTED)
    page = f"/requests/{request.reference}"
    file = sent_file(picture(marked=True, turned=6), "../../Kanarie\u202egpj.exe")
    portal.browser(people.accepting).post(f"{page}/write", typed("The house") | file)
    kept = only_file()
    assert kept.name == "Kanariegpj.jpg"
    assert b"Kanarie" not in kept.content and b"JFIF" not in kept.content
    address = f"{page}/files/{kept.id}"
    for person in (people.caseworker, people.colleague, people.coordinator, people.accepting):
        assert address in portal.browser(person).get(page).text
        answer = portal.browser(person).get(address)
        name = f"{request.reference}-{kept.id.hex[:6]}.jpg"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert len(answer.data) == kept.size and b"Kanarie" not in answer.data
    given = db.select(AuditEvent.subject).where(AuditEvent.event == "request:file:given")
    assert list(db.session.scalars(given)) == [f"request:{request.reference}"] * 4
    for person in (people.stranger, people.declining, people.embassy, people.auditor):
        portal.browser(person).get(address, 404)
    other = in_state(people, RequestState.ACCEPTED)
    portal.browser(people.caseworker).get(f"/requests/{other.reference}/files/{kept.id}", 404)


def test_the_partners_way_to_a_file_ends_with_the_request(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.ACCEPTED)
    page = f"/requests/{request.reference}"
    portal.browser(people.caseworker).post(f"{page}/write", typed("Papers") | sent_file(pdf(), "papers.pdf"))
    address = f"{page}/files/{only_file().id}"
    portal.browser(people.accepting).get(address)
    with transaction():
        request.state = RequestState.CANCELLED
    portal.browser(people.accepting).get(address, 404)
    assert address not in portal.browser(people.accepting).get(page).text
    portal.browser(people.caseworker).get(address)


def test_what_is_sealed_for_one_file_does_not_open_as_another(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.ACCEPTED)
    page = f"/requests/{request.reference}"
    ane = portal.browser(people.caseworker)
    for words in ("One", "Two"):
        ane.post(f"{page}/write", typed(words) | sent_file(picture()))
    one, two = db.session.scalars(db.select(Attachment)).all()
    with transaction():
        one.content = two.content
    ane.get(f"{page}/files/{one.id}", 404)
    ane.get(f"{page}/files/{two.id}")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (pdf(101), "more than 100 pages"),
        (pdf(script="JavaScript"), "holds a program"),
        (b"MZ" + b"x" * 100, "Only pictures (JPEG, PNG) and PDF"),
    ],
    ids=["pages", "program", "kind"],
)
def test_an_unfit_file_is_refused_beside_its_field_and_the_words_are_kept(
    portal: Portal, people: People, content: bytes, sentence: str
) -> None:
    request = in_state(people, RequestState.ACCEPTED)
    page = f"/requests/{request.reference}/write"
    answer = portal.browser(people.accepting).post(page, typed("Kept words") | sent_file(content), 200).text
    assert sentence in answer and "Kept words" in answer and 'id="file-error"' in answer
    assert words_of(request) == []


def _sent_whole(browser: Browser, address: str, words: str, content: bytes) -> TestResponse:
    """A post with a large file, its body made by hand: the test client would lay it down in a temporary file."""
    fields = {"csrf_token": browser.csrf_token(), "words": words, "language": "en"}
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    parts.append('--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n')
    body = "".join(parts).encode() + content + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    return browser.client.post(address, data=body, content_type=kind, base_url=browser.base_url)


def test_a_file_over_5_mb_is_refused_and_nothing_is_laid_down_in_the_clear(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.ACCEPTED)
    ada, page = portal.browser(people.accepting), f"/requests/{request.reference}/write"
    answer = _sent_whole(ada, page, "Kept words", b"%PDF-" + b"x" * MOST_BYTES)
    assert "larger than 5 MB" in answer.text and "Kept words" in answer.text and answer.status_code == 200
    assert _sent_whole(ada, page, "x", b"x" * (6 * 1024 * 1024 + 9)).status_code == 413
    # A temporary file that nobody closes would be an error of its own here.
    assert words_of(request) == []


def test_an_eleventh_file_is_refused_and_its_message_too(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.ACCEPTED)
    ane, page = portal.browser(people.caseworker), f"/requests/{request.reference}/write"
    for number in range(attachments.MOST_FILES):
        ane.post(page, typed(f"File {number}") | sent_file(picture()))
    before = whole_database()
    assert "ten files already" in ane.post(page, typed("Eleven") | sent_file(picture()), 200).text
    assert whole_database() == before


def test_one_line_holds_steps_messages_files_and_the_first_look(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    page = f"/requests/{request.reference}"
    ada, ane = portal.browser(people.accepting), portal.browser(people.caseworker)
    ada.get(page)
    actions.ask(people.accepting.actor, request, "Which airport?", language="en")
    ane.post(f"{page}/write", typed("See the plan") | sent_file(pdf(), "plan.pdf"))
    actions.reply(people.caseworker.actor, request, "Ikeja it is", language="en")
    text = ane.get(page).text
    text = text[text.index('id="messages"') :]
    told = ["Ada Invented opened the request.", "asked a question.", "Which airport?", "See the plan", "plan.pdf"]
    places = [text.index(one) for one in [*told, "answered the question.", "Ikeja it is"]]
    assert places == sorted(places)
    assert text.index("Ikeja it is") < text.index("</ol>")  # all of it on one line


def test_the_case_s_key_takes_the_file_with_it(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.ACCEPTED)
    page = f"/requests/{request.reference}"
    portal.browser(people.caseworker).post(f"{page}/write", typed("Papers") | sent_file(pdf()))
    address = f"{page}/files/{only_file().id}"
    with transaction():
        db.session.execute(db.delete(CaseKey).where(CaseKey.case_id == request.case_id))
    portal.browser(people.caseworker).get(address, 404)
