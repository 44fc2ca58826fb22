"""What a partner gets of a person is what the table says, cell by cell, at every stage and in both directions."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.cases import identity
from portal.cases.codes import IdentityPart
from portal.referrals import disclosure, policy
from portal.referrals.disclosure import FAMILY, STAGES, TABLE, Field, Stage, may_see, seen_at, stage_of
from portal.referrals.states import RequestState
from tests import build
from tests.conftest import Portal
from tests.people import People
from tests.referrals.disclosed import MARKS, got_by_link, got_by_partner, marked, put_into, shown, suspect_family

S = RequestState
#: The state in which each stage is looked at; the end in each of its kinds.
LOOKED_AT = [
    *((S.WAITING, Stage.ASKED), (S.ACCEPTED, Stage.ACCEPTED), (S.IDENTITY_SHARED, Stage.NAMED)),
    *((S.TRAVEL_SET, Stage.TRAVEL), (S.IN_REINTEGRATION, Stage.TRAVEL)),
    *((S.DECLINED, Stage.CLOSED), (S.COMPLETED, Stage.CLOSED), (S.CONSENT_WITHDRAWN, Stage.CLOSED)),
]
#: What frames every page of a request and cannot be taken from it: its own address, and what is asked next.
FRAME = {Field.REFERENCE, Field.STATE, Field.TIMES}
#: Told in words on the preview: what is said inside the request, what stands behind the door, what was sent.
IN_WORDS = {
    Field.MESSAGES,
    Field.FILES,
    Field.STEPS,
    Field.REPORTS,
    Field.BASELINE,
    Field.CHILD,
    Field.ARRIVES_AT,
    Field.DEPARTED_ON,
}
IN_WORDS |= {Field(part.value) for part in IdentityPart}
NEVER = {field for field, stages in TABLE.items() if not stages}


def column(stage: Stage) -> set[Field]:
    """The fields with a yes at a stage."""
    return {field for field in Field if may_see(stage, field)}


def test_each_stage_shows_the_partner_every_field_of_its_column_and_no_other(portal: Portal, people: People) -> None:
    request = marked(people)
    for state, stage in LOOKED_AT:
        put_into(request, state)
        assert stage_of(request) is stage
        assert shown(request, got_by_partner(portal, people.accepting, request)) == column(stage), state


def test_a_mailed_link_opens_the_card_alone_and_nothing_after_the_end(portal: Portal, people: People) -> None:
    request = marked(people)
    assert shown(request, got_by_link(portal, people.accepting, request)) == column(Stage.LINK)
    for state in (S.TRAVEL_SET, S.COMPLETED):
        put_into(request, state)
        allowed = column(Stage.LINK) & column(STAGES[state])
        assert shown(request, got_by_link(portal, people.accepting, request)) == allowed - {Field.TIMES}


def test_a_sign_of_the_family_hides_the_ways_to_it_at_every_stage(portal: Portal, people: People) -> None:
    request = marked(people)
    suspect_family(request)
    for state in (S.WAITING, S.TRAVEL_SET):
        put_into(request, state)
        seen = shown(request, got_by_partner(portal, people.accepting, request))
        assert seen == column(STAGES[state]) - FAMILY


def rewritten(monkeypatch: pytest.MonkeyPatch, says: Callable[[Field], bool]) -> set[Field]:
    """Write the table anew at one stage; gives what it now lets through."""
    for field in Field:
        if field not in FRAME | NEVER:
            monkeypatch.setitem(TABLE, field, frozenset({Stage.TRAVEL}) if says(field) else frozenset())
    return column(Stage.TRAVEL)


def test_each_cell_by_itself_decides_whether_its_field_is_shown(
    portal: Portal, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the cells are flipped at a time, each time another half: any two fields differ in one of the rounds."""
    request = marked(people)
    put_into(request, S.TRAVEL_SET)
    numbers = {field: number for number, field in enumerate(Field)}
    rounds = range(len(numbers).bit_length())
    for says in [
        lambda _field: False,
        *((lambda field, bit=bit: bool(numbers[field] >> bit & 1)) for bit in rounds),
        *((lambda field, bit=bit: not numbers[field] >> bit & 1) for bit in rounds),
    ]:
        with monkeypatch.context() as turned:
            expected = rewritten(turned, says)
            assert shown(request, got_by_partner(portal, people.accepting, request)) == expected


def test_the_preview_shows_now_what_is_open_now_and_tells_the_rest_in_words(
    portal: Portal, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = marked(people)
    owner = portal.browser(people.caseworker)

    def previewed() -> str:
        return owner.get(f"/requests/{request.reference}/partner-view").text

    for state in (S.DRAFT, S.WAITING, S.TRAVEL_SET, S.COMPLETED):
        put_into(request, state)
        stage = STAGES.get(state, Stage.ASKED)
        with_value = column(stage) & set(MARKS) - IN_WORDS
        assert shown(request, previewed()) & set(MARKS) - IN_WORDS == with_value, state
    put_into(request, S.WAITING)
    assert "Markregion" in previewed()
    with monkeypatch.context() as turned:
        turned.setitem(TABLE, Field.REGION, frozenset())
        assert "Markregion" not in previewed()
    suspect_family(request)
    assert "Mediation with the family" not in previewed() and "The family may have had a part" in previewed()
    assert "step by step" in owner.get(f"/requests/{request.reference}").text
    portal.browser(people.accepting).get(f"/requests/{request.reference}/partner-view", 404)


def test_every_state_and_field_has_its_place_in_the_table() -> None:
    assert set(TABLE) == set(Field)
    hidden = {state for state in RequestState if state not in STAGES}
    assert hidden == {S.DRAFT, S.BLOCKED, S.ENTERED_IN_ERROR} == set(policy.HIDDEN_FROM_PARTNER)
    assert column(Stage.CLOSED) == {Field.REFERENCE, Field.STATE, Field.TIMES, Field.ARRIVAL, Field.REPORTS}
    for earlier, later in zip(disclosure.IN_ORDER[:-2], disclosure.IN_ORDER[1:-1], strict=True):
        assert column(earlier) <= column(later)
    assert column(Stage.LINK) <= column(Stage.ASKED)
    assert {Field.DOCUMENT_NUMBER, Field.CASE_CODE, Field.JOURNAL_NUMBER} <= NEVER


def test_the_door_itself_holds_back_what_the_table_never_shows() -> None:
    parts = {Field(part.value) for part in IdentityPart}
    assert {Field(name) for name in identity.NOT_FOR_PARTNERS} == parts & NEVER
    assert {Field(name) for name in identity.THROUGH_FAMILY} == parts & FAMILY


def test_who_is_not_the_partner_of_the_request_sees_no_field_and_the_danish_side_all(
    portal: Portal, people: People
) -> None:
    request = build.request(build.case(people.caseworker), people.accepting)
    draft = build.request(build.case(people.caseworker), people.accepting, state=S.DRAFT)
    for person in (people.declining, people.embassy, people.auditor, people.administrator):
        assert policy.fields_seen(person.actor, request) == frozenset()
    assert policy.fields_seen(people.accepting.actor, draft) == frozenset()
    assert policy.fields_seen(people.caseworker.actor, draft) == frozenset(Field)
    assert seen_at(None) == frozenset()


def test_the_table_in_the_docs_is_the_table_in_the_code() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "disclosure.md").read_text(encoding="utf-8")
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    head, _rule, *rows = lines
    assert head == ["field", "what it is", *(f"`{stage.value}`" for stage in Stage)]
    written = {cells[0].strip("`"): (cells[1], [cell == "yes" for cell in cells[2:]]) for cells in rows}
    assert written == {field.value: (field.label, [may_see(stage, field) for stage in Stage]) for field in Field}
    assert not re.search(r"\| *(?:y|Yes|x) *\|", text)
