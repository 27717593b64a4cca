"""The loop of the escalation clocks: a database that is away is told of, and waited for."""

import asyncio
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from luylau.processes.signals import Signals


class Telling:
    def __init__(self) -> None:
        self.said: list[str] = []

    def fail(self, where: str, error: Exception) -> None:
        assert isinstance(error, OperationalError)
        self.said.append(f"fail {where}")

    def mend(self, where: str) -> None:
        self.said.append(f"mend {where}")

    async def announce(self, subject: str, _: bytes) -> None:
        self.said.append(subject)


@pytest.mark.parametrize(
    ("escalated", "said"),
    [
        (0, ["mend escalation"]),
        (2, ["mend escalation", "events.hint"]),
        (None, ["fail escalation"]),
    ],
)
def test_one_look_at_the_clocks(escalated: int | None, said: list[str]) -> None:
    def tick() -> int:
        if escalated is None:
            raise OperationalError("BEGIN", {}, OSError("disk I/O error"))
        return escalated

    telling = Telling()
    parts = SimpleNamespace(escalation=SimpleNamespace(tick=tick))
    signals = SimpleNamespace(_parts=parts, _telling=telling)
    asyncio.run(Signals._escalate(signals))  # type: ignore[arg-type]
    assert telling.said == said
