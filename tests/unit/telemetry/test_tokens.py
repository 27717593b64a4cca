"""Words to numbers: every word under its owner, however many, in one piece or in two."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from luylau.telemetry.tokens import ABSENT, TokenTable, begin, extend, find


def look_up(table: TokenTable, owner: int, word: bytes, cut: int = 0) -> int:
    text = np.frombuffer(b"xx" + word[cut:] + b"yy" + word[:cut], np.uint8)
    head = 4 + len(word) - cut
    hashed = extend(begin(owner), text, head, head + cut)
    hashed = extend(hashed, text, 2, 2 + len(word) - cut)
    return int(
        find(table.slots, table.letters, owner, hashed, text, head, head + cut, 2, 2 + len(word) - cut)
    )


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.binary(max_size=12)), st.integers(0, 10**6)))
def test_what_was_learnt_is_found_and_nothing_else(words: dict[tuple[int, bytes], int]) -> None:
    table = TokenTable()
    for (owner, word), number in words.items():
        table.learn(owner, word, number)
    for (owner, word), number in words.items():
        for cut in {0, len(word) // 2, len(word)}:
            assert look_up(table, owner, word, cut) == number
        assert look_up(table, owner + 6, word) == ABSENT
        assert look_up(table, owner, word + b"!") == words.get((owner, word + b"!"), ABSENT)


def test_it_grows_and_forgets_all_when_cleared() -> None:
    table = TokenTable()
    for number in range(5_000):
        table.learn(number % 7, b"channel_%d" % number, number)
    assert all(look_up(table, number % 7, b"channel_%d" % number) == number for number in range(5_000))
    table.clear()
    table.learn(0, b"one more", 1)
    assert len(table) == 1
    assert look_up(table, 0, b"one more") == 1
    assert look_up(table, 0, b"channel_0") == ABSENT


def test_words_of_equal_hash_are_told_apart() -> None:
    table = TokenTable()
    table.learn(1, b"abc", 5)
    other = np.frombuffer(b"abd", np.uint8)
    hashed = extend(begin(1), np.frombuffer(b"abc", np.uint8), 0, 3)
    assert find(table.slots, table.letters, 1, hashed, other, 0, 0, 0, 3) == ABSENT
