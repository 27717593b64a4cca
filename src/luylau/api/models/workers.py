"""Models of whom work can be given to."""

from pydantic import Field

from luylau.api.models.common import Model


class Worker(Model):
    """A user or an organisation that work can be given to."""

    id: str
    name: str = Field(description="Of an organisation in the caller's language.")


class WorkerList(Model):
    """All that work can be given to."""

    people: list[Worker] = Field(description="Users who may work on incidents, by name.")
    agencies: list[Worker] = Field(description="Organisations of the city, in its order.")
