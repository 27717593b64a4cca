"""Who gets into the broker, and what a device may do there: a real broker, real MQTT clients."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from natsrpy import Nats
from natsrpy.exceptions import NatsrpyBaseError

from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.settings.security import SecuritySettings
from luylau.simulator import fleet
from luylau.telemetry.sources import mqtt_source
from tests.support.broker import TestBroker
from tests.support.devices import TENANT, Device, Gate
from tests.support.reading import read_messages

pytestmark = pytest.mark.timeout(90)


@asynccontextmanager
async def platform(folder: Path, settings: SecuritySettings | None = None) -> AsyncIterator[Gate]:
    broker = TestBroker(folder)
    await broker.start()
    engine = open_engine(sqlite_url(folder / "test.db"))
    metadata.create_all(engine)
    gate = await Gate(broker, engine, settings=settings or SecuritySettings()).open()
    try:
        yield gate
    finally:
        await gate.close()
        broker.stop()
        engine.dispose()


async def join(gate: Gate, user: str, password: str, client_id: str = "") -> Device:
    port = gate.broker.settings.mqtt_port
    device = await asyncio.to_thread(Device, port, user, password, client_id=client_id)
    await asyncio.to_thread(device.joined)
    return device


async def until_refused(gate: Gate, count: int) -> None:
    for _ in range(100):
        if sum(one.count for one in gate.refused) >= count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{gate.refused}")


def test_a_device_comes_in_with_its_secret_and_publishes_to_its_own_topics_alone(tmp_path: Path) -> None:
    async def run() -> None:
        async with platform(tmp_path) as gate:
            bus = await gate.broker.bus()
            source = mqtt_source(bus, TENANT, 50_000_000)
            await source.open({})
            device = await join(gate, "gauge-1", gate.issue("gauge-1"))
            assert device.joined()
            for topic in (
                f"obs/{TENANT}/gauge-1/water_level",
                f"obs/{TENANT}/gauge-2/water_level",
                "obs/other/gauge-1/water_level",
                "$MQTT/msgs/obs/x",
                "$JS/API/STREAM/DELETE/INGEST",
                "rpc/signals/anything",
            ):
                await asyncio.to_thread(device.publish_to, topic, b'{"value": 1}')
            await asyncio.to_thread(device.publish, "last", b"{}")
            got = await read_messages(source, 2)
            assert [(one.device, one.channel) for one in got] == [
                ("gauge-1", "water_level"),
                ("gauge-1", "last"),
            ]
            device.end()
            await source.close()
            await bus.close()

    asyncio.run(run())


def test_strangers_and_wrong_secrets_are_refused_and_reported(tmp_path: Path) -> None:
    async def run() -> None:
        async with platform(tmp_path) as gate:
            gate.issue("gauge-1")
            for user, password in (
                ("gauge-1", "wrong"),
                ("stranger", "x"),
                ("Ga.uge", "x"),
                ("signals", "x"),
            ):
                device = await join(gate, user, password, client_id=f"c{len(user)}")
                assert device.refused == "Not authorized" or not device.connected.is_set()
                device.end()
            service = await join(gate, "signals", gate.broker.secrets.signals)
            assert not service.joined(), "a service user may not come by MQTT"
            service.end()
            await until_refused(gate, 3)
            reasons = {one.device: one.reason for one in gate.refused}
            assert reasons["gauge-1"] == "device-credential-wrong"
            assert reasons["stranger"] == "device-credential-none"
            assert reasons["Ga.uge"] == "device-id-invalid"
            assert all(one.address == "127.0.0.1" for one in gate.refused)

    asyncio.run(run())


def test_an_enrolling_device_is_let_in_only_with_the_token(tmp_path: Path) -> None:
    async def run() -> None:
        async with platform(tmp_path) as gate:
            token = gate.token()
            inside = await join(gate, "new-one", f"enrol:{token}:abcdefgh12345678")
            assert inside.joined()
            inside.end()
            outside = await join(gate, "new-two", "enrol:wrong:abcdefgh12345678")
            assert not outside.joined()
            outside.end()
            await until_refused(gate, 1)
            assert gate.refused[0].reason == "enrolment-token-wrong"

    asyncio.run(run())


def test_a_revoked_device_is_put_out_at_once_and_stays_out(tmp_path: Path) -> None:
    async def run() -> None:
        async with platform(tmp_path) as gate:
            secret = gate.issue("gauge-1")
            device, other = (
                await join(gate, "gauge-1", secret),
                await join(gate, "pump-1", gate.issue("pump-1")),
            )
            assert device.joined()
            assert other.joined()
            gate.revoke("gauge-1")
            assert await gate.callout.kick("gauge-1") == 1
            assert await asyncio.to_thread(device.lost.wait, 5)
            assert not other.lost.is_set()
            again = await join(gate, "gauge-1", secret)
            assert not again.joined()
            assert await asyncio.to_thread(other.publish, "water_level", b"1")
            for one in (device, other, again):
                one.end()
            assert await gate.callout.kick("nobody") == 0

    asyncio.run(run())


def test_a_new_secret_ends_the_lock_of_its_device(tmp_path: Path) -> None:
    async def run() -> None:
        settings = SecuritySettings(failures_before_lock=2)
        async with platform(tmp_path, settings) as gate:
            first = gate.issue("gauge-1")
            for password in ("wrong", "wrong", first):
                device = await join(gate, "gauge-1", password)
                assert not device.joined()
                device.end()
            await until_refused(gate, 3)
            assert gate.refused[-1].reason == "device-locked"
            device = await join(gate, "gauge-1", gate.issue("gauge-1"))
            assert device.joined()
            device.end()

    asyncio.run(run())


def test_the_simulator_ends_for_a_device_whose_secret_is_another_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet, "REFUSED_RETRIES_S", (0.1, 0.1))
    monkeypatch.setattr(fleet, "RETRY_S", 0.1)
    told: list[str] = []

    async def until(done: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not done():
                await asyncio.sleep(0.05)

    async def run() -> None:
        async with platform(tmp_path) as gate:
            simulated = fleet.Fleet(
                host="127.0.0.1",
                port=gate.broker.settings.mqtt_port,
                credentials={name: gate.issue(name) for name in ("gauge-1", "gauge-2")},
                tell_refused=told.append,
            )
            await simulated.start()
            await until(lambda: simulated.connected == 2)
            real = gate.issue("gauge-1")
            await gate.callout.kick("gauge-1")
            await until(lambda: told == ["gauge-1"])
            refused = gate.callout.refused
            device = await join(gate, "gauge-1", real)
            assert device.joined()
            for name in ("gauge-1", "gauge-2"):
                simulated.publish(name, f"obs/{TENANT}/{name}/level", b"1", 1)
            await until(lambda: simulated.acknowledged == 1)
            await asyncio.sleep(0.5)
            assert (told, simulated.connected, simulated.unacknowledged) == (["gauge-1"], 1, 0)
            assert simulated.refused == {"gauge-1"}
            assert gate.callout.refused == refused, "it is not tried again"
            assert not device.lost.is_set()
            device.end()
            await simulated.stop()

    asyncio.run(run())


def test_no_device_takes_another_ones_session(tmp_path: Path) -> None:
    async def run() -> None:
        async with platform(tmp_path) as gate:
            first = await join(gate, "gauge-1", gate.issue("gauge-1"))
            thief = await join(gate, "pump-1", gate.issue("pump-1"), client_id="gauge-1")
            assert not thief.joined()
            assert not first.lost.is_set()
            second = await join(gate, "pump-1", gate.issue("pump-1"), client_id="pump-1_b")
            assert second.joined()
            for one in (first, thief, second):
                one.end()
            await until_refused(gate, 1)
            assert gate.refused[0].reason == "device-client-id"

    asyncio.run(run())


def test_guessing_locks_the_pair_of_device_and_address(tmp_path: Path) -> None:
    async def run() -> None:
        async with platform(tmp_path, SecuritySettings(failures_before_lock=3, lock_s=60)) as gate:
            secret = gate.issue("gauge-1")
            for _ in range(3):
                (await join(gate, "gauge-1", "guess")).end()
            right = await join(gate, "gauge-1", secret)
            assert not right.joined()
            right.end()
            other = await join(gate, "pump-1", gate.issue("pump-1"))
            assert other.joined()
            other.end()
            await until_refused(gate, 4)
            assert gate.refused[-1].reason == "device-locked"

    asyncio.run(run())


def test_the_nats_port_is_closed_to_devices(tmp_path: Path) -> None:
    async def run() -> None:
        async with platform(tmp_path) as gate:
            secret = gate.issue("gauge-1")
            client = Nats(addrs=[gate.broker.settings.url], user_and_pass=("gauge-1", str(secret)))
            with pytest.raises(NatsrpyBaseError):
                await client.startup()
            await until_refused(gate, 1)
            assert gate.refused[0].reason == "device-not-mqtt"

    asyncio.run(run())


def test_a_device_hears_commands_to_itself_alone(tmp_path: Path) -> None:
    async def run() -> None:
        async with platform(tmp_path) as gate:
            bus = await gate.broker.bus()
            device = await join(gate, "pump-1", gate.issue("pump-1"))
            for topic in (f"cmd/{TENANT}/pump-1/#", f"cmd/{TENANT}/pump-2/#", "obs/#", "#"):
                device.client.subscribe(topic, 1)
            await asyncio.sleep(0.5)
            for target in ("pump-1", "pump-2"):
                await bus.publish(f"cmd.{TENANT}.{target}.set", {"on": True})
            await bus.publish(f"obs.{TENANT}.pump-2.flow", b"1")
            await asyncio.sleep(0.5)
            assert [(topic, json.loads(said)) for topic, said in device.heard] == [
                (f"cmd/{TENANT}/pump-1/set", {"on": True})
            ]
            device.end()
            await bus.close()

    asyncio.run(run())
