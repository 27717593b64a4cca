"""The reader of pandapower's JSON: what it takes, and every fault by element and field."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from luylau.kernel.errors import BadFile
from luylau.kernel.messages import LANGUAGES, has_message, message
from luylau.power.exchange import files
from luylau.power.exchange.pandapower_json import read
from tests.unit.power.whole_grid import assert_identical

Tables = dict[str, list[dict[str, Any]]]


def tables() -> Tables:
    """Two buses, a line with a switch at its end, a load, and a third bus out of service."""
    bus = {"vn_kv": 22.0, "in_service": True, "geo": '{"coordinates": [106.0, 21.0], "type": "Point"}'}
    return {
        "bus": [dict(bus), {**bus, "geo": None}, {**bus, "in_service": False}],
        "line": [
            {
                "from_bus": 0, "to_bus": 1, "length_km": 2.0, "r_ohm_per_km": 0.3, "x_ohm_per_km": 0.4,
                "c_nf_per_km": 10.0, "g_us_per_km": 0.0, "max_i_ka": 0.2, "df": 0.5, "parallel": 2,
                "type": "ol",
            }
        ],
        "trafo": [
            {
                "hv_bus": 0, "lv_bus": 1, "sn_mva": 0.4, "vn_hv_kv": 22.0, "vn_lv_kv": 22.0,
                "vk_percent": 4.0,
                "vkr_percent": 1.0, "pfe_kw": 0.5, "i0_percent": 0.2, "shift_degree": 330.0, "tap_side": "hv",
                "tap_pos": 1, "tap_neutral": 0, "tap_step_percent": 2.5,
            }
        ],
        "switch": [
            {"bus": 1, "element": 0, "et": "l", "type": "CB", "closed": False, "z_ohm": 0.0},
            {"bus": 0, "element": 1, "et": "b", "type": None, "closed": True, "z_ohm": 0.0},
        ],
        "load": [
            {"bus": 1, "p_mw": 1.0, "q_mvar": 0.5, "scaling": 0.8, "const_z_p_percent": 0.0},
            {"bus": 2, "p_mw": 1.0, "q_mvar": 0.5, "scaling": 1.0, "const_z_p_percent": 0.0},
        ],
        "ext_grid": [{"bus": 0, "vm_pu": 1.02}],
    }  # fmt: skip


def write(folder: Path, said: Tables) -> Path:
    frames = {}
    for name, rows in said.items():
        columns = list(rows[0]) if rows else []
        split = {
            "columns": columns,
            "index": list(range(len(rows))),
            "data": [[row[one] for one in columns] for row in rows],
        }
        frames[name] = {"_class": "DataFrame", "_object": json.dumps(split)}
    file = folder / "net.json"
    file.write_text(json.dumps({"_class": "pandapowerNet", "_object": frames}), encoding="utf-8")
    return file


def test_elements_become_rows_in_si_units(tmp_path: Path) -> None:
    grid = read(write(tmp_path, tables()))
    assert grid.nodes.id == ("bus-0", "bus-1", "switch-0-end")
    assert (grid.nodes.lat[0], grid.nodes.lon[0]) == (21.0, 106.0)
    line = grid.lines
    assert (line.from_node[0], line.to_node[0]) == (0, 2), "the switched end has a node of its own"
    assert (line.r_ohm[0], line.x_ohm[0]) == (pytest.approx(0.3), pytest.approx(0.4))
    assert line.c_f[0] == pytest.approx(40e-9)
    assert line.i_rated_a[0] == pytest.approx(200)
    assert (line.length_m[0], bool(line.overhead[0])) == (2_000, True)
    assert grid.switches.closed.tolist() == [False, True]
    trafo = grid.transformers
    assert (trafo.s_rated_va[0], trafo.pk_w[0], trafo.p0_w[0]) == (4e5, 4_000, 500)
    assert (trafo.clock[0], trafo.tap_pu[0]) == (11, pytest.approx(0.025))
    assert grid.loads.id == ("load-0",), "a load on a bus out of service is out of service"
    assert (grid.loads.p_w[0], grid.loads.q_var[0]) == (pytest.approx(8e5), pytest.approx(4e5))
    assert grid.sources.u_ref_pu.tolist() == [1.02]


def test_two_switches_at_one_end_stand_in_a_row(tmp_path: Path) -> None:
    said = tables()
    said["switch"].append({**said["switch"][0], "type": "DS", "closed": True})
    grid = read(write(tmp_path, said))
    assert grid.switches.id == ("switch-0", "switch-1", "switch-2")
    assert grid.switches.from_node.tolist() == [1, 0, 2]
    assert grid.switches.to_node.tolist() == [2, 1, 3]
    assert grid.lines.to_node.tolist() == [3]


def test_a_switch_at_a_line_out_of_service_is_out_of_service(tmp_path: Path) -> None:
    said = tables()
    said["line"][0]["in_service"] = False
    grid = read(write(tmp_path, said))
    assert (len(grid.lines), grid.switches.id) == (0, ("switch-1",))


def test_an_index_that_stands_there_twice_is_named(tmp_path: Path) -> None:
    file = write(tmp_path, tables())
    text = file.read_text(encoding="utf-8")
    assert text.count('\\"index\\": [0, 1, 2]') == 1
    file.write_text(text.replace('\\"index\\": [0, 1, 2]', '\\"index\\": [0, 1, 1]'), encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        read(file)
    assert ("bus[1]", "grid-id-doubled") in [(fault.column, fault.key) for fault in caught.value.faults]


def test_the_frequency_must_be_one(tmp_path: Path) -> None:
    file = write(tmp_path, tables())
    said = json.loads(file.read_text(encoding="utf-8"))
    said["_object"]["f_hz"] = "60 Hz"
    file.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        read(file)
    assert [(fault.column, fault.key) for fault in caught.value.faults] == [("f_hz", "grid-number-missing")]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = write(tmp_path, tables())
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert_identical(files.read(file).grid, read(write(tmp_path, tables())))


def change(table: str, **values: object) -> Callable[[Tables], None]:
    return lambda said: said[table][0].update(values)


def add(table: str) -> Callable[[Tables], None]:
    return lambda said: said.update({table: [{"bus": 0, "in_service": True}]})


@pytest.mark.parametrize(
    ("damage", "column", "key"),
    [
        (change("bus", vn_kv=0.0), "bus[0].vn_kv", "grid-voltage-not-positive"),
        (change("bus", vn_kv=None), "bus[0].vn_kv", "grid-number-missing"),
        (change("line", to_bus=9), "line[0].to_bus", "grid-bus-unknown"),
        (change("line", r_ohm_per_km=0.0, x_ohm_per_km=0.0), "line[0].r_ohm_per_km", "grid-impedance-zero"),
        (change("line", g_us_per_km=3.0), "line[0].g_us_per_km", "grid-conductance-not-read"),
        (change("trafo", tap_step_degree=5.0), "trafo[0].tap_step_degree", "grid-phase-shifter-not-read"),
        (change("trafo", shift_degree=15.0), "trafo[0].shift_degree", "grid-clock-not-whole"),
        (change("trafo", tap_changer_type="Tabular"), "trafo[0].tap_changer_type", "grid-tap-table-not-read"),
        (
            change("trafo", tap_changer_type="Ideal"),
            "trafo[0].tap_changer_type",
            "grid-phase-shifter-not-read",
        ),
        (change("trafo", tap_changer_type="Magic"), "trafo[0].tap_changer_type", "grid-word-unknown"),
        (
            change("trafo", tap_dependency_table=True),
            "trafo[0].tap_dependency_table",
            "grid-tap-table-not-read",
        ),
        (change("trafo", tap_phase_shifter=True), "trafo[0].tap_changer_type", "grid-phase-shifter-not-read"),
        (change("trafo", tap_side="mv"), "trafo[0].tap_side", "grid-word-unknown"),
        (change("trafo", parallel=0), "trafo[0].parallel", "check-not-positive"),
        (change("line", parallel=0), "line[0].parallel", "check-not-positive"),
        (change("line", from_bus=0.5), "line[0].from_bus", "grid-bus-unknown"),
        (change("switch", closed=None), "switch[0].closed", "grid-word-unknown"),
        (change("switch", closed="False"), "switch[0].closed", "grid-word-unknown"),
        (lambda said: [row.pop("closed") for row in said["switch"]], "switch[1].closed", "grid-word-unknown"),
        (lambda said: [row.pop("et") for row in said["switch"]], "switch[0].et", "grid-element-not-read"),
        (change("switch", element=99), "switch[0].element", "grid-switch-at-nothing"),
        (change("switch", bus=2), "switch[0].bus", "grid-switch-elsewhere"),
        (change("bus", in_service=None), "bus[0].in_service", "grid-word-unknown"),
        (change("load", p_mw=True), "load[0].p_mw", "grid-number-missing"),
        (change("switch", z_ohm=0.1), "switch[0].z_ohm", "grid-switch-impedance"),
        (change("switch", et="t3"), "switch[0].et", "grid-element-not-read"),
        (change("load", const_z_p_percent=50.0), "load[0].const_z_p_percent", "grid-load-not-constant-power"),
        (change("load", p_mw="much"), "load[0].p_mw", "grid-number-missing"),
        (add("trafo3w"), "trafo3w[0]", "grid-element-not-read"),
        (lambda said: said["ext_grid"].clear(), "ext_grid", "grid-no-source"),
    ],
)
def test_a_fault_names_element_and_field(
    tmp_path: Path, damage: Callable[[Tables], None], column: str, key: str
) -> None:
    said = tables()
    damage(said)
    with pytest.raises(BadFile) as caught:
        read(write(tmp_path, said))
    assert (column, key) in [(fault.column, fault.key) for fault in caught.value.faults]
    for fault in caught.value.faults:
        for language in LANGUAGES:
            assert has_message(language, fault.key)
            for part in ("", "remedy"):
                assert "{" not in message(language, fault.key, fault.fields, part=part), "a field is lacking"


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"_class": "pandapowerNet"}', '{"_class": "x", "_object": {}}']
)
def test_what_is_no_network_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "net.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        read(file)
    assert [fault.key for fault in caught.value.faults] == ["grid-not-pandapower"]
