"""Killing the platform: kill -9 of its processes at random points under load, and what was lost.

``python -m benchmarks.kill [--quick] [--json]``: 100 kills of the broker, ``signals``, ``web`` and the
supervisor itself (quick: 10) while devices publish over MQTT with QoS 1 and an operator comments on
incidents. There is no peer: what was lost and what was doubled is held against zero.
"""

import argparse
import statistics
import tempfile
from collections import Counter
from pathlib import Path

from tests.support.ordeal import Ordeal

from benchmarks.common import Result, Table, run


def measure(chosen: argparse.Namespace) -> Result:
    with tempfile.TemporaryDirectory(prefix="luylau-kill-") as folder:
        ordeal = Ordeal(
            root=Path(folder),
            kills=10 if chosen.quick else chosen.kills,
            posts=chosen.devices,
            per_s=chosen.per_s,
            supervisor_every=9 if chosen.quick else 10,
            patience=0.3 if chosen.quick else 0.6,
            seed=chosen.seed,
        )
        try:
            ordeal.run()
            return _result(ordeal)
        finally:
            ordeal.platform.close()


def _result(ordeal: Ordeal) -> Result:
    platform, account = ordeal.platform, ordeal.account()
    events = platform.events()
    opened = Counter(event.subject for event in events if event.kind == "incident.opened")
    held = {row.id for row in platform.incidents()}
    written = Counter(event.data["text"] for event in events if event.kind == "incident.commented")
    audited = Counter(
        entry.detail["text"] for entry in platform.audit() if entry.action == "incident.comment"
    )
    confirmed = ordeal.operator.confirmed
    restarts = sorted(ordeal.restart_s)
    figures = {
        "kills": sum(ordeal.killed.values()),
        "killed": dict(ordeal.killed),
        "observations": {
            "sent": account.sent,
            "acknowledged": account.acknowledged,
            "stored": account.stored,
            "lost": account.lost,
            "doubled": account.doubled,
            "altered": account.altered,
            "marked_duplicate": account.repeated,
        },
        "incidents": {
            "opened": len(opened),
            "lost": len(held ^ opened.keys()),
            "doubled": sum(count > 1 for count in opened.values()),
        },
        "audit": {
            "confirmed": len(confirmed),
            "lost": sum(text not in audited or text not in written for text in confirmed),
            "doubled": sum(count > 1 for count in (written | audited).values()),
            "verifies": platform.verify_audit().trouble == "",
        },
        "restart": {
            "median_s": statistics.median(restarts),
            "max_s": restarts[-1],
            "waited_for": len(restarts),
        },
    }
    table = Table(title="kill -9 under load", columns=("what", "figure"))
    for group, value in figures.items():
        if isinstance(value, dict):
            for name, inner in value.items():
                table.add(f"{group}: {name}", str(inner) if isinstance(inner, bool) else inner)
        else:
            table.add(group, value)
    return Result(tables=[table], figures=figures)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kills", type=int, default=100, help="how many (without --quick)")
    parser.add_argument("--devices", type=int, default=10)
    parser.add_argument("--per-s", type=float, default=20.0, help="messages a second of each device")
    parser.add_argument("--seed", type=int, default=2026)


if __name__ == "__main__":
    run(__doc__ or "", measure, arguments)
