"""Every text about asking cameras is used, and every problem has a remedy, in three languages."""

import re
from pathlib import Path

import pytest

import luylau
from luylau.kernel.messages import LANGUAGES, Language, message
from luylau.vision.inventory import FIELDS, GROUPS

ROOT = Path(luylau.__file__).resolve().parent
SOURCES = [
    *(ROOT / "vision" / "onvif").glob("*.py"),
    *(ROOT / "vision" / "inventory").glob("*.py"),
    ROOT / "vision" / "passwords.py",
    ROOT / "cli" / "cameras.py",
    ROOT / "cli" / "cameras_shown.py",
]
CODE = "\n".join(source.read_text(encoding="utf-8") for source in SOURCES)
OF_PARTS = {
    *(f"vision-inventory-field-{name.replace('_', '-')}" for name in FIELDS),
    *(f"vision-inventory-group-{group}" for group in GROUPS),
    *(f"cli-cameras-head-{head}" for head in ("camera", "model", "firmware", "checked", "met")),
    *(f"cli-cameras-stream-{use}" for use in ("main", "sub", "other")),
    *(f"cli-cameras-clock-{way}" for way in ("fast", "slow")),
    *(f"cli-cameras-{said}" for said in ("yes", "no", "unknown", "unmet", "assumed", "missing")),
}
"""Keys that the code puts together."""


def keys(language: Language) -> set[str]:
    file = ROOT.parents[1] / "locales" / language / "vision-onvif.ftl"
    return set(re.findall(r"^([a-z][\w-]*) =", file.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_idle_and_none_is_lacking(language: Language) -> None:
    used = set(re.findall(r'"((?:vision-(?:onvif|password|passwords|inventory)|cli-cameras)[a-z-]*)"', CODE))
    said = {key for key in used | OF_PARTS if not key.endswith("-")}
    assert keys(language) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_a_remedy(language: Language) -> None:
    problems = {
        key
        for key in keys(language) - OF_PARTS
        if key.startswith("vision-") and key != "vision-inventory-change"
    }
    assert len(problems) > 25
    assert [key for key in problems if not message(language, key, part="remedy")] == []
