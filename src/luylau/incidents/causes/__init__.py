"""From many silent devices to what failed: the reasoning over what powers and what connects them.

::

    batches ─▶ hearing ─▶ evidence ─▶ joint (supply tree × carriers' tree) ─▶ engine ─▶ correlator ─▶ book
    switches ─▶ wiring ───────────────┘
"""

from luylau.incidents.causes.book import (
    CauseBook,
    CauseRecord,
    cause_of_incident,
    doubted_switches,
    standing_causes,
)
from luylau.incidents.causes.correlator import Account, Correlator
from luylau.incidents.causes.describing import GROUP, Described, Describer
from luylau.incidents.causes.engine import CauseEngine, Known
from luylau.incidents.causes.residents import LASTS_US, NO_POWER

__all__ = [
    "GROUP",
    "LASTS_US",
    "NO_POWER",
    "Account",
    "CauseBook",
    "CauseEngine",
    "CauseRecord",
    "Correlator",
    "Described",
    "Describer",
    "Known",
    "cause_of_incident",
    "doubted_switches",
    "standing_causes",
]
