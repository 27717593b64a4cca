"""After a fault: which switches to move, in which order, to bring back most."""

from luylau.power.restoration.plan import Plan, Status, Step, Times, Weights, Why
from luylau.power.restoration.planner import restore
from luylau.power.switching import Limits

__all__ = ["Limits", "Plan", "Status", "Step", "Times", "Weights", "Why", "restore"]
