"""What is typed is saved on the server, sealed, for its side alone; two people on one draft lose nothing."""

from datetime import timedelta
from typing import Any

import pytest

from portal.accounts.actions import end_sessions
from portal.db import db, now, transaction
from portal.followup import actions, drafts
from portal.followup.codes import Refusal
from portal.followup.draft_answers import answers_of, page_to_write
from portal.followup.draft_models import LIFE, ReportDraft, Value
from portal.followup.drafts import Clash, Step
from portal.followup.models import DueReport, DueState
from portal.referrals import actions as referrals
from portal.vocabulary.reports import ContactMade, SafeWay
from tests.accounts.steps import sign_in, with_phrase
from tests.conftest import Portal
from tests.followup.returns import GOOD, address, alarms, arrived, first, in_form, posted, reports, tell, written
from tests.people import People, Person
from tests.referrals.story import unchanged_by

MARKER = "SECRET-OWN-WORDS"
BY_SCRIPT = {"Accept": "application/json"}


def save(person: Person, due: DueReport, given: dict[str, Value], seen: int, form: str) -> ReportDraft:
    """A page's answers, saved as a person."""
    return drafts.save(person.actor, due, Step(given, seen, form))


def test_two_people_clash_only_where_they_answered_the_same_question_otherwise(portal: Portal, people: People) -> None:
    due = first(people)
    one, other = people.accepting, people.accepting_too
    assert save(one, due, {"health": "good", "income": "", "own_words": "a"}, 0, "A").row_version == 1
    # A page that was opened before: what it leaves empty, or says too, takes nothing away.
    draft = save(other, due, {"health": "good", "own_words": "", "income": "work"}, 0, "B")
    assert draft.values == {"health": "good", "income": "work", "own_words": "a"}
    # Another question, although the version is old.
    assert save(one, due, {"housing": "shelter"}, 1, "A").values["income"] == "work"
    # The same question otherwise: nothing is saved, and both are there to be chosen from.
    with pytest.raises(Clash) as clash:
        save(other, due, {"health": "not_treated"}, 0, "C")
    assert clash.value.names == ["health"]
    assert drafts.of(one.actor, due).values["health"] == "good"  # type: ignore[union-attr]
    # Whoever has seen it may change it; a page's own post may come twice, also when its answer was lost.
    version = save(other, due, {"health": "not_treated"}, 3, "C").row_version
    assert save(other, due, {"health": "in_treatment"}, 3, "C").row_version == version + 1
    assert save(other, due, {"health": "in_treatment"}, 3, "C").row_version == version + 1


def test_a_draft_is_its_sides_own_and_is_sealed(portal: Portal, people: People) -> None:
    due = first(people)
    save(people.accepting, due, {"own_words": MARKER}, 0, "A")
    assert drafts.of(people.accepting_too.actor, due) is not None
    assert drafts.of(people.caseworker.actor, due) is None
    save(people.caseworker, due, {"own_words": "told"}, 0, "B")
    assert drafts.of(people.accepting.actor, due).values == {"own_words": MARKER}  # type: ignore[union-attr]
    for stranger in (people.declining, people.colleague, people.stranger, people.embassy):
        unchanged_by(lambda who=stranger: save(who, due, {"own_words": "x"}, 0, "C"), actions.NotYours)
    raw = db.session.connection().exec_driver_sql("SELECT answers FROM report_draft").scalars()
    assert all(MARKER.encode() not in bytes(value) for value in raw)


def test_a_draft_lives_thirty_days_after_it_was_last_saved(portal: Portal, people: People) -> None:
    due = first(people)
    draft = save(people.accepting, due, {"health": "good"}, 0, "A")
    key = draft.report_id
    assert drafts.begun(people.accepting.actor, [due]) == {due.id: draft.saved_at}
    with transaction():
        draft.saved_at = now() - LIFE + timedelta(minutes=1)
    assert drafts.forget_old(now()) == 0
    with transaction():
        draft.saved_at = now() - LIFE
    assert drafts.of(people.accepting.actor, due) is None
    anew = save(people.accepting, due, {"income": "work"}, 0, "B")  # the timer has not run: it begins anew all the same
    assert (anew.values, anew.report_id == key) == ({"income": "work"}, False)
    with transaction():
        anew.saved_at = now() - LIFE
    assert (drafts.forget_old(now()), drafts.forget_old(now())) == (1, 0)


def test_what_is_sent_is_what_was_read(portal: Portal, people: People) -> None:
    due = first(people)
    browser, other = portal.browser(people.accepting), portal.browser(people.accepting_too)
    form = written(browser, due, GOOD)
    other.post(address(due, "/2"), posted(2, GOOD | {"health": "not_treated"}, "2"))
    late = browser.post(address(due, "/check"), form, status=409)
    assert people.accepting_too.actor.name in late.text and "Ill, and not in treatment" in late.text
    assert reports() == []
    browser.post(address(due, "/check"), form | {"row_version": "3"})
    assert [one.health.value for one in reports() if one.health] == ["not_treated"]
    assert db.session.query(ReportDraft).all() == []


def test_both_versions_stand_side_by_side_and_are_chosen_from(portal: Portal, people: People) -> None:
    due = first(people)
    browser, other = portal.browser(people.accepting), portal.browser(people.accepting_too)
    theirs = {"family": "support", "safe_ways": ["phone"], "own_words": "Hers", "own_words_language": "pcm"}
    mine = {"family": "mixed", "safe_ways": ["visit"], "own_words": "Mine", "own_words_language": "pcm"}
    other.post(address(due, "/3"), posted(3, theirs))
    page = browser.post(address(due, "/3"), posted(3, mine), status=409)
    for words in ("Hers", "Mine", people.accepting_too.actor.name, "The family supports her", "Good and bad"):
        assert words in page.text
    names = ["family", "safe_ways", "own_words"]
    chosen = {"settle-family": "theirs", "settle-safe_ways": "both", "settle-own_words": "both", "settled": names}
    again = posted(3, mine, "1") | chosen
    assert "Hers" in browser.post(address(due, "/3") + "?show_in=en", again, status=409).text  # only shown again
    assert browser.post(address(due, "/3"), again).location == address(due, "/1")
    draft = drafts.of(people.accepting.actor, due)
    assert draft is not None
    assert draft.values == theirs | {"safe_ways": ["phone", "visit"], "own_words": "Hers\n\nMine"}
    browser.post(address(due, "/3"), posted(3, mine, "2") | {"settled": names, "whole": "theirs"})
    db.session.refresh(draft)
    assert draft.values["own_words"] == "Hers\n\nMine"


def test_the_script_is_answered_in_its_own_way(portal: Portal, people: People) -> None:
    due = first(people)
    browser = portal.browser(people.accepting)

    def post(page: str, data: dict[str, Any], status: int = 200) -> Any:
        return browser.post(address(due, page), data, status=status, headers=BY_SCRIPT).json

    key = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
    half = {"contact": "phone", "own_words": "x\u202e" + "y" * 4000, "form_key": key}
    assert post("/1", half) == {"version": 1}  # saved though three answers are missing
    assert post("/1", half | {"go": "on"}) == {"version": 1}  # not led on: the page says what is missing
    assert post("/3", {"own_words": "x\u202e" + "y" * 4000}) == {"version": 2}  # kept, though not right
    whole = posted(1, GOOD, "1") | {"form_key": key, "go": "on"}
    assert post("/1", whole) == {"version": 3, "next": address(due, "/2")}
    assert post("/1", {"contact": "visit", "safety": "concerns"}, 409) == {"clash": True}
    assert post("/2", posted(2, GOOD, "3") | {"go": "later"})["next"] == "/home"
    browser.post(address(due, "/3"), {"own_words": "", "row_version": "9"})
    sent = post("/check", {"row_version": str(drafts.of(people.accepting.actor, due).row_version), "go": "on"})  # type: ignore[union-attr]
    assert sent["next"] == address(due, "/sent") and len(reports()) == 1
    assert post("/2", posted(2, GOOD), 409) == {"refused": True}


def test_an_ended_session_leads_back_to_the_page_with_what_was_typed(portal: Portal, people: People) -> None:
    due, who = first(people), people.accepting
    with_phrase(who)
    browser, typed = portal.browser(who), posted(2, GOOD | {"health": "in_treatment"})
    form = {"csrf_token": browser.csrf_token(), "form_key": "6f9619ff-8b86-4d01-b42d-00c04fc964ff", **typed}
    end_sessions([who.id], by=who.actor)
    assert browser.post(address(due, "/2"), form, headers=BY_SCRIPT).location == "/sign-in"  # the script stops here
    kept = browser.get(sign_in(browser, who.email).location).text
    assert f'formaction="{address(due, "/2")}?show_in=en"' in kept
    form["csrf_token"] = in_form(kept, "csrf_token")
    back = browser.post(address(due, "/2") + "?show_in=en", form, status=200).text
    assert 'value="in_treatment" checked' in back and drafts.of(who.actor, due) is None
    assert browser.post(address(due, "/2"), form).location == address(due, "/1")  # saved; the first page is still open
    assert "Begun: saved" in browser.get("/reports").text


def test_last_times_answers_stand_beside_the_questions_in_words(portal: Portal, people: People) -> None:
    request = arrived(people)
    dues = db.session.query(DueReport).filter_by(request_id=request.id, state=DueState.WAITING)
    one, two = dues.order_by(DueReport.number)[:2]
    browser = portal.browser(people.accepting)
    tell(browser, one, GOOD)
    page = browser.get(address(two, "/2")).text
    assert page.count("Last time (") == 4 and "School or training" in page and "): Work or own business" in page
    assert "Last time" not in portal.browser(people.accepting).get(address(first(people), "/2")).text


def test_the_optional_answers_are_sent_too_and_no_safe_way_ends_it(portal: Portal, people: People) -> None:
    due = first(people)
    optional = {"family": "conflict", "safe_ways": ["none"], "own_words": MARKER, "own_words_language": "bin"}
    tell(portal.browser(people.accepting), due, GOOD | optional)
    [report] = reports()
    assert (report.family.value if report.family else "", list(report.safe_ways)) == ("conflict", [SafeWay.NONE])
    assert (report.own_words, report.own_words_language) == (MARKER, "bin")


def test_a_draft_reads_back_as_a_report_and_says_what_is_open() -> None:
    assert answers_of({}) is None and page_to_write({}, told=False) == 1
    values: dict[str, Value] = {**GOOD, "housing": "no_longer_a_code"}
    assert page_to_write(values, told=False) == 1
    assert page_to_write(GOOD, told=False) == 0 and page_to_write(GOOD, told=True) == 1
    answers = answers_of({"contact": "no_contact", "no_contact_reason": "moved"})
    assert answers is not None and answers.contact is ContactMade.NO_CONTACT and answers.missing() == []


def test_something_that_happened_is_told_on_one_page_and_rings(portal: Portal, people: People) -> None:
    request = arrived(people)
    browser, where = portal.browser(people.accepting), f"/requests/{request.reference}/something-happened"
    assert where in browser.get(f"/requests/{request.reference}").text
    page = browser.get(where).text
    day = {f"contact_on-{part}": str(getattr(now(), part)) for part in ("day", "month", "year")}
    answers = {"contact": "phone", "safety": "in_danger", "retrafficking": "unknown", "own_words": MARKER} | day
    assert "Something has happened" in page
    early = browser.post(where, answers | {"contact_on-year": "2019"}, status=200)
    assert Refusal.BEFORE_ARRIVAL.label in early.text and MARKER in early.text and alarms() == []
    form = answers | {"form_key": "6f9619ff-8b86-4d01-b42d-00c04fc964ff"}
    receipts = [browser.get(browser.post(where, form).location).text for _time in range(2)]
    assert "What to do now" in receipts[0] and len(reports()) == len(alarms()) == 1
    told = {"channel": "phone_on_behalf", "said_by": "Ada at the desk"}
    portal.browser(people.caseworker).post(where, answers | told)
    assert len(reports()) == 2
    referrals.end(people.caseworker.actor, request, "complete")
    late = browser.post(where, answers, status=409)
    assert MARKER in late.text and 'value="in_danger" checked' in late.text
