"""What stands at the door of the broker: the lock against guessing, and the tokens that let a device in."""

import base64
import json

import nkeys
import pytest

from luylau.kernel.nkeys import Signer, new_account_seed, read_claims
from luylau.security.callout_messages import (
    ClientInfo,
    ConnectOptions,
    Question,
    QuestionClaims,
    ServerId,
    answer,
    device_permissions,
)
from luylau.security.device_lock import DeviceLock
from luylau.settings.security import SecuritySettings

HOME = "192.0.2.1"


class Hands:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


def lock(hands: Hands) -> DeviceLock:
    settings = SecuritySettings(failures_before_lock=3, lock_s=60, failure_memory_s=600)
    return DeviceLock(settings, monotonic=hands)


def test_the_third_failure_locks_for_a_minute() -> None:
    hands = Hands()
    door = lock(hands)
    for _ in range(3):
        assert not door.is_locked("gauge-1", HOME)
        door.failed("gauge-1", HOME)
    assert door.is_locked("gauge-1", HOME)
    hands.now_s += 59
    assert door.is_locked("gauge-1", HOME)
    hands.now_s += 1
    assert not door.is_locked("gauge-1", HOME)
    door.failed("gauge-1", HOME)
    assert not door.is_locked("gauge-1", HOME), "the count begins anew"


def test_the_lock_is_of_one_device_at_one_address() -> None:
    door = lock(Hands())
    for _ in range(5):
        door.failed("gauge-1", HOME)
    assert not door.is_locked("gauge-2", HOME)
    assert not door.is_locked("gauge-1", "192.0.2.2")
    assert door.is_locked("gauge-1", "::ffff:192.0.2.1"), "the same address, written for IPv6"


def test_success_and_time_forgive() -> None:
    hands = Hands()
    door = lock(hands)
    for _ in range(2):
        door.failed("gauge-1", HOME)
    door.succeeded("gauge-1", HOME)
    for _ in range(2):
        door.failed("gauge-1", HOME)
    hands.now_s += 601
    door.failed("gauge-1", HOME)
    assert not door.is_locked("gauge-1", HOME)


def test_a_new_credential_ends_the_lock_and_the_count() -> None:
    door = lock(Hands())
    for _ in range(3):
        door.failed("gauge-1", HOME, b"old")
    door.renewed("gauge-1", HOME, b"old")
    assert door.is_locked("gauge-1", HOME)
    door.renewed("gauge-1", HOME, b"new")
    assert not door.is_locked("gauge-1", HOME)
    for _ in range(2):
        door.failed("gauge-1", HOME, b"old")
    door.failed("gauge-1", HOME, b"new")
    assert not door.is_locked("gauge-1", HOME), "one failure against the new one"


def test_inventing_devices_fills_no_memory() -> None:
    door = lock(Hands())
    for number in range(30_000):
        door.failed(f"d-{number}", HOME)
    assert len(door._failed) == 20_000


def test_a_seed_is_one_that_nats_reads() -> None:
    seed = new_account_seed()
    assert seed.startswith("SA")
    pair = nkeys.from_seed(bytearray(seed.encode()))
    assert pair.public_key.decode() == Signer(seed).public
    assert Signer(seed).public.startswith("A")
    assert new_account_seed() != seed


def decoded(token: str) -> tuple[dict[str, object], bytes, bytes]:
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims, f"{head}.{body}".encode(), base64.urlsafe_b64decode(signature + "==")


def test_an_answer_is_signed_and_says_what_the_device_may_do() -> None:
    seed = new_account_seed()
    question = Question(
        server_id=ServerId("N1"),
        user_nkey="U1",
        client_info=ClientInfo(host=HOME, type="mqtt", mqtt_id="gauge-1"),
        connect_opts=ConnectOptions(user="gauge-1", password="secret-word"),
    )
    yes = answer(Signer(seed), question, permissions=device_permissions("bac-ninh", "gauge-1"))
    claims, signed, signature = decoded(yes.decode())
    assert nkeys.from_seed(bytearray(seed.encode())).verify(signed, signature)
    assert (claims["aud"], claims["sub"], claims["iss"]) == ("N1", "U1", Signer(seed).public)
    said = claims["nats"]
    assert isinstance(said, dict)
    user, _, _ = decoded(said["jwt"])
    grant = user["nats"]
    assert isinstance(grant, dict)
    assert grant["pub"] == {"allow": ["obs.bac-ninh.gauge-1.>"]}
    assert "obs.>" not in grant["sub"]["allow"]
    assert grant["allowed_connection_types"] == ["MQTT"]
    assert user["aud"] == "APP"
    assert b"secret-word" not in base64.b64encode(yes) + yes
    no, _, _ = decoded(answer(Signer(seed), question, permissions=None).decode())
    assert no["nats"] == {"type": "authorization_response", "version": 2, "error": "refused"}


@pytest.mark.parametrize("token", [b"", b"a.b", b"a.!!!.c", b"a.e30.c", b"a.bnVsbA.c"])
def test_what_is_no_question_is_refused(token: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        read_claims(token, QuestionClaims)
