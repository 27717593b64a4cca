"""An incident told from its beginning to its end, to be handed to others: the time line in words.

``export_csv`` and ``export_pdf`` set what is gathered here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from luylau.incidents.incident import SYSTEM, Incident, IncidentDetail
from luylau.kernel.clock import to_datetime
from luylau.kernel.errors import Field
from luylau.kernel.events import Event
from luylau.kernel.messages import Language, has_message, message

FINDING_KINDS: Final = ("finding.opened", "finding.closed", "finding.moved")
"""The kinds of events that tell what befell findings; an incident may have very many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReport:
    """Everything that an export says of one incident, in one language.

    ``events`` are those of the incident and of all that were merged into it, oldest first, mere refreshes
    left out. ``people`` and ``agencies`` are names by id; ``now_us`` is when the report was made.
    """

    detail: IncidentDetail
    events: tuple[Event, ...]
    language: Language
    asset_name: str
    place_name: str
    people: Mapping[str, str]
    agencies: Mapping[str, str]
    zone: ZoneInfo
    now_us: int

    @property
    def incident(self) -> Incident:
        """The incident itself."""
        return self.detail.incident

    def say(self, key: str, **fields: Field) -> str:
        """Return a text of the catalogue."""
        return message(self.language, key, fields)

    def title(self) -> str:
        """Return what the incident is called."""
        return self.incident.title(self.language, self.asset_name)

    def local(self, time_us: int) -> datetime:
        """Return a time as the city's clocks show it."""
        return to_datetime(time_us).astimezone(self.zone)

    def moment(self, time_us: int | None) -> str:
        """Return a local time for people; empty for none."""
        return "" if time_us is None else f"{self.local(time_us):%Y-%m-%d %H:%M:%S}"

    def person(self, user: str) -> str:
        """Return who did something."""
        if user == SYSTEM or user.startswith("system:"):
            return self.say("incident-export-platform")
        return self.people.get(user, user)

    def agency(self, agency: str) -> str:
        """Return an organisation's name."""
        return self.agencies.get(agency, agency)

    def word(self, family: str, value: str) -> str:
        """Return the word for a state, severity, resolution or the like; empty for an empty one."""
        return self.say(f"incident-{family}-{value.replace('_', '-')}") if value else ""

    def happened(self, event: Event) -> str:
        """Return what an event is called; its kind where the catalogue has no name for it."""
        name = event.kind.removeprefix("incident.").replace(".", "-").replace("_", "-")
        key = f"incident-happened-{name}"
        return self.say(key) if has_message(self.language, key) else event.kind

    def told(self, event: Event) -> str:
        """Return what an event tells beyond its kind, in words."""
        data = event.data
        said = [str(data[name]) for name in ("title", "text", "reason", "learned") if data.get(name)]
        if data.get("names"):
            said.append(str(data["names"].get(self.language, "")))
        if "key" in data:
            said.append(message(self.language, str(data["key"]), data.get("fields") or {}))
        if data.get("owner"):
            said.append(self.person(str(data["owner"])))
        if data.get("agency"):
            said.append(self.agency(str(data["agency"])))
        if data.get("resolution"):
            said.insert(0, self.word("resolution", str(data["resolution"])))
        if event.kind == "incident.escalated":
            said.append(self.word("severity", str(data.get("severity", ""))))
        if data.get("link"):
            said.append(self.word("link", str(data["link"])))
        if data.get("until_us"):
            said.append(self.moment(int(data["until_us"])))
        if event.kind.startswith("incident."):
            said += [str(data[name]) for name in ("into", "from", "incident", "other") if _is_id(data, name)]
        return " · ".join(part for part in said if part)


def _is_id(data: Mapping[str, object], name: str) -> bool:
    return str(data.get(name, "")).startswith("incident-")
