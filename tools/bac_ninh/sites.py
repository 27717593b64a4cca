"""Pump stations, health facilities, park sites, and the network that reaches all of them."""

from luylau.kernel.geo import distance_m
from tools.bac_ninh.assets import Assets
from tools.bac_ninh.grid import Grid, Site, shares
from tools.bac_ninh.place import beside, within
from tools.bac_ninh.territory import Row, Unit, plain, read_csv, slug

PUMP_STATIONS = 61
"""As many as stood without power on 8 September 2024; where they stand is assumed."""
CAMERA_SWITCHES = 60
CORE = "sw-core-ioc"
HOSPITALS = {
    "da-khoa-tinh": ("Bệnh viện đa khoa tỉnh", "vo-cuong"),
    "tu-son": ("Trung tâm y tế Từ Sơn", "tu-son"),
    "yen-phong": ("Trung tâm y tế Yên Phong", "yen-phong"),
    "tien-du": ("Trung tâm y tế Tiên Du", "tien-du"),
    "que-vo": ("Trung tâm y tế Quế Võ", "que-vo"),
    "thuan-thanh": ("Trung tâm y tế Thuận Thành", "thuan-thanh"),
    "gia-binh": ("Trung tâm y tế Gia Bình", "gia-binh"),
    "luong-tai": ("Trung tâm y tế Lương Tài", "luong-tai"),
}
DISTRICT_SEATS = {
    "Thành phố Bắc Ninh": "kinh-bac", "Thành phố Từ Sơn": "tu-son", "Huyện Yên Phong": "yen-phong",
    "Huyện Tiên Du": "tien-du", "Thị xã Quế Võ": "que-vo", "Thị xã Thuận Thành": "thuan-thanh",
    "Huyện Gia Bình": "gia-binh", "Huyện Lương Tài": "luong-tai",
}  # fmt: skip
"""Old districts, and the unit that holds each one's seat: where lines meet and the weather is taken."""


def add_network(assets: Assets, grid: Grid, units: list[Unit]) -> None:
    """Add the backhaul: operations centre, one switch an old district, one a unit."""
    by_slug = {unit.slug: unit for unit in units}
    home = by_slug["kinh-bac"]
    at = within(home, "ioc-bac-ninh", part=0.3)
    assets.add(
        "ioc-bac-ninh", "operations_centre", "Bắc Ninh", home.id, at,
        powered_by=grid.transformer(home, 0).id, backup_h=24, criticality="vital",
    )  # fmt: skip
    assets.add(
        CORE, "network_switch", "lõi IOC", home.id, beside(*at, CORE), powered_by="ioc-bac-ninh",
        backup_h=24, criticality="vital",
    )  # fmt: skip
    for district, seat in DISTRICT_SEATS.items():
        unit, id_ = by_slug[seat], f"sw-agg-{seat}"
        assets.add(
            id_, "network_switch", f"vùng {district}", unit.id, within(unit, id_, part=0.4),
            powered_by=grid.transformer(unit, 1).id, connected_via=CORE, backup_h=8, criticality="high",
            owner="vien-thong-bac-ninh",
        )  # fmt: skip
    for unit in units:
        assets.add(
            f"sw-{unit.slug}", "network_switch", unit.short, unit.id, within(unit, f"sw-{unit.slug}", part=0.5),
            powered_by=grid.transformer(unit, 2).id, connected_via=f"sw-agg-{DISTRICT_SEATS[unit.district]}",
            backup_h=4, criticality="high", owner="vien-thong-bac-ninh",
        )  # fmt: skip


def add_camera_switches(assets: Assets, grid: Grid, units: list[Unit]) -> dict[str, list[str]]:
    """Add the street cabinets that feed cameras; return their ids by unit."""
    cabinets: dict[str, list[str]] = {}
    for unit in units:
        count = shares(units, CAMERA_SWITCHES, least=1)[unit.id]
        for number in range(1, count + 1):
            id_ = f"sw-cam-{unit.slug}-{number}"
            assets.add(
                id_, "network_switch", f"tủ camera {unit.short} {number}", unit.id, within(unit, id_),
                powered_by=grid.transformer(unit, number + 2).id, connected_via=f"sw-{unit.slug}", backup_h=0.5,
            )  # fmt: skip
            cabinets.setdefault(unit.id, []).append(id_)
    return cabinets


def add_pump_stations(assets: Assets, grid: Grid, units: list[Unit]) -> list[Site]:
    """Add the drainage pumping stations; north of the Duong river one company runs them, south another."""
    sites = []
    for unit in units:
        for number in range(1, shares(units, PUMP_STATIONS, least=1)[unit.id] + 1):
            id_, label = f"pump-{unit.slug}-{number}", f"{unit.short} {number}"
            at = within(unit, id_)
            feed = min(grid.transformers[unit.id], key=lambda site: distance_m(*site.at, *at))
            owner = "thuy-loi-nam-duong" if unit.lat < 21.075 else "thuy-loi-bac-duong"
            assets.add(
                id_, "pump_station", label, unit.id, at, powered_by=feed.id, criticality="high", owner=owner
            )
            sites.append(Site(id=id_, label=f"trạm bơm {label}", unit=unit, at=at))
    return sites


def add_health(assets: Assets, grid: Grid, units: list[Unit]) -> None:
    """Add a hospital for each old district and a health station for each unit."""
    by_slug = {unit.slug: unit for unit in units}
    for key, (name, where) in HOSPITALS.items():
        unit, id_ = by_slug[where], f"hospital-{key}"
        assets.add(
            id_, "clinic", f"({name})", unit.id, within(unit, id_, part=0.6), owner="so-y-te", backup_h=24,
            powered_by=grid.transformer(unit, 0).id, criticality="vital",
        )  # fmt: skip
        assets.rows[-1] |= {"name": name, "name_en": _english(name), "name_ja": _japanese(name)}
    for unit in units:
        id_, name = f"clinic-{unit.slug}", f"Trạm y tế {unit.short}"
        assets.add(
            id_, "clinic", f"({name})", unit.id, within(unit, id_, part=0.6), owner="so-y-te", backup_h=2,
            powered_by=grid.transformer(unit, 3).id, criticality="high",
        )  # fmt: skip
        assets.rows[-1] |= {"name": name, "name_en": _english(name), "name_ja": _japanese(name)}


def _english(name: str) -> str:
    for vi, en in (("Trung tâm y tế ", "Medical Centre"), ("Trạm y tế ", "Health Station")):
        if name.startswith(vi):
            return f"{plain(name.removeprefix(vi))} {en}"
    return "Provincial General Hospital"


def _japanese(name: str) -> str:
    for vi, ja in (("Trung tâm y tế ", "医療センター"), ("Trạm y tế ", "保健所")):
        if name.startswith(vi):
            return f"{name.removeprefix(vi)}{ja}"
    return "省総合病院"


def park_rows(units: list[Unit]) -> list[Row]:
    """Return the places of the industrial parks; their points are near the unit's centre, so assumed."""
    by_code = {unit.code: unit for unit in units}
    rows = []
    for park in read_csv("parks.csv"):
        unit = by_code[park["unit_code"]]
        lat, lon = within(unit, f"kcn-{park['id']}")
        where = "đơn vị và điểm: giả định" if park["unit"] == "assumed" else "điểm: giả định"
        rows.append(
            {
                "id": f"kcn-{park['id']}",
                "kind": "industrial_park",
                "name": park["name"],
                "name_en": park["name_en"].replace(" IP", " Industrial Park"),
                "name_ja": f"{park['name'].removeprefix('KCN ')}工業団地",
                "parent": unit.id,
                "lat": f"{lat}",
                "lon": f"{lon}",
                "area_km2": f"{float(park['area_ha']) / 100:g}" if park["area_ha"] else "",
                "source": f"{park['source']} ({where})",
                "assumed": "true",
            }
        )
    return rows


def add_parks(assets: Assets, grid: Grid, units: list[Unit]) -> None:
    """Add a site for each park that runs; a park hangs on its nearest 110 kV substation."""
    by_code = {unit.code: unit for unit in units}
    for park in read_csv("parks.csv"):
        unit = by_code.get(park["unit_code"])
        if unit is None or park["status"] != "operating":
            continue
        id_ = f"park-{slug(park['id'])}"
        at = within(unit, f"kcn-{park['id']}")
        assets.add(
            id_, "industrial_park_site", park["name"].removeprefix("KCN "), f"kcn-{park['id']}", at,
            powered_by=grid.nearest(at).id, criticality="high", owner="ban-quan-ly-kcn", backup_h=1,
        )  # fmt: skip
