"""Every message key of the city's code has its text and remedy in three languages; no text is idle."""

import re
from pathlib import Path

import pytest

import luylau
from luylau.kernel.messages import LANGUAGES, Language, has_message, message

ROOT = Path(luylau.__file__).resolve().parent
SOURCES = [*(ROOT / "city").glob("*.py"), ROOT / "cli" / "city.py"]
KEYS = sorted(
    {
        key
        for source in SOURCES
        for key in re.findall(r'"((?:city|cli-city)-?[a-z0-9-]*)"', source.read_text(encoding="utf-8"))
        if key.startswith(("city-", "cli-city"))
    }
    | {"city-change-import-assets", "city-change-import-places"}
)
TELLS = (
    "city-head",
    "city-info",
    "city-check",
    "city-import-",
    "city-change-",
    "city-find",
    "city-undone",
    "city-exp",
)
FAULTS_OF_IMPORT = {"city-import-column-missing", "city-import-column-left"}
LOCALES = ROOT.parents[1] / "locales"


def entries(language: Language) -> dict[str, str]:
    """Return each entry of the language's file with its text, remedy and all."""
    text = (LOCALES / language / "city.ftl").read_text(encoding="utf-8")
    parts = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)
    return {part.partition(" = ")[0]: part for part in parts if " = " in part}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_said(language: Language) -> None:
    assert [key for key in KEYS if not has_message(language, key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_a_remedy(language: Language) -> None:
    faults = [
        key
        for key in KEYS
        if key.startswith("city-") and (key in FAULTS_OF_IMPORT or not key.startswith(TELLS))
    ]
    assert len(faults) > 50
    assert [key for key in faults if not message(language, key, part="remedy")] == []


def test_no_text_is_idle_and_all_languages_say_the_same() -> None:
    assert set(entries("vi")) == set(entries("en")) == set(entries("ja")) == set(KEYS)


def test_translations_use_the_same_fields() -> None:
    fields = {
        language: {key: set(re.findall(r"\$(\w+)", text)) for key, text in entries(language).items()}
        for language in LANGUAGES
    }
    assert fields["vi"] == fields["en"] == fields["ja"]
