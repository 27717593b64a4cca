"""Rules: what makes a finding, and which findings are one thing together."""

from functools import partial
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Path
from pydantic import TypeAdapter

from luylau.api.asking import version_of
from luylau.api.models.rules import (
    PreviewFiring,
    Rule,
    RuleInForce,
    RuleList,
    RulePreview,
    RulePreviewRequest,
)
from luylau.api.operations import operation
from luylau.api.params import RecordId, Version
from luylau.api.permissions import CallerDep
from luylau.api.series import devices_heard, find_series
from luylau.api.services import Services, ServicesDep
from luylau.incidents import (
    AnyRule,
    Combination,
    RuleSet,
    preview,
    preview_combination,
    rule_from_data,
    rule_to_data,
)
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import BadFile, BadInput
from luylau.telemetry.observations import Float64, Int64, UInt16

router = APIRouter(tags=["rules"])

_SHOWN_FIRINGS = 100
_LONGEST_PREVIEW_DAYS = 31
_shown: TypeAdapter[Rule] = TypeAdapter(Rule)


@router.get("/rules", **operation("rule.read", "listRules"))
def list_rules(services: ServicesDep) -> RuleList:
    """List all rules."""
    return _list(services.rules.current())


@router.get("/rules/{rule}", **operation("rule.read", "getRule", 404))
def get_rule(services: ServicesDep, rule: RecordId) -> RuleInForce:
    """Return one rule."""
    return _one(services.rules.current(), rule)


@router.post("/rules", status_code=201, **operation("rule.edit", "createRule", 409, body=True))
def create_rule(services: ServicesDep, caller: CallerDep, if_match: Version, body: Rule) -> RuleInForce:
    """Create a rule."""
    made = services.rules.add(_kept(services, body), actor=caller.user.id, version=version_of(if_match))
    services.bus.announce("rules.changed")
    return _one(made, body.id)


@router.put("/rules/{rule}", **operation("rule.edit", "replaceRule", 404, 409, body=True))
def replace_rule(
    services: ServicesDep, caller: CallerDep, rule: RecordId, if_match: Version, body: Rule
) -> RuleInForce:
    """Replace a rule."""
    if body.id != rule:
        raise BadInput("rule-id-differs", path=rule, rule=body.id)
    services.rules.current().get(rule)
    made = services.rules.put(_kept(services, body), actor=caller.user.id, version=version_of(if_match))
    services.bus.announce("rules.changed")
    return _one(made, rule)


@router.delete("/rules/{rule}", **operation("rule.edit", "deleteRule", 404, 409))
def delete_rule(services: ServicesDep, caller: CallerDep, rule: RecordId, if_match: Version) -> RuleList:
    """Delete a rule; returns those that are left."""
    left = services.rules.remove(rule, actor=caller.user.id, version=version_of(if_match))
    services.bus.announce("rules.changed")
    return _list(left)


@router.post("/rules/preview", **operation("rule.preview", "previewRule", body=True))
def preview_rule(services: ServicesDep, caller: CallerDep, body: RulePreviewRequest) -> RulePreview:
    """Say how often a rule or a combination would have fired on the history, over 31 days at most.

    A combination is tried on what the rules in force would have found.
    """
    if not 0 < body.end - body.start <= _LONGEST_PREVIEW_DAYS * 86_400 * MICROS:
        raise BadInput("preview-span-wrong", days=_LONGEST_PREVIEW_DAYS)
    view = services.city.view
    rule = _kept(services, body.rule)
    read = partial(_read_series, services)
    heard = devices_heard(services.engine)
    if isinstance(rule, Combination):
        rules = services.rules.current()
        found = preview_combination(rule, rules, view.city, read, body.start, body.end, heard)
    else:
        found = preview(rule, view.city, read, body.start, body.end, heard)
    return RulePreview(
        fired=found.total,
        first=found.first_us,
        last=found.last_us,
        series=found.series,
        firings=[
            PreviewFiring(
                asset=firing.asset,
                asset_name=view.asset_name(firing.asset, caller.user.language, firing.asset),
                channel=firing.channel,
                opened=firing.opened_us,
                closed=firing.cleared_us,
                value=firing.value,
                threshold=firing.threshold,
            )
            for firing in found.firings[:_SHOWN_FIRINGS]
        ],
    )


@router.post("/rules/versions/{version}/restore", **operation("rule.edit", "restoreRules", 404, 409))
def restore_rules(
    services: ServicesDep,
    caller: CallerDep,
    version: Annotated[int, Path(ge=0, le=2**31)],
    if_match: Version,
) -> RuleList:
    """Put the rules of an earlier version in force again, as a new version."""
    restored = services.rules.restore_rules(version, actor=caller.user.id, version=version_of(if_match))
    services.bus.announce("rules.changed")
    return _list(restored)


def _kept(services: Services, rule: Rule) -> AnyRule:
    """Return the rule as the platform keeps it, checked against the pack.

    Raises:
        BadFile: it has faults.
    """
    data = rule.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    kept, faults = rule_from_data(data, city=services.city.view.city)
    if kept is None:
        raise BadFile(faults)
    return kept


def _read_series(
    services: Services, device: str, channel: str, start_us: int, end_us: int
) -> tuple[Int64, Float64, UInt16]:
    number = find_series(services.engine, device, channel)
    if number is None:
        return np.empty(0, np.int64), np.empty(0, np.float64), np.empty(0, np.uint16)
    rows = services.history.range(number, start_us, end_us)
    return rows.time_us, rows.value, rows.quality


def _list(rules: RuleSet) -> RuleList:
    return RuleList(
        version=rules.version, items=[_shown.validate_python(rule_to_data(rule)) for rule in rules.entries]
    )


def _one(rules: RuleSet, rule: str) -> RuleInForce:
    return RuleInForce(version=rules.version, rule=_shown.validate_python(rule_to_data(rules.get(rule))))
