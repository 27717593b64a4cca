"""The cryptography of Web Push: what only one browser can read, and the proof of who sends it.

Encryption is RFC 8291 over RFC 8188 (``aes128gcm``) in a single record::

    ecdh    = ECDH(our key of this message, the browser's p256dh)
    ikm     = HKDF(salt = auth, ecdh, info = "WebPush: info" 0 p256dh our_public, 32)
    key     = HKDF(salt, ikm, info = "Content-Encoding: aes128gcm" 0, 16)
    nonce   = HKDF(salt, ikm, info = "Content-Encoding: nonce" 0, 12)
    body    = salt(16) record_size(4) 65(1) our_public(65) AES-128-GCM(key, nonce, text 2)

The proof (VAPID, RFC 8292) is a JSON Web Token signed with ES256.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from luylau.kernel.secret import Secret

RECORD: Final = 4_096
"""Bytes that push services take at least (RFC 8030 section 7.2), so a message is no longer."""
TEXT_MOST: Final = RECORD - 86 - 17
"""Bytes of text that one message can carry: less the header, the padding's delimiter and the tag."""
_AUTH_BYTES: Final = 16
_COORDINATE: Final = 32


def base64url(data: bytes) -> str:
    """Return bytes as base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Return what base64url stands for, padded or not.

    Raises:
        ValueError: it is none.
    """
    bare = text.rstrip("=")
    return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


def public_key(p256dh: str) -> ec.EllipticCurvePublicKey:
    """Return a browser's key.

    Raises:
        ValueError: it is no point of the curve.
    """
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(p256dh))


def auth_secret(auth: str) -> bytes:
    """Return a browser's authentication secret.

    Raises:
        ValueError: it is not 16 bytes long.
    """
    secret = from_base64url(auth)
    if len(secret) != _AUTH_BYTES:
        raise ValueError("auth is 16 bytes long")
    return secret


def encrypt(
    text: bytes,
    p256dh: str,
    auth: str,
    *,
    ours: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Return the body of a push message. ``ours`` and ``salt`` are made anew unless a test gives them.

    Raises:
        ValueError: the keys are none, or the text is longer than ``TEXT_MOST``.
    """
    if len(text) > TEXT_MOST:
        raise ValueError("too long for one push message")
    theirs, secret = public_key(p256dh), auth_secret(auth)
    ours = ours or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(16)
    point = _point(ours.public_key())
    ikm = _hkdf(secret, ours.exchange(ec.ECDH(), theirs), b"WebPush: info\0" + _point(theirs) + point, 32)
    key = _hkdf(salt, ikm, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(salt, ikm, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD.to_bytes(4, "big") + bytes((len(point),)) + point
    return header + AESGCM(key).encrypt(nonce, text + b"\x02", None)


def new_vapid_key() -> Secret:
    """Return a new private key to be known by."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Secret(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
    )


class Vapid:
    """Who we are to push services."""

    def __init__(self, pem: Secret, contact: str) -> None:
        """``contact`` is a ``mailto:`` or ``https:`` address of whoever runs the platform.

        Raises:
            ValueError: the key is no private key of P-256.
        """
        key = serialization.load_pem_private_key(pem.encode(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise ValueError("a key of P-256 is needed")
        self._key = key
        self._contact = contact
        self.public = base64url(_point(key.public_key()))
        """What a browser is given as ``applicationServerKey``."""

    def authorization(self, audience: str, expires_s: int) -> str:
        """Return the header ``Authorization`` for the push service at the origin ``audience``.

        ``expires_s`` is seconds since 1970 UTC, at most 24 h ahead.
        """
        claims: dict[str, str | int] = {"aud": audience, "exp": expires_s, "sub": self._contact}
        if not self._contact:
            del claims["sub"]
        parts = [{"typ": "JWT", "alg": "ES256"}, claims]
        signed = ".".join(base64url(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
        r, s = utils.decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        raw = r.to_bytes(_COORDINATE, "big") + s.to_bytes(_COORDINATE, "big")
        return f"vapid t={signed}.{base64url(raw)}, k={self.public}"


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
