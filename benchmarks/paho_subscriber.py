"""What many would write themselves: a paho subscriber that writes to SQLite, one commit a second."""

import json
import queue
import sqlite3
import sys
import time
from pathlib import Path

import paho.mqtt.client as mqtt

COMMIT_S = 1.0
MOST_ROWS = 10_000
Row = tuple[str, str, float, float]


def rows_of(message: mqtt.MQTTMessage) -> list[Row]:
    """Return the observations of one SenML message."""
    device = message.topic.split("/")[2]
    base, rows = 0.0, []
    for record in json.loads(message.payload):
        base = record.get("bt", base)
        rows.append((device, record["n"], base + record.get("t", 0.0), record["v"]))
    return rows


def main(port: int, file: Path, ready: Path) -> None:
    """Subscribe and store until killed; ``ready`` appears once the subscription stands."""
    db = sqlite3.connect(file)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE observations (device TEXT, channel TEXT, time REAL, value REAL)")
    db.commit()
    came: queue.SimpleQueue[list[Row]] = queue.SimpleQueue()
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="subscriber")
    client.on_message = lambda _, __, message: came.put(rows_of(message))
    client.on_subscribe = lambda *_: ready.touch()
    client.connect("127.0.0.1", port)
    client.subscribe("obs/#", qos=1)
    client.loop_start()
    while True:
        rows = came.get()
        due = time.monotonic() + COMMIT_S
        while len(rows) < MOST_ROWS and (left := due - time.monotonic()) > 0:
            try:
                rows += came.get(timeout=left)
            except queue.Empty:
                break
        db.executemany("INSERT INTO observations VALUES (?, ?, ?, ?)", rows)
        db.commit()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
