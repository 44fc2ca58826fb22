"""Machines that read the directory: OAuth 2 clients made by the command line, and the bearer tokens they are given.

Secrets and tokens are random 256-bit strings, which nobody can guess however fast the hash is: a slow one, made for
pass phrases, would only let strangers keep us busy. The secret's hash is keyed (HMAC), so that whoever reads or
writes the database alone can neither try secrets nor put in one of their own.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import timedelta
from threading import Lock
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from portal.access import Actor
from portal.accounts.limits import Limit
from portal.accounts.models import MachineClient, MachineToken
from portal.accounts.sessions import hashed
from portal.audit.trail import note
from portal.db import db, now, transaction
from portal.sealed import derived, keys

#: What a machine may be let into; there is no other scope yet.
SCOPES = ("hsds:read",)
TOKEN_LIVES = timedelta(hours=1)
TOUCH = timedelta(minutes=1)  # how exactly the last use is known
CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,48}")
LONGEST_NAME = 120  # characters
#: Readings of one machine in one process: enough to take the whole directory, too few to wear it out.
READINGS = Limit("machine_reads", 6000, 60)
_readings: dict[UUID, tuple[int, int]] = {}  # machine -> the window and how often in it
_turn = Lock()


class UnknownScope(Exception):
    """There is no such scope."""


class NotAMachine(Exception):
    """No living machine has that id."""


def make_client(actor: Actor, name: str, scopes: Sequence[str]) -> tuple[MachineClient, str]:
    """Make a machine and return it with its secret, which is nowhere kept. Raises UnknownScope."""
    wanted = sorted(set(scopes))
    if not wanted or set(wanted) - set(SCOPES):
        raise UnknownScope
    secret = secrets.token_urlsafe(32)
    with transaction():
        made = MachineClient(name=name[:LONGEST_NAME], client_id=secrets.token_hex(12), made_by=actor.name)
        made.secret_hash, made.scope = _secret_hash(secret, _newest_key()), " ".join(wanted)
        db.session.add(made)
        note(actor, "machine:made", subject_of(made), scope=made.scope)
    return made, secret


def revoke_client(actor: Actor, client_id: str) -> MachineClient:
    """Shut a machine out: its tokens are of no use from now on. Raises NotAMachine."""
    with transaction():
        machine = client_of(client_id)
        if machine is None:
            raise NotAMachine
        machine.revoked_at = now()
        note(actor, "machine:revoked", subject_of(machine))
    return machine


def clients() -> list[MachineClient]:
    """Every machine, revoked ones too, oldest first."""
    return list(db.session.scalars(select(MachineClient).order_by(MachineClient.created_at, MachineClient.id)))


def client_of(client_id: str) -> MachineClient | None:
    """The living machine with a client id; None for any other text, whatever it holds."""
    if not CLIENT_ID.fullmatch(client_id):
        return None
    living = select(MachineClient).where(MachineClient.client_id == client_id, MachineClient.revoked_at.is_(None))
    return db.session.scalar(living)


def secret_is_right(machine: MachineClient, secret: str) -> bool:
    """Whether a secret is the machine's; an index key that was replaced still proves the secrets of its time."""
    number, _, _hash = machine.secret_hash.partition(":")
    if int(number) not in keys().index_keys:
        return False
    return hmac.compare_digest(_secret_hash(secret, int(number)), machine.secret_hash)


def subject_of(machine: MachineClient) -> str:
    """A machine as the log names it."""
    return f"machine:{machine.client_id}"


def actor_of(machine: MachineClient, scope: str = "") -> Actor:
    """A machine as the actor that the rules ask about."""
    return Actor(id=machine.id, role=None, name=machine.name, machine=True, scopes=frozenset(scope.split()))


def issue(machine: MachineClient, token: str, scope: str) -> None:
    """Keep a new token's hash in the running act, and sweep out the machine's old ones."""
    old = delete(MachineToken).where(MachineToken.machine_id == machine.id, MachineToken.expires_at <= now())
    db.session.execute(old.execution_options(synchronize_session=False))
    row = MachineToken(machine_id=machine.id, token_hash=hashed(token), scope=scope, expires_at=now() + TOKEN_LIVES)
    db.session.add(row)
    note(actor_of(machine), "machine:token:issued", subject_of(machine), scope=scope)


def token_of(token: str) -> MachineToken | None:
    """A token's row, in the request's own transaction; None for an unknown one."""
    wanted = select(MachineToken).where(MachineToken.token_hash == hashed(token))
    return db.session.scalar(wanted.options(joinedload(MachineToken.machine)))


def revoke_token(row: MachineToken) -> None:
    """End one token in the running act (RFC 7009); once more is no error."""
    row.revoked_at = row.revoked_at or now()
    note(actor_of(row.machine), "machine:token:revoked", subject_of(row.machine))


def who_holds(token: str) -> Actor | None:
    """The machine behind a living token; None for an unknown, expired or revoked one, or a revoked machine.

    Works in a short transaction of its own, as sessions do.
    """
    with Session(db.engine) as session:
        wanted = select(MachineToken).where(MachineToken.token_hash == hashed(token))
        found = session.scalar(wanted.options(joinedload(MachineToken.machine)))
        moment = now()
        if found is None or found.revoked_at or moment >= found.expires_at or found.machine.revoked_at:
            return None
        asking, used = actor_of(found.machine, found.scope), found.machine.last_used_at
    if used is None or moment - used >= TOUCH:
        with db.engine.begin() as connection:
            touched = update(MachineClient).where(MachineClient.id == asking.id).values(last_used_at=moment)
            connection.execute(touched)
    return asking


def wait_before_reading(asking: Actor) -> int:
    """Count one reading of a machine; for how many seconds it must wait, 0 while it is within its limit.

    Counted in this process's memory: what reads writes nothing, and waits for nobody who writes.
    """
    if asking.id is None:
        return 0
    window = READINGS.window()
    with _turn:
        last, times = _readings.get(asking.id, (window, 0))
        times = times + 1 if last == window else 1
        _readings[asking.id] = (window, times)
    return READINGS.seconds_left() if times > READINGS.most else 0


def _newest_key() -> int:
    return list(keys().index_keys)[-1]


def _secret_hash(secret: str, number: int) -> str:
    key = derived(keys().index_keys[number], b"portal/machine-secret")
    return f"{number}:{hmac.new(key, secret.encode('utf-8', 'surrogatepass'), hashlib.sha256).hexdigest()}"
