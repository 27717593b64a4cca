"""What people do with the drafts of a run: put them into their own words, and say that they were sent.

The platform itself sends nothing to the public or to other organisations.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from luylau.incidents.acts import UNDONE, Acts, checked
from luylau.incidents.playbooks.book import ACTION
from luylau.incidents.playbooks.drafts import Situation, Words, filled
from luylau.incidents.playbooks.runs import Run, RunDraft, run_of
from luylau.incidents.playbooks.tables import playbook_drafts
from luylau.kernel.errors import Conflict
from luylau.kernel.messages import Language

TITLE_MAX = 300
TEXT_MAX = 8_000
_BLANK: Mapping[str, Any] = {
    "edited": {},
    "edited_us": None,
    "edited_by": "",
    "sent": {},
    "sent_us": None,
    "sent_by": "",
    "sent_to": "",
}
"""The columns of a draft that nobody has touched."""


class DraftDesk(Acts):
    """What people do with drafts. Change, event and audit row are one transaction.

    Each act returns the run as it is then, and each raises

    - NotFound where there is no such run (``playbook-run-unknown``) or draft (``playbook-draft-unknown``),
    - Conflict where the draft changed since (``playbook-draft-changed``) or is in no state for the act.
    """

    def edit(
        self,
        run: str,
        draft: str,
        language: Language,
        words: Words,
        *,
        actor: str,
        version: int | None = None,
    ) -> Run:
        """Put a draft into a person's words, in a language that the playbook has it in or in another.

        Raises:
            Conflict: it was sent (``playbook-draft-sent``).
            BadInput: the text is empty (``incident-text-missing``) or too long (``incident-text-too-long``).
        """
        title = checked(words.title, TITLE_MAX) if words.title.strip() else ""
        kept = {"title": title, "text": checked(words.text, TEXT_MAX)}

        def change(found: RunDraft) -> dict[str, Any]:
            _not_sent(found)
            return {"edited": _kept(found.edited) | {language: kept}, **self._by("edited", actor)}

        return self._act(run, draft, actor, version, "draft_edited", {"language": language, **kept}, change)

    def reset(
        self, run: str, draft: str, language: Language, *, actor: str, version: int | None = None
    ) -> Run:
        """Drop a person's words in a language: the draft is filled in from the incident again.

        Raises:
            Conflict: it was sent (``playbook-draft-sent``), or nobody has edited it in that language
                (``playbook-draft-not-edited``).
        """

        def change(found: RunDraft) -> dict[str, Any]:
            _not_sent(found)
            if language not in found.edited:
                raise Conflict("playbook-draft-not-edited")
            left = {name: words for name, words in found.edited.items() if name != language}
            return {"edited": _kept(left), **self._by("edited", actor)}

        return self._act(run, draft, actor, version, "draft_reset", {"language": language}, change)

    def mark_sent(
        self, run: str, draft: str, situation: Situation, *, actor: str, to: str, version: int | None = None
    ) -> Run:
        """Say that a draft was sent, and where; its texts are kept as they are in this moment.

        Raises:
            Conflict: it was sent already (``playbook-draft-sent``).
            BadInput: it is not said where (``incident-text-missing``).
        """
        where = checked(to, TITLE_MAX)

        def change(found: RunDraft) -> dict[str, Any]:
            _not_sent(found)
            texts = texts_of(found, situation)
            return {"sent": _kept(texts), "sent_to": where, **self._by("sent", actor)}

        return self._act(run, draft, actor, version, "draft_sent", {"to": where}, change)

    def mark_unsent(self, run: str, draft: str, *, actor: str, version: int | None = None) -> Run:
        """Take back that a draft was sent; ``playbook-draft-not-sent`` where nobody said so."""

        def change(found: RunDraft) -> dict[str, Any]:
            if found.sent_us is None:
                raise Conflict("playbook-draft-not-sent")
            return {"sent": {}, "sent_us": None, "sent_by": "", "sent_to": ""}

        return self._act(run, draft, actor, version, "draft_unsent", UNDONE, change)

    def _by(self, act: str, actor: str) -> dict[str, Any]:
        return {f"{act}_us": self._clock.now_us(), f"{act}_by": actor}

    def _act(
        self,
        run: str,
        draft: str,
        actor: str,
        version: int | None,
        act: str,
        said: Mapping[str, Any],
        change: Callable[[RunDraft], dict[str, Any]],
    ) -> Run:
        with self._engine.begin() as connection:
            found = run_of(connection, run, lock=True)
            before = found.draft(draft)
            if version is not None and before.version != version:
                raise Conflict("playbook-draft-changed", expected=version, found=before.version)
            values = {**change(before), "version": before.version + 1}
            if before.version:
                this = (playbook_drafts.c.run == run) & (playbook_drafts.c.draft == draft)
                connection.execute(playbook_drafts.update().where(this).values(values))
            else:
                connection.execute(
                    playbook_drafts.insert().values({**_BLANK, **values, "run": run, "draft": draft})
                )
            told = {"run": run, "draft": draft, **said}
            self._tell(connection, f"playbook.{act}", found.incident, actor, told)
            self._audit(connection, ACTION, found.incident, actor, {"act": act, **told})
            return run_of(connection, run)


def texts_of(draft: RunDraft, situation: Situation) -> dict[Language, Words]:
    """Return a draft's texts by language: what was sent, else a person's words, else filled in from now."""
    if draft.sent_us is not None:
        return dict(draft.sent)
    texts = {language: filled(draft.draft, language, situation) for language in draft.draft.languages}
    return texts | dict(draft.edited)


def _not_sent(draft: RunDraft) -> None:
    if draft.sent_us is not None:
        raise Conflict("playbook-draft-sent")


def _kept(texts: Mapping[Language, Words]) -> dict[str, dict[str, str]]:
    return {language: asdict(words) for language, words in texts.items()}
