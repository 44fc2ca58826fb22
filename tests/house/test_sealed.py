"""Sealed columns: what is stored says nothing, and opens only in its own place under its own key."""

import os
import random
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import sealed
from portal.accounts.models import Account
from portal.cases.models import Case
from portal.db import db
from portal.sealed import EVERY_SEALED, KeyRing, SealBroken, seal, unseal
from tests import build
from tests.conftest import Portal
from tests.people import People

PLACE = b"table\x00column\x00" + uuid.UUID(int=1).bytes


@pytest.fixture
def ring() -> KeyRing:
    """A ring of two keys; the second is active."""
    made = KeyRing({1: os.urandom(32), 2: os.urandom(32)}, {1: os.urandom(32)})
    sealed.use_keys(made)
    return made


@given(st.binary(max_size=3000))
def test_what_is_sealed_opens_again(plain: bytes) -> None:
    sealed.use_keys(KeyRing({1: b"k" * 32}, {1: b"i" * 32}))
    assert unseal(seal(plain, PLACE), PLACE) == plain


def test_ten_thousand_flipped_bytes_are_all_noticed(ring: KeyRing) -> None:
    value = seal(b"hemmeligt", PLACE)
    chance = random.Random(7)
    for _ in range(10_000):
        changed = bytearray(value)
        changed[chance.randrange(len(value))] ^= 1 << chance.randrange(8)
        with pytest.raises(SealBroken):
            unseal(bytes(changed), PLACE)


def test_a_value_moved_to_another_row_or_column_or_key_does_not_open(ring: KeyRing) -> None:
    value = seal(b"hemmeligt", PLACE)
    others = [b"table\x00column\x00" + uuid.UUID(int=2).bytes, b"table\x00other\x00" + uuid.UUID(int=1).bytes]
    for other in others:
        with pytest.raises(SealBroken):
            unseal(value, other)
    with pytest.raises(SealBroken):
        unseal(value, PLACE, os.urandom(32))
    sealed.use_keys(KeyRing({1: os.urandom(32), 2: os.urandom(32)}, ring.index_keys))
    with pytest.raises(SealBroken):
        unseal(value, PLACE)


def test_an_old_key_still_opens_and_a_removed_one_is_named(ring: KeyRing) -> None:
    sealed.use_keys(KeyRing({1: ring.masters[1]}, ring.index_keys))
    old = seal(b"hemmeligt", PLACE)
    sealed.use_keys(ring)
    assert unseal(old, PLACE) == b"hemmeligt"
    sealed.use_keys(KeyRing({2: ring.masters[2]}, ring.index_keys))
    with pytest.raises(SealBroken, match="id 1"):
        unseal(old, PLACE)


def test_a_length_tells_only_its_bucket(ring: KeyRing) -> None:
    assert len({len(seal(b"x" * length, PLACE)) for length in range(32)}) == 1


def test_a_number_typed_differently_has_the_same_blind_index_and_another_place_another(ring: KeyRing) -> None:
    index = sealed.blind_index("case.journal_number", "2026-ab 17")
    assert index == sealed.blind_index("case.journal_number", "2026AB17")
    assert index != sealed.blind_index("case.other", "2026AB17")


def test_every_sealed_column_holds_bytes_and_shows_none_of_its_text(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    with_id = {Account: people.caseworker.account, Case: case}
    assert len(EVERY_SEALED) >= 20
    for owner, name in EVERY_SEALED:
        record = with_id.get(owner) or owner()
        record.case_id = getattr(record, "case_id", None) or case.id
        setattr(record, name, f"MARKER {name}")
        stored = getattr(record, f"_{name}")
        assert b"MARKER" not in stored and getattr(record, name) == f"MARKER {name}"
        assert "MARKER" not in repr(record)
    db.session.rollback()
