"""Health: `/healthz` says that the process lives; `/readyz` asks the chapters' probes (database, migrations, mail)."""

from collections.abc import Callable

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from portal.db import db
from portal.web.gate import EVERYONE, open_to

blueprint = Blueprint("health", __name__)
#: Each probe returns a line and whether the portal may serve; registered by the chapter that knows (RULINGS 40).
PROBES: list[Callable[[], tuple[str, bool]]] = []


@blueprint.get("/healthz")
@open_to(EVERYONE)
def alive() -> tuple[str, int, dict[str, str]]:
    """The process answers."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.get("/readyz")
@open_to(EVERYONE)
def ready() -> tuple[str, int, dict[str, str]]:
    """One line a probe; 503 where one of them says that the portal may not serve."""
    lines, serves = [], True
    for probe in PROBES:
        try:
            line, fine = probe()
        except SQLAlchemyError:
            db.session.rollback()
            line, fine = "database: down", False
        lines.append(line)
        serves = serves and fine
    return "\n".join(lines) + "\n", 200 if serves else 503, {"Content-Type": "text/plain; charset=utf-8"}
