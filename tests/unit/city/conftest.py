"""A small pack that is right in every respect; tests break one thing of it at a time."""

from pathlib import Path

import pytest

from luylau.kernel.errors import Fault

FILES = {
    "city.toml": """\
id = "song"
name = "Sông"
names = { en = "River Town" }
languages = ["vi", "en"]
time_zone = "Asia/Ho_Chi_Minh"
territory_version = "2025-07-01"
lat = 21.0
lon = 106.0
retention_days = 30
""",
    "places.csv": """\
id,kind,name,name_en,parent,code,lat,lon,area_km2,population,source,assumed
tinh,province,Tỉnh Sông,,,24,21.0,106.0,50,,census,
phuong-a,ward,Phường Án,An Ward,tinh,00001,21.0,106.0,10,5000,census,
xa-b,commune,Xã Bến,,tinh,00002,21.05,106.05,20.5,,,true
""",
    "organisations.csv": "id,kind,name\nso,authority,Sở Nước\n",
    "assets.csv": """\
id,kind,name,place,lat,lon,powered_by,connected_via,backup_h,criticality,owner,status,source,assumed
ts-1,substation,Trạm 1,phuong-a,21.001,106.001,,,,vital,so,simulated,,true
tx-1,transformer,Trạm biến áp 1,phuong-a,21.002,106.001,ts-1,,,,so,simulated,,true
sw-1,network_switch,Mạng 1,phuong-a,21.002,106.002,tx-1,,4,high,so,simulated,,true
gauge-1,river_gauge,Sông 1,xa-b,21.05,106.05,tx-1,sw-1,72,vital,so,installed,survey 2025,
""",
    "levels.csv": """\
asset,channel,level,value,unit,source,assumed
gauge-1,water_level,alarm-1,430,cm,decision 5,
gauge-1,water_level,alarm-3,6.3,m,decision 5,
""",
    "legacy.csv": "old_name,old_district,old_province,unit\nXã Cũ,Huyện Xưa,Tỉnh Sông,xa-b\n",
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return the folder of the small pack."""
    folder = tmp_path / "pack"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def edit(folder: Path, file: str, before: str, after: str) -> None:
    """Change one spot of a file; ``before`` must be there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def seen(faults: list[Fault] | tuple[Fault, ...]) -> list[tuple[str, int, str, str]]:
    """Return faults in short: file, row, column, key."""
    return [(fault.file, fault.row, fault.column, fault.key) for fault in faults]
