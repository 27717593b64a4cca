from importlib.resources import files
from pathlib import Path

import luylau.city
import luylau.incidents
from luylau.incidents import RuleEngine, load_rules, rank
from luylau.incidents.rules import AnomalyRule, ThresholdRule
from tests.unit.incidents.helpers import feed, make_series, told

PACK = Path(str(files("luylau"))) / "cities" / "bac_ninh"


def test_every_shipped_rule_fits_the_pack_and_says_where_it_comes_from() -> None:
    rules = load_rules(PACK, luylau.city.load(PACK)).rules
    assert len(rules) == 33
    for rule in rules:
        assert len(set(rule.names.values())) == 3
        assert "assumed" in rule.note


def test_anomaly_rules_stand_on_channels_that_the_detectors_watch() -> None:
    city = luylau.city.load(PACK)
    for rule in load_rules(PACK, city).rules:
        if isinstance(rule, AnomalyRule):
            assert city.kinds[rule.applies_to.asset_kind].channels[rule.applies_to.channel].anomaly


def test_within_a_group_the_higher_limit_is_the_more_severe() -> None:
    by_group: dict[tuple[str, ...], list[ThresholdRule]] = {}
    for rule in load_rules(PACK).rules:
        if isinstance(rule, ThresholdRule):
            applies = rule.applies_to
            by_group.setdefault((rule.group, applies.asset_kind, applies.channel, rule.op), []).append(rule)
    several = [rules for rules in by_group.values() if len(rules) > 1]
    assert len(several) == 5
    for rules in several:
        ordered = sorted(rules, key=lambda rule: rule.level or rule.value or 0)
        ranks = [rank(rule.severity) for rule in ordered]
        assert ranks == sorted(ranks)
        assert len(set(ranks)) == len(ranks)


def test_the_flood_of_october_2025_at_dap_cau() -> None:
    """The gauge rose to 7.52 m; alarm levels there are 4.30, 5.30 and 6.30 m."""
    city = luylau.city.load(PACK)
    series = make_series(city)
    number = series.find("gauge-dap-cau", "water_level")
    assert number is not None
    engine = RuleEngine(city, load_rules(PACK, city), series)
    hours = [4.0, 4.5, 5.2, 5.9, 6.6, 7.2, 7.52, 7.0, 6.28, 6.2, 5.0, 4.0]
    points = [
        (hour * 3_600.0 + minute * 60, level) for hour, level in enumerate(hours) for minute in range(60)
    ]
    hour = 3_600
    assert told(feed(engine, points, number)) == [
        ("opened", "river-alarm-1", 1 * hour + 60),
        ("opened", "river-alarm-2", 3 * hour + 60),
        ("opened", "river-alarm-3", 4 * hour + 60),
        ("cleared", "river-alarm-3", 9 * hour + 600),
        ("cleared", "river-alarm-2", 10 * hour + 600),
        ("cleared", "river-alarm-1", 11 * hour + 600),
    ]


def test_the_package_s_face() -> None:
    names = luylau.incidents.__all__
    public = {name for name in vars(luylau.incidents) if not name.startswith("_")}
    modules = {name for name in public if type(getattr(luylau.incidents, name)).__name__ == "module"}
    assert set(names) == public - modules
    assert len(set(names)) == len(names)
