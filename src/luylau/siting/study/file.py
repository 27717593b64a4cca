"""A study's file: read whole or not at all, written in one step.

Comments in the file are lost when the platform writes it.
"""

from pathlib import Path

from luylau.kernel.errors import BadFile, Conflict
from luylau.kernel.toml_files import file_lock, put_file, read_toml, stage_toml
from luylau.kernel.toml_lines import Lines, table_lines
from luylau.siting.study.check import PARTS, WORDS, study_from_data, study_to_data
from luylau.siting.study.model import Study


def load_study(file: Path) -> Study:
    """Read a study.

    Raises:
        BadFile: the file is no TOML, or the study has faults; it carries every fault.
    """
    text, data, faults = read_toml(file, f"{WORDS}-file-unreadable", words=WORDS)
    if faults:
        raise BadFile(faults)
    lines = Lines(head=1, parts={part: table_lines(text, part) for part in PARTS})
    study, faults = study_from_data(data, file.name, lines)
    if study is None:
        raise BadFile(faults)
    return study


def save_study(file: Path, study: Study, *, expected_version: int, version: int = 0) -> Study:
    """Write a study in place of version ``expected_version`` of its file (0: there is none yet); return it
    under ``version``, the next one if 0.

    Raises:
        BadFile: the study has faults, or the file that is there; nothing is written.
        Conflict: the file holds another version by now (``study-changed``).
        Unavailable: the disk is full or read-only.
    """
    data = study_to_data(study) | {"version": version or expected_version + 1}
    after, faults = study_from_data(data, file.name)
    if after is None:
        raise BadFile(faults)
    with file_lock(file):
        found = load_study(file).version if file.exists() else 0
        if found != expected_version:
            raise Conflict("study-changed", expected=expected_version, found=found)
        put_file(file, stage_toml(file, data))
    return after
