"""Changing the rules: checked, versioned, undoable, audited.

The event log is the truth of a change and ``rules.toml`` follows it: the event, with the rules before and
after, is
committed first, then the file is replaced. A crash in between is made good at the next look (``current``).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.city.model import City
from luylau.incidents.acts import Auditor
from luylau.incidents.rule_check import rule_to_data
from luylau.incidents.rule_file import load_rules, put_rules, rules_from_data, rules_lock, stage_rules
from luylau.incidents.rules import AnyRule, RuleSet
from luylau.kernel.clock import Clock
from luylau.kernel.errors import BadFile, Conflict, NotFound, Unavailable
from luylau.kernel.events import Event, EventLog, events
from luylau.kernel.sql import reader

SUBJECT = "rules"
"""The subject of every event about rules."""
KIND = "rule.changed"

_CHANGES = (
    sa.select(events.c.data)
    .where((events.c.subject == SUBJECT) & (events.c.kind == KIND))
    .order_by(events.c.seq.desc())
)
"""All changes of the rules, newest first."""


class RuleDesk:
    """The one way to change the rules of the working copy in ``folder``.

    Every change names the version that it was made on; if there is another by now, nothing is changed.
    """

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        event_log: EventLog,
        clock: Clock,
        auditor: Auditor,
        city: Callable[[], City],
    ) -> None:
        self._folder = folder
        self._engine = engine
        self._log = event_log
        self._clock = clock
        self._auditor = auditor
        self._city = city

    def current(self) -> RuleSet:
        """Return the rules in force, after completing a change that a crash has cut short.

        Raises:
            BadFile: the file has faults.
        """
        try:
            with rules_lock(self._folder):
                return self._current()
        except Unavailable:
            # A disk that cannot be written to hides no rules; what the file says is what is in force.
            return load_rules(self._folder, self._city())

    def put(self, rule: AnyRule, *, actor: str, version: int | None = None) -> RuleSet:
        """Replace the rule of the same id, or add it at the end; return the new set.

        Raises:
            Conflict: there is another version by now (``rules-changed``).
            BadFile: the rule has faults; nothing is changed.
            Unavailable: the disk is full or read-only; likewise, and so for the other changes.
        """

        def change(now: RuleSet) -> tuple[AnyRule, ...]:
            if all(one.id != rule.id for one in now.entries):
                return (*now.entries, rule)
            return tuple(rule if one.id == rule.id else one for one in now.entries)

        return self._change(change, actor, version, rule.id)

    def add(self, rule: AnyRule, *, actor: str, version: int | None = None) -> RuleSet:
        """Add a rule at the end; return the new set.

        Raises:
            Conflict: there is one of its id (``rule-exists``), or another version by now (``rules-changed``).
            BadFile: the rule has faults; nothing is changed.
        """

        def change(now: RuleSet) -> tuple[AnyRule, ...]:
            if any(one.id == rule.id for one in now.entries):
                raise Conflict("rule-exists", rule=rule.id)
            return (*now.entries, rule)

        return self._change(change, actor, version, rule.id)

    def remove(self, rule_id: str, *, actor: str, version: int | None = None) -> RuleSet:
        """Take a rule away; return the new set.

        Raises:
            NotFound: there is none of that id (``rule-unknown``).
            Conflict: there is another version by now (``rules-changed``).
        """

        def change(now: RuleSet) -> tuple[AnyRule, ...]:
            now.get(rule_id)
            return tuple(one for one in now.entries if one.id != rule_id)

        return self._change(change, actor, version, rule_id)

    def restore_rules(self, past: int, *, actor: str, version: int | None = None) -> RuleSet:
        """Put the rules of version ``past`` in force again, as a new version; return the new set.

        Raises:
            NotFound: that version is not remembered (``rules-version-unknown``).
            Conflict: there is another version by now (``rules-changed``).
            BadFile: the old rules do not fit today's pack; nothing is changed.
        """
        rows = self.past_rules(past)
        old, faults = rules_from_data(past, rows, self._city())
        if faults:
            raise BadFile(faults)
        return self._change(lambda _: old.entries, actor, version, f"v{past}")

    def past_rules(self, version: int) -> list[dict[str, Any]]:
        """Return the rules of an earlier version as data.

        Raises:
            NotFound: that version is not remembered (``rules-version-unknown``).
        """
        with reader(self._engine) as connection:
            # One at a time: each holds all rules twice, and years of changes would fill the memory.
            for row in connection.execution_options(yield_per=1).execute(_CHANGES):
                data: Mapping[str, Any] = row.data
                for name, rows in (("version", "rules"), ("before", "rules_before")):
                    if data[name] == version:
                        return list(data[rows])
        raise NotFound("rules-version-unknown", version=version)

    def _current(self) -> RuleSet:
        found = load_rules(self._folder, self._city())
        with reader(self._engine) as connection:
            newest = connection.execute(_CHANGES.limit(1)).scalar()
        if newest is None or newest["version"] <= found.version:
            return found
        told, faults = rules_from_data(newest["version"], newest["rules"], self._city())
        if faults:
            raise BadFile(faults)
        put_rules(self._folder, stage_rules(self._folder, told))
        return told

    def _change(
        self, change: Callable[[RuleSet], tuple[AnyRule, ...]], actor: str, version: int | None, what: str
    ) -> RuleSet:
        with rules_lock(self._folder):
            now = self._current()
            if version is not None and now.version != version:
                raise Conflict("rules-changed", expected=version, found=now.version)
            new = RuleSet.of(now.version + 1, change(now))
            rows = [rule_to_data(rule) for rule in new.entries]
            _, faults = rules_from_data(new.version, rows, self._city())
            if faults:
                raise BadFile(faults)
            # Staged first: a full disk refuses here, before anything is told.
            staged = stage_rules(self._folder, new)
            self._tell(now, new, rows, actor, what)
            put_rules(self._folder, staged)
            return new

    def _tell(self, old: RuleSet, new: RuleSet, rows: list[dict[str, Any]], actor: str, what: str) -> None:
        before = {rule.id: rule for rule in old.entries}
        after = {rule.id: rule for rule in new.entries}
        changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
        data = {
            "version": new.version,
            "before": old.version,
            "changed": changed,
            "rules": rows,
            "rules_before": [rule_to_data(rule) for rule in old.entries],
        }
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            event = Event(kind=KIND, subject=SUBJECT, actor=actor, time_us=now_us, data=data)
            self._log.append(connection, event)
            self._auditor.append(
                connection,
                actor=actor,
                action="rule.edit",
                resource=what or SUBJECT,
                outcome="done",
                time_us=now_us,
                detail={"version": new.version, "changed": changed},
            )
