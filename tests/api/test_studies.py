"""Studies and their runs over HTTP: read, changed, run, cancelled, answered, taken into the pack."""

import csv
import io
from typing import Any

import pytest
from starlette.testclient import TestClient

from luylau.kernel.messages import message
from luylau.siting.answer import Answer
from luylau.siting.runs import Outcome, Progress, RunQueue
from tests.api.world import World
from tests.support.answers import answer, placed
from tests.unit.siting.runs.conftest import STUDY

API = "/api/v1"


@pytest.fixture
def admin(world: World) -> TestClient:
    return world.client("admin")


@pytest.fixture
def operator(world: World) -> TestClient:
    return world.client("operator")


def create(admin: TestClient, **changed: object) -> dict[str, Any]:
    made = admin.post(f"{API}/studies", json={**STUDY, **changed})
    assert made.status_code == 201, made.text
    return dict(made.json())


def queue(world: World) -> RunQueue:
    return RunQueue(world.engine, world.events, world.clock)


def done(world: World, *sites: Any, study: str = "posts") -> tuple[str, Answer]:
    """Run a study that the pack has, as a worker would, and return the run with its answer."""
    world.clock.advance(1)
    started = world.client("operator").post(f"{API}/studies/{study}/runs")
    assert started.status_code == 201, started.text
    taken = queue(world).take("w1")
    assert taken is not None
    made = answer(taken.data, *(sites or (placed("r1"), placed("r2", asset="ts-1"))))
    kept = made.to_json()
    digest = world.services.answers.stage(taken.id, "w1-1", kept)
    outcome = Outcome(sha256=digest, size=len(kept), pack="p")
    settled = queue(world).finish(
        taken.id, "w1", outcome, lambda: world.services.answers.settle(taken.id, "w1-1", digest)
    )
    assert settled
    return taken.id, made


def test_a_study_is_created_read_changed_and_deleted(world: World, admin: TestClient) -> None:
    made = admin.post(f"{API}/studies", json=STUDY)
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    read = admin.get(f"{API}/studies/posts")
    assert (read.headers["etag"], read.json()["data"]["limits"]) == ('"1"', {"budget": 3})
    body = {**read.json()["data"], "currency": "USD"}
    assert admin.put(f"{API}/studies/posts", json=body, headers={"If-Match": '"1"'}).json()["version"] == 2
    late = admin.put(f"{API}/studies/posts", json=body, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["key"]) == (409, "study-changed")
    assert late.json()["fields"] == {"expected": 1, "found": 2}
    assert admin.put(f"{API}/studies/posts", json=body).status_code == 422
    assert admin.delete(f"{API}/studies/posts", headers={"If-Match": '"2"'}).status_code == 204
    assert admin.get(f"{API}/studies/posts").json()["key"] == "study-unknown"
    audited = [entry for entry in world.audit() if entry.action == "study.edit"]
    assert [entry.detail["version"] for entry in audited] == [1, 2, 0]
    assert {entry.actor for entry in audited} == {world.user("admin").id}
    events = [event for event in world.told() if event.kind == "study.changed"]
    assert [event.subject for event in events] == ["study:posts"] * 3


@pytest.mark.parametrize("language", ["vi", "en", "ja"])
def test_faults_of_a_study_are_told_in_the_callers_language(world: World, language: str) -> None:
    client = world.client("admin", language)
    refused = client.post(f"{API}/studies", json={**STUDY, "method": "magic", "unknown": 1})
    assert (refused.status_code, refused.json()["key"]) == (422, "file-has-faults")
    faults = {fault["column"]: fault for fault in refused.json()["faults"]}
    assert set(faults) == {"method", "unknown"}
    said = message(language, "study-field-choice", faults["method"]["fields"])  # type: ignore[arg-type]
    assert (faults["method"]["text"], "magic" in said) == (said, True)
    assert faults["method"]["remedy"]
    assert client.get(f"{API}/studies").json()["items"] == []


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "a", "names": "\\ud800"}',
        '{"id": null}',
        '{"seed": 1e999}',
        '{"seed": ' + "9" * 400 + "}",
        "[]",
    ],
)
def test_hostile_bodies_are_refused_in_words(admin: TestClient, text: str) -> None:
    answer = admin.post(f"{API}/studies", content=text, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["title"]


def test_the_list_shows_broken_files_and_the_newest_runs(world: World, admin: TestClient) -> None:
    create(admin)
    run, _ = done(world)
    (world.city_folder / "studies" / "broken.toml").write_text("id = [")
    broken, posts = admin.get(f"{API}/studies").json()["items"]
    assert (broken["id"], broken["version"], broken["newest_run"]) == ("broken", 0, None)
    assert broken["faults"][0]["key"] == "study-file-not-toml"
    assert broken["faults"][0]["text"]
    assert (posts["names"]["en"], posts["method"], posts["faults"]) == ("Posts", "covering", [])
    assert (posts["newest_run"]["id"], posts["newest_run"]["state"]) == (run, "done")
    assert admin.get(f"{API}/studies/broken").status_code == 422
    assert admin.post(f"{API}/studies/broken/runs").status_code == 422


def test_changes_are_listed_and_taken_back(admin: TestClient, world: World) -> None:
    create(admin)
    admin.put(
        f"{API}/studies/posts", json={**STUDY, "currency": "USD"}, headers={"If-Match": "1"}
    ).raise_for_status()
    told = world.client("viewer").get(f"{API}/studies/posts/changes").json()
    assert told["version"] == 2
    newest, first = told["items"]
    assert (newest["before"]["currency"], newest["after"]["currency"]) == ("million VND", "USD")
    assert (first["before"], first["by_name"]) == (None, "admin one")
    path = f"{API}/studies/posts/changes/{newest['change']}/undo"
    assert admin.post(path, headers={"If-Match": "1"}).status_code == 409
    assert admin.post(path, headers={"If-Match": "2"}).json()["version"] == 3
    assert admin.get(f"{API}/studies/posts").json()["data"]["currency"] == "million VND"
    unknown = admin.post(f"{API}/studies/posts/changes/99999/undo", headers={"If-Match": "3"})
    assert (unknown.status_code, unknown.json()["key"]) == (404, "study-change-unknown")


def test_a_run_is_asked_for_followed_and_cancelled(
    world: World, admin: TestClient, operator: TestClient
) -> None:
    create(admin)
    world.bus.told.clear()
    asked = operator.post(f"{API}/studies/posts/runs")
    assert asked.status_code == 201
    run = asked.json()["id"]
    assert "studies.changed" in world.bus.told
    assert (asked.json()["state"], asked.json()["asked_by_name"]) == ("queued", "operator one")
    queue(world).take("w1")
    queue(world).beat("w1", {run: Progress(share=0.4, step="siting-step-plan")})
    shown = world.client("viewer").get(f"{API}/study-runs/{run}").json()
    assert (shown["state"], shown["share"], shown["step_text"]) == ("running", 0.4, "Finding the plan")
    assert shown["data"]["id"] == "posts"
    none = operator.get(f"{API}/study-runs/{run}/answer")
    assert (none.status_code, none.json()["key"]) == (404, "study-answer-none")
    assert admin.delete(f"{API}/study-runs/{run}").json()["key"] == "study-run-active"
    cancelled = operator.post(f"{API}/study-runs/{run}/cancel").json()
    assert (cancelled["state"], cancelled["cancelling"]) == ("running", True)
    assert queue(world).beat("w1", {run: Progress(share=0.5, step="siting-step-plan")}) == {run}
    queue(world).give_up(run, "w1", died=False)
    assert operator.get(f"{API}/study-runs/{run}").json()["state"] == "cancelled"
    over = operator.post(f"{API}/study-runs/{run}/cancel")
    assert (over.status_code, over.json()["key"]) == (409, "study-run-over")
    told = [event for event in world.told() if event.kind == "study.run"]
    assert [event.data["state"] for event in told][-1] == "cancelled"
    assert {event.subject for event in told} == {run}


def test_a_failed_run_says_why_with_the_faults_of_its_files(
    world: World, admin: TestClient, operator: TestClient
) -> None:
    create(admin)
    run = operator.post(f"{API}/studies/posts/runs").json()["id"]
    queue(world).take("w1")
    fault = {"file": "a.csv", "row": 3, "column": "lat", "key": "siting-file-empty", "fields": {}}
    queue(world).fail(run, "w1", key="file-has-faults", fields={"files": "a.csv", "count": 1}, faults=[fault])
    shown = operator.get(f"{API}/study-runs/{run}").json()
    assert shown["state"] == "failed"
    assert shown["trouble"]["key"] == "file-has-faults"
    assert shown["trouble"]["text"]
    assert shown["trouble"]["remedy"]
    assert (shown["faults"][0]["row"], bool(shown["faults"][0]["text"])) == (3, True)


def test_runs_are_listed_in_pages(world: World, admin: TestClient, operator: TestClient) -> None:
    create(admin)
    create(admin, id="others")
    runs = []
    for study in ("posts", "posts", "others"):
        world.clock.advance(1)
        runs.append(operator.post(f"{API}/studies/{study}/runs").json()["id"])
    first = operator.get(f"{API}/study-runs", params={"limit": 2}).json()
    rest = operator.get(f"{API}/study-runs", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == runs[::-1]
    assert rest["next_cursor"] is None
    of_one = operator.get(f"{API}/study-runs", params={"study": "others"}).json()
    assert [one["id"] for one in of_one["items"]] == [runs[2]]
    assert operator.get(f"{API}/study-runs", params={"state": "done"}).json()["items"] == []
    assert operator.get(f"{API}/study-runs", params={"cursor": "nonsense"}).status_code == 422


def test_an_answer_is_handed_out_in_every_form(world: World, admin: TestClient) -> None:
    create(admin)
    run, made = done(world)
    viewer = world.client("viewer", "ja")
    got = viewer.get(f"{API}/study-runs/{run}/answer")
    assert (got.content, got.headers["content-type"]) == (made.to_json(), "application/json")
    table = viewer.get(f"{API}/study-runs/{run}/sites.csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["site"] for row in rows] == ["r1", "r2"]
    assert 'filename="posts.csv"' in table.headers["content-disposition"]
    shape = viewer.get(f"{API}/study-runs/{run}/sites.geojson").json()
    assert [one["geometry"]["coordinates"] for one in shape["features"]] == [[106.05, 21.18]] * 2
    pdf = viewer.get(f"{API}/study-runs/{run}/note.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert 'filename="posts.ja.pdf"' in pdf.headers["content-disposition"]
    pages = {
        language: viewer.get(f"{API}/study-runs/{run}/note.html", params={"language": language}).text
        for language in ("vi", "en", "ja")
    }
    assert [f'<html lang="{language}">' in page for language, page in pages.items()] == [True] * 3
    assert "Posts" in pages["en"]
    assert viewer.get(f"{API}/study-runs/{run}/note.pdf", params={"language": "fr"}).status_code == 422


def test_an_answer_that_is_lost_damaged_or_of_another_form_is_told(world: World, admin: TestClient) -> None:
    create(admin)
    run, _ = done(world)
    file = world.services.answers.file(run)
    whole = file.read_bytes()
    file.write_bytes(whole[:-2])
    damaged = admin.get(f"{API}/study-runs/{run}/answer")
    assert (damaged.status_code, damaged.json()["key"]) == (503, "study-answer-damaged")
    file.unlink()
    assert admin.get(f"{API}/study-runs/{run}/sites.csv").json()["key"] == "study-answer-lost"
    world.clock.advance(1)
    other = admin.post(f"{API}/studies/posts/runs").json()["id"]
    assert queue(world).take("w1") is not None
    digest = world.services.answers.stage(other, "w1-1", b'{"form": 99}')
    outcome = Outcome(sha256=digest, size=12, pack="p")
    queue(world).finish(other, "w1", outcome, lambda: world.services.answers.settle(other, "w1-1", digest))
    for form in ("sites.csv", "sites.geojson", "note.pdf", "note.html"):
        old = admin.get(f"{API}/study-runs/{other}/{form}")
        assert (old.status_code, old.json()["key"]) == (409, "study-answer-old")


def test_deleting_a_run_deletes_its_answer(world: World, admin: TestClient) -> None:
    create(admin)
    run, _ = done(world)
    file = world.services.answers.file(run)
    assert file.exists()
    assert admin.delete(f"{API}/study-runs/{run}").status_code == 204
    assert not file.exists()
    assert admin.get(f"{API}/study-runs/{run}").status_code == 404
    entry = world.audit()[-1]
    assert (entry.action, entry.resource, entry.detail["run"]) == ("study.edit", "study:posts", run)


def test_old_runs_give_way_with_their_answers(
    world: World, admin: TestClient, operator: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luylau.siting.runs.book.KEPT", 1)
    create(admin)
    run, _ = done(world)
    world.clock.advance(1)
    operator.post(f"{API}/studies/posts/runs").raise_for_status()
    assert not world.services.answers.file(run).exists()
    assert operator.get(f"{API}/study-runs/{run}").status_code == 404


def test_chosen_sites_become_planned_assets_and_can_be_taken_back(world: World, admin: TestClient) -> None:
    create(admin)
    run, _ = done(world)
    world.bus.told.clear()
    body = {"kind": "camera", "sites": ["r2"]}
    planned = admin.post(f"{API}/study-runs/{run}/assets", json=body)
    assert planned.status_code == 201, planned.text
    assert planned.json()["assets"] == ["posts-002"]
    assert planned.json()["version"] == world.services.city.view.version
    assert "city.changed" in world.bus.told
    asset = admin.get(f"{API}/assets/posts-002").json()
    assert (asset["status"], asset["powered_by"]["id"]) == ("planned", "ts-1")
    assert run in asset["source"]
    entry = world.audit()[-1]
    assert (entry.action, entry.detail["run"], entry.detail["count"]) == ("city.import", run, 1)
    twice = admin.post(f"{API}/study-runs/{run}/assets", json=body)
    assert (twice.status_code, twice.json()["key"]) == (409, "study-site-planned")
    (change,) = admin.get(f"{API}/city/changes").json()["items"]
    assert "posts" in change["text"]
    assert admin.post(f"{API}/city/undo").status_code == 200
    assert admin.get(f"{API}/assets/posts-002").status_code == 404


def test_what_the_pack_would_not_bear_is_refused_whole(world: World, admin: TestClient) -> None:
    create(admin)
    run, _ = done(world, placed("r1"), placed("r2", unit="gone"))
    before = (world.city_folder / "assets.csv").read_bytes()
    for body, status, key in (
        ({"kind": "camera"}, 422, "file-has-faults"),
        ({"kind": "spaceship"}, 404, "study-kind-unknown"),
        ({"kind": "camera", "sites": ["r7"]}, 422, "study-site-not-chosen"),
    ):
        refused = admin.post(f"{API}/study-runs/{run}/assets", json=body)
        assert (refused.status_code, refused.json()["key"]) == (status, key)
    assert (world.city_folder / "assets.csv").read_bytes() == before
    assert [entry for entry in world.audit() if entry.action == "city.import"] == []


def test_who_may_only_read_changes_nothing(world: World, admin: TestClient, operator: TestClient) -> None:
    create(admin)
    viewer = world.client("viewer")
    assert viewer.get(f"{API}/studies/posts").status_code == 200
    assert viewer.post(f"{API}/studies/posts/runs").status_code == 403
    assert operator.put(f"{API}/studies/posts", json=STUDY, headers={"If-Match": "1"}).status_code == 403
    assert operator.post(f"{API}/studies/posts/runs").status_code == 201


def test_a_study_is_answered_at_once_without_being_kept(world: World, operator: TestClient) -> None:
    far = [{**STUDY["option"][0], "range_m": 5_000}]
    found = operator.post(f"{API}/studies/preview", json={**STUDY, "option": far})
    assert found.status_code == 200, found.text
    made = Answer.of_json(found.content)
    assert "siting-mark-coarse" in made.marks
    assert made.sites
    assert made.cost <= STUDY["limits"]["budget"]
    assert made.value <= made.bound <= made.total
    assert operator.get(f"{API}/studies").json()["items"] == []
    crossed = [[21.0, 106.0], [21.1, 106.1], [21.1, 106.0], [21.0, 106.1]]
    area = {"id": "a", "names": STUDY["names"], "use": "sites", "points": crossed}
    refused = operator.post(f"{API}/studies/preview", json={**STUDY, "area": [area]})
    assert refused.status_code == 422
    assert [(one["column"], one["key"]) for one in refused.json()["faults"]] == [
        ("area.0.points", "study-area-crossed")
    ]
    assert world.client("viewer").post(f"{API}/studies/preview", json=STUDY).status_code == 403
