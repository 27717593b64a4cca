"""Outstations over IEC 60870-5-104 on loopback, into a real broker.

An independent server (c104, over lib60870) for what is right, a small one of our own for what goes wrong.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from luylau.kernel.bus import Bus
from luylau.kernel.clock import SystemClock
from luylau.kernel.errors import NotFound, Unavailable
from luylau.processes.assembly import Assembly, assemble
from luylau.processes.scada import Scada, run_scada
from luylau.settings import Settings
from luylau.settings.scada import ScadaSettings
from luylau.telemetry.latest import NEVER
from luylau.telemetry.observations import BAD, Quality
from luylau.telemetry.senml import Resolved, resolve
from luylau.telemetry.sources import SensorSource, ingest_source
from luylau.telemetry.sources.iec104 import Outstation, Patience, Point, Station, Timing
from luylau.telemetry.sources.iec104.station import MOST_WAITING
from tests.support.broker import TestBroker
from tests.support.outstation import TestOutstation, asdu
from tests.support.small_city import CITY, write_small_city

pytestmark = pytest.mark.timeout(90)

TIMING = Timing(answer_s=0.6, acknowledge_s=0.2, test_s=0.4, acknowledge_every=8, interrogate_s=60)
PATIENCE = Patience(connect_s=2, first_s=0.05, most_s=0.2)
ALLOWED = (b"\x68\x04\x07\0\0\0", b"\x68\x04\x43\0\0\0", b"\x68\x04\x83\0\0\0")


async def until(look: Callable[[], Any], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        await asyncio.sleep(0.01)


def assert_only_read(heard: bytes) -> None:
    """Every byte that an outstation was sent: start, test, acknowledgement, general interrogation."""
    at = 0
    while at < len(heard):
        frame = bytes(heard[at : at + 2 + heard[at + 1]])
        question = len(frame) == 16 and frame[6:10] == b"\x64\x01\x06\x00" and frame[12:] == b"\0\0\0\x14"
        assert frame in ALLOWED or frame[:4] == b"\x68\x04\x01\0" or question, frame.hex(" ")
        at += len(frame)


class Kept:
    """A publisher that keeps what it is given, and can be away."""

    def __init__(self) -> None:
        self.said: dict[str, tuple[str, bytes]] = {}
        self.away = False
        self.tries = 0

    async def publish(self, device: str, channel: str, payload: bytes, message_id: str) -> None:
        assert channel == "senml"
        self.tries += 1
        if self.away:
            raise Unavailable("broker-away", said="")
        self.said.setdefault(message_id, (device, payload))

    def values(self) -> list[float | str]:
        return [one.text if one.text is not None else one.value for one in self.records()]

    def records(self) -> list[Resolved]:
        return [one for _, payload in self.said.values() for one in resolve(payload, 0)]


def outstation(port: int) -> Outstation:
    point = Point(kind="single", device="s1", channel="position", unit="count")
    return Outstation(
        id="rtu",
        host="127.0.0.1",
        port=port,
        zone=ZoneInfo("UTC"),
        points={(1, 11): point, (1, 12): replace(point, kind="measured", device="s2")},
    )


@dataclass
class Line:
    far: TestOutstation
    kept: Kept
    station: Station

    def trouble(self) -> list[object]:
        return [one["key"] for one in self.station.trouble()]

    async def again(self, connections: int) -> set[object]:
        """Wait for that many connections; return all troubles told meanwhile."""
        seen: set[object] = set()

        def look() -> bool:
            seen.update(self.trouble())
            return self.far.connections >= connections

        await until(look)
        return seen


@asynccontextmanager
async def line(
    *, timing: Timing = TIMING, points: list[tuple[int, int, bytes]] | None = None
) -> AsyncIterator[Line]:
    async with TestOutstation(points=[(1, 11, b"\x01")] if points is None else points) as far:
        kept = Kept()
        station = Station(outstation(far.port), kept, SystemClock(), timing, PATIENCE)
        running = asyncio.ensure_future(station.run())
        try:
            yield Line(far, kept, station)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            assert_only_read(bytes(far.heard))


def test_all_values_are_read_at_the_start_and_acknowledged_once_they_are_safe() -> None:
    async def run() -> None:
        async with line() as it:
            await until(lambda: it.kept.values() == [1.0])
            assert it.station.connected
            assert it.trouble() == []
            await until(lambda: it.far.acknowledged == it.far.sent == 3)

    asyncio.run(run())


def test_a_line_that_was_cut_is_opened_anew_and_all_is_read_again() -> None:
    async def run() -> None:
        async with line() as it:
            for connection in (1, 2, 3):
                await until(lambda: it.station.connected and len(it.kept.said) == connection)  # noqa: B023
                it.far.drop()
                await until(lambda: it.far.connections > connection)  # noqa: B023
            assert it.far.interrogations >= 3

    asyncio.run(run())


@pytest.mark.parametrize(
    ("key", "misdeed"),
    [
        ("scada-sequence", lambda far: far.say(asdu(1, 3, 1, [(11, b"\x00")]), sent=far.sent + 1)),
        ("scada-not-104", lambda far: far.write(b"\x16\x68\x04\x0b\0\0\0")),
        ("scada-asdu", lambda far: far.say(asdu(1, 3, 1, [(11, b"\x00\x00")]))),
        ("scada-control", lambda far: far.write(b"\x68\x04\x07\0\0\0")),
        ("scada-ended", lambda far: far.drop()),
    ],
)
def test_a_broken_protocol_closes_the_connection_and_opens_another(
    key: str, misdeed: Callable[[TestOutstation], None]
) -> None:
    async def run() -> None:
        async with line(points=[]) as it:
            await until(lambda: it.station.connected)
            misdeed(it.far)
            assert key in await it.again(2)
            await until(lambda: it.station.connected)
            assert it.kept.said == {}, "nothing of it was taken for a value"
            it.far.say(asdu(1, 3, 1, [(11, b"\x01")]))
            await until(lambda: it.kept.values() == [1.0])

    asyncio.run(run())


def test_an_outstation_that_falls_silent_is_given_up_and_tried_again() -> None:
    async def run() -> None:
        async with line() as it:
            await until(lambda: it.station.connected)
            it.far.mute = True
            assert "scada-silent" in await it.again(3)
            it.far.mute = False
            await until(lambda: it.station.connected)

    asyncio.run(run())


def test_nothing_is_acknowledged_while_the_broker_is_away_and_nothing_is_lost() -> None:
    async def run() -> None:
        patient = replace(TIMING, answer_s=30, test_s=20)
        async with line(timing=patient, points=[]) as it:
            await until(lambda: it.station.connected and it.far.acknowledged == 2)
            it.kept.away = True
            for value in range(20):
                it.far.say(asdu(11, 3, 1, [(12, value.to_bytes(2, "little") + b"\0")]))
            await until(lambda: it.kept.tries > 0 and it.station.waiting == 20)
            await asyncio.sleep(0.5)
            assert it.far.acknowledged == 2
            it.kept.away = False
            await until(lambda: it.far.acknowledged == 22)
            assert it.kept.values() == list(range(20))
            times = [one.time_us for one in it.kept.records()]
            assert times == sorted(set(times))

    asyncio.run(run())


def test_an_outstation_that_floods_is_cut_off_in_bounded_memory() -> None:
    async def run() -> None:
        async with line(timing=replace(TIMING, answer_s=30, test_s=20), points=[]) as it:
            await until(lambda: it.station.connected and it.far.acknowledged == 2)
            it.kept.away = True
            for _ in range(MOST_WAITING + 2_000):
                it.far.say(asdu(1, 3, 1, [(11, b"\x01")]))
            assert "scada-window" in await it.again(2)
            assert it.station.waiting <= MOST_WAITING + 1_024
            it.kept.away = False
            await until(lambda: it.station.waiting == 0)

    asyncio.run(run())


def test_an_event_that_lies_before_what_was_read_is_settled_by_reading_again() -> None:
    async def run() -> None:
        async with line(points=[(1, 11, b"\x00")]) as it:
            await until(lambda: it.kept.values() == [0.0])
            # The clock of the outstation lags by an hour; the switch has closed meanwhile.
            lagging = datetime.fromtimestamp(time.time() - 3_600, UTC)
            it.far.points = [(1, 11, b"\x01")]
            it.far.say(asdu(30, 3, 1, [(11, b"\x01" + cp56(lagging))]))
            await until(lambda: it.kept.values() == [0.0, 1.0, 1.0])
            first, event, now = (one.time_us for one in it.kept.records())
            assert event < first < now

    asyncio.run(run())


def test_nobody_there_is_told_and_tried_again() -> None:
    async def run() -> None:
        async with TestOutstation() as gone:
            port = gone.port
        station = Station(outstation(port), Kept(), SystemClock(), TIMING, PATIENCE)
        running = asyncio.ensure_future(station.run())
        await until(
            lambda: station.trouble()[0]["fields"] == {"outstation": "rtu", "said": "ConnectionRefusedError"}
        )
        async with TestOutstation(port=port):
            await until(lambda: station.connected)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(run())


def cp56(moment: datetime) -> bytes:
    millis = moment.second * 1_000 + moment.microsecond // 1_000
    return millis.to_bytes(2, "little") + bytes(
        (moment.minute, moment.hour, moment.isoweekday() << 5 | moment.day, moment.month, moment.year - 2_000)
    )


@dataclass
class Bench:
    """A broker, the source that reads INGEST, and all of ``signals`` behind it."""

    broker: TestBroker
    parts: Assembly
    source: SensorSource
    buses: list[Bus]
    map: Path

    async def bus(self, user: str) -> Bus:
        self.buses.append(await self.broker.bus(user))
        return self.buses[-1]

    async def taken(self, seconds: float = 0.2) -> None:
        messages = await self.source.fetch(1_000, seconds)
        if messages:
            self.parts.pipeline.take(self.source.stream, messages, self.parts.clock.now_us())

    def newest(self, device: str) -> tuple[float, int, float]:
        """Newest value, its flags, and the newest good value; NaN for what was never heard."""
        number = self.parts.table.find(device, "level")
        if number is None:
            return float("nan"), 0, float("nan")
        found = self.parts.latest.get([number])
        good = float(found.good_value[0]) if found.good_time_us[0] != NEVER else float("nan")
        return float(found.value[0]), int(found.quality[0]), good


@asynccontextmanager
async def bench(folder: Path) -> AsyncIterator[Bench]:
    broker = TestBroker(folder / "data")
    await broker.start()
    shutil.copytree(write_small_city(folder / "pack", 4), broker.data.city)
    parts = assemble(broker.data, Settings(), SystemClock())
    bus = await broker.bus()
    source = ingest_source(bus, CITY, 50_000_000)
    await source.open({})
    made = Bench(broker, parts, source, [bus], folder / "map")
    made.map.mkdir()
    try:
        yield made
    finally:
        for each in made.buses:
            await each.close()
        parts.close()
        broker.stop()


def write_map(folder: Path, port: int, *rows: str) -> None:
    (folder / "outstations.csv").write_text(f"id,host,port\nrtu,127.0.0.1,{port}\n")
    head = "outstation,common_address,object_address,kind,device,channel,factor,offset\n"
    (folder / "points.csv").write_text(head + "\n".join(rows) + "\n")


ROWS = (
    "rtu,47,11,measured,post-000,level,,", "rtu,47,12,double,post-001,level,,",
    "rtu,47,13,single,post-002,level,-1,1", "rtu,47,14,measured,post-003,level,0.01,",
)  # fmt: skip


def test_an_independent_outstation_to_the_latest_values(tmp_path: Path) -> None:
    """Read by interrogation, then by events with the outstation's time, then with bad quality."""
    c104 = pytest.importorskip("c104")

    async def run() -> None:
        async with bench(tmp_path) as it:
            heard = bytearray()
            server = c104.Server(ip="127.0.0.1", port=(far := TestOutstation()).port)

            # The server compares the annotations with what it wants.
            def listen(server: c104.Server, data: bytes) -> None:  # type: ignore[name-defined]
                heard.extend(data)

            server.on_receive_raw(callable=listen)
            station = server.add_station(common_address=47)
            number = station.add_point(io_address=11, type=c104.Type.M_ME_NC_1)
            switch = station.add_point(io_address=12, type=c104.Type.M_DP_TB_1)
            door = station.add_point(io_address=13, type=c104.Type.M_SP_NA_1)
            scaled = station.add_point(io_address=14, type=c104.Type.M_ME_NB_1)
            number.value, switch.value, door.value, scaled.value = (
                3.25,
                c104.Double.ON,
                False,
                c104.Int16(731),
            )
            server.start()
            write_map(it.map, far.port, *ROWS)
            scada = Scada(it.broker.data, it.map, ScadaSettings(), await it.bus("scada"), SystemClock())
            stop = asyncio.Event()
            running = asyncio.ensure_future(scada.run(stop))
            try:
                wanted = {"post-000": 3.25, "post-001": 1.0, "post-002": 1.0, "post-003": 7.31}

                async def shown(**now: float) -> None:
                    wanted.update({name.replace("_", "-"): value for name, value in now.items()})
                    deadline = time.monotonic() + 15
                    while {device: it.newest(device)[2] for device in wanted} != pytest.approx(wanted):
                        assert time.monotonic() < deadline, {device: it.newest(device) for device in wanted}
                        await it.taken()

                await shown()
                assert scada.health().state == "ok"
                assert scada.health().figures["connected"] == 1

                opened = datetime.now(UTC)
                switch.info = c104.DoubleInfo(state=c104.Double.OFF, recorded_at=opened)
                switch.transmit(cause=c104.Cot.SPONTANEOUS)
                door.value = True
                door.transmit(cause=c104.Cot.SPONTANEOUS)
                await shown(post_001=0.0, post_002=0.0)

                number.info = c104.ShortInfo(actual=19.0, quality=c104.Quality.Invalid)
                number.transmit(cause=c104.Cot.SPONTANEOUS)
                switch.info = c104.DoubleInfo(state=c104.Double.INDETERMINATE, recorded_at=datetime.now(UTC))
                switch.transmit(cause=c104.Cot.SPONTANEOUS)
                deadline = time.monotonic() + 15
                while not (it.newest("post-000")[1] & BAD and it.newest("post-001")[1] & BAD):
                    assert time.monotonic() < deadline
                    await it.taken()
                for device, good in (("post-000", 3.25), ("post-001", 0.0)):
                    value, flags, kept = it.newest(device)
                    assert value != value
                    assert flags & Quality.NOT_FINITE
                    assert kept == good, "what is invalid never takes the place of what was good"
                figures = scada.health().figures
                assert figures["invalid"] == 2
                assert figures.get("unmapped", 0) == figures.get("differing", 0) == 0
            finally:
                stop.set()
                await running
                await asyncio.to_thread(server.stop)
            assert len(heard) >= 22
            assert_only_read(bytes(heard))

    asyncio.run(run())


def test_the_map_is_read_anew_and_with_faults_nothing_is_read(tmp_path: Path) -> None:
    async def run() -> None:
        async with (
            bench(tmp_path) as it,
            TestOutstation(common=47, points=[(13, 11, b"\0\0\x80\x3f\0")]) as far,
        ):
            write_map(it.map, far.port, ROWS[0])
            scada = Scada(it.broker.data, it.map, ScadaSettings(), await it.bus("scada"), SystemClock())
            stop = asyncio.Event()
            running = asyncio.ensure_future(scada.run(stop))
            watcher = await it.bus("web")
            await until(lambda: scada.health().figures["connected"] == 1)
            write_map(it.map, far.port, ROWS[0].replace("level", "lvel"))
            await watcher.publish("city.changed", b"")
            await until(lambda: [one["key"] for one in scada.health().trouble] == ["scada-map-faults"])
            assert scada.health().figures["outstations"] == 0
            write_map(it.map, far.port, ROWS[0])
            await watcher.publish("city.changed", b"")
            await until(lambda: scada.health().figures["connected"] == 1)
            assert scada.health().state == "ok"
            stop.set()
            await running

    asyncio.run(run())


def test_its_user_may_take_in_and_nothing_else(tmp_path: Path) -> None:
    async def run() -> None:
        async with bench(tmp_path) as it:
            bus, other = await it.bus("scada"), await it.bus("signals")
            heard: list[str] = []

            async def hear(subject: str, _: bytes) -> None:
                heard.append(subject)

            for subject in ("live.>", "health.>", "cmd.>", "city.>"):
                await other.subscribe(subject, hear)
            for subject in ("live.values", "health.web", "cmd.switch", "city.changed", "health.scada"):
                await bus.publish(subject, b"{}")
            await until(lambda: heard)
            await asyncio.sleep(0.3)
            assert heard == ["health.scada"]

    asyncio.run(run())


def test_it_does_not_start_where_no_map_is_set(tmp_path: Path) -> None:
    async def run() -> None:
        async with bench(tmp_path) as it:
            with pytest.raises(NotFound, match="scada-not-set"):
                await run_scada(it.broker.data, Settings())

    asyncio.run(run())


def test_the_time_of_the_helper_is_a_time_of_the_standard() -> None:
    moment = datetime(2026, 11, 26, 17, 28, 43, 123_000, UTC)
    assert cp56(moment) == bytes.fromhex("73a81c119a0b1a")
