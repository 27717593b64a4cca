"""What ``signals`` has learned, on disk: so that a restart goes on where it was, and replays only what came
since.

The models' state is copied at one moment together with the watermarks that it has taken in, and written only
after the history holds at least as much. A start loads it and replays what the history has above them.
"""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from numpy.typing import NDArray

from luylau.incidents import Combiner, RuleEngine
from luylau.incidents.causes import Correlator
from luylau.telemetry.checkpoint import Checkpoint, load, save
from luylau.telemetry.detectors import DetectorBank
from luylau.telemetry.latest import LatestValues
from luylau.telemetry.quality import QualityChecker

log = logging.getLogger(__name__)

_MODELS = "models.ckpt"
_LATEST = "latest.ckpt"


class _Model(Protocol):
    def save(self) -> dict[str, NDArray[Any]]: ...

    def load(self, state: Mapping[str, NDArray[Any]]) -> None: ...


class Memory:
    """The models' state in the folder ``folder``."""

    def __init__(
        self,
        folder: Path,
        *,
        checker: QualityChecker,
        bank: DetectorBank,
        rules: RuleEngine,
        combiner: Combiner,
        correlator: Correlator,
        latest: LatestValues,
    ) -> None:
        self._folder = folder
        self._parts: dict[str, _Model] = {"quality": checker, "detectors": bank}
        self._rules = rules
        self._combiner = combiner
        self._correlator = correlator
        self._latest = latest
        self.has_latest = False
        """Whether ``read`` found latest values."""

    def copy(self, watermarks: Mapping[str, int]) -> Checkpoint:
        """Return a copy of the models' state, which has taken in everything up to ``watermarks``."""
        arrays: dict[str, NDArray[Any]] = {}
        for part, model in self._parts.items():
            arrays.update({f"{part}.{name}": array for name, array in model.save().items()})
        arrays.update({f"rules.{name}": array for name, array in self._rules.state().items()})
        arrays.update({f"combiner.{name}": array for name, array in self._combiner.state().items()})
        arrays.update({f"causes.{name}": array for name, array in self._correlator.state().items()})
        return Checkpoint(arrays=arrays, watermarks=watermarks)

    def write(self, state: Checkpoint) -> None:
        """Write a copy down, with the latest values as they are now (applying an observation twice does no
        harm).

        Raises:
            Unavailable: the disk is full, read-only or broken; what was written before is as it was.
        """
        self._latest.save(self._folder / _LATEST, state.watermarks)
        save(self._folder / _MODELS, state)

    def read(self) -> Mapping[str, int] | None:
        """Take over what was written; return its watermarks, or None where there is nothing that can be
        used."""
        self.has_latest = isinstance(self._latest.load(self._folder / _LATEST), Mapping)
        found = load(self._folder / _MODELS)
        if not isinstance(found, Checkpoint):
            log.info("no models to go on with: %s", found)
            return None
        groups: dict[str, dict[str, NDArray[Any]]] = {}
        for name, array in found.arrays.items():
            part, _, rest = name.partition(".")
            groups.setdefault(part, {})[rest] = array
        try:
            for part, model in self._parts.items():
                model.load(groups.get(part, {}))
            self._rules.load_state(groups.get("rules", {}))
            self._combiner.load_state(groups.get("combiner", {}))
            self._correlator.load_state(groups.get("causes", {}))
        except (ValueError, KeyError) as error:
            # A newer version reckons with other columns; it learns anew from the history.
            log.warning("the models' state is of another version and is learned anew: %s", error)
            return None
        return found.watermarks
