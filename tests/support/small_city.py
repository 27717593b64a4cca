"""A city of a few measuring posts, small enough that everything about it can be worked out by hand."""

from pathlib import Path

CITY = "small-city"
CHANNEL = "level"
ALARM = 6.0
"""The rule ``high`` opens a finding at this level (m) and clears it ``HYSTERESIS`` below."""
HYSTERESIS = 0.5

_FILES = {
    "city.toml": f"""
id = "{CITY}"
name = "Thành phố nhỏ"
names = {{ en = "Small City", ja = "小さな市" }}
languages = ["vi", "en", "ja"]
time_zone = "Asia/Ho_Chi_Minh"
territory_version = "2025-07-01"
lat = 21.2
lon = 106.1
retention_days = 30
""",
    "places.csv": """
id,kind,name,parent,code,lat,lon,area_km2,population,source,assumed
tinh,province,Tỉnh Nhỏ,,24,21.2,106.1,800,1500000,,true
phuong,ward,Phường Nhỏ,tinh,09163,21.18,106.05,20,90000,,true
""",
    "organisations.csv": """
id,kind,name,source,assumed
""",
    "levels.csv": """
asset,channel,level,value,unit,source,assumed
""",
    "kinds.toml": """
[post]
group = "hydromet"
icon = "river"
names = { vi = "Trạm đo", en = "Post", ja = "観測所" }

[post.channels.level]
unit = "m"
low = 0
high = 20
period_s = 1
resolution = 0.000001
shown = true
names = { vi = "Mực nước", en = "Level", ja = "水位" }
""",
    "rules.toml": f"""
version = 1

[[rule]]
id = "high"
kind = "threshold"
names = {{ vi = "Nước cao", en = "High", ja = "高水位" }}
severity = "critical"
group = "high"
applies_to = {{ asset_kind = "post", channel = "{CHANNEL}" }}
op = "ge"
value = {ALARM}
hysteresis = {HYSTERESIS}
""",
}
_ASSETS = "id,kind,name,place,lat,lon,backup_h,criticality,status,source,assumed"


def post(number: int) -> str:
    """Return the id of a post, from 0."""
    return f"post-{number:03d}"


def write_small_city(folder: Path, posts: int) -> Path:
    """Write the pack of a city with ``posts`` posts into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _FILES.items():
        (folder / name).write_text(text.lstrip(), encoding="utf-8")
    rows = [
        f"{post(number)},post,Trạm {number},phuong,{21.1 + number / 1000:.4f},106.1,0,normal,simulated,,true"
        for number in range(posts)
    ]
    (folder / "assets.csv").write_text("\n".join([_ASSETS, *rows, ""]), encoding="utf-8")
    return folder
