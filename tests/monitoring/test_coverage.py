"""Coverage: a small world counted by hand, and the page of it."""

from datetime import timedelta

import pytest

from portal.db import today, transaction
from portal.monitoring import coverage
from portal.partners.models import Organization, Service, ServiceArea, ServicePopulation
from portal.places.calendar import months_later
from portal.referrals.states import RequestState
from portal.vocabulary.organizations import VerificationTier
from portal.vocabulary.persons import AgeBand, Gender, TraffickingStatus
from portal.vocabulary.services import Population, ServiceType
from tests import build
from tests.conftest import Portal
from tests.people import People


def receives(country: str, *groups: Population, **more: object) -> Organization:
    """A working partner of a country that meets people of some groups on arrival."""
    made = build.organization(f"Invented Home {country} {groups[0].value}", country, **more)
    service = Service(service_type=more.pop("service", ServiceType.ARRIVAL_RECEPTION))
    service.populations = [ServicePopulation(population=group) for group in groups]
    made.services = [service]
    return made


def row_of(country: str) -> coverage.Row:
    return {row.country: row for row in coverage.rows()}[country]


def test_a_country_is_covered_for_the_groups_its_working_partners_receive(portal: Portal, people: People) -> None:
    with transaction():
        receives("GH", Population.WOMEN, Population.GIRLS)
    build.case(people.caseworker, return_country="GH")
    build.case(people.caseworker, return_country="GH", gender=Gender.MASCULINE)
    row = row_of("GH")
    assert (row.working, row.people) == (1, 2)
    assert row.groups[Population.WOMEN] == coverage.Cell(working=1, people=1)
    assert row.gaps == [Population.MEN]
    assert row.is_red


def test_a_child_counts_as_girl_or_boy_and_dependants_make_a_family(portal: Portal, people: People) -> None:
    child = {"return_country": "GH", "is_child": True, "age_band": AgeBand.CHILD_15_17}
    build.case(people.caseworker, **child)
    build.case(people.caseworker, gender=Gender.TRANS_MASCULINE, **child)
    build.case(people.caseworker, return_country="GH", dependants=2)
    build.case(people.caseworker, return_country="GH", gender=Gender.UNKNOWN)
    cells = row_of("GH").groups
    assert {group: cell.people for group, cell in cells.items()} == {
        Population.WOMEN: 1,
        Population.MEN: 0,
        Population.GIRLS: 1,
        Population.BOYS: 1,
        Population.FAMILIES: 1,
    }
    assert row_of("GH").people == 4


@pytest.mark.parametrize(
    "why",
    [
        {"tier": VerificationTier.SELF_DECLARED},
        {"checked_on": months_later(today(), -13)},
        {"not_until": today() + timedelta(days=5)},
        {"silent_hold": True},
        {"recent_answers": "1000"},
        {"service": ServiceType.LEGAL_ASSISTANCE},
    ],
    ids=lambda why: next(iter(why)),
)
def test_who_does_not_work_or_does_not_receive_covers_nobody(
    portal: Portal, people: People, why: dict[str, object]
) -> None:
    service = why.pop("service", ServiceType.ARRIVAL_RECEPTION)
    with transaction():
        receives("GH", Population.WOMEN, **why).services[0].service_type = service
    why.setdefault("service", service)
    build.case(people.caseworker, return_country="GH")
    assert row_of("GH").working == 0
    assert row_of("GH").is_red


def test_a_partner_next_door_covers_the_country_it_says_it_serves(portal: Portal, people: People) -> None:
    with transaction():
        receives("TG", Population.WOMEN).service_areas = [ServiceArea(country="BJ")]
    build.case(people.caseworker, return_country="BJ")
    assert not row_of("BJ").is_red
    assert coverage.covered([row_of("BJ")]) == coverage.Covered(1, 1)


def test_returns_count_once_a_person_and_for_24_months(portal: Portal, people: People) -> None:
    state = {"state": RequestState.ARRIVED}
    case = build.case(people.caseworker, return_country="GH")
    build.request(case, people.accepting, departed_on=today() - timedelta(days=9), **state)
    build.request(case, people.accepting, departed_on=today() - timedelta(days=8), state=RequestState.COMPLETED)
    old = build.case(people.caseworker, return_country="GH")
    build.request(old, people.accepting, departed_on=months_later(today(), -24) - timedelta(days=1), **state)
    mistaken = build.case(people.caseworker, return_country="GH")
    build.request(mistaken, people.accepting, departed_on=today(), state=RequestState.ENTERED_IN_ERROR)
    assert row_of("GH").returns == 1


def test_who_was_no_victim_or_came_over_five_years_ago_makes_no_gap(portal: Portal, people: People) -> None:
    build.case(people.caseworker, return_country="GH", trafficking_status=TraffickingStatus.NOT)
    build.case(people.caseworker, return_country="GH", registered_on=months_later(today(), -60) - timedelta(days=1))
    assert "GH" not in {row.country for row in coverage.rows()}


def test_gaps_stand_first_and_name_the_nearest_partner_elsewhere(portal: Portal, people: People) -> None:
    with transaction():
        receives("GH", Population.WOMEN, latitude=5.556, longitude=-0.1969)
        receives("RO", Population.WOMEN, latitude=44.4323, longitude=26.1063)
    build.case(people.caseworker, return_country="TG")
    assert coverage.rows()[0].country == "TG"
    with transaction():
        receives("GH", Population.MEN, latitude=5.6, longitude=-0.2).service_areas = [ServiceArea(country="BJ")]
    near = coverage.nearest_to(["TG"])["TG"]
    assert near.country == "GH", "where it stands, not where else it helps"
    assert 150 < near.kilometres < 200  # Lomé to Accra


def test_the_centre_reads_coverage_and_takes_it_out_as_a_file(portal: Portal, people: People) -> None:
    build.case(people.caseworker, return_country="GH", gender=Gender.MASCULINE)
    browser = portal.browser(people.coordinator)
    page = browser.get("/monitoring/coverage")
    assert "Nobody can receive a person here" in page.text
    lines = browser.get("/monitoring/coverage.csv").text.splitlines()
    assert "Ghana,GH,0,1,0,Nobody can receive a person here,0,0,0,1,0,0,0,0,0,0" in lines
    assert "Ghana" in browser.get("/home").text
