"""Who may connect to the broker: its questions answered from the device registry.

The broker asks for every client that is none of its own service users. A client that speaks MQTT and proves
to be a device gets permission for its own topics; everything else is refused and written down, at most once a
second for each device, so that refused devices become visible and a storm of them costs little.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
from natsrpy import Message

from luylau.kernel.bus import Bus
from luylau.kernel.clock import Clock
from luylau.kernel.nkeys import Signer, read_claims
from luylau.kernel.tasks import end_tasks
from luylau.security.callout_messages import Question, QuestionClaims, answer, device_permissions
from luylau.security.connections import Connections
from luylau.security.device_lock import DeviceLock
from luylau.security.devices import DeviceRegistry

log = logging.getLogger(__name__)

_SUBJECT = "$SYS.REQ.USER.AUTH"
REPORT_S = 1.0
"""How often refusals are reported."""
_MOST_REPORTED = 500
_SETTLE_S = 1.0
"""After a device was put off, its next attempts wait so long: the registry's view in memory may be older."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedConnect:
    """Refused attempts of one device: the last one's reason (message key), and how many there were."""

    device: str
    address: str
    client_id: str
    reason: str
    time_us: int
    count: int


class DeviceCallout:
    """Answers the broker, on ``bus`` as its user "auth".

    ``is_device`` says whether an id is one of the city's devices; ``report`` gets the refusals each second,
    in a thread of its own.
    """

    def __init__(
        self,
        *,
        bus: Bus,
        connections: Connections,
        seed: str,
        registry: DeviceRegistry,
        is_device: Callable[[str], bool],
        tenant: str,
        clock: Clock,
        lock: DeviceLock,
        report: Callable[[Sequence[RefusedConnect]], None],
    ) -> None:
        self._bus = bus
        self._connections = connections
        self._signer = Signer(seed)
        self._registry = registry
        self._is_device = is_device
        self._tenant = tenant
        self._clock = clock
        self._lock = lock
        self._report = report
        self._refused: dict[str, RefusedConnect] = {}
        self._put_off: dict[str, float] = {}
        self._task: asyncio.Task[None] | None = None
        self.accepted = 0
        self.refused = 0

    async def start(self) -> None:
        """Begin to answer.

        Raises:
            Unavailable: the broker is away.
        """
        await self._bus.listen(_SUBJECT, self._hear, queue="auth")
        self._task = asyncio.create_task(self._report_on())

    async def stop(self) -> None:
        """Stop reporting; the bus is the caller's to close."""
        if self._task is not None:
            await end_tasks([self._task])

    async def kick(self, *devices: str) -> int:
        """End the connections of ``devices`` and return how many there were; call it after a revocation.

        Raises:
            Unavailable: the broker is away; the devices' next connect is refused all the same.
        """
        self._put_off.update(dict.fromkeys(devices, time.monotonic() + _SETTLE_S))
        return await self._connections.end(*devices)

    async def _hear(self, message: Message) -> None:
        try:
            question: Question = read_claims(message.payload, QuestionClaims).nats
        except (ValueError, msgspec.DecodeError):
            log.error("the broker asked in a form that is not understood")
            return
        # Each is answered on its own: one that waits for the database must not hold up the others.
        task = asyncio.create_task(self._answer(message, question))
        task.add_done_callback(_log_failure)

    async def _answer(self, message: Message, question: Question) -> None:
        reason = await self._judge(question)
        device = question.connect_opts.user
        if reason:
            self.refused += 1
            self._note(question, reason)
            reply = answer(self._signer, question, permissions=None)
        else:
            self.accepted += 1
            reply = answer(self._signer, question, permissions=device_permissions(self._tenant, device))
        await self._bus.reply(message, reply)

    async def _judge(self, question: Question) -> str:
        """Return the message key of why the client is refused; "" when it may come in."""
        said, client = question.connect_opts, question.client_info
        if client.type != "mqtt":
            return "device-not-mqtt"
        device = said.user
        wait_s = self._put_off.get(device, 0.0) - time.monotonic()
        if wait_s > 0:
            await asyncio.sleep(wait_s)
            self._put_off.pop(device, None)
        if self._lock.is_locked(device, client.host):
            held = await asyncio.to_thread(self._registry.fingerprint, device)
            self._lock.renewed(device, client.host, held)
            if self._lock.is_locked(device, client.host):
                return "device-locked"
        if self._takes_another(device, client.mqtt_id):
            return "device-client-id"
        verdict = await asyncio.to_thread(self._registry.verify, device, said.password)
        if verdict.kind == "refused":
            held = await asyncio.to_thread(self._registry.fingerprint, device)
            self._lock.failed(device, client.host, held)
            return verdict.reason
        self._lock.succeeded(device, client.host)
        return ""

    def _takes_another(self, device: str, client_id: str) -> bool:
        """Say whether a client id names another device: the broker would end that one's session for it."""
        named = client_id.split(":")[0].split("_")[0]
        return named != device and self._is_device(named)

    def _note(self, question: Question, reason: str) -> None:
        device = question.connect_opts.user[:64]
        before = self._refused.get(device)
        if before is None and len(self._refused) >= _MOST_REPORTED:
            return
        self._refused[device] = RefusedConnect(
            device=device,
            address=question.client_info.host[:64],
            client_id=question.client_info.mqtt_id[:64],
            reason=reason,
            time_us=self._clock.now_us(),
            count=1 if before is None else before.count + 1,
        )

    async def _report_on(self) -> None:
        while True:
            await asyncio.sleep(REPORT_S)
            if self._refused:
                refused, self._refused = list(self._refused.values()), {}
                try:
                    await asyncio.to_thread(self._report, refused)
                except Exception:
                    log.exception("refused devices were not written down")


def _log_failure(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("a connect was not answered", exc_info=task.exception())
