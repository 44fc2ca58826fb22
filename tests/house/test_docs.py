"""What the pages of docs/ say is so: names and files exist, tables equal the code, numbered rules have their line."""

import ast
import re
import tomllib
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path

import click
import pytest

from portal.cli import hjemvej
from portal.config import SECRET, Settings
from portal.migrations import records
from portal.sealed import EVERY_SEALED

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
PORTAL = sorted((ROOT / "portal").rglob("*.py"))
FOLDERS = ("portal", "tests", "docs", "tools", "bench", "requirements", "translations")
MADE_LATER = ("instance/", "bench/results.json")
NUMBER_OF_RULINGS = 43


def page(name: str) -> str:
    """The text of a page of docs/."""
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str, head: str) -> list[list[str]]:
    """The cells of every table whose first heading is `head`."""
    found, inside = [], False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if cells and cells[0] == head:
            inside = True
        elif not cells:
            inside = False
        elif inside and set(cells[0]) != {"-"}:
            found.append(cells)
    return found


def named(text: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`\n]+)`", text)


@cache
def names_in_code() -> frozenset[str]:
    """Every class, function and module-level name of the portal, and each member as `Class.member`."""
    names: set[str] = set()
    for path in PORTAL:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                names |= {node.name} | {f"{node.name}.{member}" for one in node.body for member in _bound(one)}
            elif isinstance(node, ast.FunctionDef | ast.Assign | ast.AnnAssign):
                names |= set(_bound(node))
    return frozenset(names)


def _bound(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def test_every_name_in_the_glossary_is_a_name_in_the_code_and_no_term_stands_twice() -> None:
    terms = rows(page("glossary.md"), "Danish")
    assert len(terms) >= 70
    wanted = [name for _danish, _english, cell in terms for name in named(cell)]
    assert len(wanted) == len(terms)
    assert [name for name in wanted if name not in names_in_code()] == []
    assert len({danish for danish, *_rest in terms}) == len(terms)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(DOCS)))
def test_every_file_and_link_a_page_names_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    files = [one for one in named(text) if one.split("/")[0] in FOLDERS and "/" in one and "<" not in one]
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    gone = [one for one in files if not one.startswith(MADE_LATER) and not (ROOT / one).exists()]
    gone += [link for link in links if link and not (path.parent / link).resolve().exists()]
    outside = [link for link in links if not (path.parent / link).resolve().is_relative_to(ROOT)]
    assert (gone, outside) == ([], [])


def test_the_source_points_to_no_page_outside_the_project() -> None:
    known = {path.name for path in PAGES} | {"README.md", "RULINGS", "SELECT"}
    sources = [*PORTAL, *(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]
    pointed = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources
        for name in re.findall(r"\b[A-Za-z-]+\.md\b|\b[A-Z]{6,}(?= \d)", path.read_text(encoding="utf-8"))
        if name not in known
    }
    assert pointed == set(), "the reader has only this repository: say it in words, or point to docs/rulings.md"


def test_the_table_of_parts_is_the_portal_in_the_order_of_the_import_contract() -> None:
    told = [named(cells[0])[0] for cells in rows(page("architecture.md"), "part")]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    assert set(told) == set(re.findall(r"\w+", " ".join(layers)))
    there = {one.stem for one in (ROOT / "portal").iterdir() if one.suffix == ".py" or (one / "__init__.py").exists()}
    assert there - {"__init__"} <= set(told)


def test_the_four_contracts_are_named_as_they_are() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for number, contract in enumerate(settings["tool"]["importlinter"]["contracts"], start=1):
        assert f"{number}. {contract['name']}" in page("architecture.md")


def test_the_table_of_settings_is_the_settings() -> None:
    told = {named(cells[0])[0]: cells for cells in rows(page("running.md"), "setting")}
    assert list(told) and set(told) == {f"PORTAL_{one.name.upper()}" for one in fields(Settings)}
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    for one in fields(Settings):
        name, default, secret, _what = told[f"PORTAL_{one.name.upper()}"]
        assert (name, secret) == (name, "yes" if one.name in SECRET else "no")
        assert f"{named(name)[0]}=" in example, f"{name} is not in .env.example"
        if named(default):
            assert one.default is not MISSING
            assert str(one.default) == named(default)[0] or named(default)[0] in str(one.default)


def test_the_table_of_sealed_columns_is_every_sealed_column_with_its_key() -> None:
    assert records.EVERY_CHAPTER
    told = [(*(named(cell)[0] for cell in cells[:2]), cells[2]) for cells in rows(page("privacy.md"), "record")]
    sealed = {
        (owner.__name__, column, "case key" if hasattr(owner, "sealing_key") else "master key")
        for owner, column in EVERY_SEALED
        if owner.__module__.startswith("portal.")
    }
    assert (set(told), len(told)) == (sealed, len(sealed))


def test_each_ruling_has_its_line_and_the_source_names_no_other() -> None:
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", page("rulings.md"), flags=re.MULTILINE)]
    assert numbers == list(range(1, NUMBER_OF_RULINGS + 1))
    spoken = {
        int(number)
        for path in [*PORTAL, *(ROOT / "tests").rglob("*.py")]
        for group in re.findall(r"RULINGS (\d+(?:(?:, | and )\d+)*)", path.read_text(encoding="utf-8"))
        for number in re.findall(r"\d+", group)
    }
    assert spoken <= set(numbers)


def faults() -> list[list[str]]:
    """The rows of the table of known faults."""
    return rows(page("threats.md"), "id")


def test_known_faults_are_listed_from_r_01_to_r_45() -> None:
    assert [cells[0] for cells in faults()] == [f"R-{number:02}" for number in range(1, 46)]


def test_a_fault_that_a_test_names_is_listed_with_that_test() -> None:
    proved = {cells[0]: set(named(cells[3])) for cells in faults()}
    missing = [
        f"{number}: {path.relative_to(ROOT)}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if path != Path(__file__)
        for number in sorted(set(re.findall(r"\bR-\d\d\b", path.read_text(encoding="utf-8"))))
        if str(path.relative_to(ROOT)) not in proved.get(number, set())
    ]
    assert missing == [], "write these into docs/threats.md"


def test_decisions_are_numbered_without_a_gap_and_have_their_three_parts_on_one_page() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    for number, path in enumerate(pages, start=1):
        text = path.read_text(encoding="utf-8")
        assert path.name.startswith(f"{number:04}-") and text.startswith(f"# {number}. "), path.name
        assert re.findall(r"^## (\w+)$", text, flags=re.MULTILINE) == ["Context", "Decision", "Consequence"], path.name
        assert len(text.splitlines()) <= 60, path.name


def test_every_command_the_pages_name_is_a_command_or_said_to_be_missing() -> None:
    commands = hjemvej.list_commands(click.Context(hjemvej))
    told = {
        name
        for path in PAGES
        for line in path.read_text(encoding="utf-8").splitlines()
        for name in re.findall(r"`hjemvej ([a-z-]+)", line)
        if "not built yet" not in line
    }
    assert told <= set(commands)
