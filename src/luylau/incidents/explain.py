"""From a pair of the state machine to a finding with its words (message key and fields)."""

from collections.abc import Mapping

import numpy as np

from luylau.city.model import City
from luylau.incidents.findings import PLATFORM, Finding, finding_id
from luylau.incidents.pairs import Key
from luylau.incidents.rules import AnomalyRule, HeartbeatRule, QualityRule, Rule, ThresholdRule
from luylau.kernel.errors import Field
from luylau.kernel.messages import LANGUAGES, message
from luylau.telemetry.detectors import AnomalyKind

LOST_SIGHT = "lost-sight"
"""Rule id and group of the one finding that needs no rule: nothing comes from anybody."""


def describe(
    city: City, rule: Rule, key: Key, spec: np.void, values: np.void, *, opened_us: int, seen_us: int
) -> Finding:
    """Return the finding of a pair that is open, or was until now.

    ``spec`` is the pair's record; ``values`` its state's or a change's (value, seen, low, high, drift,
    cause). Times are microseconds UTC.
    """
    value = float(values["value"])
    _, device, channel = key
    asset = city.assets[device]
    place = city.places.get(asset.place)
    words, fields, unit = _words(city, rule, device, channel, spec, values)
    return Finding(
        id=finding_id(rule.id, device, channel, opened_us),
        rule=rule.id,
        names=rule.names,
        group=rule.group,
        asset=device,
        asset_name=asset.name,
        asset_kind=asset.kind,
        place=asset.place,
        place_name=place.name if place else "",
        channel=channel,
        severity=rule.severity,
        opened_us=opened_us,
        last_seen_us=max(seen_us, opened_us),
        value=value,
        threshold=float(spec["enter"]),
        unit=unit,
        key=words,
        fields=fields,
        simulated=asset.status == "simulated",
    )


def _words(
    city: City, rule: Rule, device: str, channel: str, spec: np.void, values: np.void
) -> tuple[str, Mapping[str, Field], str]:
    value = float(values["value"])
    known = city.channel(device, channel)
    unit = known.unit if known else ""
    limit = float(spec["enter"])
    if isinstance(rule, ThresholdRule):
        key = "finding-above" if rule.op in ("ge", "gt") else "finding-below"
        return key, {"value": value, "threshold": limit, "unit": unit}, unit
    if isinstance(rule, HeartbeatRule):
        return "finding-silent", {"seconds": round(value), "limit": round(limit)}, "s"
    if isinstance(rule, QualityRule):
        fields: dict[str, Field] = {"flags": ", ".join(rule.flags), "seconds": round(rule.window_s)}
        if rule.measure == "count":
            return "finding-quality-count", {**fields, "count": round(value)}, ""
        return "finding-quality-share", {**fields, "percent": round(100 * value)}, ""
    assert isinstance(rule, AnomalyRule)
    said: dict[str, Field] = {"score": round(value, 2), "unit": unit}
    cause = int(values["cause"])
    if cause == AnomalyKind.NONE:  # Taken over from the book, which keeps no more than the words.
        return "finding-anomaly", said, ""
    said["seen"] = _finite(float(values["seen"]))
    if cause == AnomalyKind.NOISE:
        return "finding-anomaly-noise", said, ""
    if cause == AnomalyKind.DRIFT:
        drift = float(values["drift"])
        said["drift"] = _finite(abs(drift))
        return "finding-anomaly-above" if drift > 0 else "finding-anomaly-below", said, ""
    said["low"], said["high"] = (_finite(float(values[name])) for name in ("low", "high"))
    return "finding-anomaly-jump", said, ""


def _finite(number: float) -> float:
    """Return a number that JSON can carry; the detectors leave an open end of the expected range infinite."""
    return number if abs(number) < 1e300 else 0.0


def lost_sight(*, opened_us: int, seen_us: int, quiet_s: float, limit_s: float) -> Finding:
    """Return the finding that nothing comes from anybody: ``quiet_s`` seconds by now, ``limit_s`` allowed."""
    return Finding(
        id=finding_id(LOST_SIGHT, PLATFORM, "", opened_us),
        rule=LOST_SIGHT,
        names={language: message(language, "finding-lost-sight-name") for language in LANGUAGES},
        group=LOST_SIGHT,
        asset=PLATFORM,
        asset_name="",
        asset_kind="",
        place="",
        place_name="",
        channel="",
        severity="critical",
        opened_us=opened_us,
        last_seen_us=max(seen_us, opened_us),
        value=quiet_s,
        threshold=limit_s,
        unit="s",
        key="finding-lost-sight",
        fields={"seconds": round(quiet_s)},
    )
