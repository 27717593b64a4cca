"""The pack's studies: told with their faults, changed by version, each change kept and undoable."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from luylau.city import ensure_working_copy, export, pack_version
from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.errors import BadFile, BadInput, Conflict, NotFound, TooMany, Unavailable
from luylau.kernel.events import SqlEventLog
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.security.audit import AuditLog
from luylau.siting import desk as desk_module
from luylau.siting.desk import StudyDesk
from luylau.siting.shelf import StudyShelf, check_studies
from luylau.siting.study import load_study, study_to_data
from tests.support.small_city import write_small_city
from tests.unit.siting.runs.conftest import STUDY
from tests.unit.siting.shipped import PACK


class Bench:
    def __init__(self, folder: Path) -> None:
        self.pack = write_small_city(folder / "city", 2)
        self.engine = open_engine(sqlite_url(folder / "luylau.db"))
        metadata.create_all(self.engine)
        clock = ManualClock(1_790_000_000 * MICROS)
        self.desk = StudyDesk(self.pack, self.engine, SqlEventLog(), clock, AuditLog())

    def write(self, name: str, text: str) -> Path:
        (self.pack / "studies").mkdir(exist_ok=True)
        file = self.pack / "studies" / name
        file.write_text(text, encoding="utf-8")
        return file

    def audit(self) -> list[dict[str, Any]]:
        with reader(self.engine) as connection:
            return [dict(one.detail) for one in AuditLog().read(connection, limit=100)][::-1]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.engine.dispose()


def other(**changed: object) -> dict[str, Any]:
    return {**STUDY, **changed}


def test_a_study_is_created_changed_and_deleted_by_version(bench: Bench) -> None:
    made = bench.desk.create(STUDY, actor="a")
    assert (made.id, made.version) == ("posts", 1)
    assert load_study(bench.pack / "studies" / "posts.toml") == made
    changed = bench.desk.replace("posts", other(currency="USD"), actor="b", version=1)
    assert (changed.version, bench.desk.shelf.get("posts").currency) == (2, "USD")
    with pytest.raises(Conflict, match="study-changed"):
        bench.desk.replace("posts", STUDY, actor="a", version=1)
    with pytest.raises(Conflict, match="study-changed"):
        bench.desk.delete("posts", actor="a", version=1)
    bench.desk.delete("posts", actor="a", version=2)
    assert bench.desk.shelf.all() == ()
    assert bench.audit() == [
        {"version": 1, "version_before": 0},
        {"version": 2, "version_before": 1},
        {"version": 0, "version_before": 2},
    ]
    assert [one.seq for one in bench.desk.changes("posts")] == sorted(
        (one.seq for one in bench.desk.changes("posts")), reverse=True
    )


def test_any_change_can_be_taken_back(bench: Bench) -> None:
    bench.desk.create(STUDY, actor="a")
    bench.desk.replace("posts", other(currency="USD"), actor="a", version=1)
    bench.desk.delete("posts", actor="a", version=2)
    deleted, changed, created = bench.desk.changes("posts")
    back = bench.desk.undo("posts", deleted.seq, actor="b", version=0)
    assert back is not None
    # Versions go on, so that who still names one from before the deletion is told.
    assert (back.currency, back.version) == ("USD", 3)
    back = bench.desk.undo("posts", changed.seq, actor="b", version=3)
    assert back is not None
    assert (back.currency, back.version) == (STUDY["currency"], 4)
    assert bench.desk.undo("posts", created.seq, actor="b", version=4) is None
    assert not bench.desk.shelf.has("posts")
    with pytest.raises(NotFound, match="study-change-unknown"):
        bench.desk.undo("posts", 9_999, actor="b", version=0)


def test_a_study_made_anew_does_not_pass_for_the_one_before(bench: Bench) -> None:
    bench.desk.create(STUDY, actor="a")
    bench.desk.delete("posts", actor="a", version=1)
    assert bench.desk.create(other(currency="USD"), actor="b").version == 2
    with pytest.raises(Conflict, match="study-changed"):
        bench.desk.replace("posts", STUDY, actor="a", version=1)
    assert bench.desk.shelf.get("posts").currency == "USD"


def test_a_study_that_ships_can_be_put_back_after_its_first_change(bench: Bench) -> None:
    shipped = load_study(PACK / "studies" / "pilot-cameras.toml")
    bench.write("pilot-cameras.toml", (PACK / "studies" / "pilot-cameras.toml").read_text(encoding="utf-8"))
    changed = replace(shipped, seconds=5.0)
    bench.desk.replace(shipped.id, study_to_data(changed), actor="a", version=1)
    (change,) = bench.desk.changes(shipped.id)
    back = bench.desk.undo(shipped.id, change.seq, actor="a", version=2)
    assert back == replace(shipped, version=3)


def test_what_cannot_be_made_changes_nothing(bench: Bench) -> None:
    bench.desk.create(STUDY, actor="a")
    before = (bench.pack / "studies" / "posts.toml").read_bytes()
    with pytest.raises(Conflict, match="study-exists"):
        bench.desk.create(STUDY, actor="a")
    with pytest.raises(BadInput, match="study-id-differs"):
        bench.desk.replace("posts", other(id="others"), actor="a", version=1)
    with pytest.raises(NotFound, match="study-unknown"):
        bench.desk.replace("none", other(id="none"), actor="a", version=1)
    with pytest.raises(NotFound, match="study-unknown"):
        bench.desk.delete("none", actor="a", version=1)
    with pytest.raises(BadFile) as failed:
        bench.desk.replace("posts", other(method="magic"), actor="a", version=1)
    assert [(one.column, one.key) for one in failed.value.faults] == [("method", "study-field-choice")]
    assert (bench.pack / "studies" / "posts.toml").read_bytes() == before
    assert len(bench.desk.changes("posts")) == len(bench.audit()) == 1


@pytest.mark.parametrize(
    "value", [None, "\0", "\ud800", 10**30, float("nan"), float("inf"), [[[[[[[[["deep"]]]]]]]]], {"a\0": 1}]
)
def test_what_no_file_and_no_database_could_hold_is_refused(bench: Bench, value: object) -> None:
    with pytest.raises(BadInput, match="study-data-unkeepable"):
        bench.desk.create(other(currency=value), actor="a")
    assert not bench.desk.shelf.has("posts")


def test_a_full_disk_leaves_the_study_and_says_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.desk.create(STUDY, actor="a")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(Unavailable, match="No space left"):
        bench.desk.replace("posts", other(currency="USD"), actor="a", version=1)
    monkeypatch.undo()
    assert bench.desk.shelf.get("posts").currency == STUDY["currency"]
    assert len(bench.desk.changes("posts")) == 1


def test_so_many_studies_and_no_more(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "MOST_STUDIES", 1)
    bench.desk.create(STUDY, actor="a")
    with pytest.raises(TooMany, match="studies-many"):
        bench.desk.create(other(id="others"), actor="a")


def test_a_broken_file_is_told_and_hides_no_other(bench: Bench) -> None:
    bench.desk.create(STUDY, actor="a")
    bench.write("broken.toml", "id = [")
    bench.write("moved.toml", (bench.pack / "studies" / "posts.toml").read_text(encoding="utf-8"))
    bench.write("notes.txt", "no study")
    found = {one.id: one for one in bench.desk.shelf.all()}
    assert sorted(found) == ["broken", "moved", "posts"]
    assert found["posts"].study is not None
    assert [one.key for one in found["broken"].faults] == ["study-file-not-toml"]
    assert [one.key for one in found["moved"].faults] == ["study-id-not-file"]
    with pytest.raises(BadFile):
        bench.desk.shelf.get("broken")
    with pytest.raises(Conflict, match="study-changed"):
        bench.desk.delete("broken", actor="a", version=1)
    assert bench.desk.version("broken") == 0
    bench.desk.delete("broken", actor="a", version=0)
    assert not bench.desk.shelf.has("broken")


@pytest.mark.parametrize("name", ["../city", "a/b", ".hidden", "", "Posts"])
def test_no_name_leads_out_of_the_folder(bench: Bench, name: str) -> None:
    with pytest.raises(NotFound, match="study-unknown"):
        bench.desk.shelf.get(name)


def test_the_check_of_a_pack_names_files_that_studies_lack(bench: Bench) -> None:
    assert check_studies(bench.pack) == []
    demand = {**STUDY["demand"][0], "source": "file", "file": "people.csv", "column": "people"}
    bench.desk.create(other(demand=[demand]), actor="a")
    assert [(one.file, one.key) for one in check_studies(bench.pack)] == [
        ("studies/people.csv", "siting-file-unreadable")
    ]
    bench.write("people.csv", "lat,lon,people\n21.2,106.1,x\n")
    (fault,) = check_studies(bench.pack)
    assert (fault.file, fault.row, fault.column) == ("studies/people.csv", 2, "people")
    bench.write("people.csv", "lat,lon,people\n21.2,106.1,5\n")
    assert check_studies(bench.pack) == []
    assert check_studies(PACK) == []


def test_a_working_copy_and_an_export_take_the_studies_along_and_the_version_ignores_them(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "city"
    ensure_working_copy(PACK, folder)
    assert [one.study for one in StudyShelf(folder).all()] == [one.study for one in StudyShelf(PACK).all()]
    assert check_studies(folder) == []
    names = zipfile.ZipFile(io.BytesIO(export(folder))).namelist()
    assert {name for name in names if name.startswith("studies/")} == {
        f"studies/{file.name}" for file in (PACK / "studies").iterdir()
    }
    version = pack_version(folder)
    (folder / "studies" / "pilot-cameras.toml").unlink()
    assert pack_version(folder) == version
