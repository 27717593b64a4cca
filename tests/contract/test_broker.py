"""The broker's configuration and the bus over it, on a real server."""

import asyncio
import os
import stat
import subprocess
from pathlib import Path

import msgspec
import pytest

from luylau.kernel.bus import Bus
from luylau.kernel.errors import BadFile, LuylauError, NotFound, TooMany, Unavailable
from luylau.processes.broker import broker_program, config_text
from luylau.processes.broker_secrets import broker_secrets
from luylau.settings.broker import BrokerSettings
from luylau.telemetry.sources import ingest_source, stream_budget
from luylau.telemetry.sources.publisher import NatsIngestPublisher
from tests.support.broker import TestBroker, free_port
from tests.support.reading import read_messages

pytestmark = pytest.mark.timeout(90)

TENANT = "test-city"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_secrets_are_made_once_and_closed_to_others(tmp_path: Path) -> None:
    first = broker_secrets(tmp_path)
    again = broker_secrets(tmp_path)
    assert mode(tmp_path / "broker.json") == 0o600
    names = ("signals", "web", "auth", "system", "seed", "scada", "cameras", "studies")
    words = [getattr(first, name) for name in names]
    assert len(set(words)) == len(names)
    assert words == [getattr(again, name) for name in names]
    assert all(word not in repr(first.__dict__) for word in words)
    (tmp_path / "broker.json").write_text("{}")
    with pytest.raises(BadFile):
        broker_secrets(tmp_path)


@pytest.mark.parametrize("user", ["scada", "cameras", "studies"])
def test_a_file_from_before_a_user_gets_its_password_and_keeps_the_others(tmp_path: Path, user: str) -> None:
    first = broker_secrets(tmp_path)
    file = tmp_path / "broker.json"
    said = msgspec.json.decode(file.read_bytes())
    del said[user]
    file.write_bytes(msgspec.json.encode(said))
    again = broker_secrets(tmp_path)
    assert (again.signals, again.seed) == (first.signals, first.seed)
    assert getattr(again, user) not in ("", getattr(first, user))
    assert getattr(broker_secrets(tmp_path), user) == getattr(again, user)
    assert mode(file) == 0o600


@pytest.mark.parametrize("sync_s", [0, 0.5, 1])
def test_the_server_itself_accepts_the_configuration(tmp_path: Path, sync_s: float) -> None:
    folder = tmp_path / 'with "quotes", spaces and mực nước'
    broker = TestBroker(
        folder, BrokerSettings(nats_port=free_port(), mqtt_port=free_port(), sync_interval_s=sync_s)
    )
    broker.data.jetstream.mkdir()
    config = tmp_path / "nats.conf"
    config.write_text(config_text(broker.data, broker.settings, broker.secrets))
    done = subprocess.run(
        [broker_program(), "-t", "-c", str(config)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_what_the_broker_keeps_is_closed_to_others(tmp_path: Path) -> None:
    async def run() -> None:
        broker = TestBroker(tmp_path)
        await broker.start()
        assert mode(broker.data.run / "nats.conf") == 0o600
        assert mode(broker.data.jetstream) == 0o700
        broker.stop()
        said = (broker.data.logs / "broker.log").read_text()
        assert "Server is ready" in said
        for word in (broker.secrets.signals, broker.secrets.web, broker.secrets.seed):
            assert word not in said

    asyncio.run(run())


def test_a_stranger_on_the_port_is_not_taken_for_the_broker(tmp_path: Path) -> None:
    async def run() -> None:
        first = TestBroker(tmp_path / "a")
        await first.start()
        second = TestBroker(tmp_path / "b", first.settings)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(second.start(), 2)
        second.stop()
        with pytest.raises(Unavailable):
            await Bus.connect(first.settings.url, user="signals", password="guess", wait_s=0)
        first.stop()

    asyncio.run(run())


def test_the_web_user_may_do_its_work_and_no_more(tmp_path: Path) -> None:
    async def run() -> None:
        broker = TestBroker(tmp_path)
        await broker.start()
        signals, web = await broker.bus(), await broker.bus("web")
        heard: list[tuple[str, bytes]] = []

        async def hear(subject: str, payload: bytes) -> None:
            heard.append((subject, payload))

        for subject in ("city.changed", "obs.>", "$JS.API.>"):
            await signals.subscribe(subject, hear)
        for subject in (f"obs.{TENANT}.gauge-1.water_level", "$JS.API.STREAM.DELETE.INGEST", "city.changed"):
            await web.publish(subject, b"x")
        for _ in range(50):
            if heard:
                break
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.2)
        assert heard == [("city.changed", b"x")]
        for bus in (signals, web):
            await bus.close()
        broker.stop()

    asyncio.run(run())


class Asked(msgspec.Struct):
    number: int


def test_calls_carry_results_and_errors(tmp_path: Path) -> None:
    async def run() -> None:
        broker = TestBroker(tmp_path)
        await broker.start()
        signals, web = await broker.bus(), await broker.bus("web")

        async def double(payload: bytes) -> object:
            asked = msgspec.json.decode(payload, type=Asked)
            if asked.number < 0:
                raise NotFound("asset-unknown", asset="x")
            if asked.number == 0:
                raise ZeroDivisionError
            return Asked(asked.number * 2)

        await signals.serve("rpc.signals.double", double)
        assert await web.call("rpc.signals.double", Asked(21), Asked) == Asked(42)
        with pytest.raises(NotFound) as missing:
            await web.call("rpc.signals.double", Asked(-1), Asked)
        assert (missing.value.key, missing.value.fields) == ("asset-unknown", {"asset": "x"})
        with pytest.raises(LuylauError) as failed:
            await web.call("rpc.signals.double", Asked(0), Asked)
        assert failed.value.key == "part-failed"
        with pytest.raises(Unavailable):
            await web.call("rpc.signals.nobody", Asked(1), Asked)
        assert await web.call("rpc.signals.double", Asked(1), Asked) == Asked(2), "it goes on serving"
        for bus in (signals, web):
            await bus.close()
        assert not web.connected
        broker.stop()

    asyncio.run(run())


def test_messages_are_handed_on_in_order_whatever_the_handler_does(tmp_path: Path) -> None:
    async def run() -> None:
        broker = TestBroker(tmp_path)
        await broker.start()
        bus = await broker.bus()
        heard: list[int] = []

        async def slow(_: str, payload: bytes) -> None:
            number = int(payload)
            if number % 3 == 0:
                await asyncio.sleep(0.01)
            if number % 5 == 0:
                raise ValueError(number)
            heard.append(number)

        await bus.subscribe("live.values", slow)
        for number in range(50):
            await bus.publish("live.values", str(number).encode())
        for _ in range(100):
            if heard and heard[-1] == 49:
                break
            await asyncio.sleep(0.05)
        assert heard == [number for number in range(50) if number % 5]
        await bus.close()
        broker.stop()

    asyncio.run(run())


def test_a_bus_knows_when_the_broker_hangs_or_is_gone_and_comes_back(tmp_path: Path) -> None:
    async def run() -> None:
        broker = TestBroker(tmp_path)
        await broker.start()
        bus = await broker.bus()
        for begin, end in ((broker.pause, broker.resume), (broker.kill, None)):
            assert bus.connected
            begin()
            for _ in range(50):
                await asyncio.sleep(0.1)
                if not bus.connected:
                    break
            assert not bus.connected, "known within five seconds"
            with pytest.raises(Unavailable):
                await bus.publish("city.changed", b"")
            if end is not None:
                end()
            else:
                await broker.start()
            for _ in range(100):
                if bus.connected:
                    break
                await asyncio.sleep(0.1)
        assert bus.connected
        await bus.close()
        broker.stop()

    asyncio.run(run())


def test_a_full_store_says_so_and_recovers(tmp_path: Path) -> None:
    async def run() -> None:
        broker = TestBroker(tmp_path)
        await broker.start()
        signals, web = await broker.bus(), await broker.bus("web")
        source = ingest_source(signals, TENANT, 200_000)
        await source.open({})
        publisher = NatsIngestPublisher(web, TENANT, max_payload_bytes=100_000)
        for number in range(3):
            await publisher.publish("gauge-1", "water_level", b"x" * 50_000, f"a{number}")
        with pytest.raises(Unavailable) as full:
            await publisher.publish("gauge-1", "water_level", b"x" * 50_000, "one-too-many")
        assert full.value.key == "ingest-full"
        messages = await read_messages(source, 3)
        assert len(messages) == 3
        await source.committed({source.stream: messages[-1].seq})
        await publisher.publish("gauge-1", "water_level", b"again", "b")
        await publisher.publish("gauge-1", "water_level", b"again", "b")
        assert [one.payload for one in await read_messages(source, 1)] == [b"again"]
        with pytest.raises(TooMany):
            await publisher.publish("gauge-1", "water_level", b"x" * 100_001, "c")
        for device, channel in (("a.b", "c"), ("*", "c"), ("a", ">"), ("a", "")):
            with pytest.raises(LuylauError) as wrong:
                await publisher.publish(device, channel, b"1", "d")
            assert wrong.value.key == "refused-topic"
        for bus in (signals, web):
            await bus.close()
        broker.stop()

    asyncio.run(run())


def test_streams_never_get_more_than_the_disk_has(tmp_path: Path) -> None:
    budget = stream_budget(tmp_path / "elsewhere", 10)
    assert (budget.mqtt, budget.ingest) == (6_500_000_000, 2_500_000_000)
    (tmp_path / "some").write_bytes(b"x" * 1_000)
    disk = os.statvfs(tmp_path)
    free = disk.f_bavail * disk.f_frsize
    large = stream_budget(tmp_path, 10_000)
    assert large.mqtt + large.ingest < 0.8 * (free + 10_000_000)
    least = stream_budget(tmp_path, 0.00001)
    assert least.mqtt == least.ingest == 16_000_000
