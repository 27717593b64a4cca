"""The working copy: changed whole or not at all, undone, safe from two writers and from crashes."""

import io
import multiprocessing
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from luylau.city import (
    Asset,
    adopt,
    changes,
    ensure_working_copy,
    export,
    load,
    pack_version,
    replace_files,
    shipped_pack,
    undo,
    update_asset,
    working_copy,
)
from luylau.kernel.errors import BadFile, BadInput, Conflict, NotFound, Unavailable
from tests.unit.city.conftest import FILES


def camera(id_: str, **fields: object) -> Asset:
    asset = Asset(id=id_, kind="camera", name="Camera mới", place="xa-b", lat=21.05, lon=106.05, assumed=True)
    return replace(asset, **fields)  # type: ignore[arg-type]


def test_a_working_copy_is_made_once(pack: Path, tmp_path: Path) -> None:
    (pack / "notes.txt").write_text("not part of the pack")
    folder = tmp_path / "data" / "city"
    assert ensure_working_copy(pack, folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    adopt(folder, camera("cam-1"))
    assert not ensure_working_copy(pack, folder)
    assert "cam-1" in load(folder).assets
    assert "cam-1" not in load(pack).assets


def test_an_empty_folder_is_taken_and_a_strange_one_is_not(pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    folder.mkdir()
    assert ensure_working_copy(pack, folder)
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.doc").write_text("mine")
    with pytest.raises(BadInput, match="city-folder-taken"):
        ensure_working_copy(pack, other)
    assert (other / "thesis.doc").read_text() == "mine"


def test_packs_by_id_and_by_folder(pack: Path) -> None:
    assert shipped_pack("bac-ninh").name == "bac_ninh"
    assert shipped_pack(str(pack)) == pack
    with pytest.raises(NotFound, match="city-pack-unknown"):
        shipped_pack("atlantis")


def test_an_adopted_device_is_in_the_pack_and_can_be_taken_back(pack: Path) -> None:
    before, text = pack_version(pack), (pack / "assets.csv").read_text()
    version = adopt(pack, camera("cam-1", backup_h=0.5, powered_by="tx-1", source="", criticality="high"))
    assert version == pack_version(pack) != before
    assert load(pack).assets["cam-1"].backup_h == 0.5
    assert (pack / "assets.csv").read_text().startswith(text.partition("\n")[0])
    assert [change.key for change in changes(pack)] == ["city-change-adopted"]
    assert undo(pack).fields == {"asset": "cam-1", "name": "Camera mới"}
    assert pack_version(pack) == before
    assert changes(pack) == []
    with pytest.raises(NotFound, match="city-nothing-to-undo"):
        undo(pack)


def test_a_folder_that_is_no_pack_takes_no_change(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="city-pack-unknown"):
        replace_files(tmp_path, {"rules.toml": b""}, key="k")
    assert list(tmp_path.iterdir()) == []


def test_a_device_adopted_twice_is_a_conflict(pack: Path) -> None:
    with pytest.raises(Conflict, match="city-asset-exists"):
        adopt(pack, camera("gauge-1"))


def test_a_wrong_device_changes_nothing(pack: Path) -> None:
    before = pack_version(pack)
    with pytest.raises(BadFile) as caught:
        adopt(pack, camera("cam-1", place="nowhere", assumed=False, lat=200.0))
    assert {fault.key for fault in caught.value.faults} == {
        "city-reference-unknown", "city-source-missing", "city-number-range",
    }  # fmt: skip
    assert pack_version(pack) == before
    assert changes(pack) == []


def test_an_asset_is_edited_in_its_own_row(pack: Path) -> None:
    gauge = load(pack).assets["gauge-1"]
    update_asset(pack, replace(gauge, name="Sông 1, cầu mới", backup_h=10, names={"ja": "川1"}))
    city = load(pack)
    assert list(city.assets) == ["ts-1", "tx-1", "sw-1", "gauge-1"]
    assert city.assets["gauge-1"].name == "Sông 1, cầu mới"
    assert city.assets["gauge-1"].names == {"ja": "川1"}
    assert city.assets["tx-1"].name == "Trạm biến áp 1"
    with pytest.raises(NotFound, match="city-asset-unknown"):
        update_asset(pack, camera("cam-9"))


def test_an_edit_that_changes_nothing_is_no_change(pack: Path) -> None:
    before = pack_version(pack)
    assert update_asset(pack, load(pack).assets["gauge-1"]) == before
    assert changes(pack) == []


def test_only_the_files_of_a_pack_are_written(pack: Path) -> None:
    with pytest.raises(BadInput, match="city-not-a-pack-file"):
        replace_files(pack, {"../../evil.csv": b"x"}, key="city-change-edited")


def test_a_change_worked_out_on_an_older_pack_is_refused(pack: Path) -> None:
    with pytest.raises(Conflict, match="city-changed-meanwhile"):
        replace_files(pack, {"rules.toml": b""}, key="city-change-edited", expected="0" * 64)
    assert not (pack / "rules.toml").exists()


def test_a_new_file_disappears_on_undo(pack: Path) -> None:
    replace_files(pack, {"rules.toml": b"# none\n"}, key="city-change-edited")
    assert (pack / "rules.toml").read_bytes() == b"# none\n"
    undo(pack)
    assert not (pack / "rules.toml").exists()


def test_undo_goes_back_step_by_step_and_only_the_last_are_kept(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_copy, "KEPT_CHANGES", 3)
    versions = [pack_version(pack)]
    versions += [
        replace_files(pack, {"rules.toml": b"# %d\n" % number}, key="k", fields={"n": number})
        for number in range(12)
    ]
    assert [change.number for change in changes(pack)] == [10, 11, 12]
    assert [undo(pack).fields["n"] for _ in range(3)] == [11, 10, 9]
    assert pack_version(pack) == versions[9]


@pytest.mark.parametrize("step", range(7))
def test_a_crash_at_any_step_leaves_the_pack_before_the_change(
    pack: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Each file operation in turn is the last that the process lives to start."""
    before = pack_version(pack)
    calls = 0

    class Dead(BaseException):
        pass

    def dying(real: Callable[..., None]) -> Callable[..., None]:
        def call(*args: object, **kwargs: object) -> None:
            nonlocal calls
            calls += 1
            if calls > step:
                raise Dead
            real(*args, **kwargs)

        return call

    with monkeypatch.context() as patched:
        patched.setattr(working_copy, "_write", dying(working_copy._write))
        patched.setattr(working_copy, "_sync_folder", dying(working_copy._sync_folder))
        with pytest.raises(Dead):
            replace_files(pack, {"rules.toml": b"#\n", "legacy.csv": b"old_name,unit\n"}, key="k")
    with working_copy.locked(pack):
        assert pack_version(pack) == before
    assert changes(pack) == []
    replace_files(pack, {"rules.toml": b"#\n"}, key="k")
    assert [change.number for change in changes(pack)] == [1]


def test_a_disk_that_fails_leaves_the_pack_as_it_was(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = pack_version(pack)
    real, count = os.fsync, 0

    def failing(handle: int) -> None:
        nonlocal count
        count += 1
        if count == 5:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(Unavailable, match="No space left"):
        replace_files(pack, {"rules.toml": b"#\n", "legacy.csv": b"old_name,unit\n"}, key="k")
    assert pack_version(pack) == before
    assert changes(pack) == []


def _adopt_many(folder: Path, name: str) -> None:
    for number in range(5):
        while True:
            try:
                adopt(folder, camera(f"cam-{name}-{number}"))
                break
            except Conflict:
                continue


def test_two_writers_lose_nothing(pack: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_adopt_many, args=(pack, name)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    assert len(load(pack).assets) == 4 + 10
    assert len(changes(pack)) == 10


def test_a_writer_that_never_ends_is_not_waited_for_forever(pack: Path) -> None:
    with (
        working_copy.locked(pack),
        pytest.raises(Conflict, match="city-locked"),
        working_copy.locked(pack, timeout_s=0.05),
    ):
        pass


def test_an_export_holds_the_pack_and_repeats(pack: Path, tmp_path: Path) -> None:
    data = export(pack)
    assert export(pack) == data
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path / "out")
    assert pack_version(tmp_path / "out") == pack_version(pack)
