"""Simulated devices: they speak MQTT as real ones do, and know the truth that the platform must find out."""

from luylau.simulator.pace import Lag
from luylau.simulator.run import Schedule, SimulationOptions, simulate
from luylau.simulator.scenarios import SCENARIOS, Scenario, build_scenario

__all__ = ["SCENARIOS", "Lag", "Scenario", "Schedule", "SimulationOptions", "build_scenario", "simulate"]
