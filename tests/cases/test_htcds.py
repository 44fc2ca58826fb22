"""Cases in the terms of HTCDS 2.0: after the schema, without anybody in them, taken out by the centre alone."""

import csv
import io
import json
import stat
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from jsonschema import Draft202012Validator, FormatChecker

from portal.access import THE_PORTAL
from portal.audit.models import AuditEvent
from portal.cases import actions, htcds, htcds_words
from portal.cases.htcds_commands import export
from portal.cases.identity import Identity
from portal.cases.models import Case, Sharing, Support
from portal.db import db, today, transaction
from portal.vocabulary.casework import LegalBasis, SharingPurpose, SupportKind, WithdrawalReason
from portal.vocabulary.persons import Exploitation, StatusDecidedBy
from tests import build
from tests.cases.story import rows
from tests.conftest import Portal
from tests.people import People

MARK = "Kanarie"


def validator(of: str = "") -> Draft202012Validator:
    """The published schema, or its part of one case."""
    schema = htcds.schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema["$defs"][of] if of else schema, format_checker=FormatChecker())


def cast(people: People) -> list[Case]:
    """Three cases, of two units; one with everything that must not leave."""
    full = build.case(people.caseworker, return_region=MARK, status_decided_by=StatusDecidedBy.POLICE)
    with transaction():
        full.journal_number, full.needs = f"{MARK}1", f"{MARK} needs"
        db.session.add(Support(case_id=full.id, kind=SupportKind.PSYCHOLOGICAL, received_on=today()))
    everything = Identity(**dict.fromkeys(Identity.__dataclass_fields__, MARK))
    actions.write_identity(people.caseworker.actor, full, everything)
    bare = build.case(people.stranger, ready=False, exploitation=[], sex_exploitation=None, citizenship="TH")
    with transaction():
        shared = build.share(bare, SharingPurpose.STATISTICS, today(), people.stranger.id)
        shared.basis, shared.given_by = LegalBasis.PUBLIC_TASK, None
    both = [Exploitation.SEXUAL.value, Exploitation.FORCED_LABOUR.value]
    return [full, bare, build.case(people.caseworker, exploitation=both)]


def from_csv(text: str) -> list[dict[str, Any]]:
    """The rows of the CSV with the types of the schema, as somebody who knows the code book reads them."""
    return [
        {name: _typed(cell, htcds.columns()[name]["type"]) for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    ]


def _typed(cell: str, kind: Any) -> Any:
    if kind == "array":
        return cell.split(";") if cell else []
    if kind == "boolean":
        return {"true": True, "false": False}[cell]
    if kind == "integer":
        return int(cell)
    return cell or None


def test_both_files_follow_the_published_schema_and_say_the_same(portal: Portal, people: People) -> None:
    cast(people)
    browser = portal.browser(people.coordinator)
    whole = json.loads(browser.get("/exports/htcds.json").text)
    assert list(validator().iter_errors(whole)) == []
    table = from_csv(browser.get("/exports/htcds.csv").text)
    assert [error for row in table for error in validator("case").iter_errors(row)] == []

    def without_id(found: list[dict[str, Any]]) -> list[str]:
        return sorted(repr({**row, "record_id": ""}) for row in found)

    assert len(table) == 3 and without_id(table) == without_id(whole["cases"])
    by_country = {row["prs_Citizenship"][0]: row for row in whole["cases"] if row["spl_Type"] != ["Health"]}
    assert by_country["TH"]["con_Consent"] is False and by_country["TH"]["hjemvej_offer"] == "not_offered"
    assert {tuple(row["spl_Type"]) for row in whole["cases"]} == {("Health",), ()}


def test_the_schema_refuses_what_it_does_not_name() -> None:
    row = {"prs_FirstName": "x"}
    assert any("prs_FirstName" in error.message for error in validator("case").iter_errors(row))


def test_nothing_that_names_somebody_and_no_text_is_in_a_file(portal: Portal, people: People) -> None:
    cases = cast(people)
    browser = portal.browser(people.coordinator)
    for address in ("/exports/htcds.json", "/exports/htcds.csv"):
        text = browser.get(address).text
        assert MARK not in text and people.caseworker.actor.name not in text
        assert not any(str(identifier) in text for case in cases for identifier in (case.code, case.id, case.unit_id))
        assert today().isoformat() not in text.replace(f'"exported_on": "{today().isoformat()}"', "")


def test_a_rows_number_is_new_in_every_file(portal: Portal, people: People) -> None:
    ids = [one.id for one in cast(people)]
    first, second = ({row["record_id"] for row in htcds.records(ids, today())} for _ in range(2))
    assert len(first) == 3 and not first & second


def test_a_person_without_a_basis_for_statistics_is_in_no_file(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    assert htcds.ids_for(THE_PORTAL, today()) == [case.id]
    taken_back = {"purpose": SharingPurpose.STATISTICS, "withdrawn_on": today(), "reason": WithdrawalReason.NO_REASON}
    actions.withdraw_sharing(people.caseworker.actor, case, **taken_back)
    assert htcds.ids_for(THE_PORTAL, today()) == []
    assert "One stays here" in portal.browser(people.coordinator).get("/exports").text
    assert json.loads(portal.browser(people.coordinator).get("/exports/htcds.json").text)["cases"] == []


def test_only_the_centre_takes_cases_out_and_the_page_says_who_did(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    for name, person in people.everyone().items():
        expected = [case.id] if "coordinator" in name else []
        assert htcds.ids_for(person.actor, today()) == expected, name
    browser = portal.browser(people.coordinator)
    assert "Nobody has taken cases out yet." in browser.get("/exports").text
    browser.get("/exports/htcds.csv")
    assert people.coordinator.actor.name in browser.get("/exports").text
    noted = [one for one in rows(AuditEvent) if one.event == "case:list:exported"]
    assert [(one.actor_id, one.details) for one in noted] == [(people.coordinator.id, {"cases": 1, "kind": "csv"})]


def test_the_schema_and_the_code_book_name_every_code_of_the_lists(portal: Portal, people: People) -> None:
    assert set(htcds.READ) | {"record_id", "con_Consent"} == set(htcds.columns())
    for name, codes in htcds_words.LISTS.items():
        own = ["not_offered"] if name == "hjemvej_offer" else []
        assert htcds_words.codes_of(htcds.columns()[name]) == [one.value for one in codes] + own, name
    browser = portal.browser(people.coordinator)
    assert json.loads(browser.get("/exports/htcds-schema.json").text) == htcds.schema()
    book = list(csv.DictReader(io.StringIO(browser.get("/exports/htcds-code-book.csv").text.removeprefix("\ufeff"))))
    assert {row["column"] for row in book} == set(htcds.columns())
    assert all(row["meaning"] for row in book)


def test_the_questions_do_not_grow_with_the_cases(portal: Portal, people: People) -> None:
    def asked(number: int) -> int:
        ids = [build.case(people.caseworker).id for _ in range(number)]
        db.session.expire_all()
        seen: list[str] = []

        def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", count)
        list(htcds.records(ids, today()))
        sa.event.remove(db.engine, "before_cursor_execute", count)
        return len(seen)

    assert asked(1) == asked(30)


def test_the_command_writes_one_file_for_its_owner_alone(portal: Portal, people: People, tmp_path: Path) -> None:
    cast(people)
    runner = portal.app.test_cli_runner()
    for ending in ("json", "csv"):
        file = tmp_path / f"cases.{ending}"
        dry = runner.invoke(export, ["htcds", str(file), "--dry-run"])
        assert (dry.exit_code, file.exists()) == (0, False) and "Would write 3 cases" in dry.output
        assert runner.invoke(export, ["htcds", str(file)]).exit_code == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert runner.invoke(export, ["htcds", str(file)]).exit_code == 2
    assert list(validator().iter_errors(json.loads((tmp_path / "cases.json").read_text()))) == []
    assert len(from_csv((tmp_path / "cases.csv").read_text())) == 3
    assert runner.invoke(export, ["htcds", str(tmp_path / "cases.xlsx")]).exit_code == 2
    assert runner.invoke(export, ["htcds", str(tmp_path / "no" / "cases.csv")]).exit_code == 3
    noted = [one.details for one in rows(AuditEvent) if one.event == "case:list:exported"]
    assert len(noted) == 3 and rows(Sharing)
