"""The sealed box of a ballot: pseudonym, encryption, padding, commitments. No I/O, no randomness.

What it protects against: whoever reads the database, its dumps and its backups sees neither who
answered nor what. Whoever also holds the key can open the boxes until the key is destroyed.
"""

import hashlib
import hmac
from collections.abc import Iterable, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
SECRET_BYTES = 16
SALT_BYTES = 16
SEALED = "?"
"""Stands in place of an answer whose commitment is published and never opened."""
STEP = 2048
"""Plain texts are padded to multiples of this many bytes, so that a size says little."""

_SEPARATOR = b"\x1f"


def _joined(*parts: str) -> bytes:
    return _SEPARATOR.join(part.encode() for part in parts)


def key_name(process_id: str) -> str:
    """Return the name of the outer key of a process in the folder of keys.

    Each process has one of its own: destroying it makes every copy of the wrapped key, in
    whatever backup of the database, worthless.
    """
    return f"box-{process_id}"


def wrap_key(outer: bytes, key: bytes, process_id: str, nonce: bytes) -> bytes:
    """Return the box key of a process, encrypted under the key kept outside the database."""
    return nonce + AESGCM(outer).encrypt(nonce, key, _joined("box-key-v1", process_id))


def unwrap_key(outer: bytes, wrapped: bytes, process_id: str) -> bytes:
    """Return the box key of a process; raises ValueError under another key or process."""
    nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
    try:
        return AESGCM(outer).decrypt(nonce, sealed, _joined("box-key-v1", process_id))
    except InvalidTag:
        raise ValueError("the box key was wrapped under another key") from None


def pseudonym(key: bytes, process_id: str, panelist_id: str) -> str:
    """Return the name under which one person's ballots lie: 64 hexadecimal digits."""
    message = _joined("ballot-v1", process_id, panelist_id)
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def seal(key: bytes, round_id: str, alias: str, content: bytes, nonce: bytes) -> bytes:
    """Return `content`, padded and encrypted for one round and one pseudonym."""
    return nonce + _cipher(key, alias).encrypt(nonce, pad(content), _joined(round_id, alias))


def open_box(key: bytes, round_id: str, alias: str, sealed: bytes) -> bytes:
    """Return what `seal` was given; raises ValueError if anything was changed or moved."""
    nonce, box = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return unpad(_cipher(key, alias).decrypt(nonce, box, _joined(round_id, alias)))
    except InvalidTag:
        raise ValueError("a box was changed, or belongs to another round or person") from None


def _cipher(key: bytes, alias: str) -> AESGCM:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=_joined("content-v1", alias)).derive(key)
    return AESGCM(derived)


def pad(content: bytes) -> bytes:
    """Fill `content` with zeros to a multiple of STEP; its length stands in front."""
    framed = len(content).to_bytes(4, "big") + content
    return framed + bytes(-len(framed) % STEP)


def unpad(padded: bytes) -> bytes:
    """Return what `pad` was given."""
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def salt(secret: bytes, version_id: str, dimension: str = "overall") -> str:
    """Return the random number of one answer: without `secret` none can be tied to another."""
    [found] = salts([secret], version_id, dimension)
    return found


def salts(secrets: Iterable[bytes], version_id: str, dimension: str = "overall") -> list[str]:
    """Return the random numbers of many people's answers to one question: keyed BLAKE2."""
    message = _joined("salt-v2", version_id, *_further(dimension))
    return [
        hashlib.blake2s(message, key=secret, digest_size=SALT_BYTES).hexdigest()
        for secret in secrets
    ]


def _further(dimension: str) -> tuple[str, ...]:
    return () if dimension == "overall" else (dimension,)


def commitment(salt_: str, wording_sha256: str, answer: str, dimension: str = "overall") -> str:
    """Return what a panel member can find again in the opened answers of a statement.

    `answer` is the rating as text, or ``-`` for every answer that is no rating.
    """
    [found] = commitments([salt_], wording_sha256, [answer], dimension)
    return found


def commitments(
    salts_: Sequence[str], wording_sha256: str, answers: Sequence[str], dimension: str = "overall"
) -> list[str]:
    """Return the commitments of many people's answers to one question."""
    middle = "\n".join(("", wording_sha256, *_further(dimension), ""))
    return [
        hashlib.sha256(f"answer-v1\n{one}{middle}{answer}".encode()).hexdigest()
        for one, answer in zip(salts_, answers, strict=True)
    ]


def digest(items: list[str]) -> str:
    """Return one SHA-256 over texts in sorted order, so that their order says nothing."""
    return hashlib.sha256("\n".join(sorted(items)).encode()).hexdigest()
