"""Citizen reports: what people tell of their street, kept as evidence and answered in public."""

from luylau.incidents.reports.book import ReportBook
from luylau.incidents.reports.codes import new_code, read_code
from luylau.incidents.reports.desk import ReportDesk
from luylau.incidents.reports.door import ReportDoor, Sender
from luylau.incidents.reports.keeping import ReportKeeper
from luylau.incidents.reports.photos import PHOTO_MOST_BYTES, MaskedPhoto, PhotoMasker, PhotoRefused
from luylau.incidents.reports.report import (
    PUBLIC_STATUSES,
    Contact,
    NewReport,
    PublicStatus,
    Report,
    ReportEvidence,
    ReportPage,
)
from luylau.incidents.reports.services import EVIDENCE, Service, ServiceShelf, check_services, load_services
from luylau.incidents.reports.wiring import Reports

__all__ = [
    "EVIDENCE",
    "PHOTO_MOST_BYTES",
    "PUBLIC_STATUSES",
    "Contact",
    "MaskedPhoto",
    "NewReport",
    "PhotoMasker",
    "PhotoRefused",
    "PublicStatus",
    "Report",
    "ReportBook",
    "ReportDesk",
    "ReportDoor",
    "ReportEvidence",
    "ReportKeeper",
    "ReportPage",
    "Reports",
    "Sender",
    "Service",
    "ServiceShelf",
    "check_services",
    "load_services",
    "new_code",
    "read_code",
]
