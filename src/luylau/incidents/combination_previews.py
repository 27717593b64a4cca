"""What a combination would have done: its parts' rules run over the history, and what they found combined."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from luylau.city.model import City
from luylau.incidents.combination_words import is_combined
from luylau.incidents.combining import Combiner
from luylau.incidents.findings import Finding, FindingChange, finding_id
from luylau.incidents.previews import Firing, Preview, ReadSeries, preview
from luylau.incidents.rules import Combination, Part, Rule, RuleSet


def preview_combination(
    combination: Combination,
    rules: RuleSet,
    city: City,
    read_series: ReadSeries,
    start_us: int,
    end_us: int,
    heard: Collection[str] | None = None,
) -> Preview:
    """Run ``combination``, switched on or not, over the history from ``start_us`` to ``end_us``.

    Only rules that are switched on find anything, as they would live. What a rule found before the start is
    not known. ``series`` counts the series or devices that those rules watched.
    """
    series = 0
    events: list[tuple[int, int, str, FindingChange]] = []
    for rule in _rules_of(combination, rules, city):
        found = preview(rule, city, read_series, start_us, end_us, heard)
        series += found.series
        for firing in found.firings:
            events += _events(_finding(rule, city, firing), firing)
    events.sort(key=lambda event: event[:3])
    combiner = Combiner(city, [replace(combination, enabled=True)])
    changes: list[FindingChange] = []
    for time_us, _, _, change in events:
        changes += combiner.apply([change], time_us)
    changes += combiner.apply([], end_us)
    firings = _firings(changes)
    return Preview(start_us=start_us, end_us=end_us, series=series, firings=firings)


def _rules_of(combination: Combination, rules: RuleSet, city: City) -> Iterator[Rule]:
    """Return each rule that may find a part, watching no more than the parts ask for."""
    for rule in rules.rules:
        wanted = [part for part in combination.parts if rule.enabled and _may_find(rule, part, city)]
        if not wanted:
            continue
        kinds = {part.asset_kind for part in wanted}
        if len(kinds) == 1 and not rule.applies_to.asset_kind:
            applies_to = replace(rule.applies_to, asset_kind=kinds.pop())
            yield replace(rule, applies_to=applies_to)
        else:
            yield rule


def _may_find(rule: Rule, part: Part, city: City) -> bool:
    applies = rule.applies_to
    kind = city.assets[applies.asset].kind if applies.asset in city.assets else applies.asset_kind
    return (
        part.rule in ("", rule.id)
        and part.group in ("", rule.group)
        and (part.asset_kind == "" or kind in ("", part.asset_kind))
        and (part.channel == "" or applies.channel in ("", part.channel))
    )


def _finding(rule: Rule, city: City, firing: Firing) -> Finding:
    asset = city.assets[firing.asset]
    return Finding(
        id=finding_id(rule.id, firing.asset, firing.channel, firing.opened_us),
        rule=rule.id,
        names=rule.names,
        group=rule.group,
        asset=asset.id,
        asset_name=asset.name,
        asset_kind=asset.kind,
        place=asset.place,
        place_name="",
        channel=firing.channel,
        severity=rule.severity,
        opened_us=firing.opened_us,
        last_seen_us=firing.opened_us,
        value=firing.value,
        threshold=firing.threshold,
        unit="",
        key="",
    )


def _events(finding: Finding, firing: Firing) -> Iterator[tuple[int, int, str, FindingChange]]:
    """Return a finding's opening and clearing, to be sorted: at one time, what ends goes first."""
    yield finding.opened_us, 1, finding.id, FindingChange(what="opened", finding=finding)
    if firing.cleared_us is not None:
        over = replace(finding, cleared_us=firing.cleared_us)
        yield firing.cleared_us, 0, finding.id, FindingChange(what="cleared", finding=over)


def _firings(changes: list[FindingChange]) -> tuple[Firing, ...]:
    """Return each combined finding, with what it had when it was last told of."""
    last: dict[str, Finding] = {}
    for change in changes:
        if is_combined(change.finding):
            last[change.finding.id] = change.finding
    found = (
        Firing(
            asset=one.asset,
            channel="",
            opened_us=one.opened_us,
            cleared_us=one.cleared_us,
            value=one.value,
            threshold=one.threshold,
        )
        for one in last.values()
    )
    return tuple(sorted(found, key=lambda one: (one.opened_us, one.asset)))
