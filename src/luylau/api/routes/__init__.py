"""The routes, one module for each part of the API."""

from fastapi import FastAPI

from luylau.api.public import routes as public
from luylau.api.routes import (
    assets,
    camera_events,
    cameras,
    causes,
    city,
    devices,
    drills,
    grid,
    grid_estimate,
    grid_forecast,
    grid_reports,
    grid_studies,
    imports,
    incident_work,
    incidents,
    ingest,
    meta,
    notifications,
    observations,
    open311,
    playbooks,
    reports,
    rules,
    session,
    sessions,
    shifts,
    stream,
    studies,
    study_files,
    study_runs,
    system,
    users,
    workers,
)

_PARTS = (
    session,
    sessions,
    users,
    city,
    assets,
    imports,
    observations,
    incidents,
    causes,
    incident_work,
    workers,
    shifts,
    playbooks,
    drills,
    reports,
    notifications,
    rules,
    devices,
    cameras,
    camera_events,
    grid,
    grid_estimate,
    grid_forecast,
    grid_reports,
    grid_studies,
    studies,
    study_files,
    study_runs,
    system,
    ingest,
    stream,
)


def include_all(app: FastAPI) -> None:
    """Include all routes in ``app``."""
    for part in _PARTS:
        app.include_router(part.router, prefix="/api/v1")
    app.include_router(meta.router)
    app.include_router(open311.router)
    app.include_router(public.router)
