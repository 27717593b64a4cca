"""The devices of the pilot, and the published levels of the river gauges."""

from tools.bac_ninh.assets import Assets
from tools.bac_ninh.grid import Grid, Site, shares
from tools.bac_ninh.place import beside, within
from tools.bac_ninh.sites import CORE, DISTRICT_SEATS
from tools.bac_ninh.territory import Row, Unit, plain

CAMERA_PLACES = 180
"""As in Bac Ninh city in May 2022; the pack spreads as many over the old province (assumed)."""
WATER_SPOTS = 41
TILT_POLES = 70

Point = tuple[float, float]
GAUGES: dict[str, tuple[str, str, str, Point | None, tuple[float, float, float] | None, str]] = {
    "phuc-loc-phuong": (
        "Phúc Lộc Phương", "Cầu", "xa-tam-giang", None, (6.0, 7.0, 8.0),
        "Báo cáo nhanh PCTT Bắc Ninh 06/10/2025; QĐ 05/2020/QĐ-TTg",
    ),
    "dap-cau": (
        "Đáp Cầu", "Cầu", "phuong-vu-ninh", (21.2, 106.09), (4.3, 5.3, 6.3), "vietnamplus post1069373",
    ),
    "cau-son": (
        "Cầu Sơn", "Thương", "xa-kep", None, (14.0, 15.0, 16.0), "dantri 20251009095939997",
    ),
    "phu-lang-thuong": (
        "Phủ Lạng Thương", "Thương", "phuong-bac-giang", (21.27, 106.19), (4.3, 5.3, 6.3),
        "dantri 20251009095939997",
    ),
    "ben-ho": ("Bến Hồ", "Đuống", "phuong-thuan-thanh", None, None, ""),
    "ngu-huyen-khe": ("Đặng Xá", "Ngũ Huyện Khê", "phuong-phu-khe", None, None, ""),
}  # fmt: skip
"""River gauges: name, river, unit, published point, alarm levels 1 to 3 in metres, source."""
FORMS = {
    "gate": ("{kind} cổng trạm {label}", "{kind}, gate of substation {label}", "{kind} 変電所{label}門"),
    "smoke-cable": (
        "{kind} hầm cáp trạm {label}", "{kind}, cable vault of substation {label}",
        "{kind} 変電所{label}洞道",
    ),
}  # fmt: skip
AT_SUBSTATIONS = ("{kind} trạm {label}", "{kind}, substation {label}", "{kind} 変電所{label}")
AT_PUMPS = ("{kind} trạm bơm {label}", "{kind}, pump station {label}", "{kind} 排水機場{label}")
AIR = (
    "kinh-bac", "vo-cuong", "tu-son", "phu-khe", "van-mon", "yen-trung", "dai-dong", "nam-son", "que-vo",
    "thuan-thanh", "gia-binh", "luong-tai",
)  # fmt: skip


def add_hydromet(assets: Assets, grid: Grid, own: list[Unit], units: list[Unit], pumps: list[Site]) -> None:
    """Add gauges, rain, weather and air stations. ``own``: the old province; ``units``: all of today's."""
    by_id = {unit.id: unit for unit in units}
    by_slug = {unit.slug: unit for unit in own}
    for key, (name, river, where, at, levels, source) in GAUGES.items():
        unit, id_ = by_id[where], f"gauge-{key}"
        inside = unit in own
        assets.add(
            id_, "river_gauge", name, unit.id, at or within(unit, id_),
            form=(f"{{kind}} {{label}} (sông {river})", f"{{kind}} {{label}} ({plain(river)} River)",
                  f"{{kind}} {{label}}({river}川)"),
            powered_by=grid.transformer(unit, 4).id if inside else "",
            connected_via=f"sw-{unit.slug}" if inside else CORE,
            backup_h=72 if inside else 0, criticality="vital" if levels else "high", owner="dai-kttv",
        )  # fmt: skip
        if source:
            assets.rows[-1]["source"] = f"Mức báo động: {source}; thiết bị, vị trí và kết nối giả định"
    for site in pumps[::8]:
        assets.add(
            f"gauge-{site.id}", "river_gauge", site.label, site.unit.id, beside(*site.at, f"gauge-{site.id}"),
            form=("{kind} bể hút trạm bơm {label}", "{kind}, intake of pump station {label}",
                  "{kind} 排水機場{label}吸水槽"), powered_by=site.id, connected_via=f"sw-{site.unit.slug}",
            backup_h=24, criticality="high", owner="thuy-loi-bac-duong",
        )  # fmt: skip
    for unit in own:
        id_ = f"rain-{unit.slug}"
        assets.add(
            id_, "rain_gauge", unit.short, unit.id, within(unit, id_), connected_via=f"sw-{unit.slug}",
            owner="dai-kttv",
        )  # fmt: skip
    for district, seat in DISTRICT_SEATS.items():
        unit = by_slug[seat]
        label = district.removeprefix("Thành phố ").removeprefix("Thị xã ").removeprefix("Huyện ")
        id_ = "met-bac-ninh" if seat == "kinh-bac" else f"met-{seat}"
        assets.add(
            id_, "weather_station", label, unit.id, within(unit, id_),
            powered_by=grid.transformer(unit, 5).id, connected_via=f"sw-{seat}",
            backup_h=48, criticality="high", owner="dai-kttv",
        )  # fmt: skip
    for where in AIR:
        unit, id_ = by_slug[where], f"air-{where}"
        assets.add(
            id_, "air_station", unit.short, unit.id, within(unit, id_), owner="so-nong-nghiep-moi-truong",
            powered_by=grid.transformer(unit, 6).id, connected_via=f"sw-{where}", backup_h=4,
        )  # fmt: skip


def add_site_sensors(assets: Assets, grid: Grid, pumps: list[Site], own: list[Unit]) -> None:
    """Add what guards substations and pump stations: doors, smoke, water, tilt, and a camera each."""
    for site in [*grid.substations, *pumps]:
        kinds = [("door", "door_sensor", 720, "low"), ("smoke", "smoke_sensor", 24, "high"),
                 ("water", "water_sensor", 72, "high"), ("cam", "camera", 0.5, "normal")]  # fmt: skip
        if site in grid.substations:
            kinds += [("gate", "door_sensor", 720, "low"), ("smoke-cable", "smoke_sensor", 24, "high"),
                      ("tilt", "tilt_sensor", 2_000, "normal")]  # fmt: skip
        for prefix, kind, backup, criticality in kinds:
            id_ = f"{prefix}-{site.id}"
            assets.add(
                id_, kind, site.label, site.unit.id, beside(*site.at, id_), powered_by=site.id,
                form=FORMS.get(prefix) or (AT_PUMPS if site in pumps else AT_SUBSTATIONS),
                connected_via=f"sw-{site.unit.slug}", backup_h=backup, criticality=criticality,
            )  # fmt: skip
    for unit in own:
        id_ = f"water-{unit.slug}"
        assets.add(
            id_, "water_sensor", unit.short, unit.id, within(unit, id_),
            form=("{kind} điểm trũng {label}", "{kind}, low spot {label}", "{kind} 低地点 {label}"),
            connected_via=f"sw-{unit.slug}", criticality="high",
        )  # fmt: skip
    poles = shares(own, TILT_POLES, least=1)
    for unit in own:
        for number in range(1, poles[unit.id] + 1):
            site = grid.transformer(unit, number)
            id_ = f"tilt-{site.label}"
            assets.add(
                id_, "tilt_sensor", site.label, unit.id, beside(*site.at, id_, metres=5),
                form=("{kind} cột {label}", "{kind}, pole {label}", "{kind} 電柱 {label}"),
                connected_via=f"sw-{unit.slug}",
            )  # fmt: skip


def add_cameras(assets: Assets, grid: Grid, own: list[Unit], cabinets: dict[str, list[str]]) -> None:
    """Add two street cameras at each camera place; a street cabinet feeds and connects them."""
    counts = shares(own, CAMERA_PLACES, least=1)
    for unit in own:
        for place in range(1, counts[unit.id] + 1):
            at = within(unit, f"cam-{unit.slug}-{place:02d}")
            cabinet = cabinets[unit.id][place % len(cabinets[unit.id])]
            for number in (1, 2):
                id_ = f"cam-{unit.slug}-{place:02d}-{number}"
                assets.add(
                    id_, "camera", f"{unit.short} {place:02d}-{number}", unit.id, beside(*at, id_, metres=8),
                    powered_by=grid.transformer(unit, place).id, connected_via=cabinet, backup_h=0.5,
                    owner="cong-an-tinh",
                )  # fmt: skip


def level_rows() -> list[Row]:
    """Return the rows of ``levels.csv``: alarm levels 1 to 3 of each gauge that has published ones."""
    return [
        {
            "asset": f"gauge-{key}", "channel": "water_level", "level": f"alarm-{number}",
            "value": f"{metres:g}", "unit": "m", "source": source,
        }
        for key, (_, _, _, _, levels, source) in GAUGES.items()
        for number, metres in enumerate(levels or (), start=1)
    ]  # fmt: skip
