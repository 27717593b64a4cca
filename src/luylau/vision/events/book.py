"""The book of what cameras have seen: written as it happens, searched, judged by people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.errors import Conflict, Field, NotFound
from luylau.kernel.sql import reader
from luylau.security.audit import AuditLog
from luylau.vision.events.tables import JUDGED, camera_counts, camera_events

Verdict = Literal["", "right", "wrong"]
"""What a person says of a finding; "" where nobody has said anything."""
VERDICTS: Final[tuple[Verdict, ...]] = ("right", "wrong")

Step = Literal["minute", "hour"]
"""What counts are summed over: nothing, or whole hours of UTC."""

_STEP_US: Final[Mapping[Step, int]] = {"minute": 60 * MICROS, "hour": 3_600 * MICROS}
_JUDGED: Final = ("verdict", "verdict_by", "verdict_us")


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraEvent:
    """One thing that a camera saw. Times are microseconds UTC; ``cleared_us`` None while it lasts. ``box``:
    left, top, right, bottom as shares of the picture, empty where it has no place in it. ``key`` and
    ``fields`` explain it; ``model``: what detected it."""

    id: str
    camera: str
    place: str
    scene: str
    scene_name: str
    scene_version: int
    kind: str
    label: str
    severity: str
    opened_us: int
    seen_us: int
    cleared_us: int | None
    confidence: float
    box: tuple[float, ...]
    key: str
    fields: dict[str, Field]
    model: str
    simulated: bool
    verdict: Verdict = ""
    verdict_by: str = ""
    verdict_us: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed:
    """How often a line was crossed in a minute, by one kind of thing; or in the hour that begins then."""

    camera: str
    scene: str
    minute_us: int
    label: str
    forward: int
    backward: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How many findings of a scene people have called right and wrong; ``seen`` counts all."""

    camera: str
    scene: str
    scene_version: int
    seen: int
    right: int
    wrong: int

    @property
    def share(self) -> float | None:
        """The share that was right of those that somebody has judged; None where nobody has."""
        judged = self.right + self.wrong
        return self.right / judged if judged else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to look for; an empty field takes in everything. ``start_us`` <= opened < ``end_us``."""

    cameras: Sequence[str] = ()
    places: Sequence[str] = ()
    kinds: Sequence[str] = ()
    labels: Sequence[str] = ()
    scenes: Sequence[str] = ()
    verdicts: Sequence[str] = field(default=())
    start_us: int | None = None
    end_us: int | None = None
    lasting: bool | None = None
    """Only those that last, or only those that are over."""


class EventBook:
    """What cameras have seen, in the database."""

    def __init__(self, engine: Engine, clock: Clock, audit: AuditLog) -> None:
        self._engine = engine
        self._clock = clock
        self._audit = audit

    def record(self, events: Iterable[CameraEvent], crossed: Iterable[Crossed] = ()) -> None:
        """Write what was seen, each event as it is now; what people have said of it stays. Counts are added
        to those of their minute: what has been crossed since they were written last.

        Raises:
            OperationalError: the database is away; nothing was written.
        """
        with self._engine.begin() as connection:
            for event in events:
                values = {key: value for key, value in _row(event).items() if key not in _JUDGED}
                this = camera_events.c.id == event.id
                if not connection.execute(camera_events.update().where(this).values(values)).rowcount:
                    connection.execute(camera_events.insert().values(values))
            rows = [asdict(one) for one in crossed]
            if rows:
                connection.execute(_adding(connection.dialect.name), rows)

    def lasting(self) -> tuple[CameraEvent, ...]:
        """Return what is still seen, by the book."""
        query = sa.select(camera_events).where(camera_events.c.cleared_us.is_(None))
        with reader(self._engine) as connection:
            return tuple(_event(row) for row in connection.execute(query))

    def get(self, event: str) -> CameraEvent:
        """Return one event.

        Raises:
            NotFound: there is none of this id.
        """
        with reader(self._engine) as connection:
            return _find(connection, event)

    def search(
        self, wanted: Search, *, before: tuple[int, str] | None = None, limit: int = 100
    ) -> tuple[CameraEvent, ...]:
        """Return the newest events that are ``wanted``, those before a place in that order: (opened_us,
        id)."""
        query = sa.select(camera_events)
        for column, among in (
            ("camera", wanted.cameras),
            ("place", wanted.places),
            ("kind", wanted.kinds),
            ("label", wanted.labels),
            ("scene", wanted.scenes),
            ("verdict", wanted.verdicts),
        ):
            if among:
                query = query.where(camera_events.c[column].in_(among))
        if wanted.verdicts and "" not in wanted.verdicts:
            query = query.where(JUDGED)
        opened, id_ = camera_events.c.opened_us, camera_events.c.id
        if wanted.start_us is not None:
            query = query.where(opened >= wanted.start_us)
        if wanted.end_us is not None:
            query = query.where(opened < wanted.end_us)
        if wanted.lasting is not None:
            over = camera_events.c.cleared_us.is_not(None)
            query = query.where(~over if wanted.lasting else over)
        if before is not None:
            query = query.where((opened < before[0]) | ((opened == before[0]) & (id_ < before[1])))
        query = query.order_by(opened.desc(), id_.desc()).limit(limit)
        with reader(self._engine) as connection:
            return tuple(_event(row) for row in connection.execute(query))

    def judge(self, event: str, verdict: Verdict, *, actor: str, seen: Verdict) -> CameraEvent:
        """Write what a person says of a finding; "" takes it back. ``seen`` is what it said before.

        Raises:
            NotFound: there is none of this id.
            Conflict: somebody else has judged meanwhile.
        """
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            held = _find(connection, event)
            values = {
                "verdict": verdict,
                "verdict_by": actor if verdict else "",
                "verdict_us": now_us if verdict else None,
            }
            as_seen = (camera_events.c.id == event) & (camera_events.c.verdict == seen)
            if not connection.execute(camera_events.update().where(as_seen).values(values)).rowcount:
                raise Conflict("camera-event-judged", verdict=_find(connection, event).verdict)
            self._audit.append(
                connection,
                actor=actor,
                action="camera.judge",
                resource=event,
                outcome="done",
                time_us=now_us,
                detail={"camera": held.camera, "scene": held.scene, "verdict": verdict, "before": seen},
            )
            return _find(connection, event)

    def precision(self, camera: str) -> tuple[Precision, ...]:
        """Return how right the findings of a camera's scenes have been, version by version."""
        found, verdict = camera_events.c, camera_events.c.verdict
        by = (found.camera, found.scene, found.scene_version)
        query = (
            sa.select(
                *by,
                sa.func.count().label("seen"),
                sa.func.count().filter(verdict == "right").label("right"),
                sa.func.count().filter(verdict == "wrong").label("wrong"),
            )
            .where(found.camera == camera)
            .group_by(*by)
            .order_by(found.scene, found.scene_version)
        )
        with reader(self._engine) as connection:
            return tuple(Precision(**row._mapping) for row in connection.execute(query))

    def counts(self, camera: str, start_us: int, end_us: int, step: Step = "minute") -> tuple[Crossed, ...]:
        """Return how often the lines of a camera were crossed, step by step, ``start_us`` <= minute <
        ``end_us``."""
        at = camera_counts.c
        begun = (at.minute_us - at.minute_us % _STEP_US[step]).label("begun_us")
        query = (
            sa.select(
                begun,
                at.scene,
                at.label,
                sa.func.sum(at.forward).label("forward"),
                sa.func.sum(at.backward).label("backward"),
            )
            .where((at.camera == camera) & (at.minute_us >= start_us) & (at.minute_us < end_us))
            .group_by(begun, at.scene, at.label)
            .order_by(begun, at.scene, at.label)
        )
        with reader(self._engine) as connection:
            return tuple(
                Crossed(
                    camera=camera,
                    scene=row.scene,
                    minute_us=row.begun_us,
                    label=row.label,
                    forward=int(row.forward),
                    backward=int(row.backward),
                )
                for row in connection.execute(query)
            )

    def forget(self, before_us: int) -> int:
        """Delete what ended, and counts of minutes, before a time; return how many events."""
        with self._engine.begin() as connection:
            connection.execute(camera_counts.delete().where(camera_counts.c.minute_us < before_us))
            return connection.execute(
                camera_events.delete().where(camera_events.c.cleared_us < before_us)
            ).rowcount


def _adding(dialect: str) -> sa.Executable:
    """Return what adds counts to those of their minute, or makes it; in the words of a database."""
    key = list(camera_counts.primary_key)
    # What was to be inserted is called so by both.
    sums = {
        way: camera_counts.c[way] + sa.literal_column(f"excluded.{way}", sa.Integer)
        for way in ("forward", "backward")
    }
    if dialect == "postgresql":
        return postgresql.insert(camera_counts).on_conflict_do_update(index_elements=key, set_=sums)
    return sqlite.insert(camera_counts).on_conflict_do_update(index_elements=key, set_=sums)


def _row(event: CameraEvent) -> dict[str, Any]:
    return asdict(event) | {"box": list(event.box)}


def _find(connection: Connection, event: str) -> CameraEvent:
    row = connection.execute(sa.select(camera_events).where(camera_events.c.id == event)).one_or_none()
    if row is None:
        raise NotFound("camera-event-unknown", event=event)
    return _event(row)


def _event(row: sa.Row[Any]) -> CameraEvent:
    return CameraEvent(**{**row._mapping, "box": tuple(row.box)})
