"""Keys of NATS: making an account's seed, and signing tokens with it (JSON web tokens, ed25519-nkey)."""

import base64
import hashlib
import secrets
from typing import Any, cast

import msgspec
import nkeys

_PREFIX_SEED = 18 << 3
_PREFIX_ACCOUNT = 0
_CRC_POLYNOMIAL = 0x1021


def new_account_seed() -> str:
    """Return the seed ("SA...") of a new account key."""
    prefix = bytes([_PREFIX_SEED | (_PREFIX_ACCOUNT >> 5), (_PREFIX_ACCOUNT & 31) << 3])
    raw = prefix + secrets.token_bytes(32)
    return base64.b32encode(raw + _crc16(raw).to_bytes(2, "little")).rstrip(b"=").decode()


class Signer:
    """Signs tokens as one account."""

    def __init__(self, seed: str) -> None:
        self._pair = nkeys.from_seed(bytearray(seed.encode()))
        self.public = cast(bytes, self._pair.public_key).decode()
        """The account's public key ("A...")."""

    def token(self, claims: dict[str, Any]) -> str:
        """Return ``claims`` as a signed token, with this account as the issuer and the hash as its id."""
        said = {**claims, "iss": self.public, "jti": ""}
        digest = hashlib.sha512(msgspec.json.encode(said)).digest()[:32]
        said["jti"] = base64.b32encode(digest).rstrip(b"=").decode()
        head = _url64(b'{"typ":"JWT","alg":"ed25519-nkey"}') + b"." + _url64(msgspec.json.encode(said))
        return (head + b"." + _url64(self._pair.sign(head))).decode()


def read_claims(token: bytes, kind: type[Any]) -> Any:  # noqa: ANN401 - what ``kind`` says
    """Return the claims of a token as ``kind``; the signature is not looked at.

    Raises:
        ValueError: no token, or its claims are not of that form.
    """
    parts = token.split(b".")
    if len(parts) != 3:
        raise ValueError("a token has three parts")
    return msgspec.json.decode(base64.urlsafe_b64decode(parts[1] + b"=" * (-len(parts[1]) % 4)), type=kind)


def _url64(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def _crc16(raw: bytes) -> int:
    """Return the CRC-16/XMODEM that guards an nkey."""
    crc = 0
    for byte in raw:
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ _CRC_POLYNOMIAL) & 0xFFFF if crc & 0x8000 else (crc << 1) & 0xFFFF
    return crc
