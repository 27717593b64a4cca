"""A study answered, from its document to its answer, with progress on the way."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from luylau.city import City
from luylau.power.model import Grid
from luylau.siting.answer import Answer, answer_of
from luylau.siting.comparing import compared
from luylau.siting.finding import find
from luylau.siting.instance import instance_of
from luylau.siting.study.model import Study

Progress = Callable[[float, str], None]
"""Told the share that is done, 0 to 1, and the key of what is done next."""
STEPS: Final = (
    "siting-step-points",
    "siting-step-plan",
    "siting-step-compare",
    "siting-step-why",
    "siting-step-done",
)
_MADE_READY, _SOLVED, _COMPARED = 0.1, 0.5, 0.95


def run_study(
    study: Study,
    city: City,
    grid: Grid | None,
    folder: Path,
    pack: Path | None = None,
    *,
    progress: Progress | None = None,
) -> Answer:
    """Answer a study.

    Args:
        study: what is asked.
        city: the city it is asked of.
        grid: its grid; None for a city without.
        folder: where the study's files are.
        pack: the pack's folder, for outlines of units.
        progress: told how far it is.

    Raises:
        BadFile, BadInput: see ``instance_of``, or the limits contradict each other.
    """
    tell = progress or (lambda _share, _key: None)
    tell(0.0, STEPS[0])
    instance = instance_of(study, city, grid, folder, pack)
    tell(_MADE_READY, STEPS[1])

    def solving(seconds: float) -> None:
        done = min(seconds / study.seconds, 1.0)
        tell(_MADE_READY + (_SOLVED - _MADE_READY) * done, STEPS[1])

    plan = find(instance, seconds=study.seconds, tell=solving)
    tell(_SOLVED, STEPS[2])
    comparison = compared(
        instance, plan, tell=lambda done: tell(_SOLVED + (_COMPARED - _SOLVED) * done, STEPS[2])
    )
    tell(_COMPARED, STEPS[3])
    answer = answer_of(instance, plan, city, comparison)
    tell(1.0, STEPS[4])
    return answer
