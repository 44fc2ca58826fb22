"""The five import contracts hold, and each breaks on a planted violation in a copy of the portal."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).parent / "lint-imports"


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    """The portal's modules and the contracts, free to be spoilt."""
    leave = shutil.ignore_patterns("__pycache__", "static", "data")
    shutil.copytree(ROOT / "portal", tmp_path / "portal", ignore=leave)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    yield tmp_path


def lint(folder: Path, *contracts: str) -> tuple[int, str]:
    """Run the contracts (all, or the named ones) over a folder: exit code and what was said."""
    named = [part for contract in contracts for part in ("--contract", contract)]
    done = subprocess.run(
        [LINT, "--no-cache", "--no-logo", *named], cwd=folder, check=False, capture_output=True, text=True
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def plant(folder: Path, module: str, line: str) -> None:
    """Add an import at the end of a module of the copy."""
    path = folder / (module.replace(".", "/") + ".py")
    assert path.exists(), f"{module} has gone; choose another place to plant"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


def test_the_portal_keeps_all_five_contracts(copy: Path) -> None:
    code, said = lint(copy)
    assert (code, said) == (0, said), said
    assert "5 kept, 0 broken" in said


def test_each_contract_is_named_by_a_sentence() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {one["id"]: one["name"] for one in settings["tool"]["importlinter"]["contracts"]}
    assert set(names) == {"story", "chapter", "rules", "identity", "figures"}
    assert all(len(name.split()) >= 8 for name in names.values())


@pytest.mark.parametrize(
    ("contract", "module", "line", "told"),
    [
        ("story", "portal.cases.models", "import portal.referrals.states", "portal.cases"),
        ("story", "portal.web.gate", "import portal.accounts.models", "portal.web"),
        ("chapter", "portal.cases.models", "import portal.cases.views", "portal.cases.models"),
        ("chapter", "portal.referrals.policy", "import portal.referrals.actions", "portal.referrals.policy"),
        ("rules", "portal.referrals.states", "import flask", "portal.referrals.states"),
        ("rules", "portal.partners.models", "from flask_babel import gettext", "portal.partners.models"),
        ("rules", "portal.cases.queries", "import flask_sqlalchemy", "portal.cases.queries"),
        ("rules", "portal.audit.trail", "import werkzeug", "portal.audit.trail"),
        (
            "identity",
            "portal.referrals.views",
            "import portal.cases.identity_record",
            "portal.referrals.views",
        ),
        ("identity", "portal.cases.queries", "import portal.cases.identity_record", "portal.cases.queries"),
        ("figures", "portal.monitoring.indicators", "import portal.monitoring.status.models", "portal.monitoring"),
    ],
)
def test_a_planted_violation_breaks_its_contract(copy: Path, contract: str, module: str, line: str, told: str) -> None:
    plant(copy, module, line)
    code, said = lint(copy, contract)
    assert code == 1, said
    assert "0 kept, 1 broken" in said
    assert told in said


def test_a_new_module_must_take_its_place_in_the_story(copy: Path) -> None:
    (copy / "portal" / "newcomer.py").write_text('"""Nobody gave me a place."""\n', encoding="utf-8")
    code, said = lint(copy, "story")
    assert code == 1, said
    assert "newcomer" in said
