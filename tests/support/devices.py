"""Devices as they are in the field: real MQTT clients (paho), and the platform's side that lets them in."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import paho.mqtt.client as mqtt
from paho.mqtt.reasoncodes import ReasonCode
from sqlalchemy.engine import Engine

from luylau.kernel.bus import Bus
from luylau.kernel.clock import SystemClock
from luylau.security.callout import DeviceCallout, RefusedConnect
from luylau.security.connections import Connections
from luylau.security.device_lock import DeviceLock
from luylau.security.devices import DeviceRegistry
from luylau.settings.security import SecuritySettings
from tests.support.broker import TestBroker

TENANT = "test-city"


class Device:
    """One device: connects, publishes, notices what becomes of it. All waits are bounded."""

    def __init__(
        self, port: int, user: str, password: str, *, client_id: str = "", retry: bool = False
    ) -> None:
        self.user = user
        self.refused = ""
        self.connected = threading.Event()
        self.lost = threading.Event()
        self.heard: list[tuple[str, bytes]] = []
        self.acknowledged: set[int] = set()
        self.client = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2,
            client_id=client_id or user,
            protocol=mqtt.MQTTv311,
            clean_session=not retry,
            reconnect_on_failure=retry,
        )
        self.client.username_pw_set(user, password)
        self.client.max_inflight_messages_set(200)
        self.client.reconnect_delay_set(1, 1)
        self.client.on_connect = self._on_connect
        self.client.on_disconnect = self._on_disconnect
        self.client.on_message = lambda _c, _u, said: self.heard.append((said.topic, said.payload))
        self.client.on_publish = lambda _c, _u, mid, _r, _p: self.acknowledged.add(mid)
        self._answered = threading.Event()
        self.client.connect("127.0.0.1", port, keepalive=30)
        self.client.loop_start()

    def joined(self, seconds: float = 10) -> bool:
        """Wait until it is let in or refused; return whether it is in."""
        self._answered.wait(seconds)
        return self.connected.is_set() and not self.refused

    def publish(self, channel: str, payload: bytes, *, qos: int = 1, wait_s: float = 10) -> bool:
        """Publish to an own topic; return whether the broker took it (QoS 0: whether it left)."""
        return self.publish_to(f"obs/{TENANT}/{self.user}/{channel}", payload, qos=qos, wait_s=wait_s)

    def publish_to(self, topic: str, payload: bytes, *, qos: int = 1, wait_s: float = 10) -> bool:
        """Publish to any topic."""
        sent = self.client.publish(topic, payload, qos=qos)
        try:
            sent.wait_for_publish(wait_s)
        except RuntimeError:
            return False
        return sent.is_published()

    def end(self) -> None:
        """Leave."""
        self.client.disconnect()
        self.client.loop_stop()

    def _on_connect(self, _c: object, _u: object, _f: object, reason: ReasonCode, _p: object) -> None:
        if reason.is_failure:
            self.refused = str(reason)
        else:
            self.refused = ""
            self.lost.clear()
            self.connected.set()
        self._answered.set()

    def _on_disconnect(self, *_: object) -> None:
        self.lost.set()
        self._answered.set()


@dataclass
class Gate:
    """The platform's side: registry and callout on a running broker."""

    broker: TestBroker
    engine: Engine
    known: set[str] = field(default_factory=set)
    refused: list[RefusedConnect] = field(default_factory=list)
    settings: SecuritySettings = field(default_factory=SecuritySettings)
    report: Callable[[Sequence[RefusedConnect]], None] | None = None

    def __post_init__(self) -> None:
        self.registry = DeviceRegistry(self.engine, SystemClock(), settings=self.settings)
        self._buses: list[Bus] = []

    async def open(self) -> "Gate":
        """Begin to let devices in."""
        auth, system = await self.broker.bus("auth"), await self.broker.bus("system")
        self._buses += [auth, system]
        self.callout = DeviceCallout(
            bus=auth,
            connections=Connections(system),
            seed=self.broker.secrets.seed,
            registry=self.registry,
            is_device=self.known.__contains__,
            tenant=TENANT,
            clock=SystemClock(),
            lock=DeviceLock(self.settings),
            report=self.report or self.refused.extend,
        )
        await self.callout.start()
        return self

    async def close(self) -> None:
        """Stop."""
        await self.callout.stop()
        for bus in self._buses:
            await bus.close()

    def issue(self, device: str) -> str:
        """Make ``device`` known; return its secret."""
        self.known.add(device)
        with self.engine.begin() as connection:
            return self.registry.issue(connection, device, actor="test")

    def revoke(self, device: str) -> None:
        """Revoke its credential."""
        with self.engine.begin() as connection:
            self.registry.revoke(connection, device, actor="test")

    def token(self) -> str:
        """Open enrolment; return the token."""
        with self.engine.begin() as connection:
            return self.registry.rotate_enrolment(connection, actor="test")
