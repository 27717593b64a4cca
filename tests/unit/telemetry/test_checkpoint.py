"""Checkpoints come back to the last bit, or not at all and with the reason."""

import errno
from pathlib import Path

import numpy as np
import pytest

from luylau.kernel.errors import Unavailable
from luylau.telemetry import checkpoint as module
from luylau.telemetry.checkpoint import Checkpoint, load, save

STATE = Checkpoint(
    arrays={
        "floats": np.array([1.5, np.nan, -np.inf]),
        "matrix": np.arange(6, dtype=np.int32).reshape(2, 3),
        "empty": np.empty((0, 4), np.uint16),
        "flags": np.array([True, False]),
        "columns": np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        "strided": np.arange(10)[::2],
    },
    watermarks={"mqtt@1": 2**53 + 1},
    meta={"tên": "Đáp Cầu", "list": [1, None]},
)


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "state"
    save(path, STATE)
    found = load(path)
    assert isinstance(found, Checkpoint)
    assert (found.watermarks, found.meta) == (STATE.watermarks, STATE.meta)
    assert list(found.arrays) == list(STATE.arrays)
    for name, array in STATE.arrays.items():
        assert found.arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(found.arrays[name], array)
    found.arrays["floats"][0] = 2.0
    assert [part.name for part in path.parent.iterdir()] == ["state"]


def test_no_file_is_no_error(tmp_path: Path) -> None:
    assert load(tmp_path / "none") == "missing"
    assert load(tmp_path) == "unreadable"


def test_every_way_of_cutting_it_off_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "state"
    save(path, STATE)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert load(path) == "cut-off", length


def test_every_flipped_byte_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "state"
    save(path, STATE)
    whole = path.read_bytes()
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 0xFF
        path.write_bytes(data)
        assert load(path) in ("damaged", "foreign", "cut-off"), place
    path.write_bytes(whole + b"more")
    assert load(path) == "damaged"
    path.write_bytes(b"something quite different, and long enough for a header and a digest at the end of it")
    assert load(path) == "foreign"


@pytest.mark.parametrize(
    ("number", "key"), [(errno.ENOSPC, "history-disk-full"), (errno.EROFS, "history-read-only")]
)
def test_a_full_disk_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, key: str
) -> None:
    path = tmp_path / "state"
    save(path, STATE)

    def full(_: Path) -> None:
        raise OSError(number, "injected")

    monkeypatch.setattr("luylau.telemetry.durable.sync", full)
    with pytest.raises(Unavailable) as caught:
        save(path, Checkpoint(arrays={}, watermarks={}))
    assert caught.value.key == key
    found = load(path)
    assert isinstance(found, Checkpoint)
    assert found.watermarks == STATE.watermarks
    assert [part.name for part in tmp_path.iterdir()] == ["state"]


def test_objects_are_not_saved(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="objects"):
        save(tmp_path / "state", Checkpoint(arrays={"bad": np.array([{}])}, watermarks={}))
    with pytest.raises(TypeError):
        save(tmp_path / "state", Checkpoint(arrays={}, watermarks={}, meta={"bad": object()}))
    assert list(tmp_path.iterdir()) == []


def test_an_older_form_is_foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAGIC", b"LUYLAU-CHECKPOINT-0\n")
    save(tmp_path / "state", STATE)
    monkeypatch.undo()
    assert load(tmp_path / "state") == "foreign"


def test_records_keep_their_fields(tmp_path: Path) -> None:
    record = np.dtype(
        {"names": ["a", "b"], "formats": ["<f8", ("<i4", (3,))], "offsets": [0, 16], "itemsize": 32}
    )
    made = np.zeros(5, record)
    made["a"] = np.arange(5)
    made["b"] = np.arange(15).reshape(5, 3)
    save(tmp_path / "c", Checkpoint(arrays={"state": made}, watermarks={"mqtt@1": 5}))
    found = load(tmp_path / "c")
    assert isinstance(found, Checkpoint)
    assert found.arrays["state"].dtype == record
    assert (found.arrays["state"] == made).all()
