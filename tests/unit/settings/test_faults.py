"""Wrong settings are said in the reader's language: what was found, what is possible, how to write it."""

import tomllib
from enum import Enum
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import AnyHttpUrl, BaseModel, Field, ValidationError

from luylau.kernel.errors import BadFile, Fault
from luylau.kernel.messages import LANGUAGES, Language, fault_text, has_message, message
from luylau.settings import Settings, load_settings
from luylau.settings.faults import _BY_PYDANTIC, REFUSED, fault_of
from luylau.settings.root import FILE


def faults_of(folder: Path, text: str = "") -> tuple[Fault, ...]:
    (folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        load_settings(folder)
    return refused.value.faults


@pytest.mark.parametrize(
    ("text", "key", "said", "limit", "example"),
    [
        ("web.port = 70000", "setting-too-big", "70000", "65535", "port = 8400"),
        ("ingest.commit_s = 0.01", "setting-too-small", "0.01", "0.1", "commit_s = 1.0"),
        ("ingest.commit_s = inf", "setting-too-big", "Infinity", "60", "commit_s = 1.0"),
        ("security.requests_per_s = 0", "setting-not-above", "0", "0", "requests_per_s = 50.0"),
        ('web.port = "http"', "setting-no-whole-number", '"http"', "", "port = 8400"),
        ("web.port = 8400.5", "setting-no-whole-number", "8400.5", "", "port = 8400"),
        ("web.port = [8400]", "setting-no-whole-number", "[8400]", "", "port = 8400"),
        ('ingest.commit_s = "1,5"', "setting-no-number", '"1,5"', "", "commit_s = 1.0"),
        ("ingest.commit_s = 2026-10-07", "setting-no-number", '"2026-10-07"', "", "commit_s = 1.0"),
        ("web.host = 127", "setting-no-text", "127", "", 'host = "127.0.0.1"'),
        ("web.origin = true", "setting-no-text", "true", "", 'origin = "https://watch.example.gov.vn"'),
        (
            "security.policy_folder = 3",
            "setting-no-path",
            "3",
            "",
            'policy_folder = "/etc/luylau/policies"',
        ),
        ("web = 8400", "setting-no-group", "8400", "", 'web = { host = "127.0.0.1" }'),
        ("web.prot = 1", "setting-unknown", "1", "", ""),
    ],
)
def test_a_value_in_the_file(
    tmp_path: Path, text: str, key: str, said: str, limit: str, example: str
) -> None:
    (fault,) = faults_of(tmp_path, text)
    assert (fault.file, fault.column) == (FILE, text.split(" =")[0])
    assert fault.key == key
    assert fault.fields == {"said": said, "limit": limit, "example": example}
    if example:
        tomllib.loads(example)


@pytest.mark.parametrize(
    ("variable", "value", "key", "example"),
    [
        ("LUYLAU_WEB__PORT", "70000", "setting-too-big", "LUYLAU_WEB__PORT=8400"),
        ("luylau_web__port", "", "setting-no-whole-number", "LUYLAU_WEB__PORT=8400"),
        ("LUYLAU_WEB", "8400", "setting-no-group", "LUYLAU_WEB__HOST=127.0.0.1"),
        ("LUYLAU_WEB", "{port", "setting-no-group", "LUYLAU_WEB__HOST=127.0.0.1"),
        ("LUYLAU_WEB__PROT", "1", "setting-unknown", ""),
    ],
)
def test_a_value_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, key: str, example: str
) -> None:
    monkeypatch.setenv(variable, value)
    (fault,) = faults_of(tmp_path)
    assert (fault.file, fault.column, fault.key) == (variable.upper(), "", key)
    assert fault.fields["example"] == example
    assert fault.fields["said"] == value


def test_several_faults_are_all_told_and_long_values_cut(tmp_path: Path) -> None:
    first, second = faults_of(tmp_path, f'[web]\nport = "{"9" * 5_000}"\n[broker]\nnats_port = 0\n')[::-1]
    assert (first.column, second.column) == ("web.port", "broker.nats_port")
    assert len(str(first.fields["said"])) == 60


def test_the_example_of_each_setting_is_one_that_is_taken(tmp_path: Path) -> None:
    seen = 0
    for group, field in Settings.model_fields.items():
        kind = field.annotation
        inner = kind.model_fields if isinstance(kind, type) and issubclass(kind, BaseModel) else None
        for name in inner or [group]:
            column = f"{group}.{name}" if inner else group
            (fault,) = faults_of(tmp_path, f"{column} = [[1]]")
            assert fault.key != REFUSED, column
            example = f"[{group}]\n{fault.fields['example']}" if inner else str(fault.fields["example"])
            (tmp_path / FILE).write_text(example, encoding="utf-8")
            load_settings(tmp_path)
            seen += 1
    assert seen > 35


class Colour(Enum):
    RED = "red"


class Others(BaseModel):
    """Kinds of settings that there are none of yet."""

    choice: Literal["a", "b"] = "a"
    colour: Colour = Colour.RED
    address: AnyHttpUrl = AnyHttpUrl("http://localhost")
    switch: bool = True
    below: float = Field(1.0, lt=2)
    pair: tuple[int, int] = (1, 2)


@pytest.mark.parametrize(
    ("name", "value", "key", "limit"),
    [
        ("choice", "c", "setting-no-choice", "a, b"),
        ("colour", "blue", "setting-no-choice", "red"),
        ("address", "nowhere", "setting-no-address", ""),
        ("address", "ftp://x", "setting-no-address", "http, https"),
        ("address", 5, "setting-no-address", ""),
        ("switch", "perhaps", "setting-no-truth", ""),
        ("switch", [], "setting-no-truth", ""),
        ("below", 2, "setting-not-below", "2"),
        ("pair", 5, REFUSED, ""),
    ],
)
def test_other_kinds_of_errors(name: str, value: Any, key: str, limit: str) -> None:  # noqa: ANN401
    with pytest.raises(ValidationError) as refused:
        Others.model_validate({name: value})
    fault = fault_of(Others, refused.value.errors()[0], file=FILE)
    assert (fault.key, fault.fields["limit"]) == (key, limit)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_pydantic_s_prose_is_left(language: Language, tmp_path: Path) -> None:
    for key in {*_BY_PYDANTIC.values(), REFUSED}:
        assert has_message(language, key)
        assert message(language, key, part="remedy")
    (fault,) = faults_of(tmp_path, "web.port = 70000")
    line = fault_text(language, fault)
    for part in ("web.port", "70000", "65535", "port = 8400"):
        assert part in line
    assert "Input should" not in line
