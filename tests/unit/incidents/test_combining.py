"""Combinations: findings of several devices at one place and time become one."""

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from luylau.city.model import City, Kind
from luylau.incidents import (
    Combination,
    Combiner,
    Finding,
    FindingChange,
    IncidentBook,
    IncidentReader,
    Part,
    finding_id,
    is_combined,
)
from luylau.incidents.rules import Same
from luylau.kernel.clock import ManualClock
from luylau.kernel.events import SqlEventLog
from luylau.kernel.geo import LocalPlane
from luylau.kernel.messages import LANGUAGES, message
from tests.unit.incidents.helpers import NAMES, SECOND, T0, make_asset, make_city, make_engine

METRE = 1 / 111_195  # degrees of latitude


def city() -> City:
    """A transformer that feeds a pump station, with a gauge, meters and cameras northwards in a line."""
    bare = {name: Kind(id=name, group="site", icon="x", names=NAMES, channels={}) for name in
            ("transformer", "substation", "pump_station", "camera", "meter", "network_switch")}  # fmt: skip
    made = make_city(
        [
            make_asset("ts", kind="substation"),
            make_asset("tx", kind="transformer", powered_by="ts"),
            make_asset("tx-2", kind="transformer", powered_by="ts"),
            make_asset("switch", kind="network_switch", powered_by="ts"),
            make_asset("pump", kind="pump_station", powered_by="tx"),
            make_asset("gauge", powered_by="pump", connected_via="switch", lat=21.2),
            make_asset("meter", kind="meter", powered_by="tx", connected_via="switch", lat=21.2 + 30 * METRE),
            make_asset("meter-2", kind="meter", powered_by="tx-2", lat=21.2 + 60 * METRE),
            make_asset("cam", kind="camera", connected_via="switch", lat=21.2 + 40 * METRE,
                       names={"en": "Camera", "ja": "カメラ"}),
            make_asset("cam-2", kind="camera", place="elsewhere", lat=21.2 + 90 * METRE),
            make_asset("loop-a", kind="meter", powered_by="loop-b"),
            make_asset("loop-b", kind="meter", powered_by="loop-a"),
        ]
    )  # fmt: skip
    return replace(made, kinds={**made.kinds, **bare})


CITY = city()


def combination(combined: str = "both", **changed: Any) -> Combination:
    made = Combination(
        id=combined, names=NAMES, severity="critical", group=combined,
        all=(Part(rule="smoke"), Part(rule="dark")), within_m=50.0, within_s=100.0,
    )  # fmt: skip
    if "same" in changed:
        made = replace(made, within_m=None)
    return replace(made, **changed)


def finding(rule: str, asset: str, at: float = 0, channel: str = "x", of: City = CITY) -> Finding:
    known = of.assets[asset]
    opened_us = T0 + round(at * SECOND)
    return Finding(
        id=finding_id(rule, asset, channel, opened_us), rule=rule, names={**NAMES, "en": rule},
        group=f"{rule}-group", asset=asset, asset_name=known.name, asset_kind=known.kind, place=known.place,
        place_name="", channel=channel, severity="minor", opened_us=opened_us,
        last_seen_us=opened_us, value=1, threshold=1, unit="", key="finding-above",
    )  # fmt: skip


class Run:
    """A combiner and what it has said."""

    def __init__(self, *combinations: Combination, of: City = CITY) -> None:
        self.of = of
        self.combiner = Combiner(of, combinations)
        self.told: list[FindingChange] = []
        self.open: dict[tuple[str, str], Finding] = {}

    def say(self, changes: Sequence[FindingChange], at: float) -> list[FindingChange]:
        said = self.combiner.apply(changes, T0 + round(at * SECOND))
        self.told += said
        return said

    def opened(self, rule: str, asset: str, at: float, **changed: Any) -> list[FindingChange]:
        self.open[rule, asset] = replace(finding(rule, asset, at, of=self.of), **changed)
        return self.say([FindingChange(what="opened", finding=self.open[rule, asset])], at)

    def cleared(self, rule: str, asset: str, at: float) -> list[FindingChange]:
        over = replace(self.open.pop((rule, asset)), cleared_us=T0 + round(at * SECOND))
        return self.say([FindingChange(what="cleared", finding=over)], at)

    def combined(self) -> list[tuple[str, str, str, float]]:
        return list(combined(self.told))


def combined(changes: Iterable[FindingChange]) -> Iterable[tuple[str, str, str, float]]:
    """(what, combination, asset, seconds) of combined findings, without refreshes."""
    for change in changes:
        if is_combined(change.finding) and change.what != "refreshed":
            at = change.finding.opened_us if change.what == "opened" else change.finding.cleared_us
            assert at is not None
            yield change.what, change.finding.rule, change.finding.asset, (at - T0) / SECOND


def test_two_findings_at_one_place_and_time_are_one() -> None:
    run = Run(combination())
    first = run.opened("dark", "cam", 0)
    assert [(one.what, one.under) for one in first] == [("opened", "")]
    said = run.opened("smoke", "gauge", 40)
    whole = said[0].finding
    assert [(one.what, one.finding.rule, one.under) for one in said] == [
        ("opened", "both", ""), ("refreshed", "dark", whole.id), ("opened", "smoke", whole.id)
    ]  # fmt: skip
    assert (whole.id, whole.asset) == (finding_id("both", "gauge", "", T0 + 40 * SECOND), "gauge")
    assert (whole.severity, whole.group, whole.value, whole.threshold) == ("critical", "both", 2, 2)
    assert message("en", whole.key, whole.fields) == (
        "smoke (GAUGE); dark (Camera): within 40 s, 40 m apart at most."
    )
    texts = {message(language, whole.key, whole.fields) for language in LANGUAGES}
    assert len(texts) == 3
    assert any("カメラ" in text for text in texts)


@pytest.mark.parametrize(
    ("asset", "at", "fits"),
    [("cam", 100, True), ("cam", 101, False), ("cam-2", 10, False)],
    ids=["just", "too late", "too far"],
)
def test_what_is_apart_stays_apart(asset: str, at: float, fits: bool) -> None:
    run = Run(combination())
    run.opened("smoke", "gauge", 0)
    run.opened("dark", asset, at)
    assert bool(run.combined()) is fits


def test_it_is_over_when_it_has_not_held_for_long_enough() -> None:
    run = Run(combination(hold_s=60.0))
    run.opened("smoke", "gauge", 0)
    run.opened("dark", "cam", 0)
    run.cleared("dark", "cam", 10)
    run.say([], 60)
    run.opened("dark", "cam", 65)
    run.say([], 200)
    assert run.combined() == [("opened", "both", "gauge", 0)], "it came back in time"
    run.cleared("smoke", "gauge", 300)
    run.say([], 359)
    assert len(run.combined()) == 1
    run.say([], 400)
    assert run.combined()[1:] == [("cleared", "both", "gauge", 360)]


def test_clear_all_waits_for_the_last() -> None:
    run = Run(combination(clear="all"))
    run.opened("smoke", "gauge", 0)
    run.opened("dark", "cam", 0)
    run.cleared("smoke", "gauge", 10)
    assert len(run.combined()) == 1
    run.cleared("dark", "cam", 20)
    assert run.combined()[1:] == [("cleared", "both", "gauge", 20)]


def test_what_comes_later_at_the_place_joins() -> None:
    run = Run(combination())
    run.opened("smoke", "gauge", 0)
    whole = run.opened("dark", "cam", 0)[0].finding
    run.say([], 4_990)
    said = run.opened("smoke", "meter", 5_000)
    assert [(one.what, one.finding.rule, one.under) for one in said] == [
        ("opened", "smoke", whole.id)
    ]  # fmt: skip
    assert [(one.finding.rule, one.finding.value) for one in run.say([], 5_025)] == [("both", 3)]
    run.cleared("smoke", "gauge", 5_030)
    assert run.combined() == [("opened", "both", "gauge", 0)], "the place smokes still"
    said = run.cleared("smoke", "meter", 5_040)
    assert [(one.what, one.finding.rule) for one in said] == [("cleared", "smoke"), ("cleared", "both")]


def test_one_of_several_and_none_of_others() -> None:
    run = Run(combination(all=(Part(rule="smoke"),), any_of=(Part(rule="dark"), Part(rule="hot")),
                          unless=(Part(group="work-group"),)))  # fmt: skip
    run.opened("work", "meter", 0)
    run.opened("smoke", "gauge", 0)
    run.opened("hot", "cam", 1)
    assert run.combined() == []
    run.cleared("work", "meter", 50)
    assert run.combined() == [("opened", "both", "gauge", 50)]
    run.opened("work", "meter", 60)
    assert run.combined()[1:] == [("cleared", "both", "gauge", 60)]
    run.cleared("work", "meter", 70)
    assert run.combined()[2:] == [("opened", "both", "gauge", 70)], "under an id of its own"


def test_so_many_assets_are_needed_not_so_many_findings() -> None:
    run = Run(combination(all=(Part(rule="smoke", min=2),), within_s=None))
    run.opened("smoke", "gauge", 0)
    run.say([FindingChange(what="opened", finding=finding("smoke", "gauge", 1, channel="y"))], 1)
    assert run.combined() == []
    run.opened("smoke", "meter", 90_000)
    assert run.combined() == [("opened", "both", "gauge", 90_000)]


@pytest.mark.parametrize(
    ("same", "near", "far"),
    [("supply", "meter", "meter-2"), ("place", "meter-2", "cam-2"), ("network", "cam", "meter-2")],
)
def test_the_same_place_supply_or_network(same: Same, near: str, far: str) -> None:
    whole = combination(same=same)
    for asset, fits in ((near, True), (far, False)):
        run = Run(whole)
        run.opened("smoke", "gauge", 0)
        run.opened("dark", asset, 10)
        assert bool(run.combined()) is fits, asset
        if fits:
            said = next(one.finding for one in run.told if is_combined(one.finding))
            where = {"supply": "below TX", "place": "in Đáp Cầu", "network": "behind SWITCH"}[same]
            assert message("en", said.key, said.fields).endswith(
                f"within 10 s, {where}.".replace(", in", ", in")
            )


def test_a_part_can_ask_what_the_supply_feeds() -> None:
    whole = combination(
        all=(Part(rule="high"), Part(group="out-group", feeds="pump_station")), within_m=5_000.0
    )
    run = Run(whole)
    run.opened("high", "gauge", 0)
    run.opened("out", "meter-2", 0)
    assert run.combined() == [], "tx-2 feeds no pump station"
    run.opened("out", "meter", 0)
    assert run.combined() == [("opened", "both", "gauge", 0)]


@pytest.mark.parametrize("base", range(0, 50, 10))
def test_parts_on_either_side_of_the_first_are_seen(base: int) -> None:
    """They are farther from each other than from the first, over two cells of the index."""
    of = make_city([make_asset(key, lat=21.2 + (base + at) * METRE)
                    for key, at in (("south", -45), ("middle", 0), ("north", 45))])  # fmt: skip
    run = Run(combination(all=(Part(rule="smoke"), Part(rule="dark"), Part(rule="hot"))), of=of)
    run.opened("smoke", "middle", 0)
    run.opened("dark", "south", 0)
    run.opened("hot", "north", 0)
    assert run.combined() == [("opened", "both", "middle", 0)]


def test_what_has_no_supply_or_hangs_in_a_loop_is_nowhere() -> None:
    run = Run(combination(same="supply"))
    for asset in ("loop-a", "loop-b", "cam", "cam-2"):
        run.opened("smoke", asset, 0)
        run.opened("dark", asset, 0)
    assert run.combined() == []


def test_a_finding_stays_under_the_first_while_that_lasts() -> None:
    run = Run(
        combination("a", all=(Part(rule="smoke"), Part(rule="dark"))),
        replace(combination("b", all=(Part(rule="smoke"), Part(rule="hot"))), severity="info"),
    )
    run.opened("smoke", "gauge", 0)
    mild = run.opened("hot", "gauge", 0)[0].finding
    grave = run.opened("dark", "cam", 5)
    assert grave[-1].under == grave[0].finding.id
    again = FindingChange(what="refreshed", finding=run.open["smoke", "gauge"])
    assert run.say([again], 6)[0].under == mild.id
    said = run.cleared("hot", "gauge", 7)
    assert [(one.what, one.finding.rule, one.under) for one in said] == [
        ("cleared", "hot", mild.id), ("cleared", "b", ""), ("refreshed", "smoke", grave[0].finding.id)
    ]  # fmt: skip


def test_what_has_a_cause_keeps_it() -> None:
    run = Run(combination())
    caused = FindingChange(what="opened", finding=finding("dark", "cam"), under="finding-cause")
    run.say([caused], 0)
    said = run.opened("smoke", "gauge", 0)
    assert [(one.finding.rule, one.what) for one in said] == [("both", "opened"), ("smoke", "opened")]
    assert run.say([replace(caused, what="refreshed")], 1)[0].under == "finding-cause"


def test_changes_that_come_again_change_nothing() -> None:
    run, twice = Run(combination()), Run(combination())
    smoke, dark = finding("smoke", "gauge"), finding("dark", "cam", 5)
    over = replace(dark, cleared_us=T0 + 50 * SECOND)
    for what, one, at in (("opened", smoke, 0), ("opened", dark, 5), ("cleared", over, 50)):
        change = FindingChange(what=what, finding=one)  # type: ignore[arg-type]
        run.say([change], at)
        twice.say([change, change], at)
        twice.say([change], at)
    assert (
        twice.combined()
        == run.combined()
        == [("opened", "both", "gauge", 5), ("cleared", "both", "gauge", 50)]
    )
    assert twice.combiner.held == run.combiner.held == 1


def test_others_pass_as_they_are() -> None:
    run = Run(combination(), combination("off", all=(Part(rule="hot", min=2),), enabled=False))
    changes = [FindingChange(what="opened", finding=finding("hot", "gauge"))]
    assert run.say(changes, 0) == changes
    assert run.combiner.held == 0


def test_one_that_lasts_is_told_of_twice_a_minute() -> None:
    run = Run(combination())
    run.opened("smoke", "gauge", 0)
    run.opened("dark", "cam", 0)
    told = [len(run.say([], at)) for at in range(1, 62)]
    assert sum(told) == 2
    assert run.say([], 5) != [], "and once more after the clock was set back"


def test_a_restart_goes_on_where_it_was() -> None:
    run = Run(combination(hold_s=60.0))
    run.opened("smoke", "gauge", 0)
    whole = run.opened("dark", "cam", 10)[0].finding
    run.cleared("dark", "cam", 20)
    kept = {name: array.copy() for name, array in run.combiner.state().items()}
    book = [replace(run.open["smoke", "gauge"], incident="incident-1"), replace(whole, incident="incident-1")]

    again = Combiner(CITY, [combination(hold_s=60.0)])
    again.load_state(kept)
    assert again.adopt(book) == []
    assert list(combined(again.apply([], T0 + 79 * SECOND))) == []
    assert list(combined(again.apply([], T0 + 81 * SECOND))) == [("cleared", "both", "gauge", 80)]

    fresh = Combiner(CITY, [combination()])
    assert fresh.adopt([*book, finding("dark", "cam", 10)]) == [], "without a state the book is enough"
    said = fresh.apply([FindingChange(what="refreshed", finding=book[0])], T0 + 30 * SECOND)
    assert [one.finding.id for one in said] == [whole.id, book[0].id]
    assert said[1].under == whole.id
    with pytest.raises(ValueError, match="not a state"):
        fresh.load_state({"a": np.zeros(1)})


def test_what_the_book_holds_of_no_combination_is_cleared() -> None:
    run = Run(combination())
    run.opened("smoke", "gauge", 0)
    whole = run.opened("dark", "cam", 10)[0].finding
    other = Combiner(CITY, [combination("other")])
    assert list(combined(other.adopt([whole]))) == [("cleared", "both", "gauge", 10)]


def test_a_changed_pack_or_combination_is_taken_into_force() -> None:
    run = Run(combination())
    run.opened("smoke", "gauge", 0)
    whole = run.opened("dark", "cam", 10)[0].finding
    now = T0 + 20 * SECOND
    same = run.combiner.respec(CITY, [replace(combination(), severity="info")], now)
    assert list(combined(same)) == []
    said = run.combiner.respec(CITY, [combination(), combination("second", within_m=500.0)], now)
    assert list(combined(said)) == [("opened", "second", "gauge", 10)]
    said = run.combiner.respec(CITY, [combination("second", within_m=500.0)], now)
    assert list(combined(said)) == [("cleared", "both", "gauge", 20)]
    assert {one.under for one in said if not is_combined(one.finding)} == {
        finding_id("second", "gauge", "", whole.opened_us)
    }
    gone = {key: asset for key, asset in CITY.assets.items() if key != "gauge"}
    said = run.combiner.respec(replace(CITY, assets=gone), [combination("second", within_m=500.0)], now)
    assert list(combined(said)) == [("cleared", "second", "gauge", 20)]


# --- against a reference that knows no index ---------------------------------------------------------------


class Naive:
    """The same by scanning every finding against every other."""

    def __init__(self, of: City, combinations: Sequence[Combination]) -> None:
        self.combinations = combinations
        self.open: dict[str, Finding] = {}
        self.instances: list[dict[str, Any]] = []
        plane = LocalPlane(lat=of.lat, lon=of.lon)
        self.at = {
            key: plane.to_metres(np.array([one.lat]), np.array([one.lon])) for key, one in of.assets.items()
        }
        self.place = {key: one.place for key, one in of.assets.items()}

    def together(self, one: Combination, a: str, b: str) -> bool:
        if one.same:
            return self.place[a] == self.place[b]
        (ax, ay), (bx, by) = self.at[a], self.at[b]
        return math.hypot(float(ax[0] - bx[0]), float(ay[0] - by[0])) <= (one.within_m or 0)

    def assets(self, one: Combination, part: Part, centre: str, low: int, high: int) -> set[str]:
        return {
            found.asset for found in self.open.values()
            if part.rule == found.rule and low <= found.opened_us <= high
            and self.together(one, centre, found.asset)
        }  # fmt: skip

    def enough(self, one: Combination, centre: str, low: int, high: int) -> bool:
        def met(part: Part) -> bool:
            return len(self.assets(one, part, centre, low, high)) >= part.min

        return all(map(met, one.all)) and (not one.any_of or any(map(met, one.any_of)))

    def blocked(self, one: Combination, centre: str) -> bool:
        return any(len(self.assets(one, part, centre, 0, 2**62)) >= part.min for part in one.unless)

    def lasts(self, it: dict[str, Any]) -> bool:
        one, centre = it["one"], it["centre"]
        if self.blocked(one, centre):
            return False
        if one.clear == "all":
            return any(self.assets(one, part, centre, it["since"], 2**62) for part in (*one.all, *one.any_of))
        return self.enough(one, centre, it["since"], 2**62)

    def look(self, floor: int) -> list[tuple[str, str, str, int]]:
        said = []
        for one in self.combinations:
            while True:
                found: list[tuple[int, str]] = []
                for first in self.open.values():
                    centre = first.asset
                    if one.all[0].rule != first.rule or self.blocked(one, centre) or any(
                        it["one"] is one and self.together(one, it["centre"], centre) for it in self.instances
                    ):  # fmt: skip
                        continue
                    for at in {other.opened_us for other in self.open.values()}:
                        low = 0 if one.within_s is None else at - round(one.within_s * SECOND)
                        own = self.assets(one, one.all[0], centre, low, at)
                        if (centre in own or one.same) and self.enough(one, centre, low, at):
                            if one.same:
                                centre = min(
                                    (other.opened_us, other.id, other.asset) for other in self.open.values()
                                    if other.asset in own and other.rule == first.rule
                                    and low <= other.opened_us <= at
                                )[2]  # fmt: skip
                            found.append((at, centre))
                            centre = first.asset
                if not found:
                    break
                at, centre = min(found)
                low = 0 if one.within_s is None else at - round(one.within_s * SECOND)
                self.instances.append({"one": one, "centre": centre, "since": low, "gone": None})
                said.append(("opened", one.id, centre, max(at, floor)))
        return said

    def weigh(self, now: int) -> list[tuple[str, str, str, int]]:
        said = []
        for it in list(self.instances):
            if self.lasts(it):
                it["gone"] = None
                continue
            it["gone"] = now if it["gone"] is None else it["gone"]
            over = it["gone"] + round(it["one"].hold_s * SECOND)
            if now >= over:
                self.instances.remove(it)
                said.append(("cleared", it["one"].id, it["centre"], over))
                said += self.look(over)
        return said

    def apply(self, change: FindingChange, now: int) -> list[tuple[str, str, str, int]]:
        said = self.weigh(now)
        if change.what == "cleared":
            self.open.pop(change.finding.id)
            said += self.weigh(now)
            return said + self.look(change.finding.cleared_us or 0)
        self.open[change.finding.id] = change.finding
        return said + self.weigh(now) + self.look(0)


RULES = ("smoke", "dark", "hot", "work")


def random_city(rng: random.Random) -> City:
    places = ("dap-cau", "elsewhere", "bac-ninh")
    assets = [
        make_asset(f"a-{number}", place=rng.choice(places), lat=21.2 + rng.uniform(0, 400) * METRE,
                   lon=106.1 + rng.uniform(0, 400) * METRE)
        for number in range(14)
    ]  # fmt: skip
    return make_city(assets)


def random_combination(rng: random.Random, name: str) -> Combination:
    def some(low: int, high: int, least: int = 2) -> tuple[Part, ...]:
        return tuple(
            Part(rule=rule, min=rng.randint(1, least))
            for rule in rng.sample(RULES[:3], rng.randint(low, high))
        )

    near: dict[str, Any] = {"within_m": rng.uniform(30, 250)} if rng.random() < 0.6 else {"same": "place"}
    return combination(
        name, all=some(1, 2), any_of=some(0, 2, 1), unless=(Part(rule="work"),) if rng.random() < 0.4 else (),
        within_s=rng.choice((None, 20.0, 60.0)), clear=rng.choice(("any", "all")),
        hold_s=rng.choice((0.0, 0.0, 15.0)), severity=rng.choice(("info", "critical")), **near,
    )  # fmt: skip


@pytest.mark.parametrize("block", range(6))
def test_it_says_what_a_scan_of_all_pairs_says(block: int) -> None:
    assert sum(compare(seed) for seed in range(10 * block, 10 * block + 10)) > 50


def compare(seed: int) -> int:
    """Run a random city through both; return how many combined findings were opened and cleared."""
    rng = random.Random(seed)
    of = random_city(rng)
    combinations = [random_combination(rng, f"c-{number}") for number in range(2)]
    run, naive = Run(*combinations, of=of), Naive(of, combinations)
    alive: dict[tuple[str, str], Finding] = {}
    under: dict[str, str] = {}
    seen = 0
    for step in range(90):
        now = T0 + step * 4 * SECOND
        key = (rng.choices(RULES, (5, 5, 5, 1))[0], f"a-{rng.randrange(14)}")
        if key in alive:
            change = FindingChange(what="cleared", finding=replace(alive.pop(key), cleared_us=now))
        else:
            # Some come late: what began before is told after.
            began = step * 4 - rng.choice((0, 0, 0, 7, 30))
            alive[key] = finding(*key, began, of=of)
            change = FindingChange(what="opened", finding=alive[key])
        said = run.say([change], step * 4)
        wanted = naive.apply(change, now)
        assert sorted(combined(said)) == sorted((*one[:3], (one[3] - T0) / SECOND) for one in wanted), (
            seed,
            step,
        )
        seen += len(wanted)
        for one in said:
            under[one.finding.id] = one.under or under.get(one.finding.id, "")
        check_members(run, naive, alive, under)
    return seen


def check_members(run: Run, naive: Naive, alive: dict[Any, Finding], under: dict[str, str]) -> None:
    """Every open finding was told under an open combined one that it is part of, where there is any."""
    lasting = {
        one.finding.id: one.finding for one in run.told if is_combined(one.finding)
    }  # fmt: skip
    for one in alive.values():
        mine = {
            (it["one"].id, it["centre"]) for it in naive.instances
            if any(part.rule == one.rule for part in (*it["one"].all, *it["one"].any_of))
            and naive.together(it["one"], it["centre"], one.asset) and one.opened_us >= it["since"]
        }  # fmt: skip
        if mine:
            whole = lasting[under[one.id]]
            assert (whole.rule, whole.asset) in mine


def test_in_the_book_they_are_one_incident(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    book = IncidentBook(engine, SqlEventLog(), ManualClock(T0))
    run = Run(combination())
    book.record(run.opened("dark", "cam", 0))
    book.record(run.opened("smoke", "gauge", 40))
    held = book.open_findings()
    whole = next(one for one in held if is_combined(one))
    assert len(held) == 3
    assert {one.incident for one in held} == {whole.incident}
    page = IncidentReader(engine).page()
    going = [one for one in page.incidents if one.state != "resolved"]
    assert [(one.rule, one.severity, one.asset) for one in going] == [("both", "critical", "gauge")]
    again = Combiner(CITY, [combination()])
    assert again.adopt(held) == []
    assert list(combined(again.apply([], T0 + 50 * SECOND))) == []
    for rule, asset in (("smoke", "gauge"), ("dark", "cam")):
        book.record(run.cleared(rule, asset, 60))
    assert book.open_findings() == []
    engine.dispose()
