"""What a process learns anew from the history: everything above its marks, once, in its stream's order."""

import numpy as np

from luylau.telemetry.history import since
from tests.unit.telemetry.history.making import NOON_US, Store, batch, by_key, chance_batch, rows_of


def test_what_came_after_the_marks_comes_again_with_its_words(store: Store) -> None:
    rng = np.random.default_rng(8)
    made = [chance_batch(rng, 200, first_seq=1 + 200 * part) for part in range(4)]
    other = chance_batch(rng, 50, stream="http@1")
    for part in made[:3]:
        store.write(part)
    store.upkeep.compact(NOON_US, everything=True)
    store.write(made[3], other)
    found = list(since(store.folder, store.engine, {"mqtt@1": 450}, oldest_us=0))
    rows = sorted((row for part in found for row in rows_of(part)), key=by_key)
    wanted = [row for part in (*made, other) for row in rows_of(part)]
    assert rows == sorted((row for row in wanted if row[6] == "http@1" or row[5] > 450), key=by_key)
    assert all((np.diff(part.seq) >= 0).all() for part in found)
    assert {part.stream for part in found} == {"mqtt@1", "http@1"}


def test_what_is_known_or_too_old_or_lost_does_not_come(store: Store) -> None:
    store.write(batch([(1, NOON_US, 1.0)]))
    store.write(batch([(1, NOON_US + 10, 2.0)], first_seq=2))
    assert list(since(store.folder, store.engine, {"mqtt@1": 2}, oldest_us=0)) == []
    late = list(since(store.folder, store.engine, {}, oldest_us=NOON_US + 1_000_010))
    assert [part.value.tolist() for part in late] == [[2.0]]
    (store.folder / store.files()[0]).unlink()
    assert [part.value.tolist() for part in since(store.folder, store.engine, {}, oldest_us=0)] == [[2.0]]
