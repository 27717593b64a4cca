"""Replaying a file into a real broker: order, pace, interruption, and what comes out of the decoder."""

import asyncio
from pathlib import Path

import pytest

from luylau.kernel.bus import Bus
from luylau.kernel.errors import BadFile, Unavailable
from luylau.telemetry.sources import ingest_source, replay
from luylau.telemetry.sources.replay import Progress, Replay, check_file
from tests.support.broker import TestBroker
from tests.support.reading import read_records
from tests.unit.telemetry.decoding import TENANT, Desk

pytestmark = pytest.mark.timeout(90)

START = 1_700_000_000


def write(folder: Path, rows: list[tuple[float, str, str, str]]) -> Path:
    file = folder / "rows.csv"
    lines = [f"{at},{device},{channel},{value},m" for at, device, channel, value in rows]
    file.write_text("\n".join(["time,device,channel,value,unit", *lines]))
    return file


def test_rows_come_out_as_they_went_in(tmp_path: Path) -> None:
    async def run() -> None:
        broker = TestBroker(tmp_path / "data")
        await broker.start()
        bus, web = await broker.bus(), await broker.bus("web")
        source = ingest_source(bus, TENANT, 50_000_000)
        await source.open({})
        rows = [(START + n / 8, f"gauge-{n % 2 + 1}", "water_level", str(n / 4)) for n in range(12_000)]
        checked = check_file(write(tmp_path, rows))
        told: list[Progress] = []
        assert await Replay(web, checked, tenant=TENANT, shift_us=1_000_000).run(told.append) == 12_000
        assert [one.rows for one in told] == [5_000, 10_000, 12_000]
        desk = Desk(tmp_path)
        got: dict[str, list[tuple[int, float]]] = {}
        decoded = desk.decoder.decode(source.stream, await read_records(source, 12_000))
        assert not decoded.refused
        for row in range(len(decoded.batch)):
            device, channel = desk.table.keys[decoded.batch.series[row]]
            assert channel == "water_level"
            got.setdefault(device, []).append(
                (int(decoded.batch.time_us[row]), float(decoded.batch.value[row]))
            )
        for number in (1, 2):
            own = [row for row in rows if row[1] == f"gauge-{number}"]
            assert got[f"gauge-{number}"] == [(round((at + 1) * 1e6), float(v)) for at, _, _, v in own]
        for each in (bus, web):
            await each.close()
        broker.stop()
        desk.engine.dispose()

    asyncio.run(run())


def test_an_interrupted_replay_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "BLOCK_ROWS", 100)
    monkeypatch.setattr(replay, "PATIENCE_S", 0.5)

    async def run() -> None:
        broker = TestBroker(tmp_path / "data")
        await broker.start()
        bus, web = await broker.bus(), await broker.bus("web")
        source = ingest_source(bus, TENANT, 50_000_000)
        await source.open({})
        checked = check_file(
            write(tmp_path, [(START + n, "gauge-1", "water_level", str(n)) for n in range(1_000)])
        )

        def crash(progress: Progress) -> None:
            if progress.rows == 400:
                broker.kill()

        with pytest.raises(Unavailable):
            await Replay(web, checked, tenant=TENANT, folder=tmp_path).run(crash)
        await broker.start()
        for _ in range(100):
            if web.connected and bus.connected:
                break
            await asyncio.sleep(0.1)
        second = Replay(web, checked, tenant=TENANT, folder=tmp_path, shift_us=7)
        assert second.resumed_rows == 400
        assert await second.run() == 600
        assert not list(tmp_path.glob("replay-*.json"))
        desk = Desk(tmp_path)
        batch = desk.decoder.decode(source.stream, await read_records(source, 1_000)).batch
        assert all(int(at) % 1_000_000 == 0 for at in batch.time_us), "the first run's shift holds"
        assert batch.value.tolist() == [float(n) for n in range(1_000)]
        for each in (bus, web):
            await each.close()
        broker.stop()
        desk.engine.dispose()

    asyncio.run(run())


def test_a_speed_is_kept(tmp_path: Path) -> None:
    async def run() -> None:
        broker = TestBroker(tmp_path / "data")
        await broker.start()
        bus, web = await broker.bus(), await broker.bus("web")
        source = ingest_source(bus, TENANT, 50_000_000)
        await source.open({})
        checked = check_file(
            write(tmp_path, [(START + n, "gauge-1", "water_level", str(n)) for n in range(21)])
        )
        await Replay(web, checked, tenant=TENANT, speed=20).run()
        messages = await read_records(source, 21)
        # Twenty seconds of the file; how much longer a busy machine takes is not the replay's to say.
        assert (messages[-1].received_us - messages[0].received_us) / 1e6 > 0.8
        assert len(messages) > 5, "rows that are not due together do not travel together"
        for each in (bus, web):
            await each.close()
        broker.stop()

    asyncio.run(run())


def test_a_file_out_of_order_has_no_speed(tmp_path: Path) -> None:
    checked = check_file(write(tmp_path, [(2, "gauge-1", "x", "1"), (1, "gauge-1", "x", "2")]))
    with pytest.raises(BadFile) as bad:
        Replay(Bus.__new__(Bus), checked, tenant=TENANT, speed=1)
    assert [fault.key for fault in bad.value.faults] == ["replay-not-in-order"]
