"""How often something may be tried: counted in SQL, so that many tries at once count exactly (R-44)."""

from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.accounts.models import Tries
from portal.db import db, now

KEPT = 24 * 3600  # seconds; older windows are swept away


class TooMany(Exception):
    """The limit of a window is passed."""


@dataclass(frozen=True)
class Limit:
    """So many tries in a window of so many seconds."""

    name: str
    most: int
    seconds: int

    def window(self) -> int:
        """The beginning of the present window, as seconds since 1970."""
        moment = int(now().timestamp())
        return moment - moment % self.seconds

    def seconds_left(self) -> int:
        """How long the present window lasts still; one second at least."""
        return max(1, self.window() + self.seconds - int(now().timestamp()))


#: Chosen with docs/threats.md in mind.
ACCOUNT = Limit("account", 10, 900)
CODE = Limit("code", 10, 900)
ADDRESS = Limit("address", 30, 900)


def count(limit: Limit, what: str) -> int:
    """Count one try in the running act and return how many there are now in this window."""
    dialect = postgresql if db.session().get_bind().dialect.name == "postgresql" else sqlite
    first = dialect.insert(Tries).values(key=f"{limit.name}:{what}", window=limit.window(), count=1)
    counted = first.on_conflict_do_update(
        index_elements=[Tries.key, Tries.window], set_={"count": Tries.count + 1}
    ).returning(Tries.count)
    return int(db.session.execute(counted).scalar_one())


def take_back(limit: Limit, what: str) -> None:
    """Take back one try in the running act: it was the right one. Sweeps old windows too."""
    db.session.execute(
        update(Tries)
        .where(Tries.key == f"{limit.name}:{what}", Tries.window == limit.window(), Tries.count > 0)
        .values(count=Tries.count - 1)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        delete(Tries).where(Tries.window < int(now().timestamp()) - KEPT).execution_options(synchronize_session=False)
    )
