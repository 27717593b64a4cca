"""From the data of one ``[[playbook]]`` to a playbook, or to every fault that it has."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar, cast

from luylau.city.model import City
from luylau.incidents.explain import LOST_SIGHT
from luylau.incidents.playbooks.drafts import FIELDS, fields_of
from luylau.incidents.playbooks.model import (
    DRAFT_KINDS,
    RESPONSIBLE,
    Draft,
    DraftKind,
    Inject,
    Match,
    Playbook,
    Responsible,
    Step,
)
from luylau.incidents.rules import SEVERITIES, RuleSet, Severity
from luylau.kernel.errors import Fault
from luylau.kernel.messages import LANGUAGES
from luylau.kernel.toml_fields import Row
from luylau.kernel.toml_lines import Lines

FILE: Final = "playbooks.toml"
PLATFORM: Final = frozenset({"cause", "cause-power", "cause-network", LOST_SIGHT})
"""Groups, and what stands for rules, of what the platform finds by itself."""
TEXT_MAX: Final = 250
"""Letters of a step: the title of its task holds it, with room for the mark of an exercise."""
DRAFT_MAX: Final = 4_000
_MONTH_MIN: Final = 31 * 24 * 60.0
_NEEDED: Final = ("vi", "en")
"""Languages that a draft must be written in; the third is as the city likes."""
_KEYS: Final = ("id", "names", "applies_to", "expected_h", "assumed", "note", "step", "draft", "inject")

Part = TypeVar("Part", Step, Draft, Inject)


def playbook_from_data(
    data: Mapping[str, Any],
    *,
    lines: Lines | None = None,
    city: City | None = None,
    rules: RuleSet | None = None,
) -> tuple[Playbook | None, list[Fault]]:
    """Return the playbook that ``data`` describes and no fault, or None and every fault found.

    With a ``city`` and its ``rules``, what the playbook refers to must exist there.
    """
    lines = lines or Lines()
    head = Row(data, FILE, lines.head, words="rule")
    head.keys("", data, _KEYS)
    _need(head, ("id", "names", "step"))
    matches = [_match(head, one, city, rules) for one in _tables(head, "applies_to")]
    steps, of_steps = _parts(head, lines, "step", _step)
    drafts, of_drafts = _parts(head, lines, "draft", _draft)
    injects, of_injects = _parts(head, lines, "inject", _inject)
    if data.get("step") == []:
        head.fault("step", "playbook-field-missing", name="step")
    _check_steps(steps, of_steps, {draft.id for draft in drafts})
    if city is not None:
        named = [*(step.agency for step in steps), *(draft.agency for draft in drafts)]
        for agency, row in zip(named, (*of_steps, *of_drafts), strict=True):
            if agency and agency not in city.organisations:
                row.fault("agency", "rule-refers-to-nothing", name="agency", value=agency)
    expected_h = data.get("expected_h")
    playbook = Playbook(
        id=_id(head),
        names=head.names("names", data["names"]) if "names" in data else {},
        applies_to=tuple(matches),
        steps=tuple(steps),
        drafts=tuple(drafts),
        injects=tuple(sorted(injects, key=lambda one: one.after_min)),
        expected_h=None if expected_h is None else head.number("expected_h", expected_h, 0.01, 10_000.0),
        assumed=head.truth("assumed", data.get("assumed", False)),
        note=head.text("note", data.get("note", "")),
        data=data,
    )
    faults = [one for row in (head, *of_steps, *of_drafts, *of_injects) for one in row.faults]
    return (None, faults) if faults else (playbook, [])


def _tables(row: Row, name: str) -> list[Mapping[str, Any]]:
    """Return the tables of a field; none where it is missing or holds something else."""
    given = row.data.get(name, [])
    if isinstance(given, list) and all(isinstance(one, dict) for one in given):
        return given
    row.fault(name, "playbook-not-tables", name=name)
    return []


def _parts(head: Row, lines: Lines, table: str, read: Callable[[Row], Part]) -> tuple[list[Part], list[Row]]:
    """Return the parts of a playbook that stand in one table, each with its row under examination."""
    rows = [
        Row(one, FILE, lines.of(table, number), words="rule")
        for number, one in enumerate(_tables(head, table))
    ]
    found = [read(row) for row in rows]
    times = Counter(part.id for part in found)
    for part, row in zip(found, rows, strict=True):
        if times[part.id] > 1 and row.is_good("id"):
            row.fault("id", "playbook-id-twice", id=part.id)
    return found, rows


def _need(row: Row, names: Sequence[str]) -> None:
    for name in names:
        if name not in row.data:
            row.fault(name, "playbook-field-missing", name=name)


def _match(head: Row, data: Mapping[str, Any], city: City | None, rules: RuleSet | None) -> Match:
    head.keys("applies_to", data, ("rules", "groups", "asset_kinds", "min_severity"))
    rule_ids = {one.id for one in rules.entries} | PLATFORM if rules else None
    groups = {one.group for one in rules.entries} | PLATFORM if rules else None
    least = head.choice("applies_to.min_severity", data.get("min_severity", "info"), SEVERITIES)
    return Match(
        rules=_names(head, data, "rules", rule_ids),
        groups=_names(head, data, "groups", groups),
        asset_kinds=_names(head, data, "asset_kinds", set(city.kinds) if city else None),
        min_severity=cast(Severity, least),
    )


def _names(head: Row, data: Mapping[str, Any], name: str, known: set[str] | None) -> tuple[str, ...]:
    given, column = data.get(name, []), f"applies_to.{name}"
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        head.fault(column, "playbook-not-list", name=column)
        return ()
    for one in given:
        if known is not None and one not in known:
            head.fault(column, "rule-refers-to-nothing", name=column, value=one)
    return tuple(given)


def _step(row: Row) -> Step:
    data = row.data
    row.keys("", data, ("id", "text", "role", "agency", "deadline_min", "after", "condition", "draft"))
    _need(row, ("id", "text"))
    if ("role" in data) == ("agency" in data):
        row.fault("role", "rule-one-of", one="role", other="agency")
    role = row.choice("role", data["role"], RESPONSIBLE) if "role" in data else ""
    return Step(
        id=_id(row),
        text=_texts(row, "text", LANGUAGES, TEXT_MAX),
        role=cast(Responsible, role),
        agency=row.text("agency", data.get("agency", "")),
        deadline_min=row.number("deadline_min", data["deadline_min"], 0.0, _MONTH_MIN)
        if "deadline_min" in data
        else None,
        after=row.text("after", data.get("after", "")),
        condition=_texts(row, "condition", LANGUAGES, TEXT_MAX),
        draft=row.text("draft", data.get("draft", "")),
    )


def _draft(row: Row) -> Draft:
    data = row.data
    row.keys("", data, ("id", "kind", "agency", "title", "text"))
    _need(row, ("id", "kind", "title", "text"))
    kind = row.choice("kind", data.get("kind", DRAFT_KINDS[0]), DRAFT_KINDS)
    if kind == "message":
        _need(row, ("agency",))
    elif "agency" in data:
        row.fault("agency", "rule-key-unknown", name="agency", known="id, kind, title, text")
    title, text = _texts(row, "title", _NEEDED, TEXT_MAX), _texts(row, "text", _NEEDED, DRAFT_MAX)
    for name, templates in (("title", title), ("text", text)):
        for language, template in templates.items():
            _check_template(row, f"{name}.{language}", template)
    for language in set(title) ^ set(text):
        lacking = "title" if language in text else "text"
        row.fault(f"{lacking}.{language}", "playbook-text-missing", language=language)
    return Draft(
        id=_id(row),
        kind=cast(DraftKind, kind),
        agency=row.text("agency", data.get("agency", "")),
        title=title,
        text=text,
    )


def _inject(row: Row) -> Inject:
    row.keys("", row.data, ("id", "after_min", "text"))
    _need(row, ("id", "after_min", "text"))
    return Inject(
        id=_id(row),
        after_min=row.number("after_min", row.data.get("after_min", 0.0), 0.0, _MONTH_MIN),
        text=_texts(row, "text", LANGUAGES, DRAFT_MAX),
    )


def _id(row: Row) -> str:
    return row.id("id", row.data["id"]) if "id" in row.data else ""


def _texts(row: Row, name: str, needed: Sequence[str], longest: int) -> dict[str, str]:
    """Return a text by language; nothing where it is not given at all."""
    given = row.data.get(name)
    if given is None:
        return {}
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        row.wrong_type(name, "table")
        return {}
    row.keys(name, given, LANGUAGES)
    for language in needed:
        if not given.get(language, "").strip():
            row.fault(f"{name}.{language}", "playbook-text-missing", language=language)
    for language, text in given.items():
        if len(text) > longest:
            row.fault(f"{name}.{language}", "playbook-text-too-long", length=len(text), limit=longest)
    return {language: text.strip() for language, text in given.items()}


def _check_template(row: Row, column: str, template: str) -> None:
    try:
        named = [name for _, name in fields_of(template) if name]
    except ValueError:
        row.fault(column, "playbook-template-bad")
        return
    for name in named:
        if name not in FIELDS:
            row.fault(column, "playbook-template-field", name=name, known=", ".join(FIELDS))


def _check_steps(steps: Sequence[Step], rows: Sequence[Row], drafts: set[str]) -> None:
    """Check what steps say of each other: one may only wait for an earlier one, so none waits for itself."""
    earlier: set[str] = set()
    for step, row in zip(steps, rows, strict=True):
        if step.after and step.after not in earlier:
            row.fault("after", "playbook-after-unknown", step=step.after)
        if step.after and step.deadline_min is None and row.is_good("deadline_min"):
            row.fault("deadline_min", "playbook-field-missing", name="deadline_min")
        if step.draft and step.draft not in drafts:
            row.fault("draft", "playbook-draft-missing", draft=step.draft)
        earlier.add(step.id)
