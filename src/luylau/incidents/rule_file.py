"""``rules.toml``: read whole or not at all, written back in one step.

The file may hold comments; they are lost when the platform writes it, so what should stay belongs into a
rule's ``note``.
"""

import fcntl
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tomli_w

from luylau.city.model import City
from luylau.incidents.rule_check import rule_from_data, rule_to_data
from luylau.incidents.rule_lines import table_lines
from luylau.incidents.rules import Rule, RuleSet
from luylau.kernel.errors import BadFile, Conflict, Fault, Unavailable

FILE = "rules.toml"
_WHERE = re.compile(r"at line (\d+), column (\d+)")


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

    ``lines`` gives the line of each row in its file; without it a fault's row is the rule's number from 1.
    """
    rules: list[Rule] = []
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
    return RuleSet(version=version, rules=tuple(rules)), faults


def save_rules(folder: Path, rules: RuleSet, *, expected_version: int, city: City | None = None) -> RuleSet:
    """Write the rules in place of version ``expected_version``; return them under the next version.

    The file is never half written: a new one is forced to the disk and then takes the old one's name.

    Raises:
        BadFile: a rule has faults; nothing is written.
        Conflict: the file holds another version by now (``rules-changed``).
    """
    rows = [rule_to_data(rule) for rule in rules.rules]
    _, faults = rules_from_data(expected_version + 1, rows, city)
    if faults:
        raise BadFile(faults)
    with rules_lock(folder):
        found = version_of(folder)
        if found != expected_version:
            raise Conflict("rules-changed", expected=expected_version, found=found)
        saved = RuleSet(version=expected_version + 1, rules=rules.rules)
        put_rules(folder, stage_rules(folder, saved))
        return saved


def stage_rules(folder: Path, rules: RuleSet) -> Path:
    """Write the rules beside the file, under ``rules.version``, for ``put_rules``; hold ``rules_lock``.

    Raises:
        Unavailable: the disk is full or read-only.
    """
    data = {"version": rules.version, "rule": [rule_to_data(rule) for rule in rules.rules]}
    staged = folder / f".{FILE}.new"
    try:
        with staged.open("wb") as out:
            tomli_w.dump(data, out)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise _unwritable(error) from error
    return staged


def put_rules(folder: Path, staged: Path) -> None:
    """Put what ``stage_rules`` wrote in the place of the file, whatever stands there; hold ``rules_lock``.

    Raises:
        Unavailable: the disk refuses.
    """
    try:
        staged.replace(folder / FILE)
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise _unwritable(error) from error


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


@contextmanager
def rules_lock(folder: Path) -> Iterator[None]:
    """Keep every other process from changing the rules meanwhile.

    Raises:
        Unavailable: the disk is read-only.
    """
    try:
        handle = (folder / f".{FILE}.lock").open("w")
    except OSError as error:
        raise _unwritable(error) from error
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _unwritable(error: OSError) -> Unavailable:
    return Unavailable("city-not-written", reason=error.strerror or str(error))


def _read(file: Path, city: City | None) -> tuple[RuleSet, list[Fault]]:
    version, rows, faults = _parse(file)
    if not rows:
        return RuleSet(version=version, rules=()), faults
    rules, wrong = rules_from_data(version, [row for _, row in rows], city, [line for line, _ in rows])
    return rules, faults + wrong


def _parse(file: Path) -> tuple[int, list[tuple[int, dict[str, Any]]], list[Fault]]:
    """Return the version, each rule's line and data, and the faults of the file's frame."""
    try:
        text = file.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError:
        return 0, [], [_fault(0, "", "rule-file-missing")]
    except UnicodeDecodeError as error:
        return 0, [], [_fault(error.object.count(b"\n", 0, error.start) + 1, "", "rule-file-not-utf8")]
    except tomllib.TOMLDecodeError as error:
        where = _WHERE.search(str(error))
        line, column = (int(where[1]), int(where[2])) if where else (text.count("\n") + 1, 1)
        return 0, [], [_fault(line, "", "rule-file-not-toml", line=line, column=column)]
    faults = [
        _fault(0, key, "rule-key-unknown", name=key, known="version, rule")
        for key in data
        if key not in ("version", "rule")
    ]
    version, rows = data.get("version"), data.get("rule", [])
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        faults.append(_fault(0, "version", "rule-version-bad"))
        version = 0
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return version, [], [*faults, _fault(0, "rule", "rule-field-type", name="rule", wanted="tables")]
    lines = table_lines(text, "rule")
    if len(lines) != len(rows):
        # Written as an inline array: the rules have no header lines of their own to point at.
        lines = [0] * len(rows)
    return version, list(zip(lines, rows, strict=True)), faults


def _fault(row: int, where: str, key: str, **fields: str | int) -> Fault:
    return Fault(file=FILE, row=row, column=where, key=key, fields=dict(fields))
