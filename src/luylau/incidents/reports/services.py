"""``reports.toml`` of a pack: what citizens may report, in which words, and which evidence each is.

::

    [[service]]
    code = "no-power"                 # what Open311 calls service_code
    group = "power"
    evidence = "no-power"             # one of EVIDENCE; empty for what says nothing about causes
    names = { vi = "...", en = "...", ja = "..." }
    descriptions = { vi = "...", en = "...", ja = "..." }
    agency = "dien-luc"               # optional: who answers for it, an organisation of the pack
    call_first = "114"                # optional: a number to call before anything is written
    keywords = ["..."]                # optional
"""

import logging
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from luylau.kernel.errors import BadFile, Fault, Field, NotFound
from luylau.kernel.ids import is_id

FILE = "reports.toml"

EVIDENCE = ("", "no-power", "low-voltage", "line-down", "flood", "light-out", "device-broken", "fire")
"""Kinds of evidence that a report can be."""

_MOST = 50
_LANGUAGES = ("vi", "en", "ja")
_NEEDED = ("code", "group", "names", "descriptions")
_KNOWN = (*_NEEDED, "evidence", "agency", "call_first", "keywords")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One kind of thing that citizens may report; ``names`` and ``descriptions`` by language."""

    code: str
    group: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    evidence: str = ""
    agency: str = ""
    call_first: str = ""
    """A telephone number to call before anything is written; empty for none."""
    keywords: tuple[str, ...] = field(default_factory=tuple)


def load_services(folder: Path) -> Mapping[str, Service]:
    """Return the services of a pack by code, in the file's order; none where it has no such file.

    Raises:
        BadFile: the file is no TOML or has faults; it carries every fault.
    """
    found, faults = _read(folder / FILE)
    if faults:
        raise BadFile(faults)
    return found


def check_services(folder: Path) -> list[Fault]:
    """Return every fault of a pack's services; an empty list for a good file or none."""
    return _read(folder / FILE)[1]


class ServiceShelf:
    """The services now, read again when the file has changed. A faulty file leaves them as they were.

    Raises:
        BadFile: the file has faults when it is first read.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._lock = Lock()
        self._stamp = self._stamped()
        self._services = load_services(folder)

    @property
    def services(self) -> Mapping[str, Service]:
        """The services by code, in the file's order."""
        with self._lock:
            stamp = self._stamped()
            if stamp != self._stamp:
                self._stamp = stamp
                found, faults = _read(self._file)
                if faults:
                    _log.error("%s has %d faults; the services stay as they were", FILE, len(faults))
                else:
                    self._services = found
            return self._services

    def get(self, code: str) -> Service:
        """Return a service by its code.

        Raises:
            NotFound: there is none (``report-service-unknown``).
        """
        found = self.services.get(code)
        if found is None:
            raise NotFound("report-service-unknown", service=code)
        return found

    def _stamped(self) -> tuple[int, int]:
        try:
            said = self._file.stat()
        except OSError:
            return (0, 0)
        return (said.st_mtime_ns, said.st_size)


def _read(file: Path) -> tuple[Mapping[str, Service], list[Fault]]:
    faults: list[Fault] = []
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return {}, [_fault(0, "", "toml-unreadable", said=str(error))]
    strange = sorted(set(data) - {"service"})
    faults += [_fault(0, name, "report-service-field-unknown", name=name) for name in strange]
    rows = data.get("service", [])
    if not isinstance(rows, list) or len(rows) > _MOST:
        return {}, [*faults, _fault(0, "service", "report-services-wrong", most=_MOST)]
    services: dict[str, Service] = {}
    for number, row in enumerate(rows, start=1):
        service = _service(number, row, faults)
        if service is None:
            continue
        if service.code in services:
            faults.append(_fault(number, "code", "report-service-twice", code=service.code))
        services[service.code] = service
    return services, faults


def _service(number: int, row: object, faults: list[Fault]) -> Service | None:
    if not isinstance(row, dict):
        faults.append(_fault(number, "service", "report-services-wrong", most=_MOST))
        return None
    before = len(faults)
    strange, lacking = sorted(set(row) - set(_KNOWN)), [name for name in _NEEDED if name not in row]
    faults += [_fault(number, name, "report-service-field-unknown", name=name) for name in strange]
    faults += [_fault(number, name, "report-service-field-missing", name=name) for name in lacking]
    faults += [
        _fault(number, name, "report-service-code", value=str(row[name]))
        for name in ("code", "group")
        if name in row and not (isinstance(row[name], str) and is_id(row[name]))
    ]
    faults += [
        _fault(number, name, "report-service-languages", languages=", ".join(_LANGUAGES))
        for name in ("names", "descriptions")
        if name in row and not _translated(row[name])
    ]
    faults += [
        _fault(number, name, "report-service-text", name=name)
        for name in ("agency", "call_first")
        if not isinstance(row.get(name, ""), str)
    ]
    if row.get("evidence", "") not in EVIDENCE:
        kinds = ", ".join(kind for kind in EVIDENCE if kind)
        faults.append(_fault(number, "evidence", "report-service-evidence", kinds=kinds))
    keywords = row.get("keywords", [])
    if not isinstance(keywords, list) or not all(isinstance(one, str) and "," not in one for one in keywords):
        faults.append(_fault(number, "keywords", "report-service-keywords"))
    if len(faults) > before:
        return None
    return Service(
        code=row["code"],
        group=row["group"],
        names=dict(row["names"]),
        descriptions=dict(row["descriptions"]),
        evidence=row.get("evidence", ""),
        agency=row.get("agency", ""),
        call_first=row.get("call_first", ""),
        keywords=tuple(keywords),
    )


def _translated(texts: Any) -> bool:  # noqa: ANN401 - whatever TOML holds
    return isinstance(texts, dict) and all(
        isinstance(texts.get(language), str) and texts[language].strip() for language in _LANGUAGES
    )


def _fault(number: int, column: str, key: str, **fields: Field) -> Fault:
    """Return a fault of the ``number``-th service; 0 is the file as a whole."""
    return Fault(file=FILE, row=number, column=column, key=key, fields=fields)
