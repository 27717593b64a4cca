"""Every error and fault of the history has a text and a remedy in each language, with its fields in it."""

import re
from pathlib import Path

import pytest

from luylau.kernel.messages import LANGUAGES, Language, has_message, message
from luylau.kernel.resources import resource_dir

SOURCES = Path(__file__).parents[4] / "src" / "luylau" / "telemetry"
FIELDS = {
    "history-disk-full": {"folder": "/srv/h"},
    "history-read-only": {"folder": "/srv/h"},
    "history-write-failed": {"folder": "/srv/h", "reason": "EIO"},
    "history-in-use": {"folder": "/srv/h"},
    "history-of-another-database": {"folder": "/srv/h"},
    "history-folder-not-its-own": {"folder": "/srv/h"},
    "history-segment-missing": {"file": "raw/seg-1.parquet", "rows": 4_711},
    "history-segment-damaged": {"file": "raw/seg-1.parquet", "rows": 4_711},
    "history-span-backwards": {},
    "history-limit-not-positive": {"limit": -3},
    "history-bucket-not-positive": {"every": -3},
}


def keys_in_the_code() -> set[str]:
    files = [*(SOURCES / "history").glob("*.py"), SOURCES / "durable.py"]
    return {key for file in files for key in re.findall(r'"(history-[a-z-]+)"', file.read_text("utf-8"))}


def test_the_keys_are_those_of_the_code() -> None:
    assert keys_in_the_code() == set(FIELDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", sorted(FIELDS))
def test_every_key_is_said_with_its_fields_and_a_remedy(language: Language, key: str) -> None:
    assert has_message(language, key)
    said = message(language, key, FIELDS[key])
    for name, value in FIELDS[key].items():
        assert str(value) in said.replace(",", "").replace(".", "") or str(value) in said, (name, said)
    assert "{" not in said
    assert len(message(language, key, FIELDS[key], part="remedy")) > 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_over(language: Language) -> None:
    text = (resource_dir("locales") / language / "history.ftl").read_text(encoding="utf-8")
    assert set(re.findall(r"^([a-z-]+) =", text, re.MULTILINE)) == set(FIELDS)
