"""The grid's reliability, and switching plans that people propose."""

from datetime import timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from fastapi import APIRouter, Path, Query, Response

from luylau.api.gridview import GridView
from luylau.api.models.common import GivenInstant
from luylau.api.models.grid import (
    IndexRow,
    Indices,
    MajorDays,
    NewProposal,
    Proposal,
    ProposalList,
    ReliabilityReport,
    SwitchPosition,
)
from luylau.api.operations import media, operation
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.services import Services, ServicesDep
from luylau.kernel.clock import MICROS, to_datetime
from luylau.kernel.errors import BadInput
from luylau.kernel.messages import Language
from luylau.power.proposals import Proposal as KeptProposal
from luylau.power.reliability import Indices as Reckoned
from luylau.power.report import Report, Section, report, served
from luylau.power.report_csv import report_csv
from luylau.power.report_pdf import report_pdf
from luylau.security import SignedIn

router = APIRouter(tags=["grid"])

By = Literal["all", "feeder", "place"]
_DEFAULT_DAYS = 365
_LONGEST_DAYS = 3_660
Start = Annotated[GivenInstant | None, Query(description="Begin; a year before the end if left out.")]
End = Annotated[GivenInstant | None, Query(description="End, left out; now if left out.")]


_csv = operation("grid.read", "getReliabilityCsv", 404)
_csv["responses"][200] = media({"text/csv": ""}, "The report as a table")
_pdf = operation("grid.read", "getReliabilityPdf", 404)
_pdf["responses"][200] = media({"application/pdf": "binary"}, "The report to print")


@router.get("/grid/reliability", **operation("grid.read", "getReliability", 404))
def get_reliability(
    services: ServicesDep,
    caller: CallerDep,
    start: Start = None,
    end: End = None,
    by: Annotated[By, Query(description="What the rows are.")] = "all",
) -> ReliabilityReport:
    """Return SAIDI, SAIFI, CAIDI, MAIFI and ASAI from the outage log, with and without major event days."""
    made = _report(services, caller.user.language, start, end)
    section = {"all": None, "feeder": made.feeders, "place": made.units}[by]
    return ReliabilityReport(
        start=made.from_us,
        end=made.to_us,
        by=by,
        simulated=made.simulated,
        still_out=made.still_out,
        imported=made.imported,
        unassigned=0 if section is None else section.dropped,
        major=MajorDays(
            days=[str(np.datetime64(int(day), "D")) for day in made.major.days],
            threshold_min=made.major.threshold_min if np.isfinite(made.major.threshold_min) else None,
            history_days=made.major.history_days,
            full=made.major.full,
        ),
        whole=_rows(made.whole)[0],
        months=_rows(made.months),
        rows=[] if section is None else _rows(section),
    )


@router.get("/grid/reliability/csv", response_class=Response, **_csv)
def get_reliability_csv(
    services: ServicesDep, caller: CallerDep, start: Start = None, end: End = None
) -> Response:
    """Return the report as a table."""
    told = _report(services, caller.user.language, start, end)
    made = report_csv(told)
    _record(services, caller, told, "csv")
    # With the mark by which spreadsheets tell UTF-8.
    return _file(made.encode("utf-8-sig"), "text/csv; charset=utf-8", "reliability.csv")


@router.get("/grid/reliability/pdf", response_class=Response, **_pdf)
def get_reliability_pdf(
    services: ServicesDep, caller: CallerDep, start: Start = None, end: End = None
) -> Response:
    """Return the report to print, in the caller's language."""
    language = caller.user.language
    told = _report(services, language, start, end)
    made = report_pdf(told, language)
    _record(services, caller, told, "pdf")
    return _file(made, "application/pdf", "reliability.pdf")


def _record(services: Services, caller: SignedIn, told: Report, form: str) -> None:
    """Note that a report leaves the platform."""
    with services.engine.begin() as connection:
        services.security.audit.append(
            connection,
            actor=caller.user.id,
            action="grid.read",
            resource="grid:reliability",
            outcome="done",
            detail={"start_us": told.from_us, "end_us": told.to_us, "format": form},
            time_us=services.clock.now_us(),
        )


@router.get("/grid/proposals", **operation("grid.read", "listProposals"))
def list_proposals(services: ServicesDep, caller: CallerDep) -> ProposalList:
    """List proposed switching plans, newest first."""
    names = names_of_users(services)
    return ProposalList(
        items=[_proposal(one, names.get(one.author, "")) for one in services.proposals.newest()]
    )


@router.post("/grid/proposals", **operation("grid.propose", "proposePlan", 404, body=True))
def propose_plan(services: ServicesDep, caller: CallerDep, body: NewProposal) -> Proposal:
    """Propose a switching plan to those who switch. Nothing is switched."""
    view: GridView = services.grid.view
    for step in body.steps:
        view.switch_of(step.id)
    for name in body.out:
        view.edge_of(name)
    made = services.proposals.propose(
        author=caller.user.id,
        title=body.title,
        note=body.note,
        out=body.out,
        steps=[(step.id, step.closed) for step in body.steps],
    )
    return _proposal(made, caller.user.name)


@router.post("/grid/proposals/{proposal}/withdraw", **operation("grid.propose", "withdrawProposal", 404, 409))
def withdraw_proposal(
    services: ServicesDep, caller: CallerDep, proposal: Annotated[int, Path(ge=1, le=2**31 - 1)]
) -> Proposal:
    """Take a proposal back."""
    held = services.proposals.withdraw(proposal, actor=caller.user.id)
    return _proposal(held, names_of_users(services).get(held.author, ""))


def _proposal(one: KeptProposal, author: str) -> Proposal:
    return Proposal(
        id=one.id,
        created=one.created_us,
        author=one.author,
        author_name=author,
        title=one.title,
        note=one.note,
        out=list(one.out),
        steps=[SwitchPosition(id=switch, closed=closed) for switch, closed in one.steps],
        state="proposed" if one.withdrawn_us is None else "withdrawn",
    )


def _report(services: Services, language: Language, start_us: int | None, end_us: int | None) -> Report:
    view, city, outages = services.grid.view, services.city.view, services.outages
    now_us = services.clock.now_us()
    to_us = now_us if end_us is None else min(end_us, now_us)
    from_us = to_us - _DEFAULT_DAYS * 86_400 * MICROS if start_us is None else start_us
    if not 0 < to_us - from_us <= _LONGEST_DAYS * 86_400 * MICROS:
        raise BadInput("grid-report-span-wrong", days=_LONGEST_DAYS)
    first_us = outages.first_us()
    names = {place: city.place_name(place, language, place) for place in set(view.load_places) if place}
    # Vietnam keeps one time all year; elsewhere the report's days are those of the period's end.
    ahead = to_datetime(to_us).astimezone(ZoneInfo(city.city.time_zone)).utcoffset() or timedelta()
    return report(
        served(view.grid, view.load_places, names),
        outages.begun_between(from_us, to_us),
        from_us=from_us,
        to_us=to_us,
        now_us=now_us,
        ahead_s=ahead.total_seconds(),
        history=() if first_us is None else outages.begun_between(first_us, from_us),
        history_from_us=first_us,
    )


def _rows(section: Section) -> list[IndexRow]:
    groups = section.groups
    return [
        IndexRow(
            id=groups.id[row],
            name=groups.name[row],
            customers=int(groups.customers[row]),
            interruptions=int(section.rows[row]),
            all=_indices(section.all, row),
            ordinary=None if section.ordinary is None else _indices(section.ordinary, row),
            planned=_indices(section.planned, row),
            unplanned=_indices(section.unplanned, row),
        )
        for row in range(len(groups.id))
    ]


def _indices(found: Reckoned, row: int) -> Indices:
    return Indices(
        saidi_min=float(found.saidi_min[row]),
        saifi=float(found.saifi[row]),
        caidi_min=float(found.caidi_min[row]),
        maifi=float(found.maifi[row]),
        asai=float(found.asai[row]),
    )


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
