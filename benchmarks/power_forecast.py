"""Day-ahead load forecasts beside the same time a week before, on measured and published loads.

* simbench: the six medium-voltage load profiles (``mv_*``, 15 minutes, 2016, Germany), forecast over the
  last 91 days of the year. ``simbench_lv``: its six low-voltage ones, on which no column was chosen.
* taylor: half-hourly demand of England and Wales from 5 June to 27 August 2000 (Taylor, "Short-term
  electricity demand forecasting using double seasonal exponential smoothing", JORS 54, 2003), the last 28
  days. Read from the text of pmdarima, which need not be able to run: ``pip install --no-deps pmdarima``.
* feeders: 280 feeders, one year of 15-minute steps: how long fitting and forecasting take.
"""

import argparse
import ast
import csv
import importlib.util
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.common import Result, Table, peak_mb, run, timed
from luylau.power.backtest import Scores, backtest
from luylau.power.forecast import ForecastSettings, fit
from luylau.power.loads import LoadHistory

GERMANY = ForecastSettings(time_zone="Europe/Berlin", country="DE")
ENGLAND = ForecastSettings(time_zone="Europe/London", country="GB", subdivision="ENG")
PROFILES = "networks/1-complete_data-mixed-all-0-sw/LoadProfile.csv"
STEP_US = 15 * 60 * 1_000_000
FEEDERS = 280


def _file(package: str, path: str) -> Path | None:
    """Return a file of an installed package without importing it."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        print(f"{package} is not installed (benchmarks/requirements.txt)", file=sys.stderr)
        return None
    return Path(found.submodule_search_locations[0]) / path


def simbench(prefix: str) -> LoadHistory | None:
    """Return the active power of the profiles whose name begins so, in shares of their peak x 1 MW."""
    file = _file("simbench", PROFILES)
    if file is None:
        return None
    zone, seen = ZoneInfo("Europe/Berlin"), set()
    times, rows = [], []
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, delimiter=";")
        header = next(reader)
        chosen = [
            place for place, name in enumerate(header) if name.startswith(prefix) and name.endswith("_pload")
        ]
        for row in reader:
            wall = datetime.strptime(row[0], "%d.%m.%Y %H:%M")
            again = int(wall in seen)
            seen.add(wall)
            times.append(int(wall.replace(tzinfo=zone, fold=again).timestamp()) * 1_000_000)
            rows.append([float(row[place]) for place in chosen])
    return LoadHistory(
        feeder=tuple(header[place] for place in chosen),
        time_us=np.array(times),
        p_w=np.array(rows).T * 1e6,
    )


def taylor() -> LoadHistory | None:
    """Return the demand of England and Wales."""
    file = _file("pmdarima", "datasets/taylor.py")
    if file is None:
        return None
    longest: list[float] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.List) and len(node.elts) > len(longest):
            longest = [float(ast.literal_eval(value)) for value in node.elts]
    begin_us = int(datetime(2000, 6, 5, tzinfo=ZoneInfo("Europe/London")).timestamp()) * 1_000_000
    return LoadHistory(
        feeder=("England and Wales",),
        time_us=begin_us + np.arange(len(longest)) * 2 * STEP_US,
        p_w=np.array([longest]) * 1e6,
    )


def days(first: date, count: int) -> Sequence[date]:
    return [first + timedelta(place) for place in range(count)]


def scale(load: LoadHistory) -> dict[str, float]:
    """Return what fitting and forecasting 280 feeders takes, made from the profiles and noise of 2 %."""
    noise = np.random.default_rng(1).normal(1, 0.02, (FEEDERS, len(load.time_us)))
    many = LoadHistory(
        feeder=tuple(str(number) for number in range(FEEDERS)),
        time_us=load.time_us,
        p_w=load.p_w[np.arange(FEEDERS) % len(load.feeder)] * noise,
    )
    with timed() as fitting:
        model = fit(many, GERMANY)
    with timed() as forecasting:
        model.forecast(date(2017, 1, 1))
    return {"fit_s": fitting.seconds, "forecast_s": forecasting.seconds, "peak_mb": peak_mb()}


def measure(arguments: argparse.Namespace) -> Result:
    short = arguments.quick
    table = Table(
        title="Mean absolute error of day-ahead forecasts in percent; nominal coverage 90 %",
        columns=("", "forecast", "week before", "coverage %", "width % of load"),
    )
    figures: dict[str, Any] = {}

    def judge(name: str, load: LoadHistory | None, judged: Sequence[date], at: ForecastSettings) -> None:
        if load is None:
            return
        scores: Scores = backtest(load, judged, at, refit_days=1 if len(load.feeder) == 1 else 7)
        found = {
            "mape": float(scores.mape_model.mean()),
            "mape_naive": float(scores.mape_naive.mean()),
            "coverage": float(scores.coverage.mean()),
        }
        figures[name] = found
        table.add(
            f"{name}, {len(judged)} days",
            found["mape"],
            found["mape_naive"],
            100 * found["coverage"],
            100 * float(scores.width.mean()),
        )

    medium = simbench("mv_")
    judge(
        "simbench",
        medium,
        days(date(2016, 12, 4) if short else date(2016, 10, 2), 28 if short else 91),
        GERMANY,
    )
    if not short:
        judge("simbench_summer", medium, days(date(2016, 7, 3), 91), GERMANY)
        judge("simbench_lv", simbench("lv_"), days(date(2016, 7, 3), 182), GERMANY)
    judge("taylor", taylor(), days(date(2000, 7, 31), 28), ENGLAND)
    tables = [table]
    if medium is not None:
        figures["feeders_280"] = scale(medium)
        time = Table(
            title="280 feeders, one year of 15-minute steps", columns=("", "fit s", "forecast s", "peak MB")
        )
        time.add("this", *figures["feeders_280"].values())
        tables.append(time)
    return Result(tables=tables, figures=figures)


if __name__ == "__main__":
    run("Day-ahead load forecasts", measure)
