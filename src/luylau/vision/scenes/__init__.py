"""What happens before a camera: who is where, what crosses, stops or is left behind."""

from luylau.vision.scenes.changes import (
    CONDITION_KINDS,
    ConditionKind,
    SceneChange,
    Sight,
    What,
    finding_id,
)
from luylau.vision.scenes.lines import LineCount
from luylau.vision.scenes.schedule import is_watched
from luylau.vision.scenes.watch import SceneWatch

__all__ = [
    "CONDITION_KINDS",
    "ConditionKind",
    "LineCount",
    "SceneChange",
    "SceneWatch",
    "Sight",
    "What",
    "finding_id",
    "is_watched",
]
