"""Every error is one problem document (RFC 9457), in the reader's language."""

import pytest
import sqlalchemy as sa

from luylau.api.openapi import document
from luylau.kernel.messages import LANGUAGES, Language
from tests.api.world import World

TEXTS = {
    "vi": "Không có tài sản none.",
    "en": "There is no asset none.",
    "ja": "資産 none はありません。",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_problem_in_the_users_language(world: World, language: Language) -> None:
    client = world.client("viewer", language)
    # The user's own language counts, not the browser's.
    answer = client.get("/api/v1/assets/none", headers={"Accept-Language": "fr"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == language
    said = answer.json()
    assert said["title"] == TEXTS[language]
    assert said["detail"]
    del said["title"], said["detail"]
    assert said == {
        "type": "urn:luylau:problem:asset-unknown",
        "status": 404,
        "key": "asset-unknown",
        "fields": {"asset": "none"},
        "faults": [],
        "instance": "/api/v1/assets/none",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_signing_in_the_browsers_language_counts(world: World, language: Language) -> None:
    answer = world.client().get("/api/v1/city", headers={"Accept-Language": f"{language}-XX,en;q=0.5"})
    assert answer.status_code == 401
    assert answer.headers["content-language"] == language


def test_each_wrong_value_is_named(world: World) -> None:
    client = world.client("admin")
    answer = client.post("/api/v1/users", json={"role": "king", "extra": 1, "language": "vi"})
    assert answer.status_code == 422
    said = answer.json()
    assert (said["key"], said["fields"]) == ("request-has-faults", {"count": 3})
    found = {(fault["file"], fault["column"], fault["key"]) for fault in said["faults"]}
    assert found == {
        ("body", "name", "field-missing"),
        ("body", "role", "field-no-choice"),
        ("body", "extra", "field-unknown"),
    }
    assert all(fault["text"] and fault["key"] not in fault["text"] for fault in said["faults"])


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("limit=0", "field-too-small"),
        ("limit=501", "field-too-big"),
        ("limit=many", "field-no-number"),
        ("q=" + "x" * 101, "field-too-long"),
        ("state=happy", "field-no-choice"),
    ],
)
def test_query_parameters_are_checked(world: World, query: str, key: str) -> None:
    answer = world.client("viewer").get(f"/api/v1/assets?{query}")
    assert answer.status_code == 422
    fault = answer.json()["faults"][0]
    assert (fault["file"], fault["key"]) == ("query", key)
    assert fault["column"].split(".")[0] == query.split("=")[0]


@pytest.mark.parametrize(
    ("query", "key"),
    [("bbox=1,2,3", "bbox-wrong"), ("bbox=9,2,3,4", "bbox-wrong"), ("bbox=nan,1,2,3", "bbox-wrong")]
    + [(f"cursor={text}", "cursor-wrong") for text in ("!", "bm9uZQ", "LTE", "4pi6")],
)
def test_boxes_and_cursors_are_checked(world: World, query: str, key: str) -> None:
    answer = world.client("viewer").get(f"/api/v1/assets?{query}")
    assert (answer.status_code, answer.json()["key"]) == (422, key)


def test_no_text_to_search_for_holds_what_a_database_refuses(world: World) -> None:
    """PostgreSQL takes no NUL in a text."""
    client = world.client("admin")
    asked = []
    for path, operations in document()["paths"].items():
        for parameter in operations.get("get", {}).get("parameters", []):
            schema = parameter["schema"]
            schema = schema.get("items", schema)
            said = schema.get("anyOf", [schema])[0]
            if parameter["in"] != "query" or said.get("type") != "string" or "enum" in said or "{" in path:
                continue
            answer = client.get(path, params={parameter["name"]: "a\0"})
            assert answer.status_code in (400, 422), (path, parameter["name"])
            asked.append((path, parameter["name"]))
    assert {("/api/v1/incidents", "q"), ("/api/v1/incidents", "owner"), ("/api/v1/audit", "actor")} <= {
        *asked
    }
    (fault,) = client.get("/api/v1/incidents", params={"q": "a\0"}).json()["faults"]
    assert (fault["file"], fault["column"], fault["key"]) == ("query", "q", "field-wrong")


def test_a_body_that_is_no_json(world: World) -> None:
    client = world.client("admin")
    headers = {"content-type": "application/json"}
    answer = client.post("/api/v1/users", content=b"{", headers=headers)
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["key"] == "request-not-json"
    answer = client.post("/api/v1/users", content=b"\xff\xfe{", headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_paths_and_methods_that_do_not_exist(world: World) -> None:
    client = world.client("viewer")
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.json()["key"]) == (404, "path-unknown")
    answer = client.delete("/api/v1/city")
    assert (answer.status_code, answer.json()["key"]) == (405, "method-not-allowed")
    assert "GET" in answer.headers["allow"]


def test_a_body_beyond_the_limit(world: World) -> None:
    client = world.client("admin")
    answer = client.post("/api/v1/users", content=b"x" * (17 * 1024 * 1024))
    assert (answer.status_code, answer.json()["key"]) == (413, "request-too-large")


def test_a_database_that_is_away(world: World) -> None:
    client = world.client("viewer")
    with world.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE incidents RENAME TO incidents_away"))
    answer = client.get("/api/v1/incidents")
    assert (answer.status_code, answer.json()["key"]) == (503, "database-away")
    assert client.get("/api/v1/city").status_code == 200


def test_what_nobody_foresaw_tells_no_secrets(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("luylau.api.routes.city._kinds", fail)
    answer = world.client("viewer").get("/api/v1/city")
    assert (answer.status_code, answer.json()["key"]) == (500, "internal-error")
    assert "secret" not in answer.text
