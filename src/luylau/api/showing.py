"""Findings and incidents as response models, in the reader's language.

They keep the names that assets and places had when they began, in the city's own language; the pack's names
of today go first.
"""

from collections.abc import Mapping

from luylau.api.causeshow import shown_cause
from luylau.api.cityview import CityView
from luylau.api.models.incidents import Finding as ShownFinding
from luylau.api.models.incidents import IncidentDetail as ShownDetail
from luylau.api.models.incidents import IncidentSummary, TimelineEntry
from luylau.api.models.incidents import UrgencyPart as ShownPart
from luylau.api.workshow import shown_link, shown_task
from luylau.incidents import Finding, Incident, IncidentDetail
from luylau.incidents.causes import CauseRecord
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


def shown_incident(
    view: CityView, incident: Incident, language: Language, people: Mapping[str, str]
) -> IncidentSummary:
    """Return an incident as a line of a list; its position is its asset's. ``people`` holds users' names by
    id."""
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
        urgency=incident.urgency,
        urgency_parts=[
            ShownPart(
                key=part.key,
                fields=dict(part.fields),
                points=part.points,
                text=message(language, part.key, part.fields),
            )
            for part in incident.urgency_parts
        ],
        asset=incident.asset,
        asset_name=asset_name,
        asset_kind=incident.asset_kind,
        place=incident.place,
        place_name=view.place_name(incident.place, language),
        lat=asset.lat if asset else incident.lat,
        lon=asset.lon if asset else incident.lon,
        simulated=incident.simulated,
        drill=incident.drill,
        findings_count=incident.findings,
        open_findings=incident.open_findings,
        opened=incident.opened_us,
        updated=incident.updated_us,
        since=incident.since_us,
        owner=incident.owner,
        owner_name=people.get(incident.owner, incident.owner),
        agency=incident.agency,
        agency_name=view.owner_name(incident.agency, language) or incident.agency,
        confirmed=incident.confirmed_us,
        confirmed_by=incident.confirmed_by,
        started=incident.started_us,
        resolved=incident.resolved_us,
        resolved_by=incident.resolved_by,
        resolution=incident.resolution,
        reason=incident.reason,
        merged_into=incident.merged_into,
        reviewed=incident.reviewed_us,
        reviewed_by=incident.reviewed_by,
        learned=incident.learned,
        snoozed_until=incident.snoozed_until_us,
        escalations=incident.escalations,
        due=incident.due_us,
        version=incident.version,
    )


def shown_detail(
    view: CityView,
    detail: IncidentDetail,
    cause: CauseRecord | None,
    language: Language,
    people: Mapping[str, str],
    now_us: int,
) -> ShownDetail:
    """Return an incident with all that belongs to it; ``people`` holds users' names by id."""
    return ShownDetail(
        **dict(shown_incident(view, detail.incident, language, people)),
        cause=shown_cause(view, cause, language) if cause is not None else None,
        findings=[shown_finding(view, finding, language) for finding in detail.findings],
        tasks=[shown_task(view, task, language, people, now_us) for task in detail.tasks],
        links=[shown_link(view, link, language) for link in detail.links],
        merged=list(detail.merged),
        timeline=[_entry(event, language, people) for event in detail.timeline],
    )


def _entry(event: Event, language: Language, people: Mapping[str, str]) -> TimelineEntry:
    data = event.data
    text = str(data.get("text") or data.get("reason") or data.get("learned") or "")
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
