"""Devices that publish in a steady rhythm, each message with the moment at which it is sent.

Run as a process of its own: ``python -m benchmarks.steady SPEC`` (JSON of ``Spec``) prints what it sent and
how many of its messages were acknowledged.
"""

import json
import random
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from benchmarks.load import connect, publish

CHANNELS = {
    "voltage": 230.0,
    "current": 400.0,
    "active_power": 250.0,
    "reactive_power": 60.0,
    "frequency": 50.0,
}
"""What a transformer's meter measures, and about how much."""


@dataclass(frozen=True, kw_only=True)
class Spec:
    """Each device sends one message a second, with all its channels, for ``seconds``."""

    port: int
    tenant: str
    credentials: dict[str, str]
    seconds: float


def message(spec: Spec, device: str, number: int) -> bytes:
    """Return the packet of a message that is measured and sent now."""
    records = [
        f'{{"n":"{name}","v":{value * random.uniform(0.99, 1.01):.3f}' for name, value in CHANNELS.items()
    ]
    records[0] += f',"bt":{time.time():.6f}'
    said = f"[{'},'.join(records)}}}]"
    return publish(f"obs/{spec.tenant}/{device}/senml", said.encode(), 1 + number % 65_535)


def acknowledged(connection: socket.socket) -> int:
    """Return how many acknowledgements have come."""
    with suppress(BlockingIOError):
        return len(connection.recv(4_096)) // 4
    return 0


def main(spec: Spec) -> dict[str, int]:
    """Send in even steps, so that the broker is never hit by all devices at once."""
    connections = [
        (device, connect(spec.port, device, secret)) for device, secret in spec.credentials.items()
    ]
    step = 1 / len(connections)
    total = round(spec.seconds / step)
    heard = 0
    began = time.perf_counter()
    for number in range(total):
        device, connection = connections[number % len(connections)]
        time.sleep(max(0.0, began + number * step - time.perf_counter()))
        heard += acknowledged(connection)
        connection.send(message(spec, device, number))
    time.sleep(1)
    heard += sum(acknowledged(connection) for _, connection in connections)
    return {"sent": total * len(CHANNELS), "messages": total, "acknowledged": heard}


if __name__ == "__main__":
    print(json.dumps(main(Spec(**json.loads(sys.argv[1])))))
