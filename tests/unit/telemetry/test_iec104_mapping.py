"""The two files of the map: what is taken over, and every fault named by file, row and column."""

from pathlib import Path

import pytest

from luylau.city import load
from luylau.city.model import City
from luylau.kernel.errors import BadFile
from luylau.kernel.messages import LANGUAGES, fault_text, message
from luylau.telemetry.sources.iec104 import Point, read_map
from tests.support.small_city import write_small_city

STATIONS = "id,host,port,time_zone\nrtu-1,10.0.0.1,,Asia/Ho_Chi_Minh\n"
HEAD = "outstation,common_address,object_address,kind,device,channel,unit,factor,offset\n"
GOOD = "rtu-1,1,11,measured,post-000,level,cm,0.5,2\n"


@pytest.fixture
def city(tmp_path: Path) -> City:
    pack = write_small_city(tmp_path / "pack", 3)
    kinds = pack / "kinds.toml"
    bare = '\n[post.channels.word]\nunit = ""\nperiod_s = 1\nnames = { vi = "a", en = "b", ja = "c" }\n'
    kinds.write_text(kinds.read_text(encoding="utf-8") + bare, encoding="utf-8")
    return load(pack)


def write(folder: Path, points: str, stations: str = STATIONS) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "outstations.csv").write_text(stations, encoding="utf-8")
    (folder / "points.csv").write_text(points, encoding="utf-8")
    return folder


def test_a_good_map(tmp_path: Path, city: City) -> None:
    (station,) = read_map(write(tmp_path, HEAD + GOOD + "rtu-1,7,12,double,post-001,level,,,\n"), city)
    assert (station.id, station.host, station.port, station.zone.key) == (
        "rtu-1",
        "10.0.0.1",
        2404,
        "Asia/Ho_Chi_Minh",
    )
    assert station.common_addresses == (1, 7)
    assert station.points == {
        (1, 11): Point(
            kind="measured", device="post-000", channel="level", unit="cm", factor=0.5, offset=2.0
        ),
        (7, 12): Point(kind="double", device="post-001", channel="level", unit="m"),
    }


@pytest.mark.parametrize(
    ("row", "column", "key"),
    [
        ("rtu-2,1,12,measured,post-001,level,,,", "outstation", "scada-outstation-unknown"),
        ("rtu-1,1,11,measured,post-001,level,,,", "object_address", "scada-point-twice"),
        ("rtu-1,1,12,measured,post-000,level,,,", "device", "city-id-twice"),
        ("rtu-1,1,12,measured,post-009,level,,,", "device", "scada-device-unknown"),
        ("rtu-1,1,12,measured,post-001,levle,,,", "channel", "scada-channel-unknown"),
        ("rtu-1,1,12,measured,post-001,word,,,", "channel", "scada-channel-no-unit"),
        ("rtu-1,1,12,measured,post-001,level,V,,", "unit", "scada-unit"),
        ("rtu-1,1,12,measured,post-001,level,,0,", "factor", "scada-factor-zero"),
        ("rtu-1,1,12.5,measured,post-001,level,,,", "object_address", "scada-not-whole"),
        ("rtu-1,0,12,measured,post-001,level,,,", "common_address", "city-number-range"),
        ("rtu-1,65535,12,measured,post-001,level,,,", "common_address", "city-number-range"),
        ("rtu-1,1,16777216,measured,post-001,level,,,", "object_address", "city-number-range"),
        ("rtu-1,1,,measured,post-001,level,,,", "object_address", "city-required"),
        ("rtu-1,1,12,command,post-001,level,,,", "kind", "city-choice"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, city: City, row: str, column: str, key: str) -> None:
    with pytest.raises(BadFile) as bad:
        read_map(write(tmp_path, HEAD + GOOD + row + "\n"), city)
    (fault,) = bad.value.faults
    assert (fault.file, fault.row, fault.column, fault.key) == ("points.csv", 3, column, key)
    for language in LANGUAGES:
        assert "{" not in fault_text(language, fault)
        assert message(language, key, fault.fields, part="remedy")


def test_faults_of_outstations(tmp_path: Path, city: City) -> None:
    stations = STATIONS + "rtu-2,10.0.0.2,2404,Asia/Bacninh\nrtu-2,10.0.0.3,70000,UTC\n"
    with pytest.raises(BadFile) as bad:
        read_map(write(tmp_path, HEAD + GOOD, stations), city)
    assert [(fault.row, fault.key) for fault in bad.value.faults] == [
        (4, "city-number-range"),
        (4, "city-id-twice"),
    ]
    with pytest.raises(BadFile) as bad:
        read_map(write(tmp_path, HEAD + GOOD, STATIONS + "rtu-2,10.0.0.2,2404,Asia/Bacninh\n"), city)
    assert [(fault.row, fault.key) for fault in bad.value.faults] == [
        (3, "city-time-zone"),
        (3, "scada-no-points"),
    ]


def test_missing_files_and_columns_are_named(tmp_path: Path, city: City) -> None:
    with pytest.raises(BadFile) as bad:
        read_map(tmp_path / "nowhere", city)
    assert [fault.file for fault in bad.value.faults] == ["outstations.csv", "points.csv"]
    with pytest.raises(BadFile) as bad:
        read_map(write(tmp_path, "outstation,common_address\nrtu-1,1\n"), city)
    assert {fault.column for fault in bad.value.faults} >= {"object_address", "kind", "device", "channel"}
