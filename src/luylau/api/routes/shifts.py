"""Shifts of the operations room."""

from typing import Annotated

from fastapi import APIRouter, Path

from luylau.api.acting import ByDep
from luylau.api.asking import cursor_of, number_of
from luylau.api.models.incident_work import NewNote
from luylau.api.models.shifts import HandOver, ShiftPage
from luylau.api.models.shifts import Shift as ShownShift
from luylau.api.operations import operation
from luylau.api.params import Cursor, Limit
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.services import Services, ServicesDep
from luylau.api.workshow import shown_shift
from luylau.incidents import Shift, ShiftReader
from luylau.security import SignedIn

router = APIRouter(tags=["shifts"])

ShiftId = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/shifts", **operation("shift.read", "listShifts"))
def list_shifts(
    services: ServicesDep, caller: CallerDep, cursor: Cursor = None, limit: Limit = 20
) -> ShiftPage:
    """List shifts, newest first."""
    found = ShiftReader(services.engine).page(before=number_of(cursor), limit=limit + 1)
    people, view = names_of_users(services), services.city.view
    return ShiftPage(
        items=[shown_shift(view, shift, caller.user.language, people) for shift in found[:limit]],
        next_cursor=cursor_of(found[limit - 1].id) if len(found) > limit else None,
    )


@router.get("/shifts/{shift}", **operation("shift.read", "getShift", 404))
def get_shift(services: ServicesDep, caller: CallerDep, shift: ShiftId) -> ShownShift:
    """Return one shift."""
    return _shown(services, caller, ShiftReader(services.engine).get(shift))


@router.post("/shifts", **operation("shift.write", "beginShift", 409))
def begin_shift(services: ServicesDep, caller: CallerDep) -> ShownShift:
    """Begin a shift where none runs."""
    return _shown(services, caller, services.desk.shifts.begin(actor=caller.user.id))


@router.post("/shifts/{shift}/notes", **operation("shift.write", "noteShift", 404, 409, body=True))
def note_shift(services: ServicesDep, caller: CallerDep, shift: ShiftId, body: NewNote) -> ShownShift:
    """Write a note into the shift's log."""
    return _shown(services, caller, services.desk.shifts.note(shift, actor=caller.user.id, text=body.text))


@router.post("/shifts/{shift}/hand-over", **operation("shift.write", "handOverShift", 404, 409, body=True))
def hand_over_shift(
    services: ServicesDep, caller: CallerDep, shift: ShiftId, by: ByDep, body: HandOver
) -> ShownShift:
    """Hand a shift over to the next, in words; what is not over is counted and listed by itself."""
    made = services.desk.shifts.hand_over(shift, text=body.text, **by)
    return _shown(services, caller, made)


@router.post("/shifts/{shift}/resume", **operation("shift.write", "resumeShift", 404, 409))
def resume_shift(services: ServicesDep, caller: CallerDep, shift: ShiftId, by: ByDep) -> ShownShift:
    """Take a hand-over back that nobody has accepted yet."""
    return _shown(services, caller, services.desk.shifts.resume(shift, **by))


@router.post("/shifts/{shift}/accept", **operation("shift.write", "acceptShift", 404, 409))
def accept_shift(services: ServicesDep, caller: CallerDep, shift: ShiftId, by: ByDep) -> ShownShift:
    """Accept what was handed over: that shift ends, the caller's begins; return the new one."""
    return _shown(services, caller, services.desk.shifts.accept(shift, **by))


def _shown(services: Services, caller: SignedIn, shift: Shift) -> ShownShift:
    return shown_shift(services.city.view, shift, caller.user.language, names_of_users(services))
