"""One behaviour suite for all sources: a real broker, real MQTT clients, real files.

Every source is driven by the same questions: does everything that was sent arrive once, in order for each
device, also over a restart of the reader and a crash of the broker? A source that promises less (QoS 0) is
asked for less.
"""

import asyncio
import csv
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from luylau.kernel.bus import Bus
from luylau.kernel.errors import Unavailable
from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.telemetry.decode import Message
from luylau.telemetry.sources import LiveSource, SensorSource, ingest_source, mqtt_source
from luylau.telemetry.sources.publisher import NatsIngestPublisher
from luylau.telemetry.sources.replay import Replay, check_file
from tests.support.broker import TestBroker
from tests.support.devices import TENANT, Device, Gate
from tests.support.reading import read_records

pytestmark = pytest.mark.timeout(90)

START_S = 1_700_000_000
STORE_BYTES = 50_000_000

Sent = dict[str, list[int]]
"""By device, the values in the order in which they were acknowledged."""


@dataclass
class Bench:
    """A running platform's side: broker, gate, and a way to open readers."""

    broker: TestBroker
    gate: Gate
    folder: Path
    buses: list[Bus] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)

    async def bus(self, user: str = "signals") -> Bus:
        bus = await self.broker.bus(user)
        self.buses.append(bus)
        return bus

    def secret(self, device: str) -> str:
        if device not in self.secrets:
            self.secrets[device] = self.gate.issue(device)
        return self.secrets[device]


class Way(Protocol):
    """One way in: how it sends, which source reads it, what it promises."""

    durable: bool

    async def reader(self, bench: Bench) -> SensorSource: ...

    async def send(self, bench: Bench, devices: Sequence[str], values: Sequence[int]) -> Sent: ...


class ByMqtt:
    """A device's own MQTT connection."""

    def __init__(self, qos: int) -> None:
        self.qos = qos
        self.durable = qos == 1

    async def reader(self, bench: Bench) -> SensorSource:
        if self.durable:
            return mqtt_source(await bench.bus(), TENANT, STORE_BYTES)
        return LiveSource(
            host="127.0.0.1",
            port=bench.broker.settings.nats_port,
            user="signals",
            password=bench.broker.secrets.signals,
            tenant=TENANT,
        )

    async def send(self, bench: Bench, devices: Sequence[str], values: Sequence[int]) -> Sent:
        sent: Sent = {}
        for device in devices:
            secret = bench.secret(device)
            client = await asyncio.to_thread(Device, bench.broker.settings.mqtt_port, device, secret)
            assert await asyncio.to_thread(client.joined), client.refused
            sent[device] = await asyncio.to_thread(self._send_all, client, values)
            client.end()
        return sent

    def _send_all(self, client: Device, values: Sequence[int]) -> list[int]:
        waiting = [
            (value, client.client.publish(f"obs/{TENANT}/{client.user}/level", _plain(value), qos=self.qos))
            for value in values
        ]
        for _, one in waiting:
            one.wait_for_publish(10)
        return [value for value, one in waiting if one.is_published()]


class ByHttp:
    """What the API does with a POST."""

    durable = True

    async def reader(self, bench: Bench) -> SensorSource:
        return ingest_source(await bench.bus(), TENANT, STORE_BYTES)

    async def send(self, bench: Bench, devices: Sequence[str], values: Sequence[int]) -> Sent:
        publisher = NatsIngestPublisher(await bench.bus("web"), TENANT)
        for device in devices:
            for value in values:
                await publisher.publish(device, "level", _plain(value), f"{device}:{value}")
        return {device: list(values) for device in devices}


class ByFile:
    """A replayed file."""

    durable = True

    def __init__(self, write: Callable[[Path, Sequence[tuple[int, str, int]]], Path]) -> None:
        self.write = write

    async def reader(self, bench: Bench) -> SensorSource:
        return ingest_source(await bench.bus(), TENANT, STORE_BYTES)

    async def send(self, bench: Bench, devices: Sequence[str], values: Sequence[int]) -> Sent:
        rows = [(START_S + value, device, value) for value in values for device in devices]
        file = self.write(bench.folder / f"rows-{values[0]}", rows)
        work = Replay(await bench.bus("web"), check_file(file), tenant=TENANT, folder=bench.folder)
        assert await work.run() == len(rows)
        return {device: list(values) for device in devices}


def _plain(value: int) -> bytes:
    return b'{"value": %d, "time": %d}' % (value, START_S + value)


def _csv(path: Path, rows: Sequence[tuple[int, str, int]]) -> Path:
    file = path.with_suffix(".csv")
    with file.open("w", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["time", "device", "channel", "value"])
        lines.writerows([at, device, "level", value] for at, device, value in rows)
    return file


def _parquet(path: Path, rows: Sequence[tuple[int, str, int]]) -> Path:
    file = path.with_suffix(".parquet")
    times, devices, values = zip(*rows, strict=True)
    columns = {
        "time": pa.array([at * 1_000_000 for at in times], pa.timestamp("us", "UTC")),
        "device": list(devices),
        "channel": ["level"] * len(rows),
        "value": pa.array(values, pa.float64()),
    }
    pq.write_table(pa.table(columns), file)
    return file


WAYS: dict[str, Callable[[], Way]] = {
    "mqtt-qos1": lambda: ByMqtt(1),
    "mqtt-qos0": lambda: ByMqtt(0),
    "http": ByHttp,
    "csv": lambda: ByFile(_csv),
    "parquet": lambda: ByFile(_parquet),
}


@pytest.fixture(params=sorted(WAYS))
def way(request: pytest.FixtureRequest) -> Way:
    return WAYS[request.param]()


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Bench]:
    broker = TestBroker(folder / "data")
    await broker.start()
    engine = open_engine(sqlite_url(folder / "test.db"))
    metadata.create_all(engine)
    gate = await Gate(broker, engine).open()
    bench = Bench(broker, gate, folder)
    try:
        yield bench
    finally:
        for bus in bench.buses:
            await bus.close()
        await gate.close()
        broker.stop()
        engine.dispose()


def values_of(message: Message) -> list[int]:
    """Return the values of a message by plain JSON, apart from the platform's own decoder."""
    said = json.loads(message.payload)
    records = said if isinstance(said, list) else [said]
    return [int(record.get("v", record.get("value"))) for record in records]


def by_device(messages: Sequence[Message]) -> Sent:
    got: Sent = {}
    for message in messages:
        got.setdefault(message.device, []).extend(values_of(message))
    return got


def total(sent: Sent) -> int:
    return sum(map(len, sent.values()))


def test_all_that_was_sent_arrives_once_and_in_order(way: Way, tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path) as bench:
            source = await way.reader(bench)
            await source.open({})
            assert not source.away
            sent = await way.send(bench, ["gauge-1", "gauge-2"], range(200))
            messages = await read_records(source, total(sent))
            assert total(sent) == 400
            assert by_device(messages) == sent
            assert source.dropped == 0
            assert source.pending == 0
            numbers = [one.seq for one in messages]
            assert numbers == sorted(set(numbers))
            assert source.stream.startswith(f"{source.name}@")
            assert await source.fetch(10, 0.05) == []
            await source.close()

    asyncio.run(run())


def test_what_was_not_committed_comes_again_after_a_restart(way: Way, tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path) as bench:
            first = await way.reader(bench)
            await first.open({})
            sent = await way.send(bench, ["gauge-1"], range(50))
            messages = await read_records(first, 50)
            if not way.durable:
                await first.close()
                second = await way.reader(bench)
                await second.open({})
                assert await second.fetch(10, 0.3) == [], "QoS 0 is delivered at most once"
                await second.close()
                return
            half = messages[len(messages) // 2 - 1].seq if len(messages) > 1 else 0
            marks = {first.stream: half, "mqtt@another": 10**9}
            await first.committed(marks)
            # The worker dies here, without a word.
            second = await way.reader(bench)
            await second.open(marks)
            again = await read_records(second, sum(len(values_of(one)) for one in messages if one.seq > half))
            assert second.stream == first.stream
            head = [one for one in messages if one.seq <= half]
            assert by_device([*head, *again]) == sent
            marks = {second.stream: messages[-1].seq}
            await second.committed(marks)
            third = await way.reader(bench)
            await third.open(marks)
            assert await third.fetch(10, 0.3) == []
            more = await way.send(bench, ["gauge-1"], range(50, 60))
            assert by_device(await read_records(third, 10)) == more
            await third.close()

    asyncio.run(run())


def test_a_crash_of_the_broker_loses_nothing_acknowledged(way: Way, tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path) as bench:
            source = await way.reader(bench)
            await source.open({})
            sent = await way.send(bench, ["gauge-1"], range(100))
            before = [] if way.durable else await read_records(source, 100)
            bench.broker.kill()
            for _ in range(100):
                assert await source.fetch(10, 0.1) == [] or way.durable
                if source.away:
                    break
            assert source.away
            await bench.broker.start()
            for _ in range(100):
                before += await source.fetch(1_000, 0.1)
                if not source.away and not any(bus_away(bench)):
                    break
            assert not source.away
            more = await way.send(bench, ["gauge-1"], range(100, 150))
            left = 150 - sum(len(values_of(one)) for one in before)
            got = by_device([*before, *await read_records(source, left)])
            assert got == {"gauge-1": sent["gauge-1"] + more["gauge-1"]}
            await source.close()

    asyncio.run(run())


def bus_away(bench: Bench) -> list[bool]:
    return [not bus.connected for bus in bench.buses]


def test_a_store_that_was_lost_begins_a_new_identity(way: Way, tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path) as bench:
            source = await way.reader(bench)
            await source.open({})
            first = source.stream
            if not way.durable:
                another = await way.reader(bench)
                assert another.stream != first, "each life of it counts anew"
                await source.close()
                return
            await way.send(bench, ["gauge-1"], range(20))
            messages = await read_records(source, 20)
            name = "INGEST" if source.name == "ingest" else "$MQTT_msgs"
            jetstream = await (await bench.bus()).jetstream()
            await jetstream.streams.delete(name)
            # The source makes the store anew; numbers begin at 1 again and are not taken for old ones.
            for _ in range(50):
                await source.fetch(10, 0.1)
                if source.stream != first and not source.away:
                    break
            assert source.stream != first
            await source.committed({first: messages[-1].seq})
            sent = await way.send(bench, ["gauge-1"], range(20, 30))
            assert by_device(await read_records(source, 10)) == sent
            # A mark beyond the end of the stream means that its end was lost.
            again = await way.reader(bench)
            await again.open({source.stream: 10**6})
            assert again.stream == f"{source.stream}+1"
            third = await way.reader(bench)
            await third.open({source.stream: 10**6, again.stream: 1})
            assert third.stream == again.stream
            assert by_device(await read_records(again, 10)) == sent
            for one in (source, again, third):
                await one.close()

    asyncio.run(run())


def test_opening_without_a_broker_says_so(way: Way, tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path) as bench:
            source = await way.reader(bench)
            bench.broker.kill()
            with pytest.raises(Unavailable):
                await source.open({})
            await source.close()

    asyncio.run(run())


def test_a_broker_that_crashes_under_load_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    """Three crashes while two devices send without a pause and retry what was not acknowledged."""

    async def run() -> None:
        async with running(tmp_path) as bench:
            source = mqtt_source(await bench.bus(), TENANT, STORE_BYTES)
            await source.open({})
            port = bench.broker.settings.mqtt_port
            devices = []
            for name in ("gauge-1", "gauge-2"):
                secret = bench.secret(name)
                devices.append(await asyncio.to_thread(Device, port, name, secret, retry=True))
            for device in devices:
                assert await asyncio.to_thread(device.joined)
            numbers: dict[str, dict[int, int]] = {device.user: {} for device in devices}
            stop = threading.Event()

            def send(device: Device) -> None:
                value = 0
                while not stop.is_set():
                    said = device.client.publish(f"obs/{TENANT}/{device.user}/level", _plain(value), qos=1)
                    numbers[device.user][said.mid] = value
                    value += 1
                    if len(numbers[device.user]) - len(device.acknowledged) > 100:
                        time.sleep(0.01)
                until = time.monotonic() + 30
                while len(device.acknowledged) < value and time.monotonic() < until:
                    time.sleep(0.05)

            got: dict[str, set[int]] = {device.user: set() for device in devices}
            order: list[int] = []
            marks: dict[str, int] = {}

            async def read_on() -> None:
                for message in await source.fetch(1_000, 0.1):
                    got[message.device].update(values_of(message))
                    order.append(message.seq)
                    marks[source.stream] = message.seq
                await source.committed(marks)

            work = [asyncio.ensure_future(asyncio.to_thread(send, device)) for device in devices]
            for _ in range(3):
                for _ in range(8):
                    await read_on()
                bench.broker.kill()
                await bench.broker.start()
            for _ in range(10):
                await read_on()
            stop.set()
            while not all(each.done() for each in work):
                await read_on()
            quiet = 0
            while quiet < 5:
                before = len(order)
                await read_on()
                quiet = quiet + 1 if len(order) == before else 0
            for device in devices:
                acknowledged = {numbers[device.user][mid] for mid in device.acknowledged}
                assert len(acknowledged) > 100
                assert acknowledged <= got[device.user]
                device.end()
            assert order == sorted(set(order)), "no number twice, none out of order"
            assert len(marks) == 1, "a crash does not lose the end of the stream"
            await source.close()

    asyncio.run(run())
