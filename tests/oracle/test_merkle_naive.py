"""The tree against the definitions of RFC 9162 written out as they stand, recursion and all."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.security import merkle
from luylau.security.merkle import TreeHead


def mth(data: list[bytes]) -> bytes:
    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = half(len(data))
    return hashlib.sha256(b"\x01" + mth(data[:k]) + mth(data[k:])).digest()


def half(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, data: list[bytes]) -> list[bytes]:
    if len(data) == 1:
        return []
    k = half(len(data))
    if m < k:
        return [*path(m, data[:k]), mth(data[k:])]
    return [*path(m - k, data[k:]), mth(data[:k])]


def proof(m: int, data: list[bytes], whole: bool = True) -> list[bytes]:
    if m == len(data):
        return [] if whole else [mth(data)]
    k = half(len(data))
    if m <= k:
        return [*proof(m, data[:k], whole), mth(data[k:])]
    return [*proof(m - k, data[k:], False), mth(data[:k])]


def stored(data: list[bytes]) -> merkle.Complete:
    return lambda level, position: mth(data[position << level : (position + 1) << level])


def head(data: list[bytes]) -> TreeHead:
    return TreeHead(size=len(data), root=mth(data))


trees = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


def test_every_proof_of_every_small_tree_is_the_rfc_s() -> None:
    data = [bytes([n]) for n in range(33)]
    for size in range(1, len(data) + 1):
        some = data[:size]
        for index in range(size):
            made = merkle.inclusion_proof(stored(some), index, size)
            assert made == path(index, some)
            assert merkle.verify_inclusion(merkle.leaf_hash(some[index]), index, head(some), made)
        for old in range(1, size + 1):
            made = merkle.consistency_proof(stored(some), old, size)
            assert made == proof(old, some)
            assert merkle.verify_consistency(head(some[:old]), head(some), made)


@settings(max_examples=60, deadline=None)
@given(trees, st.data())
def test_nothing_but_the_right_leaf_at_the_right_place_verifies(
    data: list[bytes], draw: st.DataObject
) -> None:
    index = draw.draw(st.integers(0, len(data) - 1))
    made = merkle.inclusion_proof(stored(data), index, len(data))
    leaf = merkle.leaf_hash(data[index])
    assert not merkle.verify_inclusion(merkle.leaf_hash(data[index] + b"!"), index, head(data), made)
    assert not merkle.verify_inclusion(leaf, index, TreeHead(size=len(data), root=bytes(32)), made)
    assert not merkle.verify_inclusion(leaf, len(data), head(data), made)
    assert not merkle.verify_inclusion(leaf, index, head(data), [*made, bytes(32)])
    if made:
        assert not merkle.verify_inclusion(leaf, index, head(data), made[:-1])
        spoilt = draw.draw(st.integers(0, len(made) - 1))
        wrong = [bytes(32) if at == spoilt else step for at, step in enumerate(made)]
        assert not merkle.verify_inclusion(leaf, index, head(data), wrong)


@settings(max_examples=60, deadline=None)
@given(trees, st.data())
def test_a_log_with_a_changed_past_is_not_consistent(data: list[bytes], draw: st.DataObject) -> None:
    old = draw.draw(st.integers(1, len(data)))
    changed = draw.draw(st.integers(0, old - 1))
    forged = [item + b"!" if at == changed else item for at, item in enumerate(data)]
    made = merkle.consistency_proof(stored(forged), old, len(forged))
    assert not merkle.verify_consistency(head(data[:old]), head(forged), made)
    good = merkle.consistency_proof(stored(data), old, len(data))
    assert not merkle.verify_consistency(head(data[:old]), head(data), [*good, bytes(32)])
    if good:
        assert not merkle.verify_consistency(head(data[:old]), head(data), good[:-1])


def test_what_no_tree_has_is_refused() -> None:
    data = [b"a", b"b"]
    for index, size in ((2, 2), (-1, 2), (0, 0)):
        with pytest.raises(ValueError, match="not in a tree"):
            merkle.inclusion_proof(stored(data), index, size)
    for old, size in ((0, 2), (3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="not the beginning"):
            merkle.consistency_proof(stored(data), old, size)


def test_the_empty_tree_and_trees_out_of_order() -> None:
    data = [b"a", b"b", b"c"]
    empty = TreeHead(size=0, root=merkle.EMPTY_ROOT)
    assert merkle.verify_consistency(empty, head(data), [])
    assert not merkle.verify_consistency(TreeHead(size=0, root=bytes(32)), head(data), [])
    assert not merkle.verify_consistency(empty, head(data), [bytes(32)])
    assert not merkle.verify_consistency(head(data), head(data[:2]), [bytes(32)])
    assert not merkle.verify_consistency(head(data), TreeHead(size=3, root=bytes(32)), [])


@settings(max_examples=40, deadline=None)
@given(trees)
def test_the_frontier_completes_exactly_the_complete_subtrees(data: list[bytes]) -> None:
    frontier = merkle.Frontier()
    nodes = {}
    for item in data:
        nodes.update(((level, at), node) for level, at, node in frontier.append(merkle.leaf_hash(item)))
    assert frontier.root() == mth(data)
    expected = {
        (level, at): stored(data)(level, at)
        for level in range(1, len(data).bit_length())
        for at in range(len(data) >> level)
    }
    assert nodes == expected
    assert len(nodes) == len(data) - len(data).bit_count()
