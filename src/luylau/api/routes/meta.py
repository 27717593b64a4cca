"""Whether this process lives and can work; for supervisors and load balancers."""

import sqlalchemy as sa
from fastapi import APIRouter

from luylau.api.models.system import Liveness, Readiness
from luylau.api.operations import PUBLIC, operation
from luylau.api.services import ServicesDep
from luylau.kernel.sql import reader

router = APIRouter(tags=["meta"])


@router.get("/healthz", **operation(PUBLIC, "getLiveness"))
async def get_liveness() -> Liveness:
    """Say that the process answers."""
    return Liveness(status="ok")


@router.get("/readyz", **operation(PUBLIC, "getReadiness"))
def get_readiness(services: ServicesDep) -> Readiness:
    """Say whether the process can do its work: 503 where the database is away."""
    with reader(services.engine) as connection:
        connection.execute(sa.select(1))
    lost = [part.part for part in services.health.parts() if part.state == "lost"]
    return Readiness(status="ok", parts_lost=lost)
