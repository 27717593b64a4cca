"""The challenges that passkeys answer: random, kept on the server, good for one answer and a few minutes."""

from collections.abc import Mapping
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from webauthn.helpers import base64url_to_bytes, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException

from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.errors import BadInput
from luylau.security.tables import challenges
from luylau.security.tokens import token_hash

BROKEN = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)
"""What the WebAuthn library raises on a wrong or broken answer; a stranger decides what it parses."""

Purpose = Literal["register", "sign-in"]

_MAX_WAITING = 10_000


class Challenges:
    """The challenges that wait for their answers; each lives for ``life_s`` seconds."""

    def __init__(self, engine: Engine, clock: Clock, life_s: int) -> None:
        self._engine = engine
        self._clock = clock
        self._life_us = life_s * MICROS

    def keep(self, connection: Connection, challenge: bytes, purpose: Purpose, user: str | None) -> None:
        """Remember a challenge for ``purpose``, and for ``user`` where one is known; forget expired ones."""
        now = self._clock.now_us()
        connection.execute(challenges.delete().where(challenges.c.expires_us <= now))
        if purpose == "sign-in":
            _make_room(connection)
        connection.execute(
            challenges.insert().values(
                hash=_hash(challenge), purpose=purpose, user=user, expires_us=now + self._life_us
            )
        )

    def spend(self, credential: Mapping[str, Any], purpose: Purpose, user: str | None) -> bytes:
        """Return the challenge that ``credential`` answers; it is used up, be the answer right or wrong.

        Raises:
            BadInput: the answer is broken, or to no challenge that waits for ``purpose`` and ``user``.
        """
        try:
            client_data = base64url_to_bytes(credential["response"]["clientDataJSON"])
            challenge = parse_client_data_json(client_data).challenge
        except BROKEN as error:
            raise BadInput("passkey-refused") from error
        with self._engine.begin() as connection:
            gone = connection.execute(
                challenges.delete().where(
                    challenges.c.hash == _hash(challenge),
                    challenges.c.purpose == purpose,
                    challenges.c.user.is_(None) if user is None else challenges.c.user == user,
                    challenges.c.expires_us > self._clock.now_us(),
                )
            ).rowcount
        if not gone:
            raise BadInput("challenge-unknown")
        return challenge


def _make_room(connection: Connection) -> None:
    """Drop the oldest challenges for signing in where too many wait.

    Anybody may ask for one. Refusing further ones would let a stranger who asks without end keep everybody
    out; dropping the oldest leaves people who answer soon the time to do so.
    """
    waiting = challenges.c.purpose == "sign-in"
    count = connection.execute(sa.select(sa.func.count()).where(waiting)).scalar_one()
    if count >= _MAX_WAITING:
        oldest = (
            sa.select(challenges.c.hash)
            .where(waiting)
            .order_by(challenges.c.expires_us)
            .limit(count - _MAX_WAITING + 1)
        )
        connection.execute(challenges.delete().where(challenges.c.hash.in_(oldest)))


def _hash(challenge: bytes) -> bytes:
    return token_hash(challenge.hex())
