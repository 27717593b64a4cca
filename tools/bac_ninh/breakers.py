"""The breakers at the heads of the simulated grid's feeders: each is called as in the grid, so that what it
reports is the position of that switch."""

from luylau.power.model import Grid
from tools.bac_ninh.assets import Assets
from tools.bac_ninh.grid import OWNER
from tools.bac_ninh.place import beside, metres_between
from tools.bac_ninh.sites import CORE
from tools.bac_ninh.territory import Unit

SOURCE = (
    "Giả định (mô phỏng): máy cắt của lưới mô phỏng theo grid.toml; vị trí và kết nối đặt ra cho thí điểm"
)


def add_breakers(assets: Assets, own: list[Unit], grid: Grid) -> None:
    """Add a breaker for each feeder, at its substation.

    The utility's own fibre brings what they say to the operations centre; a substation that the pack does not
    have feeds nothing in it.
    """
    station_units = {row["id"]: row["place"] for row in assets.rows if row["kind"] == "substation"}
    switches = grid.switches
    for head, name, station in zip(
        grid.feeders.head.tolist(), grid.feeders.name, grid.feeders.substation, strict=True
    ):
        id_, busbar = switches.id[head], switches.from_node[head]
        at = float(grid.nodes.lat[busbar]), float(grid.nodes.lon[busbar])
        nearest = min(own, key=lambda unit: metres_between((unit.lat, unit.lon), at))
        assets.add(
            id_, "feeder_breaker", name, station_units.get(station, nearest.id),
            beside(*at, id_, metres=15), powered_by=station, connected_via=CORE, backup_h=8,
            criticality="high", owner=OWNER, source=SOURCE,
        )  # fmt: skip
