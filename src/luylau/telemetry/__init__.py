"""Telemetry: observations from their sources to the history, checked and watched on the way."""
