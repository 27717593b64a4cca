"""Findings and incidents as response models, in the reader's language.

They keep the names that assets and places had when they began, in the city's own language; the pack's names
of today go first.
"""

from collections.abc import Mapping

from luylau.api.cityview import CityView
from luylau.api.models.incidents import Finding as ShownFinding
from luylau.api.models.incidents import IncidentDetail as ShownDetail
from luylau.api.models.incidents import IncidentSummary, TimelineEntry
from luylau.incidents import Finding, Incident, IncidentDetail
from luylau.kernel.events import Event
from luylau.kernel.messages import Language, message


def shown_finding(view: CityView, finding: Finding, language: Language) -> ShownFinding:
    """Return a finding with its explanation."""
    return ShownFinding(
        id=finding.id,
        rule=finding.rule,
        names=dict(finding.names),
        group=finding.group,
        asset=finding.asset,
        asset_name=view.asset_name(finding.asset, language, finding.asset_name),
        asset_kind=finding.asset_kind,
        place=finding.place,
        place_name=view.place_name(finding.place, language, finding.place_name),
        channel=finding.channel,
        severity=finding.severity,
        opened=finding.opened_us,
        last_seen=finding.last_seen_us,
        cleared=finding.cleared_us,
        value=finding.value,
        threshold=finding.threshold,
        unit=finding.unit,
        key=finding.key,
        fields=dict(finding.fields),
        text=message(language, finding.key, finding.fields),
        simulated=finding.simulated,
    )


def shown_incident(view: CityView, incident: Incident, language: Language) -> IncidentSummary:
    """Return an incident as a line of a list; its position is its asset's."""
    asset = view.city.assets.get(incident.asset)
    asset_name = view.asset_name(incident.asset, language, incident.asset_name)
    return IncidentSummary(
        id=incident.id,
        title=incident.title(language, asset_name),
        names=dict(incident.names),
        rule=incident.rule,
        group=incident.group,
        state=incident.state,
        severity=incident.severity,
        asset=incident.asset,
        asset_name=asset_name,
        asset_kind=incident.asset_kind,
        place=incident.place,
        place_name=view.place_name(incident.place, language),
        lat=asset.lat if asset else None,
        lon=asset.lon if asset else None,
        simulated=incident.simulated,
        opened=incident.opened_us,
        updated=incident.updated_us,
        acknowledged=incident.acknowledged_us,
        acknowledged_by=incident.acknowledged_by,
        closed=incident.closed_us,
        closed_by=incident.closed_by,
        reason=incident.reason,
        version=incident.version,
    )


def shown_detail(
    view: CityView, detail: IncidentDetail, language: Language, people: Mapping[str, str]
) -> ShownDetail:
    """Return an incident with its findings and timeline; ``people`` holds users' names by id."""
    return ShownDetail(
        **dict(shown_incident(view, detail.incident, language)),
        findings=[shown_finding(view, finding, language) for finding in detail.findings],
        timeline=[_entry(event, language, people) for event in detail.timeline],
    )


def _entry(event: Event, language: Language, people: Mapping[str, str]) -> TimelineEntry:
    data = event.data
    text = str(data.get("text") or data.get("reason") or "")
    if not text and "key" in data:
        text = message(language, str(data["key"]), data.get("fields") or {})
    return TimelineEntry(
        seq=event.seq,
        time=event.time_us,
        kind=event.kind,
        actor=event.actor,
        actor_name=people.get(event.actor, event.actor),
        data=dict(data),
        text=text,
    )
