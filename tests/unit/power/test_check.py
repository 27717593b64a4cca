"""The check of a grid: what each fault is called, where it is, how bad; and that a good grid has none."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.errors import BadFile
from luylau.kernel.messages import LANGUAGES, has_message, message
from luylau.power.check import MOST, GridFault, Severity, check, sound
from luylau.power.model import Batteries, Generators, Grid, Nodes, Sources
from tests.unit.power.grids import feeders, lines, loads, nodes, ring, sources, switches, transformer

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def good() -> Grid:
    """The ring with a transformer and a load below it, feeders, a generator and a battery."""
    grid = ring()
    u_rated_v = np.append(grid.nodes.u_rated_v, 400.0)
    return replace(
        grid,
        nodes=replace(nodes(8), u_rated_v=u_rated_v),
        transformers=transformer(4, 7, u_hv_v=22_000.0, u_lv_v=400.0, s_va=4e5),
        loads=loads([2, 4, 6, 7], [1e6, 2e6, 5e5, 2e5], [3e5, 5e5, 1e5, 1e5]),
        generators=Generators(id=("pv",), node=np.array([7]), p_w=np.array([1e4]), q_var=np.zeros(1)),
        batteries=Batteries(
            id=("store",), node=np.array([7]), p_w=np.array([1e4]), energy_wh=np.array([2e4])
        ),
        feeders=feeders(0, 2),
    )


def found(grid: Grid) -> list[tuple[str, str, Severity]]:
    faults = check(grid, "net.json")
    for fault in faults:
        assert_texts(fault)
    return [(fault.column, fault.key, fault.severity) for fault in faults]


def assert_texts(fault: GridFault) -> None:
    for language in LANGUAGES:
        assert has_message(language, fault.key), fault.key
        for part in ("", "remedy"):
            text = message(language, fault.key, fault.fields, part=part)
            assert text
            assert "{" not in text, "a field is lacking"


def one_of(grid: Grid, key: str) -> GridFault:
    (fault,) = [fault for fault in check(grid) if fault.key == key]
    return fault


def put(table: str, field: str, value: object, row: int = 0) -> Callable[[Grid], Grid]:
    """Return what puts one value into a table."""

    def damage(grid: Grid) -> Grid:
        part = getattr(grid, table)
        values = getattr(part, field)
        if isinstance(values, tuple):
            changed: object = (*values[:row], value, *values[row + 1 :])
        else:
            changed = values.copy()
            changed[row] = value  # type: ignore[index]
        return replace(grid, **{table: replace(part, **{field: changed})})

    return damage


def test_a_good_grid_has_no_fault() -> None:
    assert found(good()) == []


@pytest.mark.parametrize(
    ("damage", "column", "key", "severity"),
    [
        (put("lines", "to_node", 99), "lines[a].to_node", "check-reference-missing", ERROR),
        (put("loads", "node", -1), "loads[load2].node", "check-reference-missing", ERROR),
        (put("feeders", "head", 4), "feeders[f0].head", "check-reference-missing", ERROR),
        (put("lines", "id", "b"), "lines[b].id", "check-id-doubled", ERROR),
        (put("nodes", "id", ""), "nodes.id", "check-id-empty", ERROR),
        (put("switches", "kind", 9), "switches[s0].kind", "check-kind-unknown", ERROR),
        (put("loads", "criticality", -1), "loads[load2].criticality", "check-kind-unknown", ERROR),
        (put("nodes", "u_rated_v", np.nan), "nodes[n0].u_rated_v", "check-number-missing", ERROR),
        (put("lines", "x_ohm", np.nan), "lines[a].x_ohm", "check-number-missing", ERROR),
        (put("loads", "p_w", np.inf), "loads[load2].p_w", "check-number-missing", ERROR),
        (put("nodes", "u_rated_v", 0.0), "nodes[n0].u_rated_v", "check-not-positive", ERROR),
        (put("sources", "sk_va", np.nan), "sources[source0].sk_va", "check-number-missing", ERROR),
        (put("sources", "sk_va", np.inf), "sources[source0].sk_va", "check-number-missing", ERROR),
        (put("nodes", "u_rated_v", 22_200.0, 6), "lines[c].to_node", "check-voltage-levels", ERROR),
        (put("nodes", "u_rated_v", 22_200.0, 0), "switches[s0].to_node", "check-voltage-levels", ERROR),
        (put("sources", "sk_va", -1.0), "sources[source0].sk_va", "check-not-positive", ERROR),
        (put("lines", "r_ohm", -0.5), "lines[a].r_ohm", "check-negative", ERROR),
        (put("lines", "x_ohm", -0.4), "lines[a].x_ohm", "check-negative", ERROR),
        (put("transformers", "p0_w", -3.0), "transformers[trafo].p0_w", "check-negative", ERROR),
        (put("loads", "p_w", -1e6), "loads[load2].p_w", "check-load-negative", WARNING),
        (put("generators", "p_w", -1e3), "generators[pv].p_w", "check-generator-negative", WARNING),
        (put("lines", "to_node", 1), "lines[a].to_node", "check-edge-to-itself", ERROR),
        (put("sources", "u_ref_pu", 22.0), "sources[source0].u_ref_pu", "check-source-voltage", WARNING),
        (put("lines", "i_rated_a", np.nan), "lines[a].i_rated_a", "check-rating-missing", WARNING),
        (put("lines", "i_rated_a", 0.0), "lines[a].i_rated_a", "check-not-positive", ERROR),
        (
            put("transformers", "s_rated_va", np.nan), "transformers[trafo].s_rated_va",
            "check-rating-missing", ERROR,
        ),
        (
            put("transformers", "s_rated_va", 0.0), "transformers[trafo].s_rated_va",
            "check-not-positive", ERROR,
        ),
        (
            put("transformers", "pk_w", 3e4), "transformers[trafo].pk_w",
            "check-losses-above-impedance", ERROR,
        ),
        (put("nodes", "u_rated_v", 35e3, 6), "lines[c].to_node", "check-voltage-levels", ERROR),
        (put("nodes", "u_rated_v", 35e3, 0), "switches[s0].to_node", "check-voltage-levels", ERROR),
        (
            put("transformers", "u_hv_v", 35e3), "transformers[trafo].u_hv_v",
            "check-transformer-voltage", ERROR,
        ),
        (
            put("transformers", "u_lv_v", 0.4), "transformers[trafo].u_lv_v",
            "check-transformer-voltage", ERROR,
        ),
        (
            put("loads", "p_w", 2e6, 3), "transformers[trafo].s_rated_va",
            "check-transformer-overloaded", WARNING,
        ),
        (put("loads", "customers", 0), "loads.customers", "check-loads-without-customers", WARNING),
        (put("batteries", "energy_wh", np.nan), "batteries[store].energy_wh", "check-battery-empty", WARNING),
        (put("batteries", "energy_wh", 0.0), "batteries[store].energy_wh", "check-battery-empty", WARNING),
        (put("feeders", "head", 3), "feeders[f0].head", "check-head-open", WARNING),
        (put("feeders", "head", 2), "feeders[f0].head", "check-head-shared", ERROR),
        (put("lines", "trees", 25.0), "lines[a].trees", "check-share", WARNING),
    ],
)  # fmt: skip
def test_a_fault_names_element_and_field(
    damage: Callable[[Grid], Grid], column: str, key: str, severity: Severity
) -> None:
    assert (column, key, severity) in found(damage(good()))


def test_a_sound_grid_is_given_back_and_another_refused_for_its_errors() -> None:
    warned = put("lines", "i_rated_a", np.nan)(good())
    assert sound(warned, "net.json") is warned
    with pytest.raises(BadFile) as caught:
        sound(put("lines", "r_ohm", -1.0)(warned), "net.json")
    assert [(fault.file, fault.column) for fault in caught.value.faults] == [("net.json", "lines[a].r_ohm")]


def test_a_transformer_may_be_all_resistance() -> None:
    uk_pu, s_va = 0.11349999999999999, 160e3
    grid = good()
    damaged = replace(grid.transformers, uk_pu=np.array([uk_pu]), s_rated_va=np.array([s_va]))
    damaged = replace(damaged, pk_w=np.array([uk_pu * s_va]))
    keys = {fault.key for fault in check(replace(grid, transformers=damaged))}
    assert "check-losses-above-impedance" not in keys


def test_a_line_without_impedance() -> None:
    grid = put("lines", "x_ohm", 0.0)(put("lines", "r_ohm", 0.0)(good()))
    assert found(grid) == [("lines[a].r_ohm", "check-impedance-zero", ERROR)]


def test_nothing_else_is_looked_at_where_references_are_missing() -> None:
    grid = put("lines", "r_ohm", np.nan)(put("lines", "to_node", 99)(good()))
    assert found(grid) == [("lines[a].to_node", "check-reference-missing", ERROR)]


def test_no_source() -> None:
    assert found(replace(good(), sources=Sources.none())) == [("sources", "check-no-source", ERROR)]


def test_a_grid_of_nothing_has_no_source() -> None:
    assert found(Grid(name="", nodes=Nodes.none())) == [("sources", "check-no-source", ERROR)]


def test_two_ties_that_are_closed_are_two_loops_and_their_edges_are_named() -> None:
    grid = good()
    tied = switches([("s0", 0, 1), ("s1", 2, 3), ("s2", 0, 5), ("tie", 4, 6), ("tie2", 2, 5)], [True] * 5)
    faults = check(replace(grid, switches=tied))
    assert [fault.key for fault in faults] == ["check-loop"] * 2
    assert {fault.severity for fault in faults} == {WARNING}
    rings = [set(str(fault.fields["edges"]).split(", ")) for fault in faults]
    around = [
        {"s0", "a", "s1", "b", "tie", "c", "s2"},
        {"s0", "a", "tie2", "s2"},
        {"s1", "b", "tie", "c", "tie2"},
    ]
    assert all(one in around for one in rings)
    assert rings[0] != rings[1]


def test_a_loop_of_two_lines_side_by_side_is_one() -> None:
    grid = Grid(
        name="",
        nodes=nodes(2),
        lines=lines([("a", 0, 1), ("b", 0, 1)]),
        sources=sources(0),
        loads=loads([1], [1], [0]),
    )
    fault = one_of(grid, "check-loop")
    assert fault.column in ("lines[a]", "lines[b]")
    assert fault.fields["count"] == 2


def test_a_long_loop_names_its_first_edges() -> None:
    count = 30
    edges = [(f"l{number}", number, (number + 1) % count) for number in range(count)]
    grid = Grid(name="", nodes=nodes(count), lines=lines(edges), sources=sources(0))
    fault = one_of(grid, "check-loop")
    assert fault.fields["count"] == count
    assert str(fault.fields["edges"]).endswith(", …")


def test_two_sources_of_one_part_are_named_with_where_they_meet() -> None:
    grid = replace(good(), sources=sources(0, 6))
    assert found(grid) == [("lines[c]", "check-two-sources", WARNING)]
    fault = one_of(grid, "check-two-sources")
    assert {fault.fields["one"], fault.fields["other"]} == {"source0", "source6"}


def test_two_sources_with_an_open_switch_between_are_fine() -> None:
    grid = put("switches", "closed", False, 2)(replace(good(), sources=sources(0, 6), feeders=feeders(0)))
    assert found(grid) == []


def test_two_sources_at_one_node() -> None:
    twice = replace(sources(0, 0), id=("one", "other"))
    assert found(replace(good(), sources=twice)) == [
        ("sources[other].node", "check-sources-at-one-node", WARNING)
    ]


def test_an_island_behind_an_open_switch_names_it() -> None:
    grid = put("switches", "closed", False, 1)(good())
    assert found(grid) == [("nodes[n3]", "check-island-behind-switch", ERROR)]
    fault = one_of(grid, "check-island-behind-switch")
    # The tie and s1 would both connect it.
    assert fault.fields["switch"] in ("s1", "tie")
    assert (fault.fields["count"], fault.fields["loads"]) == (3, 2)


def test_an_island_that_nothing_joins() -> None:
    grid = good()
    cut = replace(grid, lines=grid.lines.take(np.array([0, 1])))
    cut = put("switches", "to_node", 5, 3)(put("switches", "from_node", 2, 3)(cut))
    assert found(cut) == [("nodes[n6]", "check-island", ERROR)]


def test_an_island_without_loads_is_a_warning() -> None:
    grid = good()
    more = replace(nodes(9), u_rated_v=np.append(grid.nodes.u_rated_v, 22e3))
    assert found(replace(grid, nodes=more)) == [("nodes[n8]", "check-island", WARNING)]


def test_many_islands_are_counted_worst_first() -> None:
    count = 10 * MOST
    grid = Grid(
        name="",
        nodes=nodes(count),
        sources=sources(0),
        loads=loads([count - 1], [1e3], [0.0]),
        lines=lines([("a", count - 3, count - 2)]),
    )
    faults = check(grid)
    assert len(faults) == MOST + 1
    assert faults[0].column == f"nodes[n{count - 1}]", "the one with a load"
    assert faults[1].column == f"nodes[n{count - 3}]", "the largest of the others"
    # Without the source's own node, and two nodes are one island.
    assert (faults[-1].key, faults[-1].fields["count"]) == ("check-more", count - 2 - MOST)


def test_the_same_fault_of_many_elements_is_counted() -> None:
    count = 3 * MOST
    edges = [(f"l{number}", number, number + 1) for number in range(count)]
    grid = Grid(
        name="",
        nodes=nodes(count + 1),
        lines=lines(edges, r_ohm=-1.0),
        sources=sources(0),
        loads=loads([1], [1], [0]),
    )
    faults = check(grid, "net.json")
    assert [fault.key for fault in faults] == ["check-negative"] * MOST + ["check-more"]
    assert (faults[-1].column, faults[-1].fields["count"]) == ("lines.r_ohm", count - MOST)
    assert {fault.file for fault in faults} == {"net.json"}


def test_errors_come_first() -> None:
    grid = put("lines", "r_ohm", -1.0)(
        put("lines", "i_rated_a", np.nan)(put("loads", "customers", 0)(good()))
    )
    severities = [severity for _, _, severity in found(grid)]
    assert severities == [ERROR, WARNING, WARNING]


def test_a_transformer_fed_from_below_is_loaded_by_what_is_above() -> None:
    grid = Grid(
        name="",
        nodes=replace(nodes(2), u_rated_v=np.array([22_000.0, 400.0])),
        transformers=transformer(0, 1, u_hv_v=22_000.0, u_lv_v=400.0, s_va=1e5),
        sources=sources(1),
        loads=loads([0], [2e5], [0.0]),
    )
    assert found(grid) == [("transformers[trafo].s_rated_va", "check-transformer-overloaded", WARNING)]
