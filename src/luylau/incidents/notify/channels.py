"""The port: what a way of telling people takes, and how it says that it could not.

::

    follower ──▶ delivery row ──▶ sender ──▶ Notifier.send(target, message)
                                                ├── SmtpNotifier       e-mail
                                                ├── WebPushNotifier    a browser
                                                ├── TelegramNotifier   a chat
                                                ├── ZaloNotifier       a chat
                                                └── WebhookNotifier    another system
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, get_args

from luylau.kernel.errors import Field, LuylauError
from luylau.kernel.messages import Language

Channel = Literal["email", "web_push", "telegram", "zalo", "webhook"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a message goes: an e-mail address, a chat's id, or a URL; of a browser also its keys."""

    id: str
    """Id of the address it belongs to."""
    to: str
    p256dh: str = ""
    auth: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a person is told, in their language.

    ``id`` is the delivery's and the same in every try, so that a receiver can know a message again.
    ``data`` is what another system reads: the incident as it was, one entry for each thing told.
    """

    id: str
    occasion: str
    language: Language
    subject: str
    lines: tuple[str, ...]
    path: str
    """Page of the console."""
    url: str
    """The same as an address."""
    tag: str
    """What later messages on the same thing share."""
    severity: str
    """Empty for a test."""
    drill: bool
    simulated: bool
    time_us: int
    data: Sequence[Mapping[str, Any]] = ()

    @property
    def text(self) -> str:
        """The message without its subject, as plain text."""
        return "\n".join((*self.lines, "", self.url))


class NotSent(LuylauError):
    """A message did not get through.

    ``permanent`` says that no further try helps, ``gone`` that nothing will ever reach the target again,
    ``retry_after_s`` how long its receiver wants to be left alone.
    """

    status: ClassVar[int] = 503

    def __init__(
        self,
        key: str,
        /,
        *,
        permanent: bool = False,
        gone: bool = False,
        retry_after_s: float = 0.0,
        **fields: Field,
    ) -> None:
        super().__init__(key, **fields)
        self.permanent = permanent or gone
        self.gone = gone
        self.retry_after_s = retry_after_s


class Notifier(Protocol):
    """One way of telling people."""

    async def send(self, target: Target, message: Message) -> None:
        """Return once the receiver has taken the message over.

        It ends within the time of one try and never blocks the event loop.

        Raises:
            NotSent: the receiver refused, or could not be reached in time.
        """
        ...
