"""The same data through a platform that nobody disturbs, in this process: what should have come of it."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from luylau.incidents.tables import findings
from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.sql import reader
from luylau.processes.assembly import assemble
from luylau.processes.data import DataFolder
from luylau.settings import Settings
from luylau.telemetry.checkpoint import Checkpoint, load
from luylau.telemetry.decode import Message
from tests.support.platform import Platform, observations

Arrays = Mapping[str, NDArray[Any]]
CUT = 700
"""Messages taken at once: another number than the platform happens to take."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was made of the data: series in the order of their numbers, quality flags by (stream, seq), the
    models' state, findings as (rule, asset, opened_us, cleared_us)."""

    series: list[tuple[str, str]]
    quality: dict[tuple[str, int], int]
    models: Arrays
    findings: list[tuple[str, str, int, int | None]]


def outcome_of(platform: Platform) -> Outcome:
    """Return what a platform that has been stopped made of its data."""
    found = platform.observations()
    state = load(platform.data.checkpoint / "models.ckpt")
    assert isinstance(state, Checkpoint)
    keys = zip(found["stream"].tolist(), found["seq"].tolist(), strict=True)
    return Outcome(
        series=list(platform.series().keys),
        quality=dict(zip(keys, found["quality"].tolist(), strict=True)),
        models=state.arrays,
        findings=sorted((row.rule, row.asset, row.opened_us, row.cleared_us) for row in platform.findings()),
    )


def uninterrupted(platform: Platform, folder: Path) -> Outcome:
    """Send what a platform has in its history, message by message, through a new one in ``folder``."""
    found = platform.observations()
    data = DataFolder(folder).prepare()
    shutil.copytree(platform.data.city, data.city)
    parts = assemble(data, Settings(), ManualClock(int(found["received_us"].max())))
    for stream in np.unique(found["stream"]).tolist():
        rows = np.flatnonzero(found["stream"] == stream)
        rows = rows[np.argsort(found["seq"][rows], kind="stable")]
        for start in range(0, len(rows), CUT):
            messages = [
                Message(
                    str(found["device"][row]),
                    str(found["channel"][row]),
                    json.dumps([{"v": found["value"][row], "t": found["time_us"][row] / MICROS}]).encode(),
                    int(found["seq"][row]),
                    int(found["received_us"][row]),
                )
                for row in rows[start : start + CUT]
            ]
            parts.pipeline.take(stream, messages, messages[-1].received_us)
            while parts.pipeline.tell():
                pass
            parts.pipeline.commit()
    with reader(parts.engine) as connection:
        told = [
            (row.rule, row.asset, row.opened_us, row.cleared_us)
            for row in connection.execute(sa.select(findings))
        ]
    state = parts.memory.copy({})
    series = list(parts.table.keys)
    parts.close()
    again = observations(data, parts.engine)
    keys = zip(again["stream"].tolist(), again["seq"].tolist(), strict=True)
    quality = dict(zip(keys, again["quality"].tolist(), strict=True))
    parts.engine.dispose()
    return Outcome(series=series, quality=quality, models=state.arrays, findings=sorted(told))
