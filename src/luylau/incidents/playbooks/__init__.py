"""Playbooks: what is to be done about an incident, step by step, and drills of it."""

from luylau.incidents.playbooks.book import PlaybookDesk
from luylau.incidents.playbooks.drafts import Situation, Words
from luylau.incidents.playbooks.drills import Drill, DrillDesk, DrillReader, Scene
from luylau.incidents.playbooks.file import PlaybookShelf, check_playbooks, load_playbooks
from luylau.incidents.playbooks.model import Draft, Playbook, PlaybookSet, Step
from luylau.incidents.playbooks.report import Report
from luylau.incidents.playbooks.runs import Run, RunDraft, RunReader, RunStep
from luylau.incidents.playbooks.sending import DraftDesk, texts_of
from luylau.incidents.playbooks.wiring import Playbooks

__all__ = [
    "Draft",
    "DraftDesk",
    "Drill",
    "DrillDesk",
    "DrillReader",
    "Playbook",
    "PlaybookDesk",
    "PlaybookSet",
    "PlaybookShelf",
    "Playbooks",
    "Report",
    "Run",
    "RunDraft",
    "RunReader",
    "RunStep",
    "Scene",
    "Situation",
    "Step",
    "Words",
    "check_playbooks",
    "load_playbooks",
    "texts_of",
]
