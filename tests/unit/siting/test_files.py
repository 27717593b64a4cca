"""Files that studies name: taken in whole or not at all, told for what they are, kept while named."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from luylau.city import export
from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.errors import BadFile, BadInput, Conflict, NotFound, TooMany, Unavailable
from luylau.kernel.events import Event, SqlEventLog
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.security.audit import AuditEntry, AuditLog
from luylau.siting import contents as contents_module
from luylau.siting import files as files_module
from luylau.siting.desk import StudyDesk
from luylau.siting.files import StudyFiles
from luylau.siting.study import study_from_data
from tests.support.small_city import write_small_city
from tests.unit.siting.runs.conftest import STUDY

CSV = b"id,lat,lon,people\na,21.18,106.05,5\nb,21.19,106.06,7\n"
OTHER = b"id,lat,lon,people\na,21.18,106.05,6\n"
RING = [[106.0, 21.1], [106.1, 21.1], [106.1, 21.2], [106.0, 21.1]]
POINT = {"type": "Point", "coordinates": [106.0, 21.1]}
OUTLINE = {"type": "Polygon", "coordinates": [RING]}
ROAD = {"type": "LineString", "coordinates": RING[:3]}


def collection(*geometries: object) -> bytes:
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Bench:
    def __init__(self, folder: Path) -> None:
        self.pack = write_small_city(folder / "city", 2)
        self.folder = self.pack / "studies"
        self.engine = open_engine(sqlite_url(folder / "luylau.db"))
        metadata.create_all(self.engine)
        behind = (self.engine, SqlEventLog(), ManualClock(1_790_000_000 * MICROS), AuditLog())
        self.files = StudyFiles(self.pack, *behind)
        self.desk = StudyDesk(self.pack, *behind)

    def put(self, name: str, content: bytes, expected: str = "") -> None:
        self.files.put(name, content, actor="a", expected=expected)

    def named(self, **changed: Any) -> None:
        self.desk.create({**STUDY, **changed}, actor="a")

    def names(self) -> list[str]:
        """All that lies in the folder but locks."""
        return sorted(one.name for one in self.folder.iterdir() if one.suffix != ".lock")

    def audit(self) -> list[AuditEntry]:
        with reader(self.engine) as connection:
            return AuditLog().read(connection, limit=100)[::-1]

    def events(self) -> list[Event]:
        with reader(self.engine) as connection:
            return list(SqlEventLog().read(connection, after=0, limit=100))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.engine.dispose()


def test_a_file_is_taken_in_replaced_and_deleted_by_what_it_was_seen_to_hold(bench: Bench) -> None:
    made = bench.files.put("people.csv", CSV, actor="a", expected="")
    assert (made.name, made.size, made.held.sha256) == ("people.csv", len(CSV), sha(CSV))
    assert (made.held.kind, made.held.rows, made.studies) == ("points", 2, ())
    assert bench.files.read("people.csv") == (CSV, sha(CSV))
    bench.files.put("people.csv", OTHER, actor="b", expected=sha(CSV))
    assert bench.files.read("people.csv") == (OTHER, sha(OTHER))
    bench.files.delete("people.csv", actor="c", expected=sha(OTHER))
    assert bench.files.all() == []
    assert bench.names() == []
    told = [(one.actor, one.action, one.resource, dict(one.detail)) for one in bench.audit()]
    changes = [
        {"sha256": sha(CSV), "sha256_before": "", "size": len(CSV)},
        {"sha256": sha(OTHER), "sha256_before": sha(CSV), "size": len(OTHER)},
        {"sha256": "", "sha256_before": sha(OTHER), "size": 0},
    ]
    assert told == [
        (who, "study.edit", "study-file:people.csv", change)
        for who, change in zip("abc", changes, strict=True)
    ]
    assert [(one.kind, one.subject, dict(one.data)) for one in bench.events()] == [
        ("study.file_changed", "study-file:people.csv", {"file": "people.csv", **change})
        for change in changes
    ]


@pytest.mark.parametrize(
    ("name", "content", "kind", "rows"),
    [
        ("points.csv", CSV, "points", 2),
        ("mark.csv", b"\xef\xbb\xbflat,lon\r\n21.1,106.0\r\n", "points", 1),
        ("points.geojson", collection(POINT, POINT, POINT), "points", 3),
        ("mixed.json", collection(POINT, OUTLINE), "points", 2),
        ("houses.geojson", collection(OUTLINE, {"type": "MultiPolygon", "coordinates": [[RING]]}),
         "buildings", 2),
        ("roads.json", collection(ROAD, ROAD), "roads", 2),
    ],
)  # fmt: skip
def test_a_file_is_told_for_what_it_can_be_named_as(
    bench: Bench, name: str, content: bytes, kind: str, rows: int
) -> None:
    bench.put(name, content)
    (found,) = bench.files.all()
    assert (found.name, found.held.kind, found.held.rows) == (name, kind, rows)
    # Another process has not seen it taken in, and comes to the same.
    bench.files._known.clear()
    assert bench.files.all() == [found]


@pytest.mark.parametrize(
    ("name", "content", "faults"),
    [
        ("a.csv", b"name,latitude\nx,21\n",
         [(1, "lat", "siting-file-column"), (1, "lon", "siting-file-column")]),
        ("a.csv", b"lat,lon\n21.1,106.0\n91,x\n",
         [(3, "lat", "siting-file-range"), (3, "lon", "siting-file-number")]),
        ("a.csv", b'lat,lon\n21.1,"106.0\n', [(2, "", "siting-file-broken")]),
        ("a.csv", b"lat,lon\n21.1,106.0\n\xff,106\n", [(3, "", "siting-file-not-utf8")]),
        ("a.csv", b"lat,lon\n", [(0, "", "siting-file-empty")]),
        ("a.csv", b"", [(1, "lat", "siting-file-column"), (1, "lon", "siting-file-column")]),
        ("a.json", b"lat,lon\n1,2\n", [(1, "", "city-geojson-broken")]),
        ("a.json", b'{"type": "Feature", "geometry": null}', [(0, "", "city-geojson-no-features")]),
        ("a.json", collection(), [(0, "", "siting-file-empty")]),
        ("a.json", collection(POINT, None), [(2, "geometry", "siting-file-geometry")]),
        ("a.json", collection(POINT, {"type": ["Point"]}), [(2, "geometry", "siting-file-geometry")]),
        ("a.json", collection(OUTLINE, {"type": "Polygon", "coordinates": [RING[:3]]}),
         [(2, "geometry", "siting-file-outline")]),
        ("a.json", collection(ROAD, ROAD, POINT), [(3, "geometry", "siting-file-line")]),
        ("a.json", collection({"type": "MultiLineString", "coordinates": [RING]}),
         [(1, "geometry", "siting-file-line")]),
        ("a.json", collection({"type": "Point", "coordinates": [10**400, 21]}),
         [(1, "lon", "siting-file-number")]),
        ("a.json", collection({"type": "LineString", "coordinates": [[10**400, 21], [106, 21]]}),
         [(1, "geometry", "siting-file-line")]),
    ],
)  # fmt: skip
def test_what_no_reader_takes_is_refused_with_its_faults_and_nothing_is_written(
    bench: Bench, name: str, content: bytes, faults: list[tuple[int, str, str]]
) -> None:
    with pytest.raises(BadFile) as failed:
        bench.put(name, content)
    assert [(one.file, one.row, one.column, one.key) for one in failed.value.faults] == [
        (name, *fault) for fault in faults
    ]
    assert bench.names() == []
    assert (bench.audit(), bench.events()) == ([], [])


@pytest.mark.parametrize("name", ["a.csv", "a.geojson"])
def test_of_many_faults_fifty_are_told(bench: Bench, name: str) -> None:
    content = b"lat,lon\n" + b"x,y\n" * 200
    if name == "a.geojson":
        content = json.dumps({"type": "FeatureCollection", "features": [1] * 200}).encode()
    with pytest.raises(BadFile) as failed:
        bench.put(name, content)
    assert len(failed.value.faults) == 50


@pytest.mark.parametrize(
    "name",
    ["../x.csv", "a/x.csv", ".x.csv", ".csv", "A.csv", "x.txt", "x.csv.txt", "x", "", "x.CSV", "á.csv",
     "x.csv\n", "x y.csv", "-x.csv", "a" * 65 + ".csv", "posts.toml"],
)  # fmt: skip
def test_no_other_name_is_taken(bench: Bench, name: str) -> None:
    bench.named()
    with pytest.raises(BadInput, match="study-file-name"):
        bench.put(name, CSV)
    with pytest.raises(NotFound, match="study-file-unknown"):
        bench.files.read(name)
    with pytest.raises(NotFound, match="study-file-unknown"):
        bench.files.delete(name, actor="a", expected=sha(CSV))
    assert bench.names() == ["posts.toml"]


def nested(depth: int) -> bytes:
    """A point whose longitude is brackets within brackets."""
    point = collection({"type": "Point", "coordinates": [0, 21]})
    return point.replace(b"[0,", b"[" + b"[" * depth + b"]" * depth + b",")


@pytest.mark.parametrize("depth", range(700, 1000, 5))
def test_brackets_within_brackets_are_refused_in_words(bench: Bench, depth: int) -> None:
    with pytest.raises(BadFile) as failed:
        bench.put("a.json", nested(depth))
    assert failed.value.faults[0].key in ("siting-file-number", "city-geojson-broken")


def test_the_longest_name_is_taken(bench: Bench) -> None:
    bench.put("a" * 64 + ".geojson", collection(POINT))
    assert [one.name for one in bench.files.all()] == ["a" * 64 + ".geojson"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(bench: Bench) -> None:
    with pytest.raises(Conflict, match="study-file-changed"):
        bench.put("people.csv", CSV, sha(OTHER))
    bench.put("people.csv", CSV)
    with pytest.raises(Conflict, match="study-file-exists"):
        bench.put("people.csv", OTHER)
    with pytest.raises(Conflict, match="study-file-changed"):
        bench.put("people.csv", OTHER, sha(OTHER))
    with pytest.raises(Conflict, match="study-file-changed"):
        bench.files.delete("people.csv", actor="a", expected=sha(OTHER))
    with pytest.raises(NotFound, match="study-file-unknown"):
        bench.files.delete("roads.json", actor="a", expected=sha(OTHER))
    assert bench.files.read("people.csv")[0] == CSV
    assert len(bench.audit()) == 1


def test_a_file_stays_as_long_as_a_study_names_it(bench: Bench) -> None:
    for name, content in (("people.csv", CSV), ("roads.json", collection(ROAD))):
        bench.put(name, content)
    demand = {**STUDY["demand"][0], "source": "file", "file": "people.csv", "column": "people"}
    bench.named(demand=[demand])
    bench.named(id="others", sites={"source": "file", "file": "people.csv"}, roads="roads.json")
    assert {one.name: one.studies for one in bench.files.all()} == {
        "people.csv": ("others", "posts"),
        "roads.json": ("others",),
    }
    with pytest.raises(Conflict, match="study-file-named") as refused:
        bench.files.delete("people.csv", actor="a", expected=sha(CSV))
    assert refused.value.fields["studies"] == "others, posts"
    assert bench.names() == ["others.toml", "people.csv", "posts.toml", "roads.json"]
    assert [one.resource for one in bench.audit()].count("study-file:people.csv") == 1
    for study in ("posts", "others"):
        bench.desk.delete(study, actor="a", version=1)
    bench.files.delete("people.csv", actor="a", expected=sha(CSV))
    assert bench.names() == ["roads.json"]


def test_all_places_where_a_study_names_files_count() -> None:
    demand = [{**STUDY["demand"][0], "source": "file", "file": "a.csv"}, {**STUDY["demand"][0], "id": "b"}]
    data = {**STUDY, "demand": demand, "sites": {"source": "file", "file": "s.csv"}, "buildings": "b.json"}
    study, _ = study_from_data(data, "posts.toml")
    assert study is not None
    assert study.files == {"a.csv", "s.csv", "b.json"}


@pytest.mark.parametrize("broken", ["replace", "fsync"])
def test_a_full_disk_leaves_all_as_it_was(bench: Bench, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    bench.put("people.csv", CSV)
    (before,) = bench.files.all()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"os.{broken}", refuse)
    with pytest.raises(Unavailable, match="No space left"):
        bench.put("people.csv", OTHER, sha(CSV))
    with pytest.raises(Unavailable, match="No space left"):
        bench.put("new.csv", OTHER)
    monkeypatch.undo()
    assert bench.names() == ["people.csv"]
    assert bench.files.read("people.csv")[0] == CSV
    assert bench.files.all() == [before]
    assert len(bench.audit()) == len(bench.events()) == 1


def test_a_folder_that_cannot_be_made_is_told(bench: Bench) -> None:
    bench.folder.write_text("no folder")
    with pytest.raises(Unavailable, match="city-not-written"):
        bench.put("people.csv", CSV)
    assert bench.files.all() == []


def test_what_was_put_there_by_hand_is_told_for_what_it_is(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bench.files.all() == []
    bench.folder.mkdir()
    for name in ("notes.txt", ".people.csv", "People.csv"):
        (bench.folder / name).write_bytes(CSV)
    (bench.folder / "folder.csv").mkdir()
    (bench.folder / "broken.csv").write_bytes(b"\xff")
    (bench.folder / "large.csv").write_bytes(CSV * 2)
    (bench.folder / "people.csv").write_bytes(CSV)
    monkeypatch.setattr(contents_module, "MOST_BYTES", len(CSV))
    assert [(one.name, one.held.kind, one.held.rows, one.held.sha256) for one in bench.files.all()] == [
        ("broken.csv", "other", 0, sha(b"\xff")),
        ("large.csv", "other", 0, sha(CSV * 2)),
        ("people.csv", "points", 2, sha(CSV)),
    ]
    (bench.folder / "people.csv").write_bytes(OTHER)
    os.utime(bench.folder / "people.csv", (1_700_000_000, 1_700_000_000.5))
    found = bench.files.all()[-1]
    assert (found.held.rows, found.size, found.changed_us) == (1, len(OTHER), 1_700_000_000_500_000)
    bench.put("people.csv", CSV, sha(OTHER))
    assert bench.files.all()[-1].held.rows == 2


def test_a_file_that_the_disk_refuses_is_told_and_hides_no_other(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.put("people.csv", CSV)
    bench.put("roads.json", collection(ROAD))
    bench.files._known.clear()
    original = Path.open

    def refuse(self: Path, *args: Any, **named: Any) -> Any:  # noqa: ANN401
        if self.name == "people.csv":
            raise PermissionError(13, "Permission denied")
        return original(self, *args, **named)

    monkeypatch.setattr(Path, "open", refuse)
    assert [(one.name, one.held.kind, one.held.sha256 != "") for one in bench.files.all()] == [
        ("people.csv", "other", False),
        ("roads.json", "roads", True),
    ]
    with pytest.raises(Unavailable, match="siting-file-unreadable"):
        bench.files.read("people.csv")
    monkeypatch.undo()
    assert bench.files.all()[0].held.kind == "points"


def test_so_many_files_and_no_more(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_module, "MOST_FILES", 1)
    bench.put("people.csv", CSV)
    with pytest.raises(TooMany, match="study-files-many"):
        bench.put("others.csv", CSV)
    bench.put("people.csv", OTHER, sha(CSV))
    assert bench.names() == ["people.csv"]


def test_an_export_of_the_pack_takes_uploaded_files_along(bench: Bench) -> None:
    bench.put("people.csv", CSV)
    assert b"studies/people.csv" in export(bench.pack)
