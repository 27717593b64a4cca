"""A process that writes a history until it is killed: ``python -m tests.faults.history_victim FOLDER MODE
SEED``.

Message ``n`` of the stream carries the observations that ``message(n)`` says, so whoever comes after can
tell what should be there. It prints ``ready``, then ``ack N`` for every watermark that it has confirmed, as
a broker would be told. Modes: ``run`` goes on until killed; a name of ``DEATHS`` dies at that very point;
``full`` meets a full disk.
"""

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sqlalchemy.engine import Engine

from luylau.kernel.errors import Unavailable
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.telemetry.history import HistoryUpkeep, HistoryWriter, upkeep, writer
from luylau.telemetry.observations import Batch

DAY_US = 86_400_000_000
START_US = 20_000 * DAY_US
STREAM = "mqtt@1"
ROWS = 3
DEATHS = ("segment-written", "committed", "merge-written", "merge-swapped")


def messages(first: int, last: int) -> Batch:
    """Return the observations of messages ``first`` to ``last``, both included: three each, over several
    days.
    """
    seq = np.repeat(np.arange(first, last + 1, dtype=np.int64), ROWS)
    place = np.tile(np.arange(ROWS), last + 1 - first)
    times = START_US + seq * 900_000_000 - place * DAY_US // 2
    return Batch(
        stream=STREAM,
        series=((seq * 7 + place) % 50).astype(np.int32),
        time_us=times,
        received_us=START_US + seq * 900_000_000,
        value=(seq * ROWS + place) / 8,
        quality=np.zeros(len(seq), np.uint16),
        seq=seq,
    )


def die() -> None:
    os.kill(os.getpid(), 9)


def dies_after(module: object, name: str, calls: int) -> None:
    """Let the process die as soon as a function has returned for the ``calls``-th time."""
    real: Callable[..., object] = getattr(module, name)
    left = calls

    def doomed(*args: object, **options: object) -> object:
        nonlocal left
        result = real(*args, **options)
        left -= 1
        if left == 0:
            die()
        return result

    setattr(module, name, doomed)


def commit(engine: Engine, store: HistoryWriter, last: int) -> None:
    with engine.begin() as connection:
        store.commit(connection, {STREAM: last})


def write_on(engine: Engine, folder: Path, mode: str, rng: np.random.Generator) -> None:
    store = HistoryWriter(folder, engine)
    keeper = HistoryUpkeep(folder, engine)
    with reader(engine) as connection:
        done = store.committed(connection).get(STREAM, 0)
    if mode == "segment-written":
        dies_after(writer, "write_segment", 4)
    elif mode == "merge-written":
        dies_after(upkeep, "write_segment", 2)
    elif mode == "merge-swapped":
        dies_after(upkeep.tables, "add", 2)
    print("ready", flush=True)
    turn = 0
    while True:
        turn += 1
        last = done + int(rng.integers(1, 400))
        # The broker sends from a little before: what was not acknowledged in time comes again.
        store.append(messages(max(1, done - 20), last))
        commit(engine, store, last)
        if mode == "committed" and turn == 4:
            die()
        store.saved()
        done = last
        print(f"ack {done}", flush=True)
        if turn % 4 == 0:
            keeper.compact(START_US, everything=True)


def fill_the_disk(engine: Engine, folder: Path) -> None:
    store = HistoryWriter(folder, engine)
    store.append(messages(1, 10))
    commit(engine, store, 10)
    store.saved()
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, usual[1]))
    store.append(messages(11, 100_000))
    for _ in range(3):
        try:
            commit(engine, store, 100_000)
        except Unavailable as error:
            print(error.key, store.pending_rows, flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    store.append(messages(100_001, 100_010))
    commit(engine, store, 100_010)
    store.saved()
    print("ack 100010", flush=True)
    store.close()


def main() -> None:
    folder, mode, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    engine = open_engine(sqlite_url(folder / "luylau.db"))
    metadata.create_all(engine)
    if mode == "full":
        fill_the_disk(engine, folder / "history")
    else:
        write_on(engine, folder / "history", mode, np.random.default_rng(seed))


if __name__ == "__main__":
    main()
