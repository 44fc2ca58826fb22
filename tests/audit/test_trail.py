"""The log cannot be changed unseen, and stands or falls with the act it tells of."""

import random
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from portal.access import THE_PORTAL
from portal.accounts.models import Unit
from portal.audit.models import AuditEvent, AuditHead
from portal.audit.trail import faults, looks, note
from portal.db import add_once, db, new_reference, now, transaction
from tests.conftest import Portal
from tests.people import People

ROWS, TRIALS = 12, 25
EVENTS, HEADS = AuditEvent.__table__, AuditHead.__table__
Chance = random.Random


def write(number: int = ROWS) -> None:
    for one in range(number):
        with transaction():
            note(THE_PORTAL, "case:offer:made", f"case:{new_reference()}", step=one)


def found() -> list[str]:
    """The faults, read afresh."""
    db.session.rollback()
    lines = list(faults())
    db.session.rollback()
    return lines


def spoil(*statements: sa.sql.expression.Executable) -> None:
    for statement in statements:
        db.session.execute(statement)
    db.session.commit()


def of(number: int) -> sa.ColumnElement[bool]:
    return EVENTS.c.number == number


def edit(chance: Chance) -> None:
    moved = now() - timedelta(seconds=chance.randint(1, 10**6))
    changed = chance.choice(
        [
            {"event": "case:offer:refused"},
            {"subject": "case:OTHER"},
            {"actor_role": "auditor"},
            {"actor_id": AuditEvent(id=None).id or Unit(name="").id},
            {"refused": True},
            {"details": {"step": 99}},
            {"at": moved},
            {"digest": chance.randbytes(32)},
        ]
    )
    spoil(sa.update(EVENTS).where(of(chance.randint(1, ROWS))).values(changed))


def delete_one(chance: Chance) -> None:
    spoil(sa.delete(EVENTS).where(of(chance.randint(1, ROWS))))


def delete_one_and_close_the_gap(chance: Chance) -> None:
    gone = chance.randint(1, ROWS - 1)
    spoil(sa.delete(EVENTS).where(of(gone)))
    for number in range(gone + 1, ROWS + 1):
        spoil(sa.update(EVENTS).where(of(number)).values(number=number - 1))
    spoil(sa.update(HEADS).values(number=ROWS - 1))


def swap_two(chance: Chance) -> None:
    first, second = chance.sample(range(1, ROWS + 1), 2)
    for old, new in ((first, -1), (second, first), (-1, second)):
        spoil(sa.update(EVENTS).where(of(old)).values(number=new))


def cut_the_end(chance: Chance) -> None:
    spoil(sa.delete(EVENTS).where(EVENTS.c.number > chance.randint(0, ROWS - 1)))


def cut_the_end_and_move_the_head_there(chance: Chance) -> None:
    last = chance.randint(1, ROWS - 1)
    digest = db.session.scalar(sa.select(EVENTS.c.digest).where(of(last)))
    spoil(sa.delete(EVENTS).where(EVENTS.c.number > last))
    spoil(sa.update(HEADS).values(number=last, digest=digest))


def delete_the_head(chance: Chance) -> None:
    spoil(sa.delete(HEADS))


def add_one(chance: Chance) -> None:
    values = {"id": Unit(name="").id, "month": f"{now():%Y-%m}", "number": ROWS + 1, "at": now(), "actor_role": "x"}
    values |= {"event": "a:b:c", "subject": "d", "refused": False, "details": {}, "digest": chance.randbytes(32)}
    spoil(sa.insert(EVENTS).values(values))
    if chance.random() < 0.5:
        spoil(sa.update(HEADS).values(number=ROWS + 1, digest=values["digest"]))


SPOILERS = (
    *(edit, delete_one, delete_one_and_close_the_gap, swap_two, cut_the_end),
    *(cut_the_end_and_move_the_head_there, delete_the_head, add_one),
)


@pytest.mark.parametrize("spoiler", SPOILERS, ids=lambda one: one.__name__)
def test_whatever_is_done_to_the_rows_is_seen(portal: Portal, spoiler: Callable[[Chance], None]) -> None:
    for trial in range(TRIALS):
        write()
        assert found() == []
        spoiler(random.Random(f"{spoiler.__name__} {trial}"))
        assert found() != [], f"trial {trial} was not seen"
        portal.empty()


def test_a_month_that_was_taken_out_whole_is_seen(portal: Portal) -> None:
    with transaction():
        note(THE_PORTAL, "case:offer:made", "case:A")
        for pending in db.session().info["audit_pending"]:
            pending.at = now() - timedelta(days=40)
    write(2)
    assert found() == []
    first = db.session.scalar(sa.select(sa.func.min(HEADS.c.month)))
    spoil(sa.delete(EVENTS).where(EVENTS.c.month == first), sa.delete(HEADS).where(HEADS.c.month == first))
    assert len(found()) == 1


def test_the_row_is_written_in_the_acts_own_transaction(portal: Portal) -> None:
    with transaction():
        db.session.add(Unit(name="Unit C"))
        note(THE_PORTAL, "unit:unit:made", "unit:C")
        assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == 0
    assert [one.event for one in looks("unit:C")] == ["unit:unit:made"]


def test_an_act_that_fails_leaves_neither_record_nor_row(portal: Portal) -> None:
    with pytest.raises(RuntimeError), transaction():
        db.session.add(Unit(name="Unit C"))
        note(THE_PORTAL, "unit:unit:made", "unit:C")
        raise RuntimeError
    write(1)
    assert looks("unit:C") == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Unit)) == 0
    assert found() == []


def test_what_was_noted_before_a_savepoint_survives_its_rollback_and_what_was_noted_inside_goes(
    portal: Portal,
) -> None:
    with transaction():
        note(THE_PORTAL, "unit:unit:made", "unit:before")
        with pytest.raises(RuntimeError), db.session.begin_nested():
            note(THE_PORTAL, "unit:unit:made", "unit:inside")
            raise RuntimeError
        note(THE_PORTAL, "unit:unit:made", "unit:after")
    subjects = list(db.session.scalars(sa.select(AuditEvent.subject).order_by(AuditEvent.number)))
    assert subjects == ["unit:before", "unit:after"]


def test_a_form_posted_twice_at_once_keeps_the_rows_of_its_act(portal: Portal) -> None:
    key = Unit(name="").id
    with transaction():
        add_once(Unit, key, lambda: Unit(name="Unit C"))
    with transaction():
        note(THE_PORTAL, "unit:unit:made", "unit:again")
        with pytest.raises(sa.exc.IntegrityError):
            add_once(Unit, Unit(name="").id, lambda: Unit(name="Unit C"))
    assert len(looks("unit:again")) == 1


def test_acts_at_the_same_time_make_one_unbroken_chain(portal: Portal) -> None:
    together = Barrier(4)

    def act() -> None:
        with portal.app.app_context():
            together.wait()
            write(10)

    runs = [Thread(target=act) for _one in range(4)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert db.session.scalar(sa.select(HEADS.c.number)) == 40
    assert found() == []


def test_a_refused_look_leaves_one_row_and_changes_nothing_else(portal: Portal, people: People) -> None:
    before = {table.name: _rows(table) for table in AuditEvent.metadata.sorted_tables}
    portal.browser(people.caseworker).get("/audit", status=404)
    after = {table.name: _rows(table) for table in AuditEvent.metadata.sorted_tables}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"audit_event", "audit_head"}
    (row,) = [one for one in looks("audit.index:") if one.refused]
    assert (row.actor_id, row.event, row.actor_role) == (people.caseworker.id, "page:refused", "caseworker")


def _rows(table: sa.Table) -> list[tuple[object, ...]]:
    db.session.rollback()
    return sorted((tuple(row) for row in db.session.execute(sa.select(table))), key=str)
