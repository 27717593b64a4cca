"""Device credentials: issued, checked, revoked, enrolled, adopted; from memory, and across processes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput, NotFound
from luylau.kernel.sql import reader
from luylau.security import AuditLog, DeviceRegistry, Secret, enrolment_open
from luylau.security.tables import device_credentials, device_registry
from luylau.settings.security import SecuritySettings

OWN = "k3Jx9-qLw7Zb5TnR"


class Stopwatch:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def registry(engine: Engine, clock: ManualClock, watch: Stopwatch) -> DeviceRegistry:
    return DeviceRegistry(engine, clock, monotonic=watch)


@pytest.fixture
def other(engine: Engine, clock: ManualClock) -> DeviceRegistry:
    """A registry as another process has it."""
    return DeviceRegistry(engine, clock, monotonic=Stopwatch())


def issue(engine: Engine, registry: DeviceRegistry, device: str = "gauge-1") -> Secret:
    with engine.begin() as connection:
        return registry.issue(connection, device, actor="cli:test")


def open_enrolment(engine: Engine, registry: DeviceRegistry) -> Secret:
    with engine.begin() as connection:
        return registry.rotate_enrolment(connection, actor="cli:test")


def form(token: str, own: str = OWN) -> str:
    return f"enrol:{token}:{own}"


def test_each_credential_has_a_fingerprint_of_its_own_and_an_issuer(
    engine: Engine, registry: DeviceRegistry, other: DeviceRegistry
) -> None:
    assert other.fingerprint("gauge-1") == b""
    issue(engine, registry)
    first = other.fingerprint("gauge-1")
    with engine.begin() as connection:
        registry.issue_many(connection, ["gauge-1", "gauge-2"], actor="system:up")
    assert other.fingerprint("gauge-1") not in (b"", first)
    issue(engine, registry, "gauge-2")
    open_enrolment(engine, registry)
    with reader(engine) as connection:
        assert registry.issuers(connection) == {"gauge-1": "system:up", "gauge-2": "cli:test"}


def test_an_issued_secret_lets_its_device_in_and_no_other(engine: Engine, registry: DeviceRegistry) -> None:
    secret = issue(engine, registry)
    issue(engine, registry, "gauge-2")
    assert registry.verify("gauge-1", secret).kind == "known"
    assert registry.verify("gauge-2", secret).reason == "device-credential-wrong"
    assert registry.verify("gauge-3", secret).reason == "device-credential-none"
    assert registry.verify("gauge-1", secret + "x").kind == "refused"
    assert registry.verify("gauge-1", "").kind == "refused"


def test_secrets_have_192_random_bits_and_hide_themselves(engine: Engine, registry: DeviceRegistry) -> None:
    with engine.begin() as connection:
        issued = registry.issue_many(connection, [f"d{n}" for n in range(50)], actor="cli:test")
    assert len(set(issued.values())) == 50
    assert all(len(secret) == 32 for secret in issued.values())
    assert issued["d0"] not in repr(issued)


@pytest.mark.parametrize("device", ["", "Gauge", "a.b", "a/b", "a b", "*", ">", "x" * 65, "đ", "-a", "$MQTT"])
def test_what_is_no_id_is_neither_issued_nor_let_in(
    engine: Engine, registry: DeviceRegistry, device: str
) -> None:
    assert registry.verify(device, "x").reason == "device-id-invalid"
    with pytest.raises(BadInput), engine.begin() as connection:
        registry.issue_many(connection, ["gauge-1", device], actor="cli:test")
    assert registry.verify("gauge-1", "x").reason == "device-credential-none"


def test_a_new_secret_ends_the_old_one_everywhere_at_once(
    engine: Engine, registry: DeviceRegistry, other: DeviceRegistry
) -> None:
    old = issue(engine, registry)
    assert other.verify("gauge-1", old).kind == "known"
    new = issue(engine, registry)
    # The other process has not looked yet, but a secret that it would refuse makes it look.
    assert other.verify("gauge-1", new).kind == "known"
    assert other.verify("gauge-1", old).kind == "refused"


def test_a_revocation_by_another_process_counts_within_half_a_second(
    engine: Engine, registry: DeviceRegistry, other: DeviceRegistry, watch: Stopwatch
) -> None:
    secret = issue(engine, registry)
    assert registry.verify("gauge-1", secret).kind == "known"
    with engine.begin() as connection:
        other.revoke(connection, "gauge-1", actor="cli:test")
    watch.now += 0.51
    assert registry.verify("gauge-1", secret).reason == "device-credential-revoked"
    assert registry.verify("gauge-1", issue(engine, other)).kind == "known"


def test_a_revoked_device_does_not_come_back_by_enrolment(engine: Engine, registry: DeviceRegistry) -> None:
    issue(engine, registry)
    token = open_enrolment(engine, registry)
    with engine.begin() as connection:
        registry.revoke(connection, "gauge-1", actor="cli:test")
        with pytest.raises(NotFound):
            registry.revoke(connection, "gauge-1", actor="cli:test")
    assert registry.verify("gauge-1", form(token)).reason == "device-credential-revoked"


def test_an_unknown_device_enrols_and_goes_on_with_its_own_secret(
    engine: Engine, registry: DeviceRegistry, other: DeviceRegistry, clock: ManualClock, watch: Stopwatch
) -> None:
    assert not enrolment_open(engine)
    assert registry.verify("new-1", form("guess")).reason == "enrolment-closed"
    token = open_enrolment(engine, registry)
    assert enrolment_open(engine)
    first = clock.now_us()
    assert registry.verify("new-1", form(token)).kind == "enrolling"
    clock.advance(60)
    assert other.verify("new-1", form(token)).kind == "enrolling"
    with engine.begin() as connection:
        assert registry.enrolling(connection) == {"new-1": first}
        other.adopt(connection, "new-1", actor="user-1")
        assert registry.enrolling(connection) == {}
    watch.now += 1
    assert registry.verify("new-1", form(token)).kind == "known"
    assert registry.verify("new-1", OWN).kind == "known"
    open_enrolment(engine, registry)
    assert registry.verify("new-1", form(token)).kind == "known"
    assert registry.verify("new-1", form(token, "another-secret-99")).reason == "device-credential-wrong"


def test_the_enrolment_token_gives_no_way_into_a_known_device(
    engine: Engine, registry: DeviceRegistry
) -> None:
    secret = issue(engine, registry)
    token = open_enrolment(engine, registry)
    assert registry.verify("gauge-1", form(token)).reason == "device-credential-wrong"
    assert registry.verify("gauge-1", form(token, secret)).reason == "device-credential-wrong"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("enrol:{token}:short", "enrolment-secret-weak"),
        ("enrol:{token}:aaaaaaaaaaaaaaaaaaaa", "enrolment-secret-weak"),
        ("enrol:{token}:1234123412341234", "enrolment-secret-weak"),
        ("enrol:{token}:", "device-credential-none"),
        ("enrol:{token}", "device-credential-none"),
        ("enrol::" + OWN, "device-credential-none"),
        ("enrol:wrong:" + OWN, "enrolment-token-wrong"),
        ("ENROL:{token}:" + OWN, "device-credential-none"),
        ("enrol:{token}:" + "ab" * 500, "device-credential-none"),
        ("\ud800", "device-credential-none"),
    ],
)
def test_what_does_not_enrol(engine: Engine, registry: DeviceRegistry, password: str, reason: str) -> None:
    token = open_enrolment(engine, registry)
    verdict = registry.verify("new-1", password.replace("{token}", token))
    assert (verdict.kind, verdict.reason) == ("refused", reason)
    with reader(engine) as connection:
        assert registry.enrolling(connection) == {}


def test_an_own_secret_may_hold_colons(engine: Engine, registry: DeviceRegistry) -> None:
    token = open_enrolment(engine, registry)
    assert registry.verify("new-1", form(token, "a:b:c:d:e:f:g:h:i:j")).kind == "enrolling"


def test_the_first_to_enrol_keeps_the_name_until_dismissed(engine: Engine, registry: DeviceRegistry) -> None:
    token = open_enrolment(engine, registry)
    assert registry.verify("new-1", form(token)).kind == "enrolling"
    assert registry.verify("new-1", form(token, "intruder-secret-1")).reason == "enrolment-secret-differs"
    with engine.begin() as connection:
        registry.dismiss(connection, "new-1", actor="user-1")
        with pytest.raises(NotFound):
            registry.dismiss(connection, "new-1", actor="user-1")
        with pytest.raises(NotFound):
            registry.adopt(connection, "new-1", actor="user-1")
    assert registry.verify("new-1", form(token, "the-right-secret-2")).kind == "enrolling"
    assert registry.verify("new-1", form(token)).reason == "enrolment-secret-differs"


def test_closing_enrolment_keeps_new_devices_out(
    engine: Engine, registry: DeviceRegistry, watch: Stopwatch
) -> None:
    token = open_enrolment(engine, registry)
    registry.verify("new-1", form(token))
    with engine.begin() as connection:
        registry.close_enrolment(connection, actor="cli:test")
    watch.now += 1
    assert registry.verify("new-2", form(token)).reason == "enrolment-closed"
    assert not enrolment_open(engine)


def test_issuing_a_secret_ends_an_enrolment(engine: Engine, registry: DeviceRegistry) -> None:
    token = open_enrolment(engine, registry)
    registry.verify("new-1", form(token))
    secret = issue(engine, registry, "new-1")
    with reader(engine) as connection:
        assert registry.enrolling(connection) == {}
    assert registry.verify("new-1", secret).kind == "known"


def test_waiting_devices_are_bounded(engine: Engine, clock: ManualClock) -> None:
    registry = DeviceRegistry(engine, clock, settings=SecuritySettings(pending_enrolments=3))
    token = open_enrolment(engine, registry)
    kinds = [registry.verify(f"new-{number}", form(token)).reason for number in range(5)]
    assert kinds == ["", "", "", "enrolment-full", "enrolment-full"]


def test_two_devices_of_one_name_at_once_leave_one(engine: Engine, clock: ManualClock) -> None:
    registries = [DeviceRegistry(engine, clock) for _ in range(4)]
    token = open_enrolment(engine, registries[0])

    def enrol(number: int) -> str:
        return registries[number].verify("new-1", form(token, f"own-secret-{number}-abcd")).reason

    with ThreadPoolExecutor(4) as pool:
        reasons = sorted(pool.map(enrol, range(4)))
    assert reasons == ["", *["enrolment-secret-differs"] * 3]


def test_every_change_is_audited_without_the_secret(engine: Engine, registry: DeviceRegistry) -> None:
    secret = issue(engine, registry)
    token = open_enrolment(engine, registry)
    registry.verify("new-1", form(token))
    registry.verify("new-2", form(token))
    with engine.begin() as connection:
        registry.adopt(connection, "new-1", actor="user-1")
        registry.dismiss(connection, "new-2", actor="user-1")
        registry.revoke(connection, "gauge-1", actor="user-1")
        registry.close_enrolment(connection, actor="user-1")
    with reader(engine) as connection:
        entries = AuditLog().read(connection)
    assert [(entry.action, entry.resource) for entry in reversed(entries)] == [
        ("device.issue_credential", "device:gauge-1"),
        ("device.issue_credential", "enrolment"),
        ("device.adopt", "device:new-1"),
        ("device.dismiss", "device:new-2"),
        ("device.revoke", "device:gauge-1"),
        ("device.issue_credential", "enrolment"),
    ]
    assert all(hidden not in repr(entries) for hidden in (str(secret), str(token), OWN))


def test_a_change_that_is_rolled_back_changes_nothing(engine: Engine, registry: DeviceRegistry) -> None:
    secret = issue(engine, registry)
    with engine.connect() as connection:
        registry.issue(connection, "gauge-1", actor="cli:test")
        registry.revoke(connection, "gauge-1", actor="cli:test")
        connection.rollback()
    assert registry.verify("gauge-1", secret).kind == "known"


def test_known_devices_are_checked_without_the_database(
    engine: Engine, registry: DeviceRegistry, watch: Stopwatch
) -> None:
    secret = issue(engine, registry)
    registry.verify("gauge-1", secret)
    asked: list[str] = []

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    sa.event.listen(engine, "before_cursor_execute", note)
    for _ in range(1_000):
        assert registry.verify("gauge-1", secret).kind == "known"
    assert asked == []
    watch.now += 1
    registry.verify("gauge-1", secret)
    assert len([said for said in asked if said.startswith("SELECT")]) == 1


def break_database(engine: Engine, statement: str) -> None:
    def fail(_: object, __: object, said: str, *___: object) -> None:
        if said.startswith(statement):
            raise sa.exc.OperationalError(said, None, OSError("disk I/O error"))

    sa.event.listen(engine, "before_cursor_execute", fail)


def test_known_devices_go_on_while_the_database_is_away(
    engine: Engine,
    registry: DeviceRegistry,
    watch: Stopwatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    secret = issue(engine, registry)
    registry.verify("gauge-1", secret)
    break_database(engine, "SELECT")
    watch.now += 1
    assert registry.verify("gauge-1", secret).kind == "known"
    assert registry.verify("gauge-1", "wrong").kind == "refused"
    assert "checked from memory" in caplog.text


def test_no_device_enrols_while_nothing_can_be_written(engine: Engine, registry: DeviceRegistry) -> None:
    token = open_enrolment(engine, registry)
    break_database(engine, "INSERT INTO device_enrolments")
    assert registry.verify("new-1", form(token)).reason == "enrolment-not-written"


def test_a_database_restored_from_a_backup_is_read_anew(
    engine: Engine, registry: DeviceRegistry, watch: Stopwatch
) -> None:
    kept = issue(engine, registry, "kept")
    later = issue(engine, registry, "later")
    assert registry.verify("later", later).kind == "known"
    with engine.begin() as connection:
        connection.execute(device_credentials.delete().where(device_credentials.c.device == "later"))
        connection.execute(device_registry.update().values(version=1))
    watch.now += 1
    assert registry.verify("later", later).reason == "device-credential-none"
    assert registry.verify("kept", kept).kind == "known"


def test_credentials_are_listed_with_their_kind(
    engine: Engine, registry: DeviceRegistry, clock: ManualClock
) -> None:
    issue(engine, registry, "b")
    token = open_enrolment(engine, registry)
    registry.verify("a", form(token))
    with engine.begin() as connection:
        registry.adopt(connection, "a", actor="user-1")
        registry.revoke(connection, "b", actor="user-1")
        listed = registry.credentials(connection)
    assert [(held.device, held.kind, held.revoked_us) for held in listed] == [
        ("a", "adopted", None),
        ("b", "issued", clock.now_us()),
    ]


def test_many_threads_may_ask_at_once(engine: Engine, clock: ManualClock) -> None:
    registry = DeviceRegistry(engine, clock, settings=SecuritySettings(device_cache_s=0))
    with engine.begin() as connection:
        issued = registry.issue_many(connection, [f"d{number}" for number in range(8)], actor="cli:test")

    def ask(number: int) -> bool:
        device = f"d{number % 8}"
        good = registry.verify(device, issued[device]).kind == "known"
        return good and registry.verify(device, "wrong").kind == "refused"

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(200)))


def test_whose_way_in_has_ended_is_told_once(engine: Engine, registry: DeviceRegistry) -> None:
    for device in ("gauge-1", "gauge-2", "gauge-3"):
        issue(engine, registry, device)
    token = open_enrolment(engine, registry)
    for device in ("new-1", "new-2", "new-3"):
        assert registry.verify(device, form(token)).kind == "enrolling"
    with engine.begin() as connection:
        registry.revoke(connection, "gauge-3", actor="cli:test")
    with reader(engine) as connection:
        version, ended = registry.revoked_since(connection, 0)
    assert ended == ["gauge-3"], "at the first look those that nobody revoked may stay"
    issue(engine, registry)
    issue(engine, registry, "gauge-4")
    issue(engine, registry, "new-3")
    with engine.begin() as connection:
        registry.revoke(connection, "gauge-2", actor="cli:test")
        registry.dismiss(connection, "new-1", actor="cli:test")
        registry.adopt(connection, "new-2", actor="cli:test")
    with reader(engine) as connection:
        later, ended = registry.revoked_since(connection, version)
        assert ended == ["gauge-1", "gauge-2", "new-1", "new-3"], "replaced, revoked, dismissed, waiting"
        assert registry.revoked_since(connection, later) == (later, [])
