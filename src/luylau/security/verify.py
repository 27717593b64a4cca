"""Reading the whole audit log again and reckoning its tree anew: has anybody changed it?"""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.security import merkle
from luylau.security.audit import entry_of
from luylau.security.merkle import TreeHead
from luylau.security.tables import audit_log, audit_nodes, audit_size

_ROWS_AT_ONCE = 2_048


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a check of the audit log found.

    ``trouble`` is "" for a sound log, else the message key of the first thing wrong, at entry ``index``.
    ``head`` is reckoned from the entries themselves, up to the trouble.
    """

    head: TreeHead
    trouble: str = ""
    index: int = 0


def verify_log(connection: Connection, kept: TreeHead | None = None) -> Verification:
    """Reckon the tree from the entries, in bounded memory, and compare it with all that is stored of it.

    Args:
        connection: a reader's; it sees one state of the log throughout.
        kept: a head that was written down elsewhere earlier; the log must still begin with it.
    """
    frontier = merkle.Frontier()
    if kept is not None and kept.size == 0 and kept.root != merkle.EMPTY_ROOT:
        return _found(frontier, "audit-head-differs")
    size = connection.execute(sa.select(audit_size.c.size)).scalar() or 0
    while True:
        start = frontier.size
        rows = connection.execute(
            sa.select(audit_log)
            .where(audit_log.c.position >= start)
            .order_by(audit_log.c.position)
            .limit(_ROWS_AT_ONCE)
        ).all()
        if not rows:
            break
        nodes = _nodes(connection, start, start + len(rows))
        for row in rows:
            trouble = _check(row, frontier, nodes)
            if trouble:
                return _found(frontier, trouble)
            if kept is not None and frontier.size == kept.size and frontier.root() != kept.root:
                return _found(frontier, "audit-head-differs")
    if frontier.size != size or (kept is not None and kept.size > frontier.size):
        return _found(frontier, "audit-tail-missing")
    stray = connection.execute(sa.select(sa.func.count()).select_from(audit_nodes)).scalar_one()
    # A tree over n leaves holds n minus (number of ones in n) complete subtrees above its leaves.
    if stray != size - size.bit_count():
        return _found(frontier, "audit-node-differs")
    return Verification(head=TreeHead(size=frontier.size, root=frontier.root()))


def _found(frontier: merkle.Frontier, trouble: str) -> Verification:
    return Verification(
        head=TreeHead(size=frontier.size, root=frontier.root()), trouble=trouble, index=frontier.size
    )


def _check(
    row: sa.Row[tuple[object, ...]], frontier: merkle.Frontier, nodes: Mapping[tuple[int, int], bytes]
) -> str:
    """Return what is wrong with the next row as a message key, or ""; add its leaf to the frontier."""
    if row.position != frontier.size:
        return "audit-entry-gone"
    try:
        leaf = merkle.leaf_hash(entry_of(row).line().encode())
    except (ValueError, TypeError):
        return "audit-entry-changed"
    if leaf != bytes(row.leaf_hash):
        return "audit-entry-changed"
    for level, position, reckoned in frontier.append(leaf):
        if nodes.get((level, position)) != reckoned:
            return "audit-node-differs"
    return ""


def _nodes(connection: Connection, start: int, end: int) -> dict[tuple[int, int], bytes]:
    """Return the stored nodes that the leaves start..end-1 complete."""
    found: dict[tuple[int, int], bytes] = {}
    for level in range(1, end.bit_length()):
        rows = connection.execute(
            sa.select(audit_nodes.c.position, audit_nodes.c.hash).where(
                audit_nodes.c.level == level,
                audit_nodes.c.position >= start >> level,
                audit_nodes.c.position < end >> level,
            )
        )
        found.update(((level, row.position), bytes(row.hash)) for row in rows)
    return found
