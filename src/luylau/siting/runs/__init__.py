"""Runs of studies, in the database and as files; whatever asks for one or carries one out meets here.

Nothing here loads the solvers: a process that only waits for work stays small.
"""

from luylau.siting.runs.answers import AnswerFiles
from luylau.siting.runs.book import RunBook
from luylau.siting.runs.queue import Outcome, Progress, RunQueue
from luylau.siting.runs.run import ACTIVE, STATES, Run, RunState

__all__ = [
    "ACTIVE",
    "STATES",
    "AnswerFiles",
    "Outcome",
    "Progress",
    "Run",
    "RunBook",
    "RunQueue",
    "RunState",
]
