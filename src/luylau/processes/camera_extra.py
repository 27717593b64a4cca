"""Whether cameras are planned, and whether what watches them is installed: the extra ``vision``."""

from importlib.util import find_spec

from luylau.processes.data import DataFolder
from luylau.vision.plan_check import FILE

_NEEDS = ("av", "onnxruntime", "pyrage")


def are_cameras_planned(data: DataFolder) -> bool:
    """Say whether the pack plans cameras."""
    return (data.city / FILE).is_file()


def are_cameras_watched(data: DataFolder) -> bool:
    """Say whether they are watched on this installation."""
    return are_cameras_planned(data) and all(find_spec(one) is not None for one in _NEEDS)
