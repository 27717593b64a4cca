"""Subjects of the broker split into device and channel, learnt as they come."""

from typing import Final

_MOST: Final = 100_000


class SubjectNames(dict[str, tuple[str, str]]):
    """Subject to (device, channel). ``skip`` counts the levels before tenant, device and channel.

    A subject that is no topic of the tenant gives names with dots, which the decoder refuses and counts.
    """

    def __init__(self, *, skip: int, tenant: str) -> None:
        super().__init__()
        self._skip = skip
        self._tenant = tenant

    def __missing__(self, subject: str) -> tuple[str, str]:
        levels = subject.split(".")[self._skip :]
        if len(levels) >= 3 and levels[0] == self._tenant:
            name = (levels[1], ".".join(levels[2:]))
        else:
            name = (".".join(levels[:-1]), levels[-1] if levels else "")
        if len(self) >= _MOST:
            self.clear()
        self[subject] = name
        return name
