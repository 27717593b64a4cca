"""A small answer of a siting study, worked out by nobody."""

from collections.abc import Mapping
from typing import Any

from luylau.siting.answer import Answer
from luylau.siting.answer.answer import FORM, CriterionGets, LeftSite, MoreMoney, PlacedSite, UnitGets


def placed(site: str, **changed: Any) -> PlacedSite:
    """Return a chosen site."""
    values: dict[str, Any] = {
        "site": site, "name": "", "asset": "", "option": "post", "heading_deg": 0.0, "lat": 21.18,
        "lon": 106.05, "unit": "phuong-kinh-bac", "cost": 1.0, "own": 40.0, "adds": 30.0, "powered": None,
        "in_plans": None, "standing": "",
    }  # fmt: skip
    return PlacedSite(**{**values, **changed})


def answer(study: Mapping[str, Any], *sites: PlacedSite) -> Answer:
    """Return an answer with these sites."""
    return Answer(
        form=FORM,
        study=dict(study),
        city="thu-nghiem",
        territory="2025-07-01",
        unit="percent",
        value=60.0,
        total=100.0,
        bound=62.0,
        gap=0.03,
        proof="lagrange",
        cost=float(len(sites)),
        budget=3.0,
        least_cost=None,
        mean_way_m=None,
        points=2,
        candidates=9,
        sites=sites,
        criteria=(CriterionGets(criterion="people", demand=90_000.0, reached=54_000.0),),
        units=(UnitGets(unit="phuong-kinh-bac", demand=100.0, reached=60.0, sites=len(sites)),),
        left=(
            LeftSite(
                site="r9", option="post", lat=21.1, lon=106.0, unit="xa-dong-ky", own=5.0, would_add=1.0,
                reason="less", rival="r1", shared=4.0, in_plans=None,
            ),
        ),
        more=(MoreMoney(site="r9", option="post", cost=1.0, adds=1.0),),
        plans=(),
        draws=0,
        marks=("siting-mark-assumed",),
    )  # fmt: skip
