"""Substations, distribution transformers and their meters on the territory of the old province."""

from dataclasses import dataclass

from tools.bac_ninh.assets import ASSUMED, Assets
from tools.bac_ninh.place import beside, metres_between, within
from tools.bac_ninh.territory import Unit

TRANSFORMERS = 440
"""Distribution transformers of the pilot (assumed)."""
FEEDERS = ("471", "473", "475", "477", "472", "474", "476", "478")
OWNER = "dien-luc-bac-ninh"

SUBSTATIONS_220 = {
    "bac-ninh": ("Bắc Ninh", "vo-cuong"),
    "bac-ninh-3": ("Bắc Ninh 3 (2 x 250 MVA)", "yen-trung"),
}
"""220 kV substations: name and unit. Capacity of Bac Ninh 3 is published; where both stand is assumed."""
SUBSTATIONS_110 = {
    "yen-phong-2": ("Yên Phong 2 (E27.16, 2 x 63 MVA)", "tam-giang"),
    "que-vo-2": ("Quế Võ 2", "dao-vien"),
    "kinh-bac": ("Kinh Bắc", "kinh-bac"),
    "vo-cuong": ("Võ Cường", "vo-cuong"),
    "vu-ninh": ("Vũ Ninh", "vu-ninh"),
    "nam-son": ("Nam Sơn", "nam-son"),
    "yen-phong": ("Yên Phong", "yen-phong"),
    "yen-trung": ("Yên Trung", "yen-trung"),
    "van-mon": ("Văn Môn", "van-mon"),
    "tu-son": ("Từ Sơn", "tu-son"),
    "dong-nguyen": ("Đồng Nguyên", "dong-nguyen"),
    "vsip": ("VSIP", "dai-dong"),
    "tien-du": ("Tiên Du", "tien-du"),
    "que-vo": ("Quế Võ", "que-vo"),
    "phu-lang": ("Phù Lãng", "phu-lang"),
    "thuan-thanh": ("Thuận Thành", "thuan-thanh"),
    "tri-qua": ("Trí Quả", "tri-qua"),
    "gia-binh": ("Gia Bình", "gia-binh"),
    "nhan-thang": ("Nhân Thắng", "nhan-thang"),
    "luong-tai": ("Lương Tài", "luong-tai"),
}
"""110 kV substations: name and unit. Published: Yen Phong 2, one of Que Vo 2 park; others are assumed."""
PUBLISHED = {
    "ts-220-bac-ninh-3": "Công suất 2 x 250 MVA: báo chí; vị trí và đấu nối giả định",
    "ts-110-yen-phong-2": "bacninh.dangcongsan.vn 579168 (E27.16, 2 x 63 MVA); vị trí và đấu nối giả định",
    "ts-110-que-vo-2": "Báo cáo bão số 3 ngày 8/9/2024 (KCN Quế Võ 2); vị trí và đấu nối giả định",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place with power where devices hang."""

    id: str
    label: str
    unit: Unit
    at: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Substations, and the transformers of each unit by the unit's id."""

    substations: list[Site]
    transformers: dict[str, list[Site]]

    def nearest(self, at: tuple[float, float]) -> Site:
        """Return the 110 kV substation nearest to a point."""
        small = [site for site in self.substations if site.id.startswith("ts-110")]
        return min(small, key=lambda site: metres_between(site.at, at))

    def transformer(self, unit: Unit, number: int) -> Site:
        """Return one of the unit's transformers; the numbers go round."""
        own = self.transformers[unit.id]
        return own[number % len(own)]


def shares(units: list[Unit], total: int, *, least: int) -> dict[str, int]:
    """Split ``total`` over the units by population, no unit below ``least`` (largest remainders)."""
    people = sum(unit.population for unit in units)
    exact = {unit.id: (total - least * len(units)) * unit.population / people for unit in units}
    given = {id_: least + int(share) for id_, share in exact.items()}
    by_rest = sorted(exact, key=lambda id_: (int(exact[id_]) - exact[id_], id_))
    for id_ in by_rest[: total - sum(given.values())]:
        given[id_] += 1
    return given


def add_substations(assets: Assets, units: dict[str, Unit]) -> list[Site]:
    """Add the 220 kV and 110 kV substations; ``units`` is by slug."""
    big, sites = [], []
    for key, (name, where) in SUBSTATIONS_220.items():
        id_, unit = f"ts-220-{key}", units[where]
        at = within(unit, id_)
        assets.add(
            id_, "substation", f"220 kV {name}", unit.id, at, criticality="vital", owner="truyen-tai-dien",
            source=PUBLISHED.get(id_, ASSUMED),
        )  # fmt: skip
        big.append(Site(id=id_, label=f"220 kV {name.partition(' (')[0]}", unit=unit, at=at))
    for key, (name, where) in SUBSTATIONS_110.items():
        id_, unit = f"ts-110-{key}", units[where]
        at = within(unit, id_)
        source = min(big, key=lambda site: metres_between(site.at, at))
        assets.add(
            id_, "substation", f"110 kV {name}", unit.id, at, powered_by=source.id, criticality="vital",
            owner=OWNER, source=PUBLISHED.get(id_, ASSUMED),
        )  # fmt: skip
        sites.append(Site(id=id_, label=f"110 kV {name.partition(' (')[0]}", unit=unit, at=at))
    return [*big, *sites]


def add_transformers(assets: Assets, substations: list[Site], units: list[Unit]) -> Grid:
    """Add the transformers: each hangs on the 110 kV substation nearest to its unit."""
    grid = Grid(substations=substations, transformers={unit.id: [] for unit in units})
    counts = shares(units, TRANSFORMERS, least=5)
    used: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for unit in units:
        source = grid.nearest((unit.lat, unit.lon))
        feeder = FEEDERS[used.get(source.id, 0) % len(FEEDERS)]
        used[source.id] = used.get(source.id, 0) + 1
        for _ in range(counts[unit.id]):
            numbers[feeder] = numbers.get(feeder, 0) + 1
            label = f"{feeder}-{numbers[feeder]:03d}"
            at = within(unit, f"tx-{label}")
            assets.add(f"tx-{label}", "transformer", label, unit.id, at, powered_by=source.id, owner=OWNER)
            grid.transformers[unit.id].append(Site(id=f"tx-{label}", label=label, unit=unit, at=at))
    return grid


def add_meters(assets: Assets, grid: Grid) -> None:
    """Add one meter to each transformer; a capacitor keeps it alive for its last message."""
    for unit_id, transformers in grid.transformers.items():
        for site in transformers:
            assets.add(
                f"meter-{site.label}", "transformer_meter", site.label, unit_id,
                beside(*site.at, f"meter-{site.label}", metres=3), powered_by=site.id,
                connected_via=f"sw-{site.unit.slug}", backup_h=0.02, owner=OWNER,
            )  # fmt: skip
