"""Files of studies over HTTP: uploaded with their faults told, fetched as they are, refused in words."""

import hashlib
import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from luylau.siting.contents import MOST_BYTES
from tests.api.world import World
from tests.unit.siting.runs.conftest import STUDY

API = "/api/v1"
FILES = f"{API}/study-files"
CSV = b"id,lat,lon,people\na,21.18,106.05,5\nb,21.19,106.06,7\n"
OTHER = b"lat,lon,people\n21.18,106.05,1\n"
ROADS = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "LineString", "coordinates": [[106.0, 21.1], [106.1, 21.1]]},
            }
        ],
    }
).encode()


def tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()}"'


@pytest.fixture
def admin(world: World) -> TestClient:
    return world.client("admin")


def kept(world: World) -> list[str]:
    folder = world.city_folder / "studies"
    return sorted(one.name for one in folder.iterdir() if one.suffix != ".lock") if folder.is_dir() else []


def test_a_file_is_uploaded_listed_fetched_replaced_and_deleted(world: World, admin: TestClient) -> None:
    made = admin.put(f"{FILES}/people.csv", content=CSV, headers={"Content-Type": "text/csv"})
    assert (made.status_code, made.headers["etag"]) == (200, tag(CSV)), made.text
    admin.put(f"{FILES}/roads.geojson", content=ROADS).raise_for_status()
    viewer = world.client("viewer")
    people, roads = viewer.get(FILES).json()["items"]
    assert people == made.json()
    assert people.pop("changed").endswith("Z")
    assert people == {
        **{"name": "people.csv", "size": len(CSV), "sha256": hashlib.sha256(CSV).hexdigest()},
        **{"kind": "points", "rows": 2, "studies": []},
    }
    assert (roads["kind"], roads["rows"]) == ("roads", 1)

    for name, content, media in (
        ("people.csv", CSV, "text/csv; charset=utf-8"),
        ("roads.geojson", ROADS, "application/geo+json"),
    ):
        fetched = viewer.get(f"{FILES}/{name}")
        assert (fetched.content, fetched.headers["content-type"]) == (content, media)
        assert fetched.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert fetched.headers["x-content-type-options"] == "nosniff"
        assert fetched.headers["etag"] == tag(content)

    replaced = admin.put(f"{FILES}/people.csv", content=OTHER, headers={"If-Match": tag(CSV)})
    assert (replaced.status_code, replaced.headers["etag"]) == (200, tag(OTHER))
    assert admin.delete(f"{FILES}/people.csv").status_code == 422
    assert admin.delete(f"{FILES}/people.csv", headers={"If-Match": tag(OTHER)}).status_code == 204
    gone = admin.get(f"{FILES}/people.csv")
    assert (gone.status_code, gone.json()["key"]) == (404, "study-file-unknown")
    audited = [one for one in world.audit() if one.resource == "study-file:people.csv"]
    assert {(one.action, one.actor, one.outcome) for one in audited} == {
        ("study.edit", world.user("admin").id, "done")
    }
    assert [one.detail["size"] for one in audited] == [len(CSV), len(OTHER), 0]
    assert [one.kind for one in world.told()] == ["study.file_changed"] * 4


@pytest.mark.parametrize("language", ["vi", "en", "ja"])
def test_faults_of_a_file_are_told_in_the_callers_language(world: World, language: str) -> None:
    client = world.client("admin", language)
    refused = client.put(f"{FILES}/people.csv", content=b"lat,lon\n21.1,106\n99,x\n")
    assert (refused.status_code, refused.json()["key"]) == (422, "file-has-faults")
    faults = refused.json()["faults"]
    assert [(one["file"], one["row"], one["column"]) for one in faults] == [
        ("people.csv", 3, "lat"),
        ("people.csv", 3, "lon"),
    ]
    assert all(one["text"] and one["remedy"] for one in faults)
    for name in ("broken.geojson", "broken.json"):
        broken = client.put(f"{FILES}/{name}", content=b'{"type": "FeatureCollection", "features": [')
        assert (broken.status_code, broken.json()["faults"][0]["key"]) == (422, "city-geojson-broken")
        assert broken.json()["faults"][0]["remedy"]
    assert client.put(f"{FILES}/empty.csv").status_code == 422
    assert kept(world) == []


@pytest.mark.parametrize("language", ["vi", "en", "ja"])
@pytest.mark.parametrize("name", [".x.csv", "A.csv", "x.txt", "x.csv%0A", "%F0%9F%8F%A0.csv", "x%00.csv"])
def test_other_names_are_refused_in_words(world: World, language: str, name: str) -> None:
    client = world.client("admin", language)
    refused = client.put(f"{FILES}/{name}", content=CSV)
    assert (refused.status_code, refused.json()["key"]) == (422, "study-file-name")
    assert ".geojson" in refused.json()["detail"]
    assert client.get(f"{FILES}/{name}").status_code == 404
    assert client.delete(f"{FILES}/{name}", headers={"If-Match": tag(CSV)}).status_code == 404
    assert kept(world) == []


@pytest.mark.parametrize("name", ["../x.csv", "..%2Fx.csv", "%2e%2e/x.csv", "a/x.csv"])
def test_no_path_leads_out_of_the_folder(world: World, admin: TestClient, name: str) -> None:
    before = sorted(world.city_folder.parent.rglob("*.csv"))
    assert admin.put(f"{FILES}/{name}", content=CSV).status_code in (404, 405)
    assert sorted(world.city_folder.parent.rglob("*.csv")) == before


def pieces(count: int) -> Iterator[bytes]:
    """A body whose length is not said beforehand."""
    for _ in range(count):
        yield b"x" * (1024 * 1024)


def test_what_is_too_large_is_refused_before_it_is_read(world: World, admin: TestClient) -> None:
    over = admin.put(f"{FILES}/people.csv", content=b"x" * (MOST_BYTES + 1))
    unsaid = admin.put(f"{FILES}/people.csv", content=pieces(MOST_BYTES // 1024**2 + 1))
    for refused in (over, unsaid):
        assert (refused.status_code, refused.json()["key"]) == (413, "request-too-large")
        assert refused.json()["detail"]
    assert kept(world) == []
    row = b"a" * 99_988 + b",21.18,106.05,5\n"
    whole = CSV + row * (MOST_BYTES // len(row) - 1)
    whole += b"\n" * (MOST_BYTES - len(whole))
    assert admin.put(f"{FILES}/people.csv", content=whole).json()["size"] == MOST_BYTES


def test_a_conflict_is_told_and_nothing_is_overwritten(world: World, admin: TestClient) -> None:
    lost = admin.put(f"{FILES}/people.csv", content=CSV, headers={"If-Match": tag(OTHER)})
    assert (lost.status_code, lost.json()["key"]) == (409, "study-file-changed")
    made = admin.put(f"{FILES}/people.csv", content=CSV, headers={"If-None-Match": "*"})
    assert made.status_code == 200
    for headers, key in (
        ({}, "study-file-exists"),
        ({"If-None-Match": "*"}, "study-file-exists"),
        ({"If-Match": tag(OTHER)}, "study-file-changed"),
    ):
        refused = admin.put(f"{FILES}/people.csv", content=OTHER, headers=headers)
        assert (refused.status_code, refused.json()["key"]) == (409, key)
        assert refused.json()["detail"]
    late = admin.delete(f"{FILES}/people.csv", headers={"If-Match": tag(OTHER)})
    assert (late.status_code, late.json()["key"]) == (409, "study-file-changed")
    assert admin.put(f"{FILES}/people.csv", content=OTHER, headers={"If-Match": '"1"'}).status_code == 422
    assert admin.get(f"{FILES}/people.csv").content == CSV
    assert len(world.told()) == 1


def test_who_may_not_change_studies_changes_no_file(world: World, admin: TestClient) -> None:
    admin.put(f"{FILES}/people.csv", content=CSV).raise_for_status()
    for role in ("viewer", "operator"):
        client = world.client(role)
        seen = {"If-Match": tag(CSV)}
        assert client.put(f"{FILES}/people.csv", content=OTHER, headers=seen).status_code == 403
        assert client.put(f"{FILES}/new.csv", content=OTHER).status_code == 403
        assert client.delete(f"{FILES}/people.csv", headers=seen).status_code == 403
        assert client.get(f"{FILES}/people.csv").content == CSV
    assert kept(world) == ["people.csv"]


def test_a_file_is_not_deleted_while_a_study_names_it(world: World, admin: TestClient) -> None:
    admin.put(f"{FILES}/people.csv", content=CSV).raise_for_status()
    demand = {**STUDY["demand"][0], "source": "file", "file": "people.csv", "column": "people"}
    admin.post(f"{API}/studies", json={**STUDY, "demand": [demand]}).raise_for_status()
    assert admin.get(FILES).json()["items"][0]["studies"] == ["posts"]
    refused = admin.delete(f"{FILES}/people.csv", headers={"If-Match": tag(CSV)})
    assert (refused.status_code, refused.json()["key"]) == (409, "study-file-named")
    assert "posts" in refused.json()["title"]
    admin.delete(f"{API}/studies/posts", headers={"If-Match": "1"}).raise_for_status()
    assert admin.delete(f"{FILES}/people.csv", headers={"If-Match": tag(CSV)}).status_code == 204


def test_an_uploaded_file_is_what_a_study_stands_on_at_once(world: World, admin: TestClient) -> None:
    """The answer on the coarse model follows the file when it is replaced."""
    demand = {**STUDY["demand"][0], "source": "file", "file": "people.csv", "column": "people"}
    study = {**STUDY, "demand": [demand]}
    unread = admin.post(f"{API}/studies/preview", json=study)
    assert [one["key"] for one in unread.json()["faults"]] == ["siting-file-unreadable"]
    seen: dict[str, str] = {}
    demands = []
    for content in (CSV, OTHER):
        put = admin.put(f"{FILES}/people.csv", content=content, headers=seen)
        seen = {"If-Match": put.headers["etag"]}
        answered = admin.post(f"{API}/studies/preview", json=study)
        assert answered.status_code == 200, answered.text
        demands.append([one["demand"] for one in answered.json()["criteria"]])
    assert demands == [[12.0], [1.0]]


def test_a_full_disk_changes_nothing(
    world: World, admin: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin.put(f"{FILES}/people.csv", content=CSV).raise_for_status()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.replace", refuse)
        full = admin.put(f"{FILES}/people.csv", content=OTHER, headers={"If-Match": tag(CSV)})
    assert (full.status_code, full.json()["key"]) == (503, "city-not-written")
    assert "No space left" in full.json()["title"]
    assert admin.get(f"{FILES}/people.csv").content == CSV
    assert kept(world) == ["people.csv"]
    assert len(world.told()) == 1
