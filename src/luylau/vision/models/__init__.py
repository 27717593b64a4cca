"""Which models there are, and their installation: a folder of ONNX files, each with its description."""

from luylau.vision.models.folder import (
    FOLDER,
    Model,
    best_detector,
    best_faces,
    chosen,
    find,
    installed,
    listed,
    load,
)
from luylau.vision.models.install import Checked, install, install_described, verify
from luylau.vision.models.known import FREE_LICENCES, KNOWN, Known
from luylau.vision.models.npm import PACKAGE

__all__ = [
    "FOLDER",
    "FREE_LICENCES",
    "KNOWN",
    "PACKAGE",
    "Checked",
    "Known",
    "Model",
    "best_detector",
    "best_faces",
    "chosen",
    "find",
    "install",
    "install_described",
    "installed",
    "listed",
    "load",
    "verify",
]
