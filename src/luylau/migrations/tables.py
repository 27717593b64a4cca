"""All tables of all packages, gathered on the one metadata by importing the modules that declare them."""

import luylau.incidents.causes.tables
import luylau.incidents.notify.tables
import luylau.incidents.playbooks.tables
import luylau.incidents.reports.tables
import luylau.incidents.tables
import luylau.kernel.events
import luylau.power.tables
import luylau.security.tables
import luylau.siting.runs.tables
import luylau.telemetry.history.tables
import luylau.telemetry.series
import luylau.telemetry.tables
import luylau.vision.archive.tables
import luylau.vision.events.tables  # noqa: F401
from luylau.kernel.sql import metadata

__all__ = ["metadata"]
