"""The part ``scada`` is started where it is set, and only there; a bad map stops the start."""

import shutil
from pathlib import Path

import pytest

from luylau.processes.up import Prepared, UpOptions, children, prepare
from tests.support.broker import free_port
from tests.support.small_city import write_small_city

POINTS = "outstation,common_address,object_address,kind,device,channel\n"


def ready(folder: Path, monkeypatch: pytest.MonkeyPatch, *, points: str | None) -> tuple[Prepared, UpOptions]:
    for name in ("WEB__PORT", "BROKER__NATS_PORT", "BROKER__MQTT_PORT"):
        monkeypatch.setenv(f"LUYLAU_{name}", str(free_port()))
    pack = write_small_city(folder / "pack", 1)
    if points is not None:
        places = folder / "map"
        places.mkdir()
        (places / "outstations.csv").write_text("id,host\nrtu,127.0.0.1\n")
        (places / "points.csv").write_text(POINTS + points)
        monkeypatch.setenv("LUYLAU_SCADA__FOLDER", str(places))
    options = UpOptions(data=folder / "data", city=str(pack), language="en")
    return prepare(options), options


def names(prepared: Prepared, options: UpOptions) -> list[str]:
    prepared.data.jetstream.mkdir(exist_ok=True)
    try:
        return [child.name for child in children(prepared, options)]
    finally:
        prepared.lock.release()
        shutil.rmtree(prepared.data.run)


def test_off_until_it_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(*ready(tmp_path, monkeypatch, points=None)) == ["broker", "signals", "web", "studies"]


def test_started_last_where_it_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = ready(tmp_path, monkeypatch, points="rtu,1,11,measured,post-000,level\n")
    assert names(*made) == ["broker", "signals", "web", "studies", "scada"]


def test_a_bad_map_stops_nothing_else_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made = ready(tmp_path, monkeypatch, points="rtu,1,11,measured,post-009,level\n")
    assert names(*made) == ["broker", "signals", "web", "studies", "scada"]
    assert "until its map is mended" in caplog.text
    assert "scada-device-unknown" in caplog.text
