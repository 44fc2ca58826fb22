"""The house's style: short files and functions, a docstring each, closed views, no shortcuts in templates."""

import ast
import re
from pathlib import Path

import pytest

from portal.web.gate import mark_of
from tests.conftest import Portal

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "portal").rglob("*.py"))
TEMPLATES = sorted((ROOT / "portal").rglob("*.html"))
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 50, 150
SHORTCUTS = re.compile(
    r"\|\s*safe\b|Markup\(|render_template_string|style=\"|\son[a-z]+=\"|<script(?! src)|'short'|\"short\""
)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if not text.strip():
        return
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "no module docstring"
    assert "versions" in path.parts or text.count("\n") <= LONGEST_FILE
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {one.name: (one.end_lineno or 0) - one.lineno + 1 for one in functions}
    assert "versions" in path.parts or max(lengths.values(), default=0) <= LONGEST_FUNCTION
    silent = [one.name for one in tree.body if isinstance(one, ast.FunctionDef) and not one.name.startswith("_")]
    with_words = [one.name for one in functions if ast.get_docstring(one)]
    assert set(silent) <= set(with_words), f"without a docstring: {set(silent) - set(with_words)}"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_is_short_and_takes_no_shortcut(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_TEMPLATE
    assert not [line for line in text.splitlines() if SHORTCUTS.search(line)]


def test_every_view_says_who_may_enter(on_sqlite: Portal) -> None:
    with on_sqlite.app.app_context():
        unmarked = [name for name in on_sqlite.app.view_functions if mark_of(name) is None]
    assert unmarked == []


def test_addresses_are_written_in_lower_case_with_hyphens(on_sqlite: Portal) -> None:
    rules = [re.sub(r"<[^>]*>", "x", rule.rule) for rule in on_sqlite.app.url_map.iter_rules()]
    # the addresses of a standard are not ours to write
    rules = [rule for rule in rules if not rule.startswith("/api/hsds/")]
    assert [rule for rule in rules if not re.fullmatch(r"[a-z0-9/.-]*", rule)] == []
