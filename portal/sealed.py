"""Sealed (encrypted) columns, the key ring, and the blind index that finds a sealed number exactly.

AES-256-GCM; the header names the key; table, column and row id are associated data, so that a sealed
value moved to another row or column does not open.
"""

import hashlib
import hmac
import os
import unicodedata
import uuid
from dataclasses import dataclass
from typing import Any, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import LargeBinary
from sqlalchemy.orm import mapped_column

UNDER_MASTER, UNDER_ROW_KEY = 1, 2  # first byte of a sealed value
HEADER, NONCE = 3, 12  # bytes: version and key id; nonce
BUCKETS = (32, 128, 512, 2048)  # padded lengths, so that a length tells little


class SealBroken(Exception):
    """A sealed value does not open: wrong key, changed, or moved from another row or column."""


@dataclass(frozen=True)
class KeyRing:
    """The master keys by id (the last is the active one) and the keys of the blind indexes."""

    masters: dict[int, bytes]
    index_keys: dict[int, bytes]

    @property
    def active(self) -> int:
        """The id of the key that seals what is new."""
        return list(self.masters)[-1]

    def master(self, number: int) -> bytes:
        """The field key of a master. Raises SealBroken for an unknown id."""
        if number not in self.masters:
            raise SealBroken(f"no seal key with id {number}")
        return derived(self.masters[number], b"portal/field/v1")


def derived(key: bytes, purpose: bytes) -> bytes:
    """A 256-bit key for one purpose, by HKDF-SHA256."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)


_rings: list[KeyRing] = []


def use_keys(ring: KeyRing) -> None:
    """Set the process's key ring (the app does it once at its start)."""
    _rings[:] = [ring]


def keys() -> KeyRing:
    """The key ring in use. Raises SealBroken before `use_keys`."""
    if not _rings:
        raise SealBroken("the portal has not been given its keys")
    return _rings[0]


def _pad(plain: bytes) -> bytes:
    size = next((b for b in BUCKETS if len(plain) < b), (len(plain) // BUCKETS[-1] + 1) * BUCKETS[-1])
    return plain + b"\x80" + b"\x00" * (size - len(plain) - 1)


def seal(plain: bytes, where: bytes, row_key: bytes | None = None) -> bytes:
    """Seal bytes for one place (`where` is the associated data), under the row's own key or the active master."""
    version, number = (UNDER_MASTER, keys().active) if row_key is None else (UNDER_ROW_KEY, 0)
    header = bytes([version]) + number.to_bytes(2, "big")
    nonce = os.urandom(NONCE)
    cipher = AESGCM(row_key if row_key is not None else keys().master(number))
    return header + nonce + cipher.encrypt(nonce, _pad(plain), header + where)


def unseal(value: bytes, where: bytes, row_key: bytes | None = None) -> bytes:
    """Open what `seal` made for the same place. Raises SealBroken."""
    header, nonce, body = value[:HEADER], value[HEADER : HEADER + NONCE], value[HEADER + NONCE :]
    if len(header) < HEADER or header[0] != (UNDER_MASTER if row_key is None else UNDER_ROW_KEY):
        raise SealBroken("not a sealed value of this kind")
    cipher = AESGCM(row_key if row_key is not None else keys().master(int.from_bytes(header[1:], "big")))
    try:
        padded = cipher.decrypt(nonce, body, header + where)
    except (InvalidTag, ValueError) as error:
        raise SealBroken("a sealed value does not open") from error
    return padded.rstrip(b"\x00")[:-1]


class Sealed:
    """A text attribute whose column holds only ciphertext: `note = Sealed()` on a record class.

    The record needs its UUID before the value is set (Base gives it). A record with a method
    `sealing_key()` seals under that key (a case's own), so that erasing the key erases the text.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.column, self.attribute = name, f"_{name}"
        setattr(owner, self.attribute, mapped_column(name, LargeBinary, nullable=True))
        EVERY_SEALED.append((owner, name))

    @overload
    def __get__(self, row: None, owner: type) -> "Sealed": ...
    @overload
    def __get__(self, row: object, owner: type) -> str | None: ...
    def __get__(self, row: Any, owner: type) -> "Sealed | str | None":
        if row is None:
            return self
        value = getattr(row, self.attribute)
        return None if value is None else unseal(value, self._where(row), self._key(row)).decode()

    def __set__(self, row: Any, text: str | None) -> None:
        value = None if not text else seal(text.encode(), self._where(row), self._key(row))
        setattr(row, self.attribute, value)

    def _where(self, row: Any) -> bytes:
        identifier: uuid.UUID = row.id
        return f"{row.__tablename__}\x00{self.column}\x00".encode() + identifier.bytes

    def _key(self, row: Any) -> bytes | None:
        return row.sealing_key() if hasattr(row, "sealing_key") else None


#: Every sealed column as (record class, attribute): the canary tests and `keys rotate` walk it.
EVERY_SEALED: list[tuple[type, str]] = []


def blind_index(place: str, text: str) -> bytes:
    """What a sealed value is found by: HMAC of the folded text under the active index key of `place` (table.column).

    Folded: NFKC, no case, no spaces or dashes; so that a number typed differently is still found.
    """
    folded = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    key = derived(list(keys().index_keys.values())[-1], f"portal/index/{place}".encode())
    return hmac.new(key, folded.encode(), hashlib.sha256).digest()
