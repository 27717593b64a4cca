"""The OpenAPI document is complete and committed, and every operation names an action that exists."""

import json
from pathlib import Path
from typing import Any

import pytest

from luylau.api.openapi import document, text
from luylau.security import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = 210
METHODS = {"get", "put", "post", "delete", "patch", "head", "options", "trace"}


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    found = [
        (method, path, said)
        for path, methods in document()["paths"].items()
        for method, said in methods.items()
        if method in METHODS
    ]
    assert len(found) == OPERATIONS, "an operation was added or lost: is its permission right?"
    return found


def test_the_committed_document_is_current() -> None:
    committed = (ROOT / "console" / "openapi.json").read_text(encoding="utf-8")
    assert committed == text(), "run: python -m luylau.api.openapi > console/openapi.json"


def test_every_operation_names_an_action_of_the_schema() -> None:
    schema = (ROOT / "policies" / "schema.cedarschema").read_text(encoding="utf-8")
    named = {said["x-cedar-action"] for _, _, said in operations()}
    for action in named - {"public"}:
        assert action in ACTIONS
        assert f'"{action}"' in schema
    assert set(ACTIONS) - named == set(), "an action that no operation needs"


def test_only_these_operations_are_public() -> None:
    public = {said["operationId"] for _, _, said in operations() if said["x-cedar-action"] == "public"}
    assert public == {
        "signInWithLink",
        "startPasskeySignIn",
        "signInWithPasskey",
        "getLiveness",
        "getReadiness",
        *("discoverOpen311", "listOpen311Services", "getOpen311Service", "createOpen311Request"),
        *("getOpen311Token", "listOpen311Requests", "getOpen311Request"),
        *("showReportForm", "sendReport", "getReportFile", "findReport", "showReport"),
    }


def test_operation_ids_are_unique_and_explicit() -> None:
    ids = [said["operationId"] for _, _, said in operations()]
    assert len(set(ids)) == len(ids)
    assert all(name.isalnum() and name[0].islower() for name in ids)


@pytest.mark.parametrize(("method", "path", "said"), operations())
def test_every_operation_is_described(method: str, path: str, said: dict[str, Any]) -> None:
    assert said["tags"]
    assert said["description"]
    statuses = said["responses"].keys()
    assert any(status.startswith("2") for status in statuses)
    if said["x-cedar-action"] != "public":
        assert {"401", "403"} <= statuses
        assert said["security"]
    if "requestBody" in said:
        assert {"400", "413", "422"} <= statuses
    for status, answer in said["responses"].items():
        # Open311 has a form of its own for errors, and the public pages answer people with pages.
        own = said["tags"][0] in ("open311", "public") and "content" in answer
        if int(status) >= 400 and not own:
            assert answer == {"$ref": f"#/components/responses/Problem{status}"}
    for parameter in said.get("parameters", []):
        if parameter["in"] == "path":
            assert f"{{{parameter['name']}}}" in path
            schema = parameter["schema"]
            assert "maxLength" in schema or "pattern" in schema or "maximum" in schema


def test_references_lead_somewhere() -> None:
    made = document()
    seen = 0

    def walk(value: object) -> None:
        nonlocal seen
        if isinstance(value, dict):
            ref = value.get("$ref")
            if isinstance(ref, str):
                seen += 1
                place: Any = made
                for part in ref.removeprefix("#/").split("/"):
                    place = place[part]
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(made)
    assert seen > 300


def test_the_streams_messages_are_described() -> None:
    made = document()
    events = made["paths"]["/api/v1/stream"]["get"]["x-events"]
    assert events.keys() == {"hello", "event", "values", "health", "reset"}
    assert json.dumps(events).count("#/components/schemas/") == 5


def test_the_guide_lists_every_operation() -> None:
    guide = (ROOT / "docs" / "guide" / "api.md").read_text(encoding="utf-8")
    for method, path, said in operations():
        short = path.removeprefix("/api/v1")
        line = f"| `{method.upper()} {short}` | `{said['operationId']}` | `{said['x-cedar-action']}` |"
        assert line in guide
