"""The reliability report: a period worked by hand, major event days, what is still out, CSV and PDF."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pypdf import PdfReader

from luylau.kernel.clock import MICROS, parse_iso
from luylau.kernel.messages import LANGUAGES, Language, message
from luylau.power.outages import Cause, Interruption, Origin
from luylau.power.report import Groups, Report, Served, report, served
from luylau.power.report_csv import report_csv
from luylau.power.report_pdf import report_pdf
from tests.unit.power import grids

HANOI_S = 7 * 3_600.0
MINUTE = 60 * MICROS
DAY = 1_440 * MINUTE
FROM = parse_iso("2026-08-01T00:00:00+07:00")
TO = parse_iso("2026-10-01T00:00:00+07:00")
NOW = parse_iso("2026-11-01T00:00:00+07:00")
SERVED = Served(
    grid="Lưới thử",
    simulated=False,
    source="số liệu công bố",
    customers=4_000,
    feeders=Groups(id=("f1", "f2"), name=("471 E27.1", "=2+3"), customers=np.array([2_000, 1_000])),
    units=Groups(
        id=("dong-ky", "tu-son"), name=("Phường Đồng Kỵ", "Phường Từ Sơn"), customers=np.array([500, 3_500])
    ),
)


def out(
    at: str,
    minutes: float | None,
    customers: int,
    *,
    feeder: str = "f1",
    place: str = "tu-son",
    cause: Cause = Cause.STORM,
) -> Interruption:
    begun_us = parse_iso(f"2026-{at}+07:00")
    return Interruption(
        id=f"o-{at}-{minutes}",
        begun_us=begun_us,
        ended_us=None if minutes is None else begun_us + round(minutes * MINUTE),
        feeder=feeder,
        place=place,
        root="x",
        cause=cause,
        customers=customers,
    )


LOG = (
    out("08-01T00:00", 60, 400),
    out("08-31T23:59", 100, 200, cause=Cause.PLANNED, place="dong-ky"),
    out("09-07T14:00", 240, 1_000, feeder="f2"),
    out("09-07T14:00", 480, 500, feeder="f2"),
    out("09-20T10:00", 4, 2_000),
    out("09-21T10:00", 30, 100, feeder="", place="hue"),
)


def make(log: Sequence[Interruption] = LOG, **changed: Any) -> Report:
    return report(SERVED, log, **{"from_us": FROM, "to_us": TO, "now_us": NOW, "ahead_s": HANOI_S, **changed})


def quiet_history(years: float) -> tuple[dict[str, Any], float]:
    """A history of one interruption of 4,000 customers every ten days, of 1 and e minutes by turns, just
    before the period; and the threshold that it gives: alpha is 0.5."""
    days = round(years * 365)
    rows = [
        Interruption(
            id=f"h{day}",
            begun_us=FROM - day * DAY,
            ended_us=FROM - day * DAY + round((6 * math.e if day % 20 else 6) * MINUTE),
            customers=4_000,
        )
        for day in range(10, days + 1, 10)
    ]
    logs = np.log([6 * math.e if day % 20 else 6 for day in range(10, days + 1, 10)])
    threshold = math.exp(logs.mean() + 2.5 * logs.std(ddof=1))
    return {"history": rows, "history_from_us": FROM - days * DAY}, threshold


def test_two_months_worked_by_hand() -> None:
    """4,000 customers.

    SAIDI = (400 x 60 + 200 x 100 + 1000 x 240 + 500 x 480 + 100 x 30) / 4000 = 527,000 / 4000 = 131.75 min
    SAIFI = (400 + 200 + 1000 + 500 + 100) / 4000 = 0.55; MAIFI = 2000 / 4000 = 0.5
    ASAI = 1 - 131.75 / (61 x 1440)
    Planned: 200 x 100 / 4000 = 5 min, 0.05.
    """
    found = make()
    whole = found.whole
    assert whole.all.saidi_min.tolist() == pytest.approx([131.75])
    assert whole.all.saifi.tolist() == pytest.approx([0.55])
    assert whole.all.caidi_min.tolist() == pytest.approx([131.75 / 0.55])
    assert whole.all.maifi.tolist() == [0.5]
    assert whole.all.asai.tolist() == pytest.approx([1 - 131.75 / (61 * 1_440)])
    assert (whole.planned.saidi_min[0], whole.planned.saifi[0]) == pytest.approx((5, 0.05))
    assert (whole.unplanned.saidi_min[0], whole.unplanned.saifi[0]) == pytest.approx((126.75, 0.5))
    assert (whole.rows.tolist(), found.imported, found.still_out, found.simulated) == ([6], 0, 0, False)


def test_months_are_local_and_have_their_own_length() -> None:
    """August (31 days): 44,000 / 4000 = 11 min; September (30 days): 483,000 / 4000 = 120.75 min."""
    months = make().months
    assert months.groups.id == ("2026-08", "2026-09")
    assert months.rows.tolist() == [2, 4]
    assert months.all.saidi_min.tolist() == pytest.approx([11, 120.75])
    assert months.all.asai.tolist() == pytest.approx([1 - 11 / (31 * 1_440), 1 - 120.75 / (30 * 1_440)])


def test_feeders_and_units_have_their_own_customers() -> None:
    """Feeder 1: (400 x 60 + 200 x 100) / 2000 = 22; feeder 2: 480,000 / 1000. Đồng Kỵ: 20,000 / 500; Từ Sơn:
    504,000 / 3500. The row of no feeder and an unknown unit counts in the total only."""
    found = make()
    assert found.feeders.all.saidi_min.tolist() == pytest.approx([22, 480])
    assert found.units.all.saidi_min.tolist() == pytest.approx([40, 144])
    assert (found.feeders.dropped, found.units.dropped, found.whole.dropped) == (1, 1, 0)


def test_what_is_still_out_counts_up_to_now() -> None:
    found = make([out("09-30T23:00", None, 40)])
    minutes = (NOW - parse_iso("2026-09-30T23:00:00+07:00")) / MINUTE
    assert found.still_out == 1
    assert found.whole.all.saidi_min[0] == pytest.approx(40 * minutes / 4_000)
    later = make([out("09-30T23:00", None, 40)], now_us=NOW + DAY)
    assert later.whole.all.saidi_min[0] == pytest.approx(40 * (minutes + 1_440) / 4_000)


def test_a_period_that_goes_on_ends_now() -> None:
    now_us = parse_iso("2026-09-10T00:00:00+07:00")
    found = make(now_us=now_us)
    assert found.to_us == now_us
    assert found.whole.rows.tolist() == [4]
    assert found.months.all.asai[1] == pytest.approx(1 - 120 / (9 * 1_440))


def test_what_began_outside_the_period_is_passed_over() -> None:
    assert make([out("07-31T23:59", 90, 9), out("10-01T00:00", 90, 9)]).whole.rows.tolist() == [0]


def test_an_empty_log_gives_a_report_of_zeros() -> None:
    found = make([])
    assert (found.whole.all.saidi_min[0], found.whole.all.saifi[0], found.whole.all.asai[0]) == (0, 0, 1)
    assert math.isnan(found.whole.all.caidi_min[0])
    assert len(report_csv(found).splitlines()) == 1 + 1 + 2 + 2 + 2
    assert message("en", "report-none") in text_of(found, "en")


def test_major_event_days_are_found_by_the_years_before() -> None:
    """The storm's day, 480,000 / 4000 = 120 minutes, is far above the threshold; the others are below it."""
    history, threshold = quiet_history(5)
    found = make(**history)
    assert found.major.full
    assert found.major.threshold_min == pytest.approx(threshold)
    assert found.major.days.tolist() == [parse_iso("2026-09-07T00:00:00Z") // DAY]
    assert found.whole.ordinary is not None
    assert found.whole.ordinary.saidi_min.tolist() == pytest.approx([11.75])
    assert found.feeders.ordinary is not None
    assert found.feeders.ordinary.saidi_min.tolist() == pytest.approx([22, 0])


def test_history_beyond_five_years_is_left_out() -> None:
    history, threshold = quiet_history(5)
    ancient = Interruption(id="a", begun_us=FROM - 2_000 * DAY, ended_us=FROM - 1_900 * DAY, customers=4_000)
    found = make(history=[ancient, *history["history"]], history_from_us=FROM - 2_100 * DAY)
    assert found.major.history_days == 5 * 365
    assert found.major.threshold_min == pytest.approx(threshold)


def test_a_short_history_is_said_and_a_very_short_one_gives_no_threshold() -> None:
    two_years, _ = quiet_history(2)
    found = make(**two_years)
    assert (found.major.given, found.major.full) == (True, False)
    assert message("en", "report-major-short") in text_of(found, "en")
    half_a_year, _ = quiet_history(0.5)
    for few in (make(**half_a_year), make()):
        assert not few.major.given
        assert few.whole.ordinary is None
        said = message("en", "report-major-impossible", {"days": few.major.history_days})
        assert said in text_of(few, "en")


@pytest.mark.parametrize("changed", [{"to_us": FROM}, {"now_us": FROM - 1}])
def test_a_period_without_length_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no length"):
        make(**changed)


def test_customers_by_feeder_and_unit_follow_from_the_grid() -> None:
    """The ring's loads stand at nodes 2 and 4 (feeder s0) and 6 (feeder s2), 100 customers each."""
    grid = replace(grids.ring(), feeders=grids.feeders(0, 2), simulated=True)
    found = served(grid, ["tu-son", "", "dong-ky"], {"tu-son": "Phường Từ Sơn"})
    assert found.feeders.customers.tolist() == [200, 100]
    assert found.units.id == ("dong-ky", "tu-son")
    assert found.units.name == ("dong-ky", "Phường Từ Sơn")
    assert found.units.customers.tolist() == [100, 100]
    assert (found.customers, found.simulated) == (300, True)
    with pytest.raises(ValueError, match="2 places for 3 loads"):
        served(grid, ["", ""])


def test_the_csv_says_all_and_runs_no_formula() -> None:
    lines = list(csv.DictReader(io.StringIO(report_csv(make()))))
    assert [line["section"] for line in lines] == [
        "total", "month", "month", "unit", "unit", "feeder", "feeder",
    ]  # fmt: skip
    total, *_, last = lines
    assert float(total["saidi_min"]) == pytest.approx(131.75)
    assert float(total["planned_saifi"]) == pytest.approx(0.05)
    assert (total["ordinary_saifi"], total["simulated"], total["still_out"]) == ("", "false", "0")
    assert last["name"] == "'=2+3"
    assert last["caidi_min"] == "320"


def text_of(found: Report, language: Language) -> str:
    """The PDF's text, its lines joined."""
    reader = PdfReader(io.BytesIO(report_pdf(found, language)))
    joiner = "" if language == "ja" else " "
    return joiner.join(" ".join(page.extract_text().split()) for page in reader.pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_speaks_each_language_with_its_font_embedded(language: Language) -> None:
    log = [*LOG, replace(out("09-29T10:00", None, 20), source=Origin.IMPORTED, simulated=True)]
    found = make(log, **quiet_history(5)[0])
    said = text_of(found, language)
    for key in ("report-title", "report-simulated", "report-ordinary", "report-method-title"):
        assert message(language, key) in said
    for part in ("Phường Đồng Kỵ", "471 E27.1", "2026-08", "IEEE Std 1366-2012", "số liệu công bố"):
        assert part in said
    assert ("0,555" if language == "vi" else "0.555") in said  # SAIFI with the 20 still out: 2,220 / 4,000
    reader = PdfReader(io.BytesIO(report_pdf(found, language)))
    resources: Any = reader.pages[0]["/Resources"]
    described = [font.get_object().get("/FontDescriptor") for font in resources["/Font"].values()]
    fonts = [one for one in described if one is not None]
    assert fonts
    assert all("/FontFile2" in font for font in fonts)


def test_a_real_grid_s_pdf_does_not_say_simulated() -> None:
    assert message("en", "report-simulated") not in text_of(make(), "en")


def test_the_same_report_gives_the_same_pdf() -> None:
    assert report_pdf(make(), "vi") == report_pdf(make(), "vi")


@pytest.mark.parametrize("months", [1, 13, 40])
def test_charts_hold_one_month_or_many(months: int) -> None:
    from_us = TO - months * 30 * DAY
    assert report_pdf(make(from_us=from_us), "en").startswith(b"%PDF")
