"""The evaluators' rows: nobody can be told from fewer than the threshold, and every code stands in the code book."""

import csv
import io
import zipfile
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from portal.cases.models import Case
from portal.db import db, today
from portal.monitoring.status import anonymous, data_set, data_set_words
from portal.web.cells import BOM
from tests import build
from tests.conftest import Portal
from tests.monitoring import invented_returns
from tests.people import People

YEARS = st.sampled_from(["2019", "2024", "2025", "2026"])
AGES = st.sampled_from(["child", "18-24", "25-34", "35+"])
GENDERS, REGIONS = st.sampled_from(["woman", "man", "other"]), st.sampled_from(["west_africa", "asia", "elsewhere"])
ROWS = st.lists(
    st.tuples(YEARS, AGES, GENDERS, REGIONS, st.sampled_from(["sexual", "labour"])), min_size=5, max_size=60
)


@given(ROWS)
def test_every_combination_shown_stands_there_at_least_as_often_as_the_threshold(
    rows: list[anonymous.Marks],
) -> None:
    made = anonymous.shown(rows, 5)
    assert len(made.marks) == len(rows), "nobody is left out"
    assert min(Counter(made.marks).values()) >= 5
    for true, seen in zip(rows, made.marks, strict=True):
        assert all(mark in (own, anonymous.ALL) or _holds(mark, own) for own, mark in zip(true, seen, strict=True))


def _holds(coarse: str, fine: str) -> bool:
    return (coarse == "adult" and fine != "child") or coarse == anonymous.five_years(fine)


def test_rows_that_many_share_are_shown_as_they_are() -> None:
    rows = [("2026", "25-34", "woman", "west_africa", "sexual")] * 5
    assert anonymous.shown(rows, 5) == anonymous.Shown(rows, 0)


def test_the_evaluators_get_coded_rows_without_identity_and_a_code_book_of_every_code(
    portal: Portal, people: People
) -> None:
    browser = portal.browser(people.coordinator)
    build.case(people.caseworker, return_region="Invented Region")
    address = f"/monitoring/report/{today().year}/data-set"
    assert "Fewer than 5 people" in browser.get(f"{address}.zip", 409).text
    invented_returns.write(people, 40)
    assert "at least 5 times" in browser.get(address).text
    files = _files(browser.get(f"{address}.zip").data)
    rows = list(csv.DictReader(io.StringIO(files["people.csv"])))
    assert min(Counter(tuple(row[name] for name in data_set.MARKS) for row in rows).values()) >= 5
    book = {line["field"] for line in csv.DictReader(io.StringIO(files["codebook.csv"]))}
    for row in rows:
        missing = {name for name, code in row.items() if name != "year" and f"{name}={code}" not in book}
        assert not missing, row
    written = "".join(files.values())
    for case in db.session.query(Case):
        assert case.code not in written
        assert case.registered_on.isoformat() not in written
    assert "Invented" not in written and "NG" not in {word for row in rows for word in row.values()}


def test_who_was_no_victim_and_later_years_are_not_among_the_rows(portal: Portal, people: People) -> None:
    invented_returns.write(people, 60)
    everybody = data_set.of_years_to(today().year)
    earlier = data_set.of_years_to(today().year - 1)
    victims = [case for case in db.session.query(Case) if case.trafficking_status.value != "NotAVictimOfTrafficking"]
    assert len(everybody.rows) == len(victims)
    assert len(earlier.rows) == len([case for case in victims if case.registered_on.year < today().year])


def test_every_column_has_its_words() -> None:
    assert tuple(data_set_words.FIELDS) == data_set.HEAD


def _files(archive: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name).decode().removeprefix(BOM) for name in opened.namelist()}
