"""Deliveries as messages in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from luylau.incidents.incident import title_of
from luylau.incidents.notify.channels import Message
from luylau.incidents.notify.deliveries import Delivery
from luylau.incidents.notify.naming import CityNames
from luylau.incidents.rules import SEVERITIES
from luylau.kernel.clock import iso, to_datetime
from luylau.kernel.messages import Language, message

SHOWN: Final = 40
"""Messages that a digest spells out; it says how many more there are."""


class Writer:
    """Writes messages; ``origin`` is the address that browsers use."""

    def __init__(self, names: CityNames, origin: str) -> None:
        self._names = names
        self._origin = origin
        self._zone = ZoneInfo(names.city.time_zone)

    def message(self, delivery: Delivery, members: Sequence[Delivery], language: Language) -> Message:
        """Return what to send; ``members`` are those that a digest holds, the oldest first."""
        if delivery.occasion == "digest":
            return self._digest(delivery, members, language)
        if delivery.occasion == "test":
            return self._test(delivery, language)
        return self._one(delivery, language)

    def title(self, delivery: Delivery, language: Language) -> str:
        """Return what a delivery is called in a list."""
        if delivery.occasion == "digest":
            return message(language, "notify-digest-subject", {"count": delivery.items})
        if delivery.occasion == "test":
            return message(language, "notify-test-subject")
        return self._subject(delivery.data, language)

    def _one(self, delivery: Delivery, language: Language) -> Message:
        data = delivery.data
        lines = []
        if data["drill"]:
            lines.append(message(language, "notify-is-drill"))
        if data["simulated"]:
            lines.append(message(language, "notify-is-simulated"))
        place = self._names.place_name(data["place"], language, data["place"])
        if place:
            lines.append(message(language, "notify-place", {"place": place}))
        severity = message(language, f"incident-severity-{data['severity']}")
        urgency = {"severity": severity, "urgency": data["urgency"]}
        lines.append(message(language, "notify-urgency", urgency))
        if data.get("task"):
            lines.append(message(language, "notify-task", {"task": data["task"]}))
        lines.append(message(language, "notify-time", {"time": self._time(data["time_us"])}))
        return self._made(
            delivery,
            language,
            subject=self._subject(data, language),
            lines=lines,
            path=f"/incidents/{delivery.incident}",
            tag=delivery.incident,
            data=[data],
        )

    def _digest(self, delivery: Delivery, members: Sequence[Delivery], language: Language) -> Message:
        lines = [
            f"{self._time(one.data['time_us'])}  {self._subject(one.data, language)}"
            for one in members[:SHOWN]
        ]
        more = delivery.items - len(lines)
        if more > 0:
            lines.append(message(language, "notify-digest-more", {"count": more}))
        return self._made(
            delivery,
            language,
            subject=message(language, "notify-digest-subject", {"count": delivery.items}),
            lines=lines,
            path="/incidents",
            tag=delivery.id,
            data=[one.data for one in members],
        )

    def _test(self, delivery: Delivery, language: Language) -> Message:
        return self._made(
            delivery,
            language,
            subject=message(language, "notify-test-subject"),
            lines=[message(language, "notify-test-text")],
            path="/incidents",
            tag=delivery.id,
            data=[],
        )

    def _subject(self, data: Mapping[str, Any], language: Language) -> str:
        asset = data["asset"] and self._names.asset_name(data["asset"], language, data["asset_name"])
        fields = {
            "occasion": message(language, f"notify-occasion-{data['occasion']}"),
            "title": title_of(data["names"], asset, language) or data["rule"],
            "severity": message(language, f"incident-severity-{data['severity']}"),
        }
        subject = message(language, "notify-subject", fields)
        return message(language, "notify-subject-drill", {"subject": subject}) if data["drill"] else subject

    def _made(
        self,
        delivery: Delivery,
        language: Language,
        *,
        subject: str,
        lines: Sequence[str],
        path: str,
        tag: str,
        data: Sequence[Mapping[str, Any]],
    ) -> Message:
        severities = [str(one["severity"]) for one in data]
        return Message(
            id=delivery.id,
            occasion=delivery.occasion,
            language=language,
            # A name that somebody gave must not begin a header of its own.
            subject=" ".join(subject.split()),
            lines=tuple(lines),
            path=path,
            url=self._origin + path,
            tag=tag,
            severity=max(severities, key=SEVERITIES.index, default=""),
            drill=bool(data) and all(one["drill"] for one in data),
            simulated=any(one["simulated"] for one in data),
            time_us=delivery.created_us,
            data=[_outside(one) for one in data],
        )

    def _time(self, time_us: int) -> str:
        return to_datetime(time_us).astimezone(self._zone).strftime("%Y-%m-%d %H:%M")


def _outside(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was kept as other systems read it: times as RFC 3339."""
    said = {name: value for name, value in data.items() if not name.endswith("_us")}
    return said | {"time": iso(data["time_us"]), "opened": iso(data["opened_us"])}
