"""Who is responsible for what: read by everybody who signs in, written by the centre, a gap shown as a gap."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEvent
from portal.db import Base, Stale, db, today, transaction
from portal.partners.actions import NotYours
from portal.partners.commands import partners
from portal.partners.country import actions, queries
from portal.partners.country.models import Mandate
from portal.partners.country.responsibility import by_task, doubled
from portal.partners.country.starter import plan_mandates, starter_missions
from portal.places import countries
from portal.vocabulary.mandates import MandateGroup, MandateTask
from tests.conftest import Portal
from tests.people import People

MARKUP = '<script>alert(1)</script><b>Invented & "quoted"</b>'


def mandate(country: str = "NG", **more: Any) -> Mandate:
    """A mandate in the database: an invented office receives everybody."""
    values = {"task": MandateTask.RECEPTION, "responsible": "Invented office", **more}
    with transaction():
        made = Mandate(country=country, **values)
        db.session.add(made)
    return made


def typed(**more: Any) -> dict[str, Any]:
    """A filled-in form."""
    return {
        "form_key": str(uuid.uuid4()),
        "task": "reception",
        "group": "everybody",
        "responsible": "Invented office",
        **more,
    }


def test_a_task_that_nobody_is_named_for_is_shown_as_a_gap(portal: Portal, people: People) -> None:
    page = portal.browser(people.caseworker).get("/countries/NG/mandates").text
    assert page.count("Nobody is named") == 2 * len(MandateTask)
    mandate(task=MandateTask.FOLLOW_UP, group=MandateGroup.ADULTS)
    page = portal.browser(people.caseworker).get("/countries/NG/mandates").text
    assert page.count("Nobody is named for children") == 1
    assert page.count("Nobody is named") == 2 * len(MandateTask)


def test_a_task_of_children_alone_has_no_gap_once_somebody_is_named_for_children() -> None:
    one = Mandate(task=MandateTask.TRACING, group=MandateGroup.CHILDREN)
    named = {row.task: row.missing for row in by_task([one], today())}
    assert named[MandateTask.TRACING] == ()
    assert named[MandateTask.REPRESENTATIVE] == (MandateGroup.EVERYBODY,)


def test_who_is_over_or_still_to_come_fills_no_gap_and_stands_only_where_it_is_asked(
    portal: Portal, people: People
) -> None:
    mandate(responsible="Invented: over", valid_to=today() - timedelta(days=1))
    mandate(responsible="Invented: to come", valid_from=today() + timedelta(days=1))
    mandate(responsible="Invented: today", task=MandateTask.PLAN, valid_from=today(), valid_to=today())
    browser = portal.browser(people.auditor)
    page = browser.get("/countries/NG/mandates").text
    assert "Invented: today" in page and "Invented: over" not in page and "Invented: to come" not in page
    every = browser.get("/countries/NG/mandates?all=y").text
    assert "Invented: over" in every and "Invented: to come" in every
    assert every.count("Nobody is named") == page.count("Nobody is named")


def test_everybody_who_signs_in_reads_them_and_the_centre_alone_writes(portal: Portal, people: People) -> None:
    there = mandate()
    for person in people.everyone().values():
        page = portal.browser(person).get("/countries/NG/mandates").text
        assert "Invented office" in page and "Unverified" in page
        assert (str(there.id) in page) == (person in (people.coordinator, people.second_coordinator))
    for person in (people.caseworker, people.embassy, people.accepting, people.administrator):
        with pytest.raises(NotYours):
            actions.confirm_mandate(person.actor, "NG", there.id, 1)
        with pytest.raises(NotYours):
            actions.add_mandate(person.actor, uuid.uuid4(), "NG", {})


def test_the_centre_names_confirms_changes_and_ends(portal: Portal, people: People) -> None:
    browser = portal.browser(people.coordinator)
    form = typed(entry="Invented: Edo House", legal_basis="Invented act, section 1", contact="+234 803 123 4501")
    browser.post("/countries/NG/mandates/new", form)
    browser.post("/countries/NG/mandates/new", form)
    made = db.session.scalars(select(Mandate)).one()
    assert made.organization_id == people.accepting.actor.organization_id and made.confirmed_on is None
    browser.post(f"/countries/NG/mandates/{made.id}/confirm", {"row_version": "1"})
    db.session.expire_all()
    assert (made.confirmed_on, made.confirmed_by) == (today(), "Karen Invented")
    assert "Confirmed" in browser.get("/countries/NG/mandates").text
    browser.post(f"/countries/NG/mandates/{made.id}", typed(row_version="2", responsible="Invented: another", entry=""))
    db.session.expire_all()
    assert (made.responsible, made.confirmed_on, made.organization_id) == ("Invented: another", None, None)
    last = today() - timedelta(days=1)
    day = {"last_day-day": last.day, "last_day-month": last.month, "last_day-year": last.year}
    browser.post(f"/countries/NG/mandates/{made.id}/end", {"row_version": "3", **day})
    assert "Invented: another" not in browser.get("/countries/NG/mandates").text
    noted = db.session.scalars(select(AuditEvent.event).where(AuditEvent.event.like("mandate:%")))
    assert sorted(noted) == ["mandate:changed", "mandate:confirmed", "mandate:ended", "mandate:made"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"task": ""}, "Choose the task."),
        ({"group": ""}, "Choose for whom."),
        ({"responsible": "  "}, "Write who is responsible."),
        ({"entry": "Invented: Nowhere"}, "No entry of this country has this name."),
        ({"source_url": "javascript:alert(1)"}, "Write a web address that begins with https://"),
        ({"valid_from-day": "31", "valid_from-month": "2", "valid_from-year": "2026"}, "Write a real date"),
        (
            {f"valid_{end}-{part}": value for end, year in (("from", "2026"), ("to", "2025"))
             for part, value in (("day", "1"), ("month", "1"), ("year", year))},
            "The last day must not be before the first.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_question(
    portal: Portal, people: People, wrong: dict[str, str], sentence: str
) -> None:
    browser = portal.browser(people.coordinator)
    assert sentence in browser.post("/countries/NG/mandates/new", typed(**wrong), 200).text
    assert db.session.scalars(select(Mandate)).all() == []


def test_two_named_for_the_same_task_group_and_time_are_warned_of(portal: Portal, people: People) -> None:
    mandate(responsible="Invented: first")
    browser = portal.browser(people.coordinator)
    form = typed(responsible="Invented: second")
    assert "Invented: first" in browser.post("/countries/NG/mandates/new", form, 409).text
    assert len(db.session.scalars(select(Mandate)).all()) == 1
    browser.post("/countries/NG/mandates/new", {**form, "both": "y"})
    assert browser.get("/countries/NG/mandates").text.count("More than one is named for this") == 2
    browser.post("/countries/NG/mandates/new", typed(group="children"))
    assert len(doubled(queries.mandates(["NG"]))) == 2


def test_the_second_of_two_who_save_at_once_sees_both_and_overwrites_nothing(portal: Portal, people: People) -> None:
    there = mandate()
    browser = portal.browser(people.coordinator)
    browser.post(f"/countries/NG/mandates/{there.id}", typed(row_version="1", responsible="Invented: first"))
    late = browser.post(f"/countries/NG/mandates/{there.id}", typed(row_version="1", responsible="Invented: late"), 409)
    assert "Invented: first" in late.text and "Invented: late" in late.text
    with pytest.raises(Stale):
        actions.confirm_mandate(people.coordinator.actor, "NG", there.id, 1)
    db.session.expire_all()
    assert there.responsible == "Invented: first"


def test_a_mandate_is_not_found_under_another_country_and_no_country_is_no_page(portal: Portal, people: People) -> None:
    there, browser = mandate(), portal.browser(people.coordinator)
    browser.get(f"/countries/RO/mandates/{there.id}", 404)
    browser.post(f"/countries/RO/mandates/{there.id}/confirm", {"row_version": "1"}, 404)
    for address in ("/countries/XX/mandates", "/countries/ng/mandates", "/countries/XX/mandates/new"):
        browser.get(address, 404)
    browser.get("/countries/DK/mandates")


def test_what_somebody_wrote_is_text_and_never_markup(portal: Portal, people: People) -> None:
    mandate(responsible=MARKUP, contact=MARKUP, legal_basis=MARKUP, source=MARKUP)
    for address in ("/countries/NG/mandates", "/countries/NG"):
        assert MARKUP not in portal.browser(people.coordinator).get(address).text


def test_the_page_asks_the_database_the_same_number_of_questions_for_one_and_thirty(
    portal: Portal, people: People
) -> None:
    from tests.partners.test_pages import counted

    browser = portal.browser(people.caseworker)
    browser.get("/countries/NG/mandates")
    asked = []
    for number in (1, 29):
        for _one in range(number):
            mandate(responsible="An invented office with a name of usual length", source="An invented source, line 1")
        with counted() as seen:
            browser.get("/countries/NG/mandates")
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 10


def test_the_starter_is_added_once_and_never_over_what_the_centre_wrote(portal: Portal, people: People) -> None:
    starting = portal.app.test_cli_runner()
    assert "Would be: 10 mandates and 17 missions" in starting.invoke(partners, ["starter", "--dry-run"]).stdout
    assert queries.mandates(["DK"], earlier_and_later=True) == [] and queries.mission_of("NG") is None
    db.session.remove()
    own = {"name": "Invented mission", "seat_country": "GH"}
    actions.write_mission(people.coordinator.actor, "NG", uuid.uuid4(), 0, own, checked=True)
    assert (
        starting.invoke(partners, ["starter"]).stdout
        == "Done: 10 mandates and 16 missions added, 1 left as they are.\n"
    )
    plan = queries.mandates(["DK"], earlier_and_later=True)
    assert len(plan) == 10 and not any(one.confirmed_on for one in plan)
    changed = plan[0]
    actions.change_mandate(people.coordinator.actor, "DK", changed.id, changed.row_version, {"responsible": "Invented"})
    events = number_of(AuditEvent)
    assert (
        starting.invoke(partners, ["starter"]).stdout == "Done: 0 mandates and 0 missions added, 27 left as they are.\n"
    )
    assert number_of(AuditEvent) == events and number_of(Mandate) == 10
    kept, mission = queries.mandate("DK", changed.id), queries.mission_of("NG")
    assert kept is not None and kept.responsible == "Invented"
    assert mission is not None and mission.name == "Invented mission"


def number_of(model: type[Base]) -> int:
    """How many rows there are of a kind."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_starter_files_hold_unverified_facts_with_their_sources() -> None:
    plan, missions = plan_mandates(), starter_missions()
    assert len(plan) == 10 and {one.country for one in plan} == {"DK"}
    assert all(one.valid_to is not None and one.valid_to < today() for one in plan), "the plan is no longer in force"
    assert all("lines" in one.source and one.looked_up_on and not one.confirmed_on for one in plan)
    assert len({one.country for one in missions}) == len(missions) == 17
    for one in missions:
        assert (
            one.source_url.startswith("http")
            and "wiki" not in one.source_url
            and one.looked_up_on
            and one.checked_on is None
        )
        assert {one.country, one.seat_country} <= set(countries.codes())
