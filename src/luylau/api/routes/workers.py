"""Whom work can be given to."""

from fastapi import APIRouter

from luylau.api.models.workers import Worker, WorkerList
from luylau.api.operations import operation
from luylau.api.permissions import CallerDep
from luylau.api.services import ServicesDep
from luylau.kernel.sql import reader

router = APIRouter(tags=["incidents"])


@router.get("/workers", **operation("incident.read", "listWorkers"))
def list_workers(services: ServicesDep, caller: CallerDep) -> WorkerList:
    """List the users and organisations that incidents and tasks can be given to."""
    view, policy = services.city.view, services.security.policy
    with reader(services.engine) as connection:
        users = list(services.security.users.all(connection))
    people = [
        Worker(id=user.id, name=user.name)
        for user in users
        if not user.disabled and "incident.work" in policy.allowed_actions(user)
    ]
    return WorkerList(
        people=sorted(people, key=lambda one: (one.name.casefold(), one.id)),
        agencies=[
            Worker(id=one, name=view.owner_name(one, caller.user.language)) for one in view.city.organisations
        ],
    )
