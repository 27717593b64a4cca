"""Devices that send numbered observations under load, and send again what nobody acknowledged."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import paho.mqtt.client as mqtt

from luylau.kernel.clock import MICROS


def level(number: int) -> float:
    """Return the value of a device's observation by its number: each another one, now above alarm, now below.

    A wave between 4 and 8 of 40 steps; the digits behind the third tell the number, up to a million.
    """
    step = number % 40
    wave = 4 + 0.2 * (step if step < 20 else 40 - step)
    return round(wave + number * 1e-9, 9)


@dataclass(kw_only=True)
class Sender:
    """One device: MQTT with QoS 1, one thread, at ``per_s`` messages a second from ``start`` to ``stop``.

    Each message is one observation with a time of its own (whole milliseconds). The client keeps what the
    broker has not acknowledged and sends it again after it has reconnected; ``in_flight`` at most at once.
    """

    port: int
    tenant: str
    device: str
    secret: str
    channel: str
    per_s: float
    value: Callable[[int], float] = level
    in_flight: int = 20
    sent: dict[int, float] = field(default_factory=dict)
    """Value by time (us) of all that was handed to the client."""
    acknowledged: set[int] = field(default_factory=set)
    """Times (us) of what the broker acknowledged."""
    delays_s: list[float] = field(default_factory=list)
    """From sending to acknowledgement."""
    disconnects: int = 0
    """Connections that ended, or were refused, without this device's leaving."""

    def __post_init__(self) -> None:
        self._times: dict[int, tuple[int, float]] = {}
        self._early: set[int] = set()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._leaves = False
        self._number = 0
        client = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2,
            client_id=self.device,
            protocol=mqtt.MQTTv311,
            reconnect_on_failure=True,
        )
        client.username_pw_set(self.device, self.secret)
        client.max_inflight_messages_set(self.in_flight)
        client.reconnect_delay_set(1, 1)
        client.connect_timeout = 2
        client.on_publish = lambda _c, _u, number, _r, _p: self._hear(number)
        client.on_disconnect = self._on_disconnect
        self.client = client
        self._thread = threading.Thread(target=self._send, daemon=True)

    def start(self) -> None:
        """Connect, and begin to send."""
        self.client.connect_async("127.0.0.1", self.port, keepalive=30)
        self.client.loop_start()
        self._thread.start()

    def stop(self, seconds: float = 30) -> bool:
        """Send nothing new, wait until all is acknowledged, leave; say whether all was."""
        self._stop.set()
        self._thread.join()
        deadline = time.monotonic() + seconds
        while self.waiting and time.monotonic() < deadline:
            time.sleep(0.02)
        self._leaves = True
        self.client.disconnect()
        self.client.loop_stop()
        # Paho leaves the socket of a connection that just broke to the garbage collector.
        self.client._sock_close()
        return not self.waiting

    @property
    def waiting(self) -> int:
        """How many messages are not acknowledged yet."""
        with self._lock:
            return len(self.sent) - len(self.acknowledged)

    def _send(self) -> None:
        due = time.monotonic()
        while not self._stop.is_set():
            time_us = time.time_ns() // 1_000_000 * 1_000
            if self.sent and time_us <= next(reversed(self.sent)):
                time_us = next(reversed(self.sent)) + 1_000
            value = self.value(self._number)
            self._number += 1
            payload = json.dumps([{"v": value, "t": time_us / MICROS}])
            with self._lock:
                self.sent[time_us] = value
            topic = f"obs/{self.tenant}/{self.device}/{self.channel}"
            began = time.monotonic()
            number = self.client.publish(topic, payload, qos=1).mid
            with self._lock:
                self._times[number] = (time_us, began)
                if number in self._early:
                    self._early.discard(number)
                    self._note(number)
            due += 1 / self.per_s
            self._stop.wait(max(0.0, due - time.monotonic()))

    def _hear(self, number: int) -> None:
        with self._lock:
            if number in self._times:
                self._note(number)
            else:
                self._early.add(number)

    def _note(self, number: int) -> None:
        time_us, began = self._times.pop(number)
        self.acknowledged.add(time_us)
        self.delays_s.append(time.monotonic() - began)

    def _on_disconnect(self, *_: object) -> None:
        self.disconnects += not self._leaves
