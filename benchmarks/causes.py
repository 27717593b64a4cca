"""How well causes are found on the provincial grid, and how fast, beside the rules of the trade.

Simulated events (``causes_world``): faults drawn by the failure chances of the grid's elements, network
failures mixed in, devices that never report, lost reports and gasps, devices dead for reasons of their own,
batteries on a tenth of the devices, feeder heads that say the opposite of how they stand. Truth is known to
nobody but the score. All find what they can three minutes and a bit after the faults, from the same signals:

- exact: an element counts only if it is the one that opened;
- within one switch: one switch further up or down the same way counts, too;
- verdict: of the causes with any answer, how often power is told from network.

Where devices are few, all are asked which single element is the most probable, given that one is open.
"""

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from benchmarks.causes_peers import Answer, escalation, greedy
from benchmarks.causes_world import (
    NOW_US,
    PERIOD_S,
    Conditions,
    Event,
    a_city,
    draw,
    heard_at,
    measured_loss,
    provincial,
    way_up,
    wiring_of,
)
from benchmarks.common import Result, Table, run
from luylau.incidents.causes import CauseEngine, Correlator, Describer
from luylau.incidents.causes.active import active
from luylau.incidents.causes.evidence import Columns, Heard, columns_of
from luylau.incidents.causes.exact import exact
from luylau.incidents.causes.reasoning import Look, look, since_next
from luylau.incidents.causes.wiring import LAST_GASP, Supply, Wiring, supply
from luylau.kernel.arrays import Int64
from luylau.kernel.clock import MICROS
from luylau.power.topology import NONE, inherit
from luylau.telemetry.observations import Batch

DEVICES = 500_000
"""About one meter a customer, and the carriers."""
AFTER_S = 3 * PERIOD_S + 20
SHARES = (0.3, 0.5, 0.7, 0.9)
BURST = 1_000

Finder = Callable[[Wiring, Supply, Columns, Heard, int], Answer]


@dataclass(slots=True)
class Score:
    """Counts over events: elements found, too many, missed; near ones; verdicts; single best guesses."""

    right: int = 0
    extra: int = 0
    missed: int = 0
    near: int = 0
    verdicts: int = 0
    right_verdicts: int = 0
    guesses: int = 0
    right_guesses: int = 0
    first_s: list[float] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """F1 of exact elements."""
        return 2 * self.right / max(2 * self.right + self.extra + self.missed, 1)

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.extra, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missed, 1)


def reason(wiring: Wiring, tree: Supply, columns: Columns, heard: Heard, now_us: int, loss: float) -> Look:
    """Return two looks' answer: the second knows since when things are dark."""
    first = look(wiring, tree, columns, heard, now_us, loss=loss)
    dark, down = since_next(first)
    return look(wiring, tree, columns, heard, now_us, dark_since_us=dark, down_since_us=down, loss=loss)


def answer_of(seen: Look) -> Answer:
    """Return what a look found."""
    failed = [one.place for one in seen.causes if one.kind == "network"]
    opened = np.flatnonzero(seen.found.opened)
    weight = np.array([len(one.devices) for one in seen.causes if one.kind == "power"], np.int64)
    return Answer(opened, np.array(sorted(failed), np.int64), weight)


def best_guess(seen: Look) -> int:
    """Return the single element most probably open, given that one is; -1 if nothing speaks for any."""
    chance = seen.beliefs.opened
    return int(np.argmax(chance)) if chance.max() > 0 else NONE


def add(
    score: Score, answer: Answer, event: Event, tree: Supply, first_switch: int, last_switch: int
) -> None:
    """Count one event's answer."""
    found, truth = set(answer.opened.tolist()), set(event.opened.tolist())
    score.right += len(found & truth)
    score.extra += len(found - truth)
    score.missed += len(truth - found)
    for one in truth:
        score.near += any(
            _switches_between(tree, one, other, first_switch, last_switch) <= 1 for other in found
        )


def _switches_between(tree: Supply, a: int, b: int, first: int, last: int) -> int:
    """Return how many switches lie between two edges of one way, both ends aside; many for two ways."""
    if a == b:
        return 0
    up_a, up_b = way_up(tree.parent, a), way_up(tree.parent, b)
    if b in up_a:
        between = up_a[1 : up_a.index(b)]
    elif a in up_b:
        between = up_b[1 : up_b.index(a)]
    else:
        return 99
    return sum(first <= tree.edge[one] < last for one in between)


def judge(score: Score, answer: Answer, event: Event, wiring: Wiring, tree: Supply) -> None:
    """Count the verdicts power or network: for each true cause, what most of its devices are put down to."""
    devices = wiring.devices
    dark_by = _under(tree.order, tree.parent, answer.opened)
    cut_by = _under(np.arange(len(wiring.carrier)), wiring.carrier_parent, answer.failed)
    said_dark = np.append(dark_by, NONE)[devices.node] != NONE
    said_cut = np.append(cut_by, NONE)[devices.carrier] != NONE
    silent = event.knows & (event.dies_us == NOW_US) & (devices.own == NONE)
    truly_dark = event.dead[devices.node]
    root = _under(tree.order, tree.parent, event.opened)
    for one in event.opened.tolist():
        mine = silent & (root[devices.node] == one) & ~np.append(event.down, False)[devices.carrier]
        _verdict(score, int((mine & said_dark).sum()), int((mine & said_cut & ~said_dark).sum()))
    root = _under(np.arange(len(wiring.carrier)), wiring.carrier_parent, event.failed)
    for one in event.failed.tolist():
        mine = silent & (np.append(root, NONE)[devices.carrier] == one) & ~truly_dark
        _verdict(score, int((mine & said_cut & ~said_dark).sum()), int((mine & said_dark).sum()))


def _verdict(score: Score, right: int, wrong: int) -> None:
    if right + wrong:
        score.verdicts += 1
        score.right_verdicts += right >= wrong


def _under(order: Int64, parent: Int64, tops: Int64) -> Int64:
    """Return for each node the one of ``tops`` at or above it, -1 for none."""
    found = np.full(len(parent), NONE)
    found[tops] = tops
    inherit(order, parent, found)
    return found


def cell(
    wiring: Wiring,
    conditions: Conditions,
    events: int,
    seed: int,
    *,
    guess: bool = False,
    first: bool = False,
) -> dict[str, Score]:
    """Return the scores of all on the same events."""
    normal = supply(wiring)
    switches = wiring.grid.switch_edges
    names = ["ours", "greedy", *(f"escalation {share}" for share in SHARES)]
    scores = {name: Score() for name in names}
    for number in range(events):
        event = draw(wiring, normal, conditions, seed * 100_000 + number)
        now_us = NOW_US + AFTER_S * MICROS
        heard = heard_at(wiring, event, conditions, now_us)
        tree = supply(wiring, event.closed, event.told)
        columns = columns_of(wiring, tree)
        loss = measured_loss(wiring, event, conditions)
        seen = reason(wiring, tree, columns, heard, now_us, loss)
        answers = {"ours": answer_of(seen), "greedy": greedy(wiring, tree, columns, heard, now_us)}
        for share in SHARES:
            answers[f"escalation {share}"] = escalation(wiring, tree, columns, heard, now_us, share)
        for name, answer in answers.items():
            add(scores[name], answer, event, tree, switches.start, switches.stop)
            judge(scores[name], answer, event, wiring, tree)
            if guess:
                picked = best_guess(seen) if name == "ours" else answer.best
                scores[name].guesses += 1
                scores[name].right_guesses += picked == event.opened[0]
        if first:
            scores["ours"].first_s.append(_first_right(wiring, event, conditions, tree, columns, loss))
    return scores


def _first_right(
    wiring: Wiring, event: Event, conditions: Conditions, tree: Supply, columns: Columns, loss: float
) -> float:
    """Return the seconds after the fault until the answer is right; infinite if it is not by the end."""
    for second in range(5, AFTER_S + 1, 5):
        now_us = NOW_US + second * MICROS
        seen = reason(wiring, tree, columns, heard_at(wiring, event, conditions, now_us), now_us, loss)
        if set(np.flatnonzero(seen.found.opened).tolist()) == set(event.opened.tolist()):
            return float(second)
    return float("inf")


def best_peer(scores: dict[str, Score]) -> tuple[str, Score]:
    """Return the better baseline, escalation with the share that serves it best."""
    peers = {name: score for name, score in scores.items() if name != "ours"}
    name = max(peers, key=lambda one: peers[one].f1)
    return name, peers[name]


def speed(seed: int, repeats: int) -> dict[str, float]:
    """Return how long a full solve and an update after a burst take, and the rest of ``figures``.

    A full solve is supply tree, columns, two looks and the causes. An update is all that the platform does
    once a second: a burst of messages is taken in, all is reasoned anew, causes are followed and described.
    """
    rng = np.random.default_rng(seed)
    wiring = wiring_of(provincial(), DEVICES, on_battery=0.1, dense=1.0, rng=rng)
    normal = supply(wiring)
    conditions = Conditions(faults=20, network=2)
    event = draw(wiring, normal, conditions, seed)
    now_us = NOW_US + AFTER_S * MICROS
    heard, loss = heard_at(wiring, event, conditions, now_us), measured_loss(wiring, event, conditions)
    full, proof, gaps = [], [], 0
    tree = supply(wiring, event.closed, event.told)
    columns = columns_of(wiring, tree)
    since_next(look(wiring, tree, columns, heard, now_us))  # Compiles.
    for _ in range(repeats):
        begun = time.perf_counter()
        tree = supply(wiring, event.closed, event.told)
        columns = columns_of(wiring, tree)
        seen = reason(wiring, tree, columns, heard, now_us, loss)
        seen.causes  # noqa: B018 - worked out when asked for
        full.append(time.perf_counter() - begun)
    update = updates(wiring, normal, event, heard, now_us, seed, 10 * repeats)
    for turn in range(repeats):
        drawn = draw(wiring, normal, conditions, seed + turn)
        moved = supply(wiring, drawn.closed, drawn.told)
        met = look(
            wiring, moved, columns_of(wiring, moved), heard_at(wiring, drawn, conditions, now_us), now_us,
            loss=measured_loss(wiring, drawn, conditions),
        )  # fmt: skip
        begun = time.perf_counter()
        proven = exact(active(met.problem))
        proof.append(time.perf_counter() - begun)
        gaps += proven.bound - met.score > 1e-6
    return {
        "devices": len(wiring.devices),
        "full_solve_s": float(np.median(full)),
        "update_p50_ms": float(np.median(update)),
        "update_p99_ms": float(np.quantile(update, 0.99)),
        "exact_s": float(np.median(proof)),
        "alternation_below_best": gaps / repeats,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }


def updates(
    wiring: Wiring, normal: Supply, event: Event, heard: Heard, now_us: int, seed: int, turns: int
) -> list[float]:
    """Return how long each second of a watch takes, in ms: a burst of reports, or of last gasps, beside what
    all others report as usual, which is taken in untimed."""
    rng, city = np.random.default_rng(seed), a_city()
    engine = CauseEngine(city, wiring.grid, wiring=wiring)
    correlator = Correlator(engine, Describer(city, engine, ("",) * len(wiring.grid.loads)))
    keys = [(one, channel) for channel in ("energy", LAST_GASP) for one in wiring.devices.id]
    correlator.take(batch(np.empty(0, np.int64), 0.0, now_us), keys, now_us)
    known = {"last_us": heard.last_us, "gasp_us": heard.gasp_us, "closed": event.closed, "told": event.told}
    correlator.load_state(correlator.state() | known)
    for turn in range(10):
        correlator.tick(now_us + turn * MICROS, lambda at_us: at_us)
    new = draw(wiring, normal, Conditions(faults=1, network=0), seed + 1)
    fallen = new.dead[wiring.devices.node] & event.knows
    falls = np.flatnonzero(fallen)[:BURST]
    lives = np.flatnonzero(event.knows & (event.dies_us > now_us) & ~fallen)
    taken = []
    for turn in range(turns):
        time_us = now_us + (10 + turn) * MICROS
        # A fault begins, or goes on: last gasps; else what reports as usual.
        gasps = turn % 2 == 0
        rows = len(wiring.devices) + falls if gasps else rng.choice(lives, BURST, replace=False)
        burst = batch(rows, 1.0, time_us)
        usual = lives[lives % PERIOD_S == turn % PERIOD_S]
        correlator.take(batch(usual, 1.0, time_us), keys, time_us)
        begun = time.perf_counter()
        correlator.take(burst, keys, time_us)
        correlator.tick(time_us, lambda at_us: at_us)
        taken.append((time.perf_counter() - begun) * 1_000)
    return taken


def batch(series: Int64, value: float, time_us: int) -> Batch:
    """Return one observation of each of these series."""
    count = len(series)
    return Batch(
        stream="drawn",
        series=series.astype(np.int32),
        time_us=np.full(count, time_us),
        received_us=np.full(count, time_us),
        value=np.full(count, value),
        quality=np.zeros(count, np.uint16),
        seq=np.arange(count),
    )


def measure(chosen: argparse.Namespace) -> Result:
    """Measure all cells."""
    seed, quick = chosen.seed, chosen.quick
    rng = np.random.default_rng(seed)
    wiring = wiring_of(provincial(), DEVICES, on_battery=0.1, dense=1.0, rng=rng)
    sparse = wiring_of(provincial(), DEVICES // 100, on_battery=0.1, dense=0.1, rng=rng)
    single, twenty = Conditions(faults=1), Conditions(faults=20, network=2)
    cells: list[tuple[str, Wiring, Conditions, int]] = [
        ("single", wiring, single, 20 if quick else 300),
        ("twenty", wiring, twenty, 3 if quick else 40),
    ]
    if not quick:
        cells += [
            *((f"single, {it:.0%} lost", wiring, replace(single, lost=it), 100) for it in (0.0, 0.1, 0.3)),
            *((f"single, {it:.0%} false", wiring, replace(single, false=it), 100) for it in (0.0, 0.05)),
            *((f"single, {it:.0%} report", wiring, replace(single, reporting=it), 100) for it in (0.6, 0.99)),
            ("single, 5% wrong heads", wiring, replace(single, wrong=0.05), 100),
            ("single, 3 network", wiring, replace(single, network=3), 100),
            *((f"{it} at once", wiring, replace(twenty, faults=it), 40) for it in (2, 5, 10)),
            *((f"twenty, {it:.0%} lost", wiring, replace(twenty, lost=it), 20) for it in (0.0, 0.3)),
        ]
    table = Table(
        title="Exact elements (ours; the better of greedy and escalation)",
        columns=[
            "case",
            "events",
            "precision",
            "recall",
            "F1",
            "near",
            "peer F1",
            "errors",
            "verdict",
            "peer",
        ],
    )
    figures: dict[str, object] = {"cells": {}}
    verdicts = right_verdicts = 0
    for name, world, conditions, events in cells:
        scores = cell(world, conditions, events, seed, first=name == "single")
        ours, (peer_name, peer) = scores["ours"], best_peer(scores)
        verdicts, right_verdicts = verdicts + ours.verdicts, right_verdicts + ours.right_verdicts
        ratio = (1 - ours.f1) / max(1 - peer.f1, 1e-9)
        near = ours.near / max(ours.right + ours.missed, 1)
        verdict = ours.right_verdicts / max(ours.verdicts, 1)
        table.add(
            name, events, ours.precision, ours.recall, ours.f1, near, peer.f1, ratio, verdict, peer_name
        )
        held = {
            "f1": ours.f1, "precision": ours.precision, "recall": ours.recall, "within_one_switch": near,
            "baseline_f1": peer.f1, "error_ratio": ratio, "kind_accuracy": verdict,
        }  # fmt: skip
        if ours.first_s:
            held["first_right_s"] = float(np.median(ours.first_s))
        key = name if name in ("single", "twenty") else ""
        if key:
            figures[key] = held
        else:
            cells_of = figures["cells"]
            assert isinstance(cells_of, dict)
            cells_of[name.replace(", ", "_").replace(" ", "_").replace("%", "")] = held
    figures["kind_accuracy"] = right_verdicts / max(verdicts, 1)
    guessed = cell(sparse, replace(single, network=0), 30 if quick else 400, seed, guess=True)
    rates = {name: one.right_guesses / one.guesses for name, one in guessed.items()}
    few = Table(title="Few devices (a tenth of the loads): the single best guess", columns=["rule", "right"])
    for name, rate in rates.items():
        few.add(name, rate)
    figures["sparse"] = {
        "guess_right": rates["ours"],
        "baseline_right": max(rate for name, rate in rates.items() if name != "ours"),
    }
    took = speed(seed, 5 if quick else 20)
    figures |= took
    fast = Table(title=f"Speed with {took['devices']:,} devices, 20 faults", columns=["", "figure"])
    for name, value in took.items():
        fast.add(name, value)
    return Result(tables=[table, few, fast], figures=figures)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=471, help="for all that is drawn")


if __name__ == "__main__":
    run("Causes: found how well, how fast", measure, _arguments)
