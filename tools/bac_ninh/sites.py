"""Pump stations, health facilities, park sites, and the network that reaches all of them."""

from tools.bac_ninh.assets import Assets
from tools.bac_ninh.grid import Grid, Site, shares
from tools.bac_ninh.place import beside, metres_between, within
from tools.bac_ninh.territory import Row, Unit, read_csv, slug

PUMP_STATIONS = 61
"""As many as stood without power on 8 September 2024; where they stand is assumed."""
CAMERA_SWITCHES = 60
CORE = "sw-core-ioc"
HOSPITALS = {
    "da-khoa-tinh": "vo-cuong", "tu-son": "tu-son", "yen-phong": "yen-phong", "tien-du": "tien-du",
    "que-vo": "que-vo", "thuan-thanh": "thuan-thanh", "gia-binh": "gia-binh", "luong-tai": "luong-tai",
}  # fmt: skip
"""The province's hospital and the medical centres of the old districts, and the unit of each (assumed)."""
_HOSPITAL = ("Bệnh viện đa khoa tỉnh", "Provincial General Hospital", "省総合病院")
_MEDICAL_CENTRE = ("Trung tâm y tế {label}", "{label} Medical Centre", "{label}医療センター")
_HEALTH_STATION = ("Trạm y tế {label}", "{label} Health Station", "{label}保健所")
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
        CORE, "network_switch", "IOC", home.id, beside(*at, CORE), powered_by="ioc-bac-ninh",
        backup_h=24, criticality="vital",
        form=("{kind} lõi {label}", "Core switch {label}", "{label}コアスイッチ"),
    )  # fmt: skip
    for seat in DISTRICT_SEATS.values():
        unit, id_ = by_slug[seat], f"sw-agg-{seat}"
        assets.add(
            id_, "network_switch", unit.short, unit.id, within(unit, id_, part=0.4),
            form=("{kind} vùng {label}", "Area switch {label}", "{label}地区スイッチ"),
            powered_by=grid.transformer(unit, 1).id, connected_via=CORE, backup_h=8, criticality="high",
            owner="vien-thong-bac-ninh",
        )  # fmt: skip
    for unit in units:
        assets.add(
            f"sw-{unit.slug}", "network_switch", unit.short, unit.id,
            within(unit, f"sw-{unit.slug}", part=0.5), powered_by=grid.transformer(unit, 2).id,
            connected_via=f"sw-agg-{DISTRICT_SEATS[unit.district]}",
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
                id_, "network_switch", f"{unit.short} {number}", unit.id, within(unit, id_),
                form=("{kind} tủ camera {label}", "Camera cabinet switch {label}", "{label}カメラ盤スイッチ"),
                powered_by=grid.transformer(unit, number + 2).id, connected_via=f"sw-{unit.slug}",
                backup_h=0.5,
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
            feed = min(grid.transformers[unit.id], key=lambda site: metres_between(site.at, at))
            owner = "thuy-loi-nam-duong" if unit.lat < 21.075 else "thuy-loi-bac-duong"
            assets.add(
                id_, "pump_station", label, unit.id, at, powered_by=feed.id, criticality="high", owner=owner
            )
            sites.append(Site(id=id_, label=label, unit=unit, at=at))
    return sites


def add_health(assets: Assets, grid: Grid, units: list[Unit]) -> None:
    """Add a hospital for each old district and a health station for each unit."""
    by_slug = {unit.slug: unit for unit in units}
    for key, where in HOSPITALS.items():
        form = _HOSPITAL if key == "da-khoa-tinh" else _MEDICAL_CENTRE
        unit, id_ = by_slug[where], f"hospital-{key}"
        assets.add(
            id_, "clinic", unit.short, unit.id, within(unit, id_, part=0.6), owner="so-y-te", backup_h=24,
            powered_by=grid.transformer(unit, 0).id, criticality="vital", form=form,
        )  # fmt: skip
    for unit in units:
        id_ = f"clinic-{unit.slug}"
        assets.add(
            id_, "clinic", unit.short, unit.id, within(unit, id_, part=0.6), owner="so-y-te", backup_h=2,
            powered_by=grid.transformer(unit, 3).id, criticality="high", form=_HEALTH_STATION,
        )  # fmt: skip


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
