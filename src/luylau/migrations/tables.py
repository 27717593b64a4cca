"""All tables of all packages, gathered on the one metadata by importing the modules that declare them."""

import luylau.incidents.tables
import luylau.kernel.events
import luylau.power.tables
import luylau.security.tables
import luylau.telemetry.history.tables
import luylau.telemetry.series
import luylau.telemetry.tables  # noqa: F401
from luylau.kernel.sql import metadata

__all__ = ["metadata"]
