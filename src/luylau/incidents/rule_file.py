"""``rules.toml``: read whole or not at all, written back in one step.

The file may hold comments; they are lost when the platform writes it, so what should stay belongs into a
rule's ``note``.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from luylau.city.model import City
from luylau.incidents.combination_check import combination_warnings
from luylau.incidents.rule_check import rule_from_data, rule_to_data
from luylau.incidents.rules import COMBINATION, RULE_KINDS, AnyRule, RuleSet
from luylau.kernel.errors import BadFile, Conflict, Fault
from luylau.kernel.toml_files import file_lock, put_file, read_toml, stage_toml
from luylau.kernel.toml_lines import table_lines

FILE = "rules.toml"
_TABLES = ("rule", "combination")


def load_rules(folder: Path, city: City | None = None) -> RuleSet:
    """Read the rules of a pack; with a ``city``, what they refer to must exist there.

    Raises:
        BadFile: the file is missing, is no TOML, or rules have faults; it carries every fault.
    """
    found, faults = _read(folder / FILE, city)
    if faults:
        raise BadFile(faults)
    return found


def check_rules(folder: Path, city: City | None = None) -> list[Fault]:
    """Return every fault of a pack's rules; an empty list for a good file."""
    return _read(folder / FILE, city)[1]


def warn_of_rules(folder: Path) -> list[Fault]:
    """Return what is not wrong with a pack's rules, but will not work; only of a file without faults."""
    found, faults = _read(folder / FILE, None)
    if faults:
        return []
    lines = [line for line, row in _parse(folder / FILE)[1] if row["kind"] == COMBINATION]
    return combination_warnings(found, lines)


def begin_rules(folder: Path) -> None:
    """Give a new working copy an empty set of rules where its pack brings none.

    From then on the file must be there: one that is lost would switch every alarm off without a word.
    """
    file = folder / FILE
    if not file.exists():
        file.write_text("version = 1\n", encoding="utf-8")


def rules_from_data(
    version: int, rows: Iterable[Mapping[str, Any]], city: City | None = None, lines: list[int] | None = None
) -> tuple[RuleSet, list[Fault]]:
    """Return the set of rules that ``rows`` describe, and every fault; rows with faults are not in the set.

    A row whose ``kind`` is "combination" is one; they may stand anywhere.
    ``lines`` gives the line of each row in its file; without it a fault's row is the rule's number from 1.
    """
    rules: list[AnyRule] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, row in enumerate(rows):
        line = lines[number] if lines else number + 1
        rule, wrong = rule_from_data(row, row=line, city=city)
        faults += wrong
        named = row.get("id")
        if isinstance(named, str) and named in seen:
            faults.append(
                Fault(file=FILE, row=line, column="id", key="rule-id-twice", fields={"rule": named})
            )
        elif isinstance(named, str):
            seen.add(named)
        if rule is not None:
            rules.append(rule)
    return RuleSet.of(version, rules), faults


def save_rules(folder: Path, rules: RuleSet, *, expected_version: int, city: City | None = None) -> RuleSet:
    """Write the rules in place of version ``expected_version``; return them under the next version.

    The file is never half written: a new one is forced to the disk and then takes the old one's name.

    Raises:
        BadFile: a rule has faults; nothing is written.
        Conflict: the file holds another version by now (``rules-changed``).
    """
    rows = [rule_to_data(rule) for rule in rules.entries]
    _, faults = rules_from_data(expected_version + 1, rows, city)
    if faults:
        raise BadFile(faults)
    with rules_lock(folder):
        found = version_of(folder)
        if found != expected_version:
            raise Conflict("rules-changed", expected=expected_version, found=found)
        saved = replace(rules, version=expected_version + 1)
        put_rules(folder, stage_rules(folder, saved))
        return saved


def stage_rules(folder: Path, rules: RuleSet) -> Path:
    """Write the rules beside the file, under ``rules.version``, for ``put_rules``; hold ``rules_lock``.

    Raises:
        Unavailable: the disk is full or read-only.
    """
    data: dict[str, Any] = {"version": rules.version, "rule": [rule_to_data(rule) for rule in rules.rules]}
    if rules.combinations:
        # What kind they are, their table says.
        rows = [rule_to_data(one) for one in rules.combinations]
        data["combination"] = [{name: value for name, value in row.items() if name != "kind"} for row in rows]
    return stage_toml(folder / FILE, data)


def put_rules(folder: Path, staged: Path) -> None:
    """Put what ``stage_rules`` wrote in the place of the file, whatever stands there; hold ``rules_lock``.

    Raises:
        Unavailable: the disk refuses.
    """
    put_file(folder / FILE, staged)


def version_of(folder: Path) -> int:
    """Return the version that the file holds now; 0 where there is no file.

    Raises:
        BadFile: the file cannot be read.
    """
    file = folder / FILE
    if not file.exists():
        return 0
    version, _, faults = _parse(file)
    if faults:
        raise BadFile(faults)
    return version


def rules_lock(folder: Path) -> AbstractContextManager[None]:
    """Keep every other process from changing the rules meanwhile.

    Raises:
        Unavailable: the disk is read-only.
    """
    return file_lock(folder / FILE)


def _read(file: Path, city: City | None) -> tuple[RuleSet, list[Fault]]:
    version, rows, faults = _parse(file)
    if not rows:
        return RuleSet(version=version, rules=()), faults
    rules, wrong = rules_from_data(version, [row for _, row in rows], city, [line for line, _ in rows])
    return rules, faults + wrong


def _parse(file: Path) -> tuple[int, list[tuple[int, dict[str, Any]]], list[Fault]]:
    """Return the version, each rule's line and data, and the faults of the file's frame."""
    text, data, unread = read_toml(file, "rule-file-missing", words="rule")
    if unread:
        return 0, [], unread
    faults = [
        _fault(0, key, "rule-key-unknown", name=key, known=", ".join(("version", *_TABLES)))
        for key in data
        if key not in ("version", *_TABLES)
    ]
    version = data.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        faults.append(_fault(0, "version", "rule-version-bad"))
        version = 0
    found: list[tuple[int, dict[str, Any]]] = []
    for table in _TABLES:
        rows = data.get(table, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            faults.append(_fault(0, table, "rule-field-type", name=table, wanted="tables"))
            continue
        lines = table_lines(text, table)
        if len(lines) != len(rows):
            # Written as an inline array: they have no header lines of their own to point at.
            lines = [0] * len(rows)
        faults += [
            _misplaced(line, row) for line, row in zip(lines, rows, strict=True) if _strays(table, row)
        ]
        kind = {"kind": COMBINATION} if table == COMBINATION else {}
        found += [(line, row | kind) for line, row in zip(lines, rows, strict=True)]
    return version, found, faults


def _strays(table: str, row: Mapping[str, Any]) -> bool:
    """Say whether a row calls itself what its table is not."""
    return "kind" in row if table == COMBINATION else row.get("kind") == COMBINATION


def _misplaced(line: int, row: Mapping[str, Any]) -> Fault:
    said = str(row["kind"])
    return _fault(line, "kind", "rule-field-choice", name="kind", value=said, choices=", ".join(RULE_KINDS))


def _fault(row: int, where: str, key: str, **fields: str | int) -> Fault:
    return Fault(file=FILE, row=row, column=where, key=key, fields=dict(fields))
