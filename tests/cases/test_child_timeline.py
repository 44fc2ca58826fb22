"""The line of days of a case holds what is recorded of a child's safeguards, and what two of the centre decided."""

from portal.cases import child_facts, timeline
from portal.cases.child_models import Override
from portal.db import db, now, transaction
from portal.vocabulary.children import Gate
from tests import build
from tests.cases import childhood
from tests.conftest import Portal
from tests.people import People


def test_a_childs_facts_stand_on_the_line_without_a_name_or_a_word_of_theirs(portal: Portal, people: People) -> None:
    case = childhood.safe_child(people)
    child_facts.suspect_missing(people.caseworker.actor, case, noted_on=build.today(), signs="Kanariesigns")
    with portal.app.test_request_context():
        line = [f"{entry['text']} {entry['note']}" for entry in timeline.of_case(case)]
    for wanted in ("Representative:", "Asked for advice:", "Advice came:", "Best interests decided:"):
        assert any(wanted in one for one in line), wanted
    for wanted in ("The child's own view was heard:", "The family's part was assessed:", "The child may go missing"):
        assert any(wanted in one for one in line), wanted
    assert not any("Kanarie" in one or "Talked with" in one for one in line)


def test_a_gate_set_aside_stands_on_the_line_once_it_is_confirmed(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    with transaction():
        asked = Override(case_id=case.id, gate=Gate.RISK, asked_by=people.coordinator.id, asked_at=now())
        db.session.add(asked)
    with portal.app.test_request_context():
        assert not any("Set aside" in entry["text"] for entry in timeline.of_case(case))
        with transaction():
            asked.confirmed_at, asked.confirmed_by = now(), people.coordinator.id
        assert any("Set aside" in entry["text"] for entry in timeline.of_case(case))
