"""A study's plan at once, on a coarse model: for who moves a weight and wants to see what that does.

Coarse is: storms are not counted one by one (``instance_on``), floors of units, second covers and capacities
do not count, sites are drawn from those there are, and the search is cut short. What the study stands on is
kept, so that only the first look at it takes its time.
"""

import threading
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from luylau.city import City
from luylau.kernel.errors import TooMany
from luylau.power.model import Grid
from luylau.siting.answer import Answer, answer_of
from luylau.siting.finding import find, named_limits
from luylau.siting.ground import Ground, ground_of, same_ground
from luylau.siting.instance import instance_on
from luylau.siting.shelf import stamp_of
from luylau.siting.solving.solve import solve
from luylau.siting.study import Study, study_to_data

MOST_SITES: Final = 1_000
SEARCH_S: Final = 0.1
MARK: Final = "siting-mark-coarse"
MOST_AT_ONCE: Final = 2
WAIT_S: Final = 5.0
_KEPT: Final = 4


class CoarseModels:
    """The grounds of the studies looked at last; from several threads."""

    def __init__(self) -> None:
        self._grounds: OrderedDict[bytes, Ground] = OrderedDict()
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def answer(
        self,
        study: Study,
        city: City,
        grid: Grid | None,
        folder: Path,
        pack: Path,
        version: str,
    ) -> Answer:
        """Return what a study would answer, about. Unlike a run's answer it may differ from time to time.

        Arguments and errors as ``running.run_study``; ``version``: another one for another city or grid.

        Raises:
            TooMany: others are asking just now (``study-preview-busy``).
        """
        # Who drags a weight asks again in a moment; threads that wait here would be missing elsewhere.
        if not self._places.acquire(timeout=WAIT_S):
            raise TooMany("study-preview-busy")
        try:
            return self._answer(study, city, grid, folder, pack, version)
        finally:
            self._places.release()

    def _answer(
        self,
        study: Study,
        city: City,
        grid: Grid | None,
        folder: Path,
        pack: Path,
        version: str,
    ) -> Answer:
        ground = self._ground(_drawn(study), city, grid, folder, pack, version)
        # Floors, second covers and capacities are searched for by a programme that takes its time.
        plain = replace(
            study,
            limits=replace(study.limits, unit_reach=0.0, twice=0.0),
            options=tuple(replace(one, capacity=0.0) for one in study.options),
        )
        instance = instance_on(ground, plain, coarse=True)
        if study.method in ("cover_all", "median"):
            plan = find(instance, seconds=SEARCH_S)
        else:
            with named_limits(instance, instance.problem):
                plan = solve(instance.problem, seconds=SEARCH_S, seed=study.seed, threads=1)
        answer = answer_of(instance, plan, city)
        return replace(answer, study=study_to_data(study), marks=(MARK, *answer.marks))

    def _ground(
        self, study: Study, city: City, grid: Grid | None, folder: Path, pack: Path, version: str
    ) -> Ground:
        key = msgspec.json.encode([version, study_to_data(same_ground(study)), _stamps(study, folder)])
        # One at a time: who asks for the same ground meanwhile waits for it instead of making it too.
        with self._lock:
            ground = self._grounds.get(key)
            if ground is None:
                ground = ground_of(study, city, grid, folder, pack)
                self._grounds[key] = ground
            self._grounds.move_to_end(key)
            while len(self._grounds) > _KEPT:
                self._grounds.popitem(last=False)
            return ground


def _drawn(study: Study) -> Study:
    """Return a study whose candidates are not too many."""
    most = min(study.sites.most or MOST_SITES, MOST_SITES)
    return replace(study, sites=replace(study.sites, most=most))


def _stamps(study: Study, folder: Path) -> list[tuple[str, int, int, int]]:
    """Return what tells a study's files from what they were before."""
    files = [folder / name for name in sorted(study.files)]
    return [(file.name, *stamp_of(file.stat())) for file in files if file.is_file()]
