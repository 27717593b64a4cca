"""The studies of a pack: one TOML file each in its folder ``studies``, called by its id."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from luylau.city.study_files import STUDIES
from luylau.kernel.errors import BadFile, Fault, NotFound
from luylau.kernel.ids import is_id
from luylau.siting.contents import NOWHERE
from luylau.siting.points import read_points
from luylau.siting.points.surroundings import read_buildings, read_roads
from luylau.siting.study import Study, load_study


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelvedStudy:
    """A study by the name of its file: what it asks, or every fault that the file has."""

    id: str
    study: Study | None
    faults: tuple[Fault, ...] = ()


Stamp = tuple[int, int, int]
"""What tells a file from what it was before: its number on the disk, when it was written, its size."""


def stamp_of(stat: os.stat_result) -> Stamp:
    """Return what tells a file from what it was before."""
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


class StudyShelf:
    """The studies of the pack in ``pack``."""

    def __init__(self, pack: Path) -> None:
        self.folder = pack / STUDIES
        self._known: dict[str, tuple[Stamp, ShelvedStudy]] = {}

    def all(self) -> tuple[ShelvedStudy, ...]:
        """Return all studies by id, those with faults too."""
        return tuple(self._read(file) for file in self._files())

    def get(self, study: str) -> Study:
        """Return one study.

        Raises:
            NotFound: the pack has no file of this name (``study-unknown``).
            BadFile: it has faults.
        """
        if not self.has(study):
            raise NotFound("study-unknown", study=study)
        found = self._read(self.file(study))
        if found.study is None:
            raise BadFile(found.faults)
        return found.study

    def has(self, study: str) -> bool:
        """Say whether there is a file for a study, sound or not."""
        return is_id(study) and self.file(study).is_file()

    def file(self, study: str) -> Path:
        """Return where a study stands, or would."""
        return self.folder / f"{study}.toml"

    def _files(self) -> Iterator[Path]:
        if self.folder.is_dir():
            found = (file for file in self.folder.iterdir() if file.suffix == ".toml")
            yield from sorted(file for file in found if file.is_file() and not file.name.startswith("."))

    def _read(self, file: Path) -> ShelvedStudy:
        """Read a study, or return it as it was read before where its file is as it was then."""
        try:
            stamp = stamp_of(file.stat())
        except OSError:
            return self._load(file)
        known = self._known.get(file.name)
        if known is None or known[0] != stamp:
            known = self._known[file.name] = (stamp, self._load(file))
        return known[1]

    def _load(self, file: Path) -> ShelvedStudy:
        try:
            study = load_study(file)
        except BadFile as error:
            return ShelvedStudy(id=file.stem, study=None, faults=error.faults)
        if study.id != file.stem:
            fields = {"id": study.id, "file": file.name}
            fault = Fault(file=file.name, row=0, column="id", key="study-id-not-file", fields={**fields})
            return ShelvedStudy(id=file.stem, study=None, faults=(fault,))
        return ShelvedStudy(id=file.stem, study=study)


def check_studies(pack: Path) -> list[Fault]:
    """Return every fault of the studies of a pack, and of the files that they name."""
    shelf = StudyShelf(pack)
    faults: list[Fault] = []
    for found in shelf.all():
        faults += found.faults
        if found.study is not None:
            faults += faults_of_files(shelf.folder, found.study)
    return [replace(fault, file=f"{STUDIES}/{fault.file}") for fault in faults]


def faults_of_files(folder: Path, study: Study) -> list[Fault]:
    """Return every fault of the files that a study names; they lie in its folder."""
    named = {(one.file, one.column) for one in study.demand if one.source == "file"}
    if study.sites.source == "file":
        named.add((study.sites.file, ""))
    readers: list[Callable[[], object]] = [
        partial(read_points, folder / file, column) for file, column in sorted(named)
    ]
    if study.buildings:
        readers.append(partial(read_buildings, folder / study.buildings, NOWHERE))
    if study.roads:
        readers.append(partial(read_roads, folder / study.roads, NOWHERE))
    faults: list[Fault] = []
    for read in readers:
        try:
            read()
        except BadFile as error:
            faults += error.faults
    return faults
