"""The cause of an incident: what failed, why that is believed, who is hit."""

from fastapi import APIRouter

from luylau.api.causeshow import shown_cause
from luylau.api.models.causes import Cause
from luylau.api.operations import operation
from luylau.api.params import RecordId
from luylau.api.permissions import CallerDep
from luylau.api.services import ServicesDep
from luylau.incidents.causes import cause_of_incident
from luylau.kernel.errors import NotFound

router = APIRouter(tags=["incidents"])


@router.get("/incidents/{incident}/cause", **operation("incident.read", "getIncidentCause", 404))
def get_incident_cause(services: ServicesDep, caller: CallerDep, incident: RecordId) -> Cause:
    """Return the newest that is known of an incident's cause; 404 where it has none."""
    record = cause_of_incident(services.engine, incident)
    if record is None:
        raise NotFound("incident-no-cause", incident=incident)
    return shown_cause(services.city.view, record, caller.user.language)
