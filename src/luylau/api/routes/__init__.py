"""The routes, one module for each part of the API."""

from fastapi import FastAPI

from luylau.api.routes import (
    assets,
    city,
    devices,
    grid,
    grid_estimate,
    grid_forecast,
    grid_reports,
    grid_studies,
    imports,
    incidents,
    ingest,
    meta,
    observations,
    rules,
    session,
    sessions,
    stream,
    system,
    users,
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
    rules,
    devices,
    grid,
    grid_estimate,
    grid_forecast,
    grid_reports,
    grid_studies,
    system,
    ingest,
    stream,
)


def include_all(app: FastAPI) -> None:
    """Include all routes in ``app``."""
    for part in _PARTS:
        app.include_router(part.router, prefix="/api/v1")
    app.include_router(meta.router)
