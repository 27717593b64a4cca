"""The study as a document: what is asked, read from its file and written back."""

from luylau.siting.study.check import study_from_data, study_to_data
from luylau.siting.study.file import load_study, save_study
from luylau.siting.study.model import Area, Demand, Limits, Option, Sites, Study

__all__ = [
    "Area",
    "Demand",
    "Limits",
    "Option",
    "Sites",
    "Study",
    "load_study",
    "save_study",
    "study_from_data",
    "study_to_data",
]
