"""Playbooks at work: started on an incident, their steps done or skipped, and ended.

Each step is a task of the incident, and the task is the truth: who does it in the list of tasks has done it
here too. A deadline that runs from the end of another step begins when that one ends.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.acts import UNDONE, Acts, Auditor, check_not_over, checked, locked
from luylau.incidents.incident import with_merged
from luylau.incidents.playbooks.model import Playbook, Step
from luylau.incidents.playbooks.runs import Run, RunStep, minutes_us, run_of
from luylau.incidents.playbooks.tables import drills, playbook_runs, playbook_steps
from luylau.incidents.tasks import NewTask, Task, TaskDesk, add_task, change_task, set_due, task_by_id
from luylau.kernel.clock import Clock
from luylau.kernel.errors import Conflict
from luylau.kernel.events import EventLog
from luylau.kernel.ids import new_id
from luylau.kernel.messages import Language, message

ACTION: Final = "playbook.run"
_ORIGIN: Final = "playbook:"


class PlaybookDesk(Acts):
    """What people do with playbooks. Change, event and audit row are one transaction.

    Each act returns the run as it is then.
    """

    def __init__(
        self, engine: Engine, event_log: EventLog, clock: Clock, auditor: Auditor, tasks: TaskDesk
    ) -> None:
        super().__init__(engine, event_log, clock, auditor)
        tasks.follow(self._task_changed)

    def start(
        self, incident: str, playbook: Playbook, *, playbooks_version: int, language: Language, actor: str
    ) -> Run:
        """Start a playbook on an incident that is not over; its tasks are written in ``language``.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
            Conflict: the incident is over (``incident-not-open``), or the playbook runs on it already
                (``playbook-running``).
        """
        with self._engine.begin() as connection:
            run = self.begin(
                connection,
                incident,
                playbook,
                playbooks_version=playbooks_version,
                language=language,
                actor=actor,
            )
            return run_of(connection, run)

    def begin(
        self,
        connection: Connection,
        incident: str,
        playbook: Playbook,
        *,
        playbooks_version: int,
        language: Language,
        actor: str,
    ) -> str:
        """Do what ``start`` does inside the caller's transaction; return the run's id."""
        now_us = self._clock.now_us()
        row = locked(connection, incident)
        check_not_over(row)
        if _runs(connection, incident, playbook):
            raise Conflict("playbook-running", playbook=playbook.name(language))
        run = new_id("run")
        connection.execute(
            playbook_runs.insert().values(
                id=run,
                incident=incident,
                playbook=playbook.id,
                playbooks_version=playbooks_version,
                definition=dict(playbook.data),
                running=True,
                started_us=now_us,
                started_by=actor,
                ended_us=None,
                ended_by="",
                version=1,
            )
        )
        said = {"run": run, "playbook": playbook.id, "names": dict(playbook.names)}
        self._tell(connection, "playbook.started", incident, actor, said)
        for number, step in enumerate(playbook.steps):
            title = step.text[language]
            if row.drill:
                title = message(language, "playbook-task-drill", {"title": title})
            due_us = None
            if step.deadline_min is not None and not step.after:
                due_us = now_us + minutes_us(step.deadline_min)
            origin = f"{_ORIGIN}{run}"
            made = NewTask(incident=incident, title=title, agency=step.agency, due_us=due_us, origin=origin)
            # A microsecond apart, so that the list of tasks keeps the order of the steps.
            task = add_task(connection, self._log, made, actor=actor, now_us=now_us + number)
            connection.execute(
                playbook_steps.insert().values(run=run, step=step.id, task=task, reason="", dropped=False)
            )
        self._audit(connection, ACTION, incident, actor, {"act": "started", **said})
        return run

    def finish(self, run: str, step: str, *, actor: str, version: int | None = None) -> Run:
        """Say that a step is done.

        Raises:
            NotFound: there is no such run (``playbook-run-unknown``) or step (``playbook-step-unknown``).
            Conflict: the step changed since (``task-changed``), is not open (``playbook-step-not-open``), or
                the run has ended (``playbook-ended``).
        """
        return self._step(run, step, actor, version, "step_done", {"state": "done"})

    def skip(self, run: str, step: str, *, actor: str, reason: str, version: int | None = None) -> Run:
        """Say that a step is left out, and why; raises what ``finish`` does.

        Raises:
            BadInput: the reason is empty (``incident-text-missing``) or too long
                (``incident-text-too-long``).
        """
        said = checked(reason)
        return self._step(run, step, actor, version, "step_skipped", {"state": "not_done"}, said)

    def undo(self, run: str, step: str, *, actor: str, version: int | None = None) -> Run:
        """Take back that a step is done or skipped; raises what ``finish`` does.

        Raises:
            Conflict: the step is open (``playbook-step-open``).
        """
        return self._step(run, step, actor, version, "step_undone", {"state": "open"})

    def end(self, run: str, *, actor: str, version: int | None = None) -> Run:
        """End a run: the tasks of its open steps are cancelled.

        Raises:
            NotFound: there is no such run (``playbook-run-unknown``).
            Conflict: it changed since (``playbook-run-changed``), or has ended (``playbook-ended``).
        """
        with self._engine.begin() as connection:
            found = self._seen(connection, run, version)
            self.finish_run(connection, found, actor)
            return run_of(connection, run)

    def finish_run(self, connection: Connection, run: Run, actor: str) -> None:
        """Do what ``end`` does with a run that is held, inside the caller's transaction."""
        if not run.running:
            raise Conflict("playbook-ended")
        now_us = self._clock.now_us()
        for one in run.steps:
            if one.state == "open":
                change_task(
                    connection, self._log, task_by_id(connection, one.task), {"state": "cancelled"},
                    actor=actor, now_us=now_us, said={"run": run.id},
                )  # fmt: skip
                _update_step(connection, run.id, one.step.id, {"dropped": True})
        left = sum(one.state == "open" for one in run.steps)
        values = {"running": False, "ended_us": now_us, "ended_by": actor}
        self._change(connection, run, values, "ended", actor, {"open": left})

    def resume(self, run: str, *, actor: str, version: int | None = None) -> Run:
        """Take the end of a run back: the steps that were open then are open again.

        Raises:
            NotFound: there is no such run (``playbook-run-unknown``).
            Conflict: it changed since (``playbook-run-changed``), runs (``playbook-not-ended``), serves a
                drill that has ended (``playbook-of-drill``), or runs anew (``playbook-running``).
        """
        with self._engine.begin() as connection:
            found = self._seen(connection, run, version)
            over = sa.select(drills.c.id).where((drills.c.run == run) & drills.c.ended_us.is_not(None))
            if connection.execute(over).first() is not None:
                raise Conflict("playbook-of-drill")
            self.resume_run(connection, found, actor)
            return run_of(connection, run)

    def resume_run(self, connection: Connection, run: Run, actor: str) -> None:
        """Do what ``resume`` does with a run that is held, inside the caller's transaction."""
        if run.running:
            raise Conflict("playbook-not-ended")
        if _runs(connection, run.incident, run.playbook):
            raise Conflict("playbook-running", playbook=run.playbook.id)
        now_us = self._clock.now_us()
        for one in run.steps:
            if one.dropped:
                task = task_by_id(connection, one.task)
                # What somebody has said of the task since then stays.
                if task.state == "cancelled":
                    change_task(
                        connection, self._log, task, {"state": "open"},
                        actor=actor, now_us=now_us, said={"run": run.id},
                    )  # fmt: skip
                _update_step(connection, run.id, one.step.id, {"dropped": False})
        values = {"running": True, "ended_us": None, "ended_by": ""}
        self._change(connection, run, values, "resumed", actor, UNDONE)

    def _seen(self, connection: Connection, run: str, version: int | None) -> Run:
        found = run_of(connection, run, lock=True)
        if version is not None and found.version != version:
            raise Conflict("playbook-run-changed", expected=version, found=found.version)
        return found

    def _change(
        self,
        connection: Connection,
        run: Run,
        values: Mapping[str, Any],
        act: str,
        actor: str,
        said: Mapping[str, Any],
    ) -> None:
        this = playbook_runs.c.id == run.id
        connection.execute(playbook_runs.update().where(this).values(**values, version=run.version + 1))
        told = {"run": run.id, "playbook": run.playbook.id, "names": dict(run.playbook.names), **said}
        self._tell(connection, f"playbook.{act}", run.incident, actor, told)
        self._audit(connection, ACTION, run.incident, actor, {"act": act, **told})

    def _step(
        self,
        run: str,
        step: str,
        actor: str,
        version: int | None,
        act: str,
        changes: Mapping[str, Any],
        reason: str = "",
    ) -> Run:
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            found = run_of(connection, run, lock=True)
            now = found.step(step)
            task = task_by_id(connection, now.task)
            if version is not None and task.version != version:
                raise Conflict("task-changed", task=task.title, expected=version, found=task.version)
            if not found.running:
                raise Conflict("playbook-ended")
            if (now.state == "open") == (act == "step_undone"):
                raise Conflict("playbook-step-open" if act == "step_undone" else "playbook-step-not-open")
            _update_step(connection, run, step, {"reason": reason})
            said = {"run": run, "step": step, "reason": reason}
            told = f"playbook.{act}"
            after = change_task(
                connection, self._log, task, changes, actor=actor, now_us=now_us, told=told, said=said
            )
            self._audit(connection, ACTION, after.incident, actor, {"act": act, **said})
            _let_run(connection, found, replace(now, ended_us=after.ended_us))
            return run_of(connection, run)

    def _task_changed(self, connection: Connection, task: Task) -> None:
        """Let the deadlines run on that wait for the step of a task which a person has changed."""
        if not task.origin.startswith(_ORIGIN):
            return
        run = run_of(connection, task.origin.removeprefix(_ORIGIN))
        _let_run(connection, run, next(one for one in run.steps if one.task == task.id))


def _runs(connection: Connection, incident: str, playbook: Playbook) -> bool:
    """Say whether a playbook runs on an incident, or on one that was merged into it."""
    same = playbook_runs.c.incident.in_(with_merged(incident)) & (playbook_runs.c.playbook == playbook.id)
    running = sa.select(playbook_runs.c.id).where(same & playbook_runs.c.running)
    return connection.execute(running).first() is not None


def _let_run(connection: Connection, run: Run, ended: RunStep) -> None:
    """Set the deadlines that run from the end of a step, or take them away where it is open again."""
    for one in run.steps:
        if one.step.after == ended.step.id:
            set_due(connection, one.task, _due_after(one.step, ended.ended_us))


def _due_after(step: Step, ended_us: int | None) -> int | None:
    if ended_us is None or step.deadline_min is None:
        return None
    return ended_us + minutes_us(step.deadline_min)


def _update_step(connection: Connection, run: str, step: str, values: Mapping[str, Any]) -> None:
    this = (playbook_steps.c.run == run) & (playbook_steps.c.step == step)
    connection.execute(playbook_steps.update().where(this).values(**values))
