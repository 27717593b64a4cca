"""State estimation: from measurements to the voltages and flows that fit them best, bad data named."""

from luylau.power.estimation.batch import Estimates, estimate_batch
from luylau.power.estimation.measurements import Flag, Measurements, Quantity, Reason
from luylau.power.estimation.sensors import Rules
from luylau.power.estimation.state import Estimate, Island, Quality, estimate

__all__ = [
    "Estimate",
    "Estimates",
    "Flag",
    "Island",
    "Measurements",
    "Quality",
    "Quantity",
    "Reason",
    "Rules",
    "estimate",
    "estimate_batch",
]
