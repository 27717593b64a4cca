"""No secret reaches the audit log, a log line or a dump."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from luylau.security import Secret
from luylau.security.redact import REDACTED, redact


@pytest.mark.parametrize(
    "name",
    ["secret", "device_secret", "Password", "token", "enrolmentToken", "cookie", "apiKey", "private_key"],
)
def test_what_is_named_like_a_secret_is_redacted(name: str) -> None:
    assert redact({"deep": [{name: "hush", "other": 1}]}) == {"deep": [{name: REDACTED, "other": 1}]}


@pytest.mark.parametrize(
    "text",
    [
        "enrol:tokentoken:ownsecret",
        "Authorization: Bearer abcdefgh",
        "http://localhost:8400/sign-in#gD-fTtBzNufww7Xp1B6tKJDXTFSwwNnvsR9D5cVb8LQ",
    ],
)
def test_secrets_inside_texts_are_redacted(text: str) -> None:
    said = redact({"said": f"before {text} after"})["said"]
    assert REDACTED in said
    assert said.startswith("before ")
    assert said.endswith(" after")
    for hidden in ("tokentoken", "ownsecret", "abcdefgh", "gD-fTt"):
        assert hidden not in said


def test_a_secret_string_is_redacted_wherever_it_stands() -> None:
    assert redact({"made": Secret("hush"), "list": [Secret("hush")]}) == {
        "made": REDACTED,
        "list": [REDACTED],
    }


def test_long_and_deep_values_are_cut() -> None:
    deep: object = "end"
    for _ in range(50):
        deep = [deep]
    cut = redact({"text": "x" * 5_000, "list": list(range(5_000)), "deep": deep})
    assert len(cut["text"]) == 1_000
    assert cut["list"] == list(range(100))
    assert len(json.dumps(cut)) < 2_000


def test_what_json_cannot_say_is_named_by_its_type_only() -> None:
    assert redact({"path": Path("/x"), "bytes": b"hush"}) == {"path": "PosixPath", "bytes": "bytes"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(json_values)
def test_any_value_becomes_json_that_reads_back_as_itself(value: object) -> None:
    clean = redact(value)
    assert json.loads(json.dumps(clean, allow_nan=False).encode()) == clean
    assert redact(clean) == clean


def test_a_secret_hides_itself_but_is_the_string_that_it_is() -> None:
    class Model(BaseModel):
        key: Secret

    model = Model(key="hush")  # type: ignore[arg-type]
    assert isinstance(model.key, Secret)
    assert model.key == "hush"
    assert "hush" not in repr(model)
    assert "hush" not in f"{model!r} {[model.key]!r}"
    assert model.model_dump_json() == '{"key":"hush"}'
