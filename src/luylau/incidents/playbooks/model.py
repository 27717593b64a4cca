"""Playbooks as data: which incidents they are for, who does what until when, and what is said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from luylau.incidents.rules import Severity, rank
from luylau.kernel.errors import NotFound
from luylau.kernel.messages import Language

Responsible = Literal["viewer", "operator", "admin"]
RESPONSIBLE: tuple[Responsible, ...] = get_args(Responsible)

DraftKind = Literal["public_notice", "message"]
DRAFT_KINDS: tuple[DraftKind, ...] = get_args(DraftKind)

Texts = Mapping[str, str]
"""A text by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Incidents that a playbook is for; an empty field takes in everything, all fields must fit."""

    rules: tuple[str, ...] = ()
    """Ids of rules; what the platform itself finds counts as one: "cause-power", "lost-sight"."""
    groups: tuple[str, ...] = ()
    """Groups of rules; what stands for a rule in what the platform itself finds counts as a group too."""
    asset_kinds: tuple[str, ...] = ()
    min_severity: Severity = "info"

    def takes(self, *, rule: str, group: str, asset_kind: str, severity: Severity) -> bool:
        """Say whether an incident of that kind is meant."""
        return (
            (not self.rules or rule in self.rules)
            and (not self.groups or group in self.groups or rule in self.groups)
            and (not self.asset_kinds or asset_kind in self.asset_kinds)
            and rank(severity) >= rank(self.min_severity)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to be done, by a role or by an organisation (one of the two is empty)."""

    id: str
    text: Texts
    role: Responsible | Literal[""] = ""
    agency: str = ""
    deadline_min: float | None = None
    """Minutes from the start of the run, or from the end of ``after``."""
    after: str = ""
    condition: Texts = field(default_factory=dict)
    """When it is needed, in words; empty for always."""
    draft: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Something to be said: a notice to the public, or a message to an organisation. Texts are templates."""

    id: str
    kind: DraftKind
    agency: str = ""
    title: Texts
    text: Texts

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that it is written in."""
        return tuple(language for language in get_args(Language) if language in self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """A message that comes up so many minutes after a drill has begun."""

    id: str
    after_min: float
    text: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """What to do about one kind of trouble."""

    id: str
    names: Texts
    applies_to: tuple[Match, ...] = ()
    """It is for incidents that one of them takes; without any it is never offered by itself."""
    steps: tuple[Step, ...]
    drafts: tuple[Draft, ...] = ()
    injects: tuple[Inject, ...] = ()
    expected_h: float | None = None
    """How many hours such trouble usually lasts."""
    assumed: bool = False
    """Whether its figures are assumed, not agreed with those who must act."""
    note: str = ""
    data: Mapping[str, Any]
    """It as the file has it, so that a run can keep it."""

    def name(self, language: Language) -> str:
        """Return what it is called."""
        return self.names.get(language, self.id)

    def step(self, step: str) -> Step:
        """Return a step by its id.

        Raises:
            NotFound: it has none of that id (``playbook-step-unknown``).
        """
        for one in self.steps:
            if one.id == step:
                return one
        raise NotFound("playbook-step-unknown", step=step)

    def draft(self, draft: str) -> Draft:
        """Return a draft by its id.

        Raises:
            NotFound: it has none of that id (``playbook-draft-unknown``).
        """
        for one in self.drafts:
            if one.id == draft:
                return one
        raise NotFound("playbook-draft-unknown", draft=draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookSet:
    """All playbooks of a pack, in the file's order; ``version`` 0 where the pack has none."""

    version: int
    playbooks: tuple[Playbook, ...]

    def get(self, playbook: str) -> Playbook:
        """Return a playbook by its id.

        Raises:
            NotFound: there is none (``playbook-unknown``).
        """
        for one in self.playbooks:
            if one.id == playbook:
                return one
        raise NotFound("playbook-unknown", playbook=playbook)

    def offered(self, *, rule: str, group: str, asset_kind: str, severity: Severity) -> tuple[Playbook, ...]:
        """Return those that apply to an incident of that kind."""
        return tuple(
            playbook
            for playbook in self.playbooks
            if any(
                match.takes(rule=rule, group=group, asset_kind=asset_kind, severity=severity)
                for match in playbook.applies_to
            )
        )
