"""A grid for a city whose utility gives none: built from places, parks and published counts. It is
simulated."""

from luylau.power.builder.build import build
from luylau.power.builder.plan import Plan, read_plan

__all__ = ["Plan", "build", "read_plan"]
