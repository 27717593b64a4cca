"""CGMES through the converter: what becomes of a small network, and what is named as not read."""

import logging
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from luylau.kernel.errors import BadFile, Unavailable
from luylau.kernel.messages import LANGUAGES, has_message, message
from luylau.power.engine import flow
from luylau.power.exchange import cim, files
from luylau.power.model import SwitchKind
from tests.support.cgmes import Cgmes, village


def faults(net: Cgmes, folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(BadFile) as caught:
        cim.reading(net.folder(folder / "net"))
    for fault in caught.value.faults:
        for language in LANGUAGES:
            assert has_message(language, fault.key)
            assert message(language, fault.key, fault.fields, part="remedy")
    return [(fault.column, fault.key) for fault in caught.value.faults]


def test_a_folder_becomes_a_grid_by_mrid(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        found = cim.reading(village().folder(tmp_path / "net"))
    assert found.notes == ()
    said = [record for record in caplog.records if "pandapower/converter" in record.pathname]
    assert not said, "what the converter says becomes notes"
    grid = found.grid
    assert grid.nodes.id == ("N1", "N2", "N3", "N4", "N5")
    assert grid.nodes.u_rated_v.tolist() == [22e3] * 4 + [400.0]
    assert grid.lines.id == ("L",)
    assert (grid.lines.r_ohm[0], grid.lines.x_ohm[0], grid.lines.length_m[0]) == (1.5, 2.0, 5_000.0)
    assert grid.switches.id == ("B", "TIE")
    assert grid.switches.kind.tolist() == [SwitchKind.BREAKER, SwitchKind.LOAD_BREAK]
    assert grid.switches.closed.tolist() == [True, False]
    assert (grid.transformers.id, grid.transformers.clock.tolist()) == (("T",), [11])
    assert grid.transformers.pk_w[0] == pytest.approx(4_000), "12.1 ohm at 22 kV and 400 kVA"
    assert (grid.sources.id, grid.sources.u_ref_pu[0]) == (("F",), pytest.approx(1.02))
    assert (grid.loads.id, grid.loads.p_w[0], grid.loads.q_var[0]) == (("H",), 2e5, 5e4)
    assert flow(grid).energised.tolist() == [True, True, True, False, True]


def test_an_archive_in_an_archive_is_read(tmp_path: Path) -> None:
    inner = village().archive(tmp_path / "inner.zip")
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "folder/inner.zip")
    assert files.read(outer).grid.lines.id == ("L",)


def test_the_normal_state_is_taken_and_the_other_noted(tmp_path: Path) -> None:
    net = village()
    net.ssh = [
        (kind, name, {"Switch.open": "false"} if name == "TIE" else said) for kind, name, said in net.ssh
    ]
    found = cim.reading(net.folder(tmp_path / "net"))
    assert found.grid.switches.closed.tolist() == [True, False]
    assert [(note.key, note.fields["example"]) for note in found.notes] == [
        ("cim-switches-not-normal", "TIE")
    ]


def test_a_length_that_is_not_said_is_not_known(tmp_path: Path) -> None:
    net = village()
    for kind, _, said in net.eq:
        if kind == "ACLineSegment":
            del said["Conductor.length"]
    lines = cim.reading(net.folder(tmp_path / "net")).grid.lines
    assert np.isnan(lines.length_m[0])
    assert lines.r_ohm[0] == 1.5


def test_equipment_that_the_converter_passes_over_is_named(tmp_path: Path) -> None:
    net = village()
    net.add("Fuse", "FU")
    net.terminals("FU", "N1", "N4")
    assert faults(net, tmp_path) == [("Fuse[FU]", "grid-element-not-read")]


def test_a_line_with_one_terminal_is_named(tmp_path: Path) -> None:
    net = village()
    net.eq = [thing for thing in net.eq if thing[1] != "L-T2"]
    assert faults(net, tmp_path)[0] == ("ACLineSegment[L]", "grid-element-not-read")


def test_a_transformer_of_three_windings_is_named_by_its_class(tmp_path: Path) -> None:
    net = village()
    net.node("N6", "MV")
    net.transformer("T3", [("N3", 22.0), ("N6", 22.0), ("N5", 0.4)], mva=1.0, x_ohm=10.0)
    assert ("PowerTransformer[T3]", "grid-element-not-read") in faults(net, tmp_path)


def test_an_impedance_below_zero_is_not_turned_in_silence(tmp_path: Path) -> None:
    net = village()
    for kind, _, said in net.eq:
        if kind == "ACLineSegment":
            said["ACLineSegment.r"] = "-1.5"
    assert faults(net, tmp_path) == [("ACLineSegment[L].r", "check-negative")]


def test_a_load_without_power_is_named_by_its_class(tmp_path: Path) -> None:
    net = village()
    net.ssh = [thing for thing in net.ssh if thing[1] != "H"]
    assert ("EnergyConsumer[H].p_mw", "grid-number-missing") in faults(net, tmp_path)


def test_a_grid_without_a_source_is_refused(tmp_path: Path) -> None:
    net = village()
    net.eq = [thing for thing in net.eq if not thing[1].startswith("F")]
    assert ("ext_grid", "grid-no-source") in faults(net, tmp_path)


def test_classes_that_carry_no_current_are_noted(tmp_path: Path) -> None:
    net = village()
    net.add("WireSpacingInfo", "W")
    notes = cim.reading(net.folder(tmp_path / "net")).notes
    assert [(note.key, note.fields["said"]) for note in notes] == [
        ("cim-classes-not-read", "WireSpacingInfo (1)")
    ]


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    folder = village().folder(tmp_path / "net")
    file = folder / "net_EQ.xml"
    file.write_text(file.read_text(encoding="utf-8")[:-400], encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        cim.reading(folder)
    assert [fault.key for fault in caught.value.faults] == ["cim-not-converted"]


def test_a_folder_without_cgmes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.xml").write_text("<html/>", encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        files.read(tmp_path)
    assert [fault.key for fault in caught.value.faults] == ["cim-none"]


def test_an_archive_that_unpacks_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cim, "MOST_BYTES", 100)
    with pytest.raises(BadFile) as caught:
        cim.reading(village().archive(tmp_path / "net.zip"))
    assert [fault.key for fault in caught.value.faults] == ["cim-archive-too-large"]


def test_archives_in_an_archive_count_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = village().archive(tmp_path / "inner.zip")
    with zipfile.ZipFile(inner) as archive:
        holds = sum(one.file_size for one in archive.infolist())
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        for number in range(4):
            archive.write(inner, f"{number}.zip")
    # More than the outer one with any single inner one, less than all of them.
    monkeypatch.setattr(cim, "MOST_BYTES", 4 * inner.stat().st_size + 3 * holds)
    with pytest.raises(BadFile) as caught:
        cim.reading(outer)
    assert [(fault.file, fault.key) for fault in caught.value.faults] == [
        ("outer.zip", "cim-archive-too-large")
    ]


def test_archives_may_lie_deep_in_each_other(tmp_path: Path) -> None:
    file = village().archive(tmp_path / "0.zip")
    for depth in range(1, 40):
        outer = tmp_path / f"{depth}.zip"
        with zipfile.ZipFile(outer, "w") as archive:
            archive.write(file, "inner.zip")
        file = outer
    assert cim.is_cim(file)


def test_without_the_converter_the_command_to_install_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = village().folder(tmp_path / "net")
    monkeypatch.setitem(sys.modules, "lxml.etree", None)
    with pytest.raises(Unavailable) as caught:
        cim.reading(folder)
    for language in LANGUAGES:
        assert 'pip install "luylau[cim]"' in message(language, caught.value.key, part="remedy")
