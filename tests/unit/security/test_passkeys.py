"""Passkeys with a real ES256 authenticator: what is accepted, and everything that is not."""

from typing import Any

import pytest
from sqlalchemy.engine import Engine

from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput, Conflict, NotFound, NotSignedIn, TooMany
from luylau.kernel.sql import reader
from luylau.security import Caller, Security, User
from luylau.security import challenges as waiting_room
from luylau.security.tables import challenges
from tests.unit.security.authenticator import Authenticator, b64
from tests.unit.security.conftest import ORIGIN

CALLER = Caller(address="192.0.2.7", user_agent="test browser")


@pytest.fixture
def device(security: Security, admin: User) -> Authenticator:
    made = Authenticator(ORIGIN)
    security.passkeys.register(admin, made.create(security.passkeys.registration_options(admin)), "my phone")
    return made


def sign_in(security: Security, device: Authenticator) -> Any:  # noqa: ANN401
    return security.passkeys.authenticate(device.get(security.passkeys.authentication_options()), CALLER)


def test_the_options_ask_for_a_discoverable_key_with_user_verification(
    security: Security, admin: User
) -> None:
    options = security.passkeys.registration_options(admin)
    assert options["rp"] == {"name": "Luy Lâu", "id": "localhost"}
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["user"]["name"] == "admin"
    assert len(options["challenge"]) >= 43
    asked = security.passkeys.authentication_options()
    assert asked["userVerification"] == "required"
    assert asked["allowCredentials"] == []
    assert asked["challenge"] != security.passkeys.authentication_options()["challenge"]


def test_a_registered_passkey_signs_in(
    engine: Engine, security: Security, admin: User, device: Authenticator, clock: ManualClock
) -> None:
    clock.advance(60)
    opened = sign_in(security, device)
    assert opened.user == admin
    assert opened.session.method == "passkey"
    assert opened.session.user_agent == "test browser"
    resolved = security.sessions.resolve(opened.token)
    assert resolved is not None
    assert resolved.user == admin
    with reader(engine) as connection:
        (held,) = security.passkeys.of(connection, admin.id)
        actions = [entry.action for entry in security.audit.read(connection, limit=2)]
    assert (held.label, held.last_used_us) == ("my phone", clock.now_us())
    assert actions == ["signin.opened", "passkey.own"]


def test_a_passkey_registers_once_and_is_excluded_from_then_on(
    security: Security, admin: User, device: Authenticator
) -> None:
    options = security.passkeys.registration_options(admin)
    assert [known["id"] for known in options["excludeCredentials"]] == [b64(device.id)]
    with pytest.raises(Conflict, match="passkey-exists"):
        security.passkeys.register(admin, device.create(options), "again")


def test_an_answer_works_once(security: Security, device: Authenticator, admin: User) -> None:
    answer = device.get(security.passkeys.authentication_options())
    security.passkeys.authenticate(answer, CALLER)
    with pytest.raises(NotSignedIn):
        security.passkeys.authenticate(answer, CALLER)
    created = Authenticator(ORIGIN).create(security.passkeys.registration_options(admin))
    security.passkeys.register(admin, created, "")
    with pytest.raises(BadInput, match="challenge-unknown"):
        security.passkeys.register(admin, created, "")


def test_a_challenge_ends_after_five_minutes(
    security: Security, device: Authenticator, clock: ManualClock, admin: User
) -> None:
    answer = device.get(security.passkeys.authentication_options())
    created = Authenticator(ORIGIN).create(security.passkeys.registration_options(admin))
    clock.advance(300)
    with pytest.raises(NotSignedIn):
        security.passkeys.authenticate(answer, CALLER)
    with pytest.raises(BadInput, match="challenge-unknown"):
        security.passkeys.register(admin, created, "")


def test_a_challenge_is_for_its_purpose_and_its_user(security: Security, admin: User, viewer: User) -> None:
    device = Authenticator(ORIGIN)
    with pytest.raises(BadInput, match="challenge-unknown"):
        security.passkeys.register(viewer, device.create(security.passkeys.registration_options(admin)), "")
    options = {**security.passkeys.registration_options(admin), **security.passkeys.authentication_options()}
    with pytest.raises(BadInput, match="challenge-unknown"):
        security.passkeys.register(admin, device.create(options), "")


@pytest.mark.parametrize(
    "origin", ["http://localhost:9999", "https://evil.example", "http://localhost:8400.evil"]
)
def test_another_origin_is_refused(
    security: Security, admin: User, device: Authenticator, origin: str
) -> None:
    device.origin = origin
    with pytest.raises(NotSignedIn):
        sign_in(security, device)
    with pytest.raises(BadInput, match="passkey-refused"):
        security.passkeys.register(
            admin, Authenticator(origin).create(security.passkeys.registration_options(admin)), ""
        )


def test_a_touch_without_pin_or_finger_is_refused(
    security: Security, admin: User, device: Authenticator
) -> None:
    device.verifies = False
    with pytest.raises(NotSignedIn):
        sign_in(security, device)
    other = Authenticator(ORIGIN)
    other.verifies = False
    with pytest.raises(BadInput):
        security.passkeys.register(admin, other.create(security.passkeys.registration_options(admin)), "")


def test_a_cloned_passkey_is_refused_by_its_counter(security: Security, device: Authenticator) -> None:
    sign_in(security, device)
    sign_in(security, device)
    device.count = 0
    with pytest.raises(NotSignedIn):
        sign_in(security, device)


def test_a_wrong_signature_is_refused(security: Security, device: Authenticator) -> None:
    answer = device.get(security.passkeys.authentication_options())
    impostor = Authenticator(ORIGIN)
    impostor.id, impostor.count = device.id, 7
    forged = impostor.get(security.passkeys.authentication_options())
    with pytest.raises(NotSignedIn):
        security.passkeys.authenticate(forged, CALLER)
    assert security.passkeys.authenticate(answer, CALLER).user.name == "admin"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"id": "x"},
        {"id": 5, "response": None},
        {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "!!!"}},
        {"id": "AAAA", "response": {"clientDataJSON": b64(b"[]")}},
        {"id": "AAAA", "response": {"clientDataJSON": b64(b'{"challenge": 5}')}},
        {"id": "AAAA", "response": {"clientDataJSON": b64(b"\xff\xfe")}},
    ],
)
def test_broken_answers_are_refused_and_nothing_else(
    security: Security, admin: User, answer: dict[str, Any]
) -> None:
    with pytest.raises(NotSignedIn):
        security.passkeys.authenticate(answer, CALLER)
    with pytest.raises(BadInput):
        security.passkeys.register(admin, answer, "")


def test_truncated_answers_to_a_live_challenge_are_refused(security: Security, admin: User) -> None:
    for cut in (0, 10, 60, 120):
        answer = Authenticator(ORIGIN).create(security.passkeys.registration_options(admin))
        answer["response"]["attestationObject"] = answer["response"]["attestationObject"][:cut]
        with pytest.raises(BadInput, match="passkey-refused"):
            security.passkeys.register(admin, answer, "")


def test_five_failures_lock_the_user_of_the_passkey_and_the_address(
    security: Security, device: Authenticator, clock: ManualClock
) -> None:
    device.origin = "https://evil.example"
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            sign_in(security, device)
    device.origin = ORIGIN
    good = device.get(security.passkeys.authentication_options())
    with pytest.raises(TooMany) as locked:
        security.passkeys.authenticate(good, CALLER)
    assert locked.value.key == "sign-in-locked"
    assert locked.value.fields == {"minutes": 15}
    with pytest.raises(TooMany):
        security.passkeys.authenticate(
            device.get(security.passkeys.authentication_options()), Caller(address="198.51.100.1")
        )
    clock.advance(15 * 60)
    assert sign_in(security, device).user.name == "admin"


def test_a_disabled_user_does_not_sign_in_with_a_passkey(
    engine: Engine, security: Security, admin: User, viewer: User
) -> None:
    device = Authenticator(ORIGIN)
    security.passkeys.register(viewer, device.create(security.passkeys.registration_options(viewer)), "")
    with engine.begin() as connection:
        security.users.change(connection, viewer.id, disabled=True, actor=admin.id)
    with pytest.raises(NotSignedIn):
        sign_in(security, device)


def test_a_user_removes_only_own_passkeys(
    engine: Engine, security: Security, admin: User, viewer: User, device: Authenticator
) -> None:
    with reader(engine) as connection:
        (held,) = security.passkeys.of(connection, admin.id)
        assert security.passkeys.of(connection, viewer.id) == []
    with pytest.raises(NotFound), engine.begin() as connection:
        security.passkeys.remove(connection, held.id, user=viewer.id)
    with engine.begin() as connection:
        security.passkeys.remove(connection, held.id, user=admin.id)
    with pytest.raises(NotSignedIn):
        sign_in(security, device)


def waiting(engine: Engine) -> int:
    with reader(engine) as connection:
        return len(connection.execute(challenges.select()).all())


def test_a_flood_of_requests_is_bounded_and_keeps_nobody_from_answering_soon(
    engine: Engine,
    security: Security,
    admin: User,
    device: Authenticator,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting_room, "_MAX_WAITING", 3)
    registration = security.passkeys.registration_options(admin)
    first = security.passkeys.authentication_options()
    clock.advance(1)
    second = security.passkeys.authentication_options()
    for _ in range(2):
        clock.advance(1)
        security.passkeys.authentication_options()
    assert waiting(engine) == 4
    assert security.passkeys.authenticate(device.get(second), CALLER).user == admin
    with pytest.raises(NotSignedIn):
        security.passkeys.authenticate(device.get(first), CALLER)
    security.passkeys.register(admin, Authenticator(ORIGIN).create(registration), "")


def test_expired_challenges_are_dropped(engine: Engine, security: Security, clock: ManualClock) -> None:
    for _ in range(3):
        security.passkeys.authentication_options()
    clock.advance(301)
    security.passkeys.authentication_options()
    assert waiting(engine) == 1
