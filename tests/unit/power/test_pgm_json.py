"""power-grid-model's JSON: a written grid comes back identical, foreign files are read, faults have names."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from power_grid_model.utils import json_deserialize_from_file
from power_grid_model.validation import validate_input_data

from luylau.kernel.errors import BadFile, Fault
from luylau.kernel.messages import LANGUAGES, has_message, message
from luylau.power.check import check
from luylau.power.exchange import files
from luylau.power.exchange.pgm_json import read_pgm_json, reading, write_pgm_json
from luylau.power.model import SwitchKind
from tests.unit.power.grids import ring
from tests.unit.power.whole_grid import assert_identical, whole

Tables = dict[str, list[dict[str, Any]]]


def written(folder: Path, data: object) -> Path:
    file = folder / "net.json"
    said = {"version": "1.0", "type": "input", "is_batch": False, "attributes": {}, "data": data}
    file.write_text(json.dumps(said), encoding="utf-8")
    return file


def plain() -> Tables:
    """A file from elsewhere: a source, a line, a transformer with its tap on the low side, links, powers."""
    both = {"from_status": 1, "to_status": 1}
    return {
        "node": [
            {"id": 1, "u_rated": 2.2e4, "extra": {"id": 7, "name": "not ours"}},
            {"id": 2, "u_rated": 2.2e4},
            {"id": 3, "u_rated": 400.0},
            {"id": 4, "u_rated": 2.2e4},
        ],
        "line": [
            {"id": 10, "from_node": 1, "to_node": 2, **both, "r1": 0.3, "x1": 0.4, "c1": 1e-8, "tan1": 0.0}
        ],
        "link": [
            {"id": 20, "from_node": 2, "to_node": 4, **both},
            {"id": 21, "from_node": 1, "to_node": 4, "from_status": 1, "to_status": 0},
        ],
        "transformer": [
            {
                "id": 30, "from_node": 2, "to_node": 3, **both, "u1": 2.2e4, "u2": 400.0, "sn": 4e5,
                "uk": 0.04, "pk": 4e3, "i0": 0.01, "p0": 500.0, "clock": -1, "winding_from": 2,
                "winding_to": 1,
                "tap_side": 1, "tap_pos": 3, "tap_nom": 1, "tap_min": 5, "tap_max": 1, "tap_size": 10.0,
                "uk_min": 0.06,
            }
        ],
        "source": [{"id": 40, "node": 1, "status": 1, "u_ref": 1.02}],
        "sym_load": [{"id": 50, "node": 3, "status": 1, "type": 0, "p_specified": 1e5, "q_specified": 2e4}],
        "asym_load": [
            {
                "id": 51, "node": 3, "status": 1, "type": 0, "p_specified": [1e3, 2e3, 0.0],
                "q_specified": [0, 0, 9],
            }
        ],
        "sym_gen": [{"id": 60, "node": 3, "status": 0, "type": 0, "p_specified": 1.0, "q_specified": 0.0}],
        "sym_voltage_sensor": [{"id": 70, "measured_object": 1, "u_sigma": 1.0, "u_measured": 2.2e4}],
    }  # fmt: skip


def faults(file: Path) -> list[Fault]:
    with pytest.raises(BadFile) as caught:
        read_pgm_json(file)
    for fault in caught.value.faults:
        assert_texts(fault)
    return list(caught.value.faults)


def assert_texts(fault: Fault) -> None:
    for language in LANGUAGES:
        assert has_message(language, fault.key), fault.key
        for part in ("", "remedy"):
            text = message(language, fault.key, fault.fields, part=part)
            assert text
            assert "{" not in text, "a field is lacking"


def test_a_written_grid_reads_back_identical(tmp_path: Path) -> None:
    file = tmp_path / "network.json"
    for grid in (whole(), ring()):
        write_pgm_json(grid, file)
        found = reading(file)
        assert_identical(found.grid, grid)
        assert found.notes == ()
    assert [one.name for one in tmp_path.iterdir()] == ["network.json"]


def test_writing_twice_gives_the_same_file(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    write_pgm_json(whole(), one)
    write_pgm_json(read_pgm_json(one), other)
    assert one.read_bytes() == other.read_bytes()


def test_power_grid_model_reads_what_is_written(tmp_path: Path) -> None:
    file = tmp_path / "network.json"
    write_pgm_json(whole(), file)
    data = json_deserialize_from_file(file)
    assert validate_input_data(data) is None
    assert {str(name.value): len(rows) for name, rows in data.items()} == {
        "node": 8, "line": 3, "link": 4, "transformer": 1, "source": 1, "sym_load": 3, "sym_gen": 1,
    }  # fmt: skip


def test_a_reference_to_nothing_is_not_written(tmp_path: Path) -> None:
    grid = ring()
    file = tmp_path / "network.json"
    write_pgm_json(grid, file)
    before = file.read_bytes()
    with pytest.raises(ValueError, match="no row 99"):
        write_pgm_json(replace(grid, lines=replace(grid.lines, to_node=np.array([2, 4, 99]))), file)
    assert file.read_bytes() == before


def test_a_write_that_breaks_off_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "network.json"
    write_pgm_json(ring(), file)
    before = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_pgm_json(whole(), file)
    assert file.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_two_that_write_the_same_file_at_once_do_not_meet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "network.json"
    begun: list[bool] = []

    def slowly(_: int) -> None:
        if not begun:
            begun.append(True)
            write_pgm_json(whole(), file)

    monkeypatch.setattr("os.fsync", slowly)
    write_pgm_json(ring(), file)
    assert_identical(read_pgm_json(file), ring())
    assert [one.name for one in tmp_path.iterdir()] == ["network.json"]


def test_a_plain_file_reads_sensibly(tmp_path: Path) -> None:
    found = reading(written(tmp_path, plain()))
    grid = found.grid
    assert grid.nodes.id == ("1", "2", "3", "4"), "extras of others mean nothing"
    assert np.isnan(grid.nodes.lat).all()
    assert grid.lines.id == ("10",)
    assert (grid.lines.r_ohm[0], grid.lines.c_f[0], grid.lines.year[0]) == (0.3, 1e-8, -1)
    assert math.isnan(grid.lines.i_rated_a[0])
    assert grid.switches.id == ("20", "21")
    assert grid.switches.closed.tolist() == [True, False], "open at one end is open"
    assert grid.switches.kind.tolist() == [SwitchKind.LOAD_BREAK] * 2
    trafo = grid.transformers
    assert (trafo.clock[0], trafo.tap_pu[0]) == (11, 0.0)
    assert trafo.u_lv_v[0] == 380.0, "a tap that counts down from its largest voltage"
    assert trafo.uk_pu[0] == pytest.approx(0.05), "half way to the end of the tap"
    assert (grid.sources.u_ref_pu[0], grid.sources.sk_va[0]) == (1.02, 1e10)
    assert grid.loads.id == ("50", "51")
    assert grid.loads.p_w.tolist() == [1e5, 3e3]
    assert grid.loads.q_var.tolist() == [2e4, 9.0]
    assert grid.loads.customers.tolist() == [0, 0]
    assert len(grid.generators) == 0
    assert not grid.simulated
    assert grid.source == "net.json"
    assert {(note.key, note.column) for note in found.notes} == {
        ("grid-phases-summed", "asym_load"),
        ("grid-out-of-service", "sym_gen"),
        ("grid-not-taken-over", "sym_voltage_sensor"),
    }
    for note in found.notes:
        assert_texts(note)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = written(tmp_path, plain())
    marked = tmp_path / "marked" / file.name
    marked.parent.mkdir()
    marked.write_text(file.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert_identical(files.read(marked).grid, read_pgm_json(file))


def test_a_feeder_without_a_head_is_read_and_the_check_names_it(tmp_path: Path) -> None:
    grid = whole()
    file = tmp_path / "network.json"
    write_pgm_json(replace(grid, feeders=replace(grid.feeders, head=np.array([0, -1]))), file)
    again = read_pgm_json(file)
    assert again.feeders.head.tolist() == [0, -1]
    assert [fault.column for fault in check(again)] == ["feeders[f1].head"]


def test_an_open_end_becomes_an_open_switch(tmp_path: Path) -> None:
    said = plain()
    said["line"][0]["to_status"] = 0
    grid = read_pgm_json(written(tmp_path, said))
    assert grid.nodes.id[-1] == "10-to-end"
    assert grid.nodes.u_rated_v[-1] == 2.2e4
    assert (grid.lines.from_node[0], grid.lines.to_node[0]) == (0, 4)
    assert grid.switches.id[-1] == "10-to"
    assert (grid.switches.from_node[-1], grid.switches.to_node[-1], grid.switches.closed[-1]) == (1, 4, False)


def test_a_line_open_at_both_ends_is_left_out_and_named(tmp_path: Path) -> None:
    said = plain()
    said["line"][0].update(from_status=0, to_status=0)
    found = reading(written(tmp_path, said))
    assert len(found.grid.lines) == 0
    note = next(one for one in found.notes if one.column == "line")
    assert (note.key, note.fields) == ("grid-out-of-service", {"kind": "line", "count": 1, "example": "10"})


def test_rows_may_be_lists_of_values(tmp_path: Path) -> None:
    said = plain()
    heads = {name: list(rows[0]) for name, rows in said.items() if name in ("line", "source")}
    file = tmp_path / "net.json"
    data: dict[str, object] = {**said}
    for name, columns in heads.items():
        data[name] = [[row[one] for one in columns] for row in said[name]]
    file.write_text(json.dumps({"type": "input", "attributes": heads, "data": data}), encoding="utf-8")
    assert_identical(
        replace(read_pgm_json(file), source=""),
        replace(read_pgm_json(written(tmp_path, said)), source=""),
    )


def change(component: str, **values: object) -> Callable[[Tables], None]:
    return lambda said: said[component][0].update(values)


def drop(component: str, field: str) -> Callable[[Tables], None]:
    def damage(said: Tables) -> None:
        del said[component][0][field]

    return damage


def add(component: str, **values: object) -> Callable[[Tables], None]:
    return lambda said: said.update({component: [{"id": 99, **values}]})


@pytest.mark.parametrize(
    ("damage", "column", "key"),
    [
        (change("node", u_rated=0), "node[1].u_rated", "grid-voltage-wrong"),
        (change("node", u_rated="22 kV"), "node[1].u_rated", "grid-number-wrong"),
        (change("node", u_rated=True), "node[1].u_rated", "grid-number-wrong"),
        (change("node", u_rated="inf"), "node[1].u_rated", "grid-number-wrong"),
        (drop("node", "u_rated"), "node[1].u_rated", "grid-number-wrong"),
        (change("node", id=2), "node[2].id", "grid-id-doubled"),
        (change("node", id="a"), "node[a].id", "grid-whole-number-wrong"),
        (change("line", to_node=9), "line[10].to_node", "grid-node-unknown"),
        (change("line", to_node=30), "line[10].to_node", "grid-node-unknown"),
        (change("line", to_node=None), "line[10].to_node", "grid-whole-number-wrong"),
        (change("line", r1=None), "line[10].r1", "grid-number-wrong"),
        (change("line", r1=[1.0]), "line[10].r1", "grid-number-wrong"),
        (change("line", tan1=0.01), "line[10].tan1", "grid-loss-angle-not-read"),
        (change("link", from_status="on"), "link[20].from_status", "grid-whole-number-wrong"),
        (change("transformer", clock=1.5), "transformer[30].clock", "grid-whole-number-wrong"),
        (change("transformer", tap_pos=6), "transformer[30].tap_pos", "grid-tap-out-of-range"),
        (change("transformer", tap_pos=0), "transformer[30].tap_pos", "grid-tap-out-of-range"),
        (change("transformer", tap_pos=None, tap_nom=7), "transformer[30].tap_pos", "grid-tap-out-of-range"),
        (change("transformer", tap_side=2), "transformer[30].tap_side", "grid-tap-side-unknown"),
        (change("source", sk="inf"), "source[40].sk", "grid-number-wrong"),
        (change("source", status=0), "source", "grid-source-none"),
        (drop("source", "u_ref"), "source[40].u_ref", "grid-number-wrong"),
        (change("source", rx_ratio=0.3), "source[40].rx_ratio", "grid-source-ratio-not-read"),
        (change("sym_load", type=1), "sym_load[50].type", "grid-load-type-not-read"),
        (change("sym_load", p_specified=None), "sym_load[50].p_specified", "grid-number-wrong"),
        (change("asym_load", p_specified=[1.0, 2.0]), "asym_load[51].p_specified", "grid-number-wrong"),
        (change("asym_load", p_specified=[1.0, 2.0, None]), "asym_load[51].p_specified", "grid-number-wrong"),
        (add("shunt", node=1, status=1), "shunt[99]", "grid-element-not-read"),
        (add("shunt", node=1), "shunt[99]", "grid-element-not-read"),
        (add("generic_branch", from_status=1, to_status=0), "generic_branch[99]", "grid-element-not-read"),
        (add("asym_line", from_status=1, to_status=1), "asym_line[99]", "grid-element-not-read"),
        (
            add("three_winding_transformer", status_1=0, status_2=1, status_3=1),
            "three_winding_transformer[99]",
            "grid-element-not-read",
        ),
        (add("windmill"), "windmill", "grid-component-unknown"),
    ],
)  # fmt: skip
def test_a_fault_names_element_and_field(
    tmp_path: Path, damage: Callable[[Tables], None], column: str, key: str
) -> None:
    said = plain()
    damage(said)
    assert (column, key) in [(fault.column, fault.key) for fault in faults(written(tmp_path, said))]


def test_all_faults_are_found_at_once(tmp_path: Path) -> None:
    said = plain()
    change("line", r1=None)(said)
    change("sym_load", node=77)(said)
    add("shunt", status=1)(said)
    assert len(faults(written(tmp_path, said))) == 3


def test_two_sources_of_different_angle_are_refused(tmp_path: Path) -> None:
    said = plain()
    said["source"].append({"id": 41, "node": 4, "status": 1, "u_ref": 1.0, "u_ref_angle": 0.1})
    assert [fault.key for fault in faults(written(tmp_path, said))] == ["grid-source-angle-not-read"]


def test_what_is_refused_may_stand_there_out_of_service(tmp_path: Path) -> None:
    said = plain()
    add("shunt", node=1, status=0)(said)
    assert "shunt" in [note.column for note in reading(written(tmp_path, said)).notes]


def test_zero_sequence_figures_are_noted(tmp_path: Path) -> None:
    said = plain()
    said["line"][0]["r0"] = 1.0
    keys = [note.key for note in reading(written(tmp_path, said)).notes if note.column == "line"]
    assert keys == ["grid-unsymmetrical-not-taken-over"]


def own(folder: Path, old: str, new: str) -> Path:
    file = folder / "network.json"
    write_pgm_json(whole(), file)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "column", "key"),
    [
        ('"kind":"tie"', '"kind":"knot"', "link[tie].kind", "grid-word-unknown"),
        ('"remote":true', '"remote":1', "link[s0].remote", "grid-word-unknown"),
        ('"customers":1234', '"customers":"many"', "sym_load[load4].customers", "grid-whole-number-wrong"),
        ('"place":"xa-1"', '"place":5', "line[b].place", "grid-text-wrong"),
        ('"trees":0.25', '"trees":"few"', "line[a].trees", "grid-number-wrong"),
        ('"energy_wh":200000.0,"node":7', '"node":77', "batteries[b1].node", "grid-node-unknown"),
        ('"head":11', '"head":3', "feeders[f0].head", "grid-switch-unknown"),
        ('"batteries": [', '"batteries": [1,', "luylau.batteries", "grid-not-pgm"),
    ],
)
def test_faults_of_our_own_columns(tmp_path: Path, old: str, new: str, column: str, key: str) -> None:
    assert (column, key) in [(fault.column, fault.key) for fault in faults(own(tmp_path, old, new))]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "grid-not-json"),
        ('{"version": "1.0", "type": "input", "data": {"node": [{"id": 1', "grid-not-json"),
        ('{"data": {"node": [{"id": 1, "u_rated": NaN}]}}', "grid-not-json"),
        ("[" * 100_000, "grid-not-json"),
        ("{}", "grid-not-pgm"),
        ("[]", "grid-not-pgm"),
        ('{"type": "input", "data": []}', "grid-not-pgm"),
        ('{"type": "input", "data": {"node": 5}}', "grid-not-pgm"),
        ('{"type": "input", "data": {"node": [5]}}', "grid-not-pgm"),
        ('{"type": "update", "data": {"node": []}}', "grid-not-pgm"),
        ('{"type": "input", "is_batch": true, "data": {"node": []}}', "grid-not-pgm"),
        ('{"type": "input", "attributes": {"node": ["id"]}, "data": {"node": [[1, 2]]}}', "grid-not-pgm"),
    ],
)
def test_what_is_no_network_is_refused(tmp_path: Path, text: str, key: str) -> None:
    file = tmp_path / "net.json"
    file.write_text(text, encoding="utf-8")
    assert [fault.key for fault in faults(file)] == [key]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "net.json"
    file.write_bytes(b'{"name": "\xff\xfe"}')
    assert [fault.key for fault in faults(file)] == ["grid-not-json"]
