"""Sealing what only two custodians together may open, with age (age-encryption.org/v1, X25519).

The data is encrypted once, to an age identity that is made for it alone. That identity is then encrypted for
each pair of custodians in two layers, the inner to one and the outer to the other, so that neither sees it
alone, and of three custodians any two are enough::

    magic | length of the header (4 bytes) | header (JSON) | age file
                                                │              └─ SHA-256 of the header, then the data
                                                └─ for each pair: the identity's age file within an age file

The header is readable by all: what it is, what for, until when, who can open it. It says the same when it is
opened as when it was sealed, or it is not opened. Custodians hold their identities themselves; whatever
``age-keygen`` makes will do, and the ``age`` program opens each layer without this one.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import pyrage  # type: ignore[import-untyped]
from pyrage import x25519

from luylau.kernel.errors import BadFile, BadInput, Fault
from luylau.kernel.ids import is_id

MAGIC: Final = b"luylau-vault-1\n"
LEAST: Final = 2
"""How many custodians there must be, and how many open it."""

_MAX_HEADER: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Custodian:
    """Somebody who, with another one, may open what is sealed; ``key`` is public: ``age1...``."""

    name: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """What everybody may know of something sealed.

    ``subject``: what it is, such as a clip's id; ``camera``: whose; ``purpose``: what for; ``until_us``:
    until when it is to be kept, microseconds UTC.
    """

    subject: str
    camera: str
    purpose: str
    until_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What everybody can read: ``pairs`` are the names of those who open it together."""

    sealing: Sealing
    pairs: tuple[tuple[str, str], ...]


def read_custodians(file: Path) -> tuple[Custodian, ...]:
    """Return the custodians in a file: a line each, name and public key; ``#`` begins a comment.

    Raises:
        BadFile: it cannot be read, or a line is wrong; each fault is named.
        BadInput: there are fewer than two.
    """
    faults = []
    found: list[Custodian] = []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        fault = Fault(file=str(file), row=0, column="", key="vault-file-unreadable")
        raise BadFile([fault]) from error
    for row, line in enumerate(lines, start=1):
        words = line.split("#")[0].split()
        if not words:
            continue
        if len(words) != 2 or not is_id(words[0]):
            faults.append(Fault(file=str(file), row=row, column="", key="vault-line"))
            continue
        custodian = Custodian(name=words[0], key=words[1])
        try:
            _recipient(custodian)
            _enough([*found, custodian], least=1)
        except BadInput as error:
            faults.append(Fault(file=str(file), row=row, column="", key=error.key, fields=error.fields))
            continue
        found.append(custodian)
    if faults:
        raise BadFile(faults)
    _enough(found)
    return tuple(found)


def seal(data: bytes, custodians: Sequence[Custodian], sealing: Sealing) -> bytes:
    """Return ``data`` sealed, so that any two of the custodians open it together.

    Raises:
        BadInput: there are fewer than two, one stands twice, or a key is none.
    """
    _enough(custodians)
    recipients = {one.name: _recipient(one) for one in custodians}
    own = x25519.Identity.generate()
    pairs = []
    for first, second in combinations(recipients, 2):
        inner = pyrage.encrypt(str(own).encode(), [recipients[first]])
        outer = pyrage.encrypt(inner, [recipients[second]])
        pairs.append({"inner": first, "outer": second, "key": base64.b64encode(outer).decode()})
    header = json.dumps({"sealing": asdict(sealing), "pairs": pairs}, ensure_ascii=False).encode()
    held: bytes = pyrage.encrypt(hashlib.sha256(header).digest() + data, [own.to_public()])
    return MAGIC + len(header).to_bytes(4, "big") + header + held


def read_header(blob: bytes) -> Header:
    """Return what everybody can read of something sealed; whether it is true shows when it is opened.

    Raises:
        BadInput: this is nothing sealed.
    """
    said, _, _ = _split(blob)
    try:
        pairs = tuple((str(pair["inner"]), str(pair["outer"])) for pair in said["pairs"])
        return Header(sealing=Sealing(**said["sealing"]), pairs=pairs)
    except (KeyError, TypeError) as error:
        raise BadInput("vault-not-sealed") from error


def open_with(blob: bytes, identity_a: str, identity_b: str) -> bytes:
    """Return what was sealed, for two custodians' identities (``AGE-SECRET-KEY-1...``), in any order.

    Raises:
        BadInput: this is nothing sealed, an identity is none, both are one custodian's, they are no pair that
            may open it, or it was changed since.
    """
    said, header, held = _split(blob)
    first, second = _identity(identity_a), _identity(identity_b)
    if str(first.to_public()) == str(second.to_public()):
        raise BadInput("vault-one-custodian")
    own = _own_identity(said, first, second)
    try:
        opened = pyrage.decrypt(held, [own])
    except pyrage.DecryptError as error:
        raise BadInput("vault-changed") from error
    digest, data = opened[:32], opened[32:]
    if digest != hashlib.sha256(header).digest():
        raise BadInput("vault-changed")
    return bytes(data)


def _own_identity(said: dict[str, Any], first: x25519.Identity, second: x25519.Identity) -> x25519.Identity:
    """Return the identity that the data is encrypted to."""
    try:
        sealed = [base64.b64decode(pair["key"], validate=True) for pair in said["pairs"]]
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput("vault-changed") from error
    for key in sealed:
        for outer, inner in ((first, second), (second, first)):
            try:
                text = pyrage.decrypt(pyrage.decrypt(key, [outer]), [inner])
                return x25519.Identity.from_str(text.decode())
            except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError):
                continue
    raise BadInput("vault-no-pair")


def _split(blob: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    """Return the header as read, its bytes, and the age file."""
    start = len(MAGIC) + 4
    length = int.from_bytes(blob[len(MAGIC) : start], "big")
    if not blob.startswith(MAGIC) or length > min(_MAX_HEADER, len(blob) - start):
        raise BadInput("vault-not-sealed")
    header = blob[start : start + length]
    try:
        said = json.loads(header)
    except ValueError as error:
        raise BadInput("vault-not-sealed") from error
    if not isinstance(said, dict):
        raise BadInput("vault-not-sealed")
    return said, header, blob[start + length :]


def _enough(custodians: Sequence[Custodian], least: int = LEAST) -> None:
    for what in ("name", "key"):
        said = [getattr(one, what) for one in custodians]
        twice = next((one for one in said if said.count(one) > 1), None)
        if twice is not None:
            raise BadInput("vault-twice", said=twice)
    if len(custodians) < least:
        raise BadInput("vault-too-few", count=len(custodians), least=least)


def _recipient(custodian: Custodian) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(custodian.key)
    except pyrage.RecipientError as error:
        raise BadInput("vault-key", name=custodian.name) from error


def _identity(text: str) -> x25519.Identity:
    try:
        return x25519.Identity.from_str(text.strip())
    except pyrage.IdentityError as error:
        raise BadInput("vault-identity") from error
