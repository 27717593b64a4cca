"""The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, as pure functions.

A leaf's hash is SHA-256(0x00 || data), a node's SHA-256(0x01 || left || right); the prefixes keep a node from
being passed off as a leaf. The tree over n leaves splits at the largest power of two below n::

           root(5)
          /       \\
       n(0,4)      l4          n(0,4) is a complete subtree: level 2, position 0
       /    \\
    n(0,2)  n(2,4)
    / \\     / \\
   l0 l1   l2  l3

So every tree is made of complete subtrees, whose hashes never change once written. Whoever stores them (by
level and position) appends with O(1) new hashes on average and proves with O(log n) of them.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Complete = Callable[[int, int], bytes]
"""Gives the hash of the complete subtree at (level, position): the leaves position*2**level and on."""

EMPTY_ROOT = hashlib.sha256().digest()
"""Root of the tree without leaves: the hash of nothing."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf that holds ``data``."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeHead:
    """The number of leaves and the root's hash: what fixes every leaf and their order."""

    size: int
    root: bytes


class Frontier:
    """The complete subtrees that make up a growing tree, largest first: O(log n) memory for n leaves."""

    def __init__(self) -> None:
        self.size = 0
        self._hashes: list[bytes] = []

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add the hash of a leaf; return the nodes that became complete as (level, position, hash)."""
        completed = []
        index, level = self.size, 0
        while index & 1:
            leaf = node_hash(self._hashes.pop(), leaf)
            index >>= 1
            level += 1
            completed.append((level, index, leaf))
        self._hashes.append(leaf)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._hashes:
            return EMPTY_ROOT
        above = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            above = node_hash(left, above)
        return above


def range_hash(complete: Complete, start: int, end: int) -> bytes:
    """Return MTH(D[start:end]) for a range that is a subtree of the tree: O(log n) look-ups.

    ``start`` is a multiple of the power of two at or above the range's length, as it is for every subtree.
    """
    length = end - start
    if length == 0:
        return EMPTY_ROOT
    if length & (length - 1) == 0:
        level = length.bit_length() - 1
        return complete(level, start >> level)
    split = start + _split(length)
    return node_hash(range_hash(complete, start, split), range_hash(complete, split, end))


def inclusion_proof(complete: Complete, index: int, size: int) -> list[bytes]:
    """Return the proof that leaf ``index`` is in the tree of ``size`` leaves (RFC 9162, 2.1.3.1).

    Raises:
        ValueError: there is no such leaf in such a tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            path.append(range_hash(complete, split, end))
            end = split
        else:
            path.append(range_hash(complete, start, split))
            start = split
    path.reverse()
    return path


def consistency_proof(complete: Complete, old: int, size: int) -> list[bytes]:
    """Return the proof that the tree of ``old`` leaves begins that of ``size`` (RFC 9162, 2.1.4.1).

    Raises:
        ValueError: ``old`` is not between 1 and ``size``.
    """
    if not 0 < old <= size:
        raise ValueError(f"a tree of {old} is not the beginning of one of {size}")
    path: list[bytes] = []
    start, end, whole = 0, size, True
    while old != end:
        split = start + _split(end - start)
        if old <= split:
            path.append(range_hash(complete, split, end))
            end = split
        else:
            path.append(range_hash(complete, start, split))
            start, whole = split, False
    if not whole:
        path.append(range_hash(complete, start, end))
    path.reverse()
    return path


def verify_inclusion(leaf: bytes, index: int, head: TreeHead, proof: Sequence[bytes]) -> bool:
    """Say whether ``proof`` shows the leaf's hash at ``index`` of the tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < head.size:
        return False
    here, last, reckoned = index, head.size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            reckoned = node_hash(step, reckoned)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            reckoned = node_hash(reckoned, step)
        here >>= 1
        last >>= 1
    return last == 0 and reckoned == head.root


def verify_consistency(old: TreeHead, new: TreeHead, proof: Sequence[bytes]) -> bool:
    """Say whether ``proof`` shows that ``new`` only added to ``old`` (RFC 9162, 2.1.4.2)."""
    if old.size == new.size:
        return not proof and old.root == new.root
    if not 0 < old.size < new.size or not proof:
        return old.size == 0 and not proof and old.root == EMPTY_ROOT
    steps = list(proof)
    if old.size & (old.size - 1) == 0:
        steps.insert(0, old.root)
    here, last = old.size - 1, new.size - 1
    while here & 1:
        here >>= 1
        last >>= 1
    old_root = new_root = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old_root, new_root = node_hash(step, old_root), node_hash(step, new_root)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            new_root = node_hash(new_root, step)
        here >>= 1
        last >>= 1
    return last == 0 and old_root == old.root and new_root == new.root


def _split(length: int) -> int:
    """Return the largest power of two below ``length``, which is at least 2."""
    return 1 << (length - 1).bit_length() - 1
