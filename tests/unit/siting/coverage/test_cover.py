"""A cover keeps its pairs through slicing, turning and merging."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.kernel.errors import BadInput
from luylau.kernel.messages import has_message
from luylau.siting.coverage import Cover, concatenate, merge_equal
from luylau.siting.coverage.checks import check_pairs
from luylau.siting.coverage.merging import first_equals

F = np.float32


def cover_of(columns: list[list[int]], points: int, shares: list[list[float]] | None = None) -> Cover:
    starts = np.cumsum([0, *map(len, columns)], dtype=np.int64)
    flat = np.array([point for column in columns for point in column], np.int32)
    share = None if shares is None else np.array([one for column in shares for one in column], F)
    return Cover(starts, flat, points, share)


@st.composite
def covers(draw: st.DrawFn, shared: bool = False) -> Cover:
    points = draw(st.integers(0, 12))
    column = st.lists(st.integers(0, max(points - 1, 0)), unique=True, max_size=points).map(sorted)
    columns = draw(st.lists(column if points else st.just([]), max_size=6))
    shares = None
    if shared:
        level = st.sampled_from([0.25, 0.5, 1.0])
        shares = [draw(st.lists(level, min_size=len(one), max_size=len(one))) for one in columns]
    return cover_of(columns, points, shares)


def dense(cover: Cover) -> np.ndarray:
    table = np.zeros((cover.columns, cover.point_count), F)
    for column in range(cover.columns):
        table[column, cover.column(column)] = cover.column_shares(column)
    return table


def test_columns_and_pairs_are_counted() -> None:
    cover = cover_of([[0, 4, 7], [4, 9], []], 10)
    assert (cover.columns, cover.pairs, cover.point_count) == (3, 5, 10)
    assert cover.sizes.tolist() == [3, 2, 0]
    assert cover.column_of_pair().tolist() == [0, 0, 0, 1, 1]


@settings(deadline=None)
@given(covers(shared=True), st.data())
def test_taking_columns_is_taking_rows_of_the_table(cover: Cover, data: st.DataObject) -> None:
    number = st.integers(0, max(cover.columns - 1, 0))
    chosen = data.draw(st.lists(number, max_size=5)) if cover.columns else []
    taken = cover.take(np.array(chosen, np.int64))
    assert (dense(taken) == dense(cover)[np.array(chosen, int)]).all()


@settings(deadline=None)
@given(covers(shared=True), st.data())
def test_keeping_pairs_leaves_the_others_out(cover: Cover, data: st.DataObject) -> None:
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=cover.pairs, max_size=cover.pairs)), bool)
    expected = dense(cover)
    expected[cover.column_of_pair()[~kept], cover.points[~kept]] = 0
    assert (dense(cover.keep(kept)) == expected).all()


@settings(deadline=None)
@given(covers(shared=True))
def test_the_turned_form_has_the_same_pairs(cover: Cover) -> None:
    turned = cover.by_point()
    table = np.zeros((cover.point_count, cover.columns), F)
    assert turned.share is not None
    for point in range(cover.point_count):
        columns = turned.of(point)
        assert (np.diff(columns) > 0).all()
        table[point, columns] = turned.share[turned.starts[point] : turned.starts[point + 1]]
    assert (dense(cover) == table.T).all()


@settings(deadline=None)
@given(covers(), st.integers(0, 3))
def test_covers_are_put_one_below_the_other(cover: Cover, times: int) -> None:
    shared = cover.with_share(np.full(cover.pairs, 0.5, F))
    together = concatenate([cover, *[shared] * times])
    assert (dense(together) == np.concatenate([dense(cover), *[dense(shared)] * times])).all()
    assert (together.share is None) == (times == 0)


def test_the_weight_that_each_column_reaches() -> None:
    cover = cover_of([[0, 2], [1], []], 3, [[1.0, 0.5], [0.25], []])
    assert cover.reached(np.array([3.0, 8.0, 4.0])).tolist() == [5.0, 2.0, 0.0]
    assert cover.with_share(None).reached(np.array([3.0, 8.0, 4.0])).tolist() == [7.0, 8.0, 0.0]


def test_points_with_the_same_columns_become_one() -> None:
    cover = cover_of([[0, 1, 3], [1, 3, 4]], 6)
    merged = merge_equal(cover, np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0]))
    # Point 0: column 0. Points 1 and 3: both. Points 2 and 5: none. Point 4: column 1.
    assert merged.group.tolist() == [0, 1, 2, 1, 3, 2]
    assert merged.first.tolist() == [0, 1, 2, 4]
    assert merged.weights.tolist() == [1.0, 10.0, 36.0, 16.0]
    assert [merged.cover.column(column).tolist() for column in range(2)] == [[0, 1], [1, 3]]


def test_points_of_different_keys_stay_apart() -> None:
    cover = cover_of([[0, 1, 2]], 3)
    merged = merge_equal(cover, np.ones(3), np.array([7, -1, 7]))
    assert merged.group.tolist() == [0, 1, 0]


def test_points_of_different_shares_stay_apart() -> None:
    cover = cover_of([[0, 1, 2], [0, 1, 2]], 3, [[0.5, 0.5, 1.0], [1.0, 1.0, 0.5]])
    merged = merge_equal(cover, np.ones(3))
    assert merged.group.tolist() == [0, 0, 1]
    assert merged.cover.column_shares(1).tolist() == [1.0, 0.5]


@settings(deadline=None)
@given(covers(shared=True), st.data())
def test_merging_is_grouping_equal_columns_of_the_table(cover: Cover, data: st.DataObject) -> None:
    count = cover.point_count
    keys = np.array(data.draw(st.lists(st.integers(0, 1), min_size=count, max_size=count)), np.int64)
    weights = np.arange(1.0, count + 1)
    merged = merge_equal(cover, weights, keys)
    table = np.concatenate([dense(cover).T, keys[:, None]], axis=1)
    alike = (table[:, None] == table[None]).all(axis=2)
    assert ((merged.group[:, None] == merged.group[None]) == alike).all()
    assert (dense(merged.cover)[:, merged.group] == dense(cover)).all()
    assert merged.weights.sum() == weights.sum()
    assert (merged.group[merged.first] == np.arange(len(merged.first))).all()


@settings(deadline=None)
@given(covers(shared=True), st.integers(0, 3))
def test_collisions_change_nothing(cover: Cover, bits: int) -> None:
    assert cover.share is not None
    shares, keys = cover.share.view(np.uint32), np.zeros(cover.point_count, np.int64)
    exact = first_equals(cover.starts, cover.points, shares, keys)
    crowded = first_equals(cover.starts, cover.points, shares, keys, bits=(1 << bits) - 1)
    assert crowded.tolist() == exact.tolist()


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("siting-weights-count", lambda cover: merge_equal(cover, np.ones(2))),
        ("siting-weight-wrong", lambda cover: merge_equal(cover, np.array([1.0, -1.0, 1.0]))),
        ("siting-weight-wrong", lambda cover: merge_equal(cover, np.array([1.0, np.nan, 1.0]))),
        ("siting-keys-count", lambda cover: merge_equal(cover, np.ones(3), np.zeros(2, np.int64))),
        ("siting-cover-share-wrong", lambda cover: cover.with_share(np.array([1.0, 0.0], F))),
        ("siting-cover-share-wrong", lambda cover: cover.with_share(np.array([1.0, np.nan], F))),
        ("siting-covers-differ", lambda cover: concatenate([cover, cover_of([[0]], 4)])),
        ("siting-covers-differ", lambda _: concatenate([])),
        ("siting-cover-too-large", lambda cover: check_pairs(cover.pairs, 1)),
    ],
)
def test_what_is_wrong_is_said(key: str, wrong) -> None:  # noqa: ANN001
    with pytest.raises(BadInput) as said:
        wrong(cover_of([[0, 2]], 3))
    assert said.value.key == key
    assert has_message("en", key)


def test_a_wrong_weight_is_named_with_its_place() -> None:
    with pytest.raises(BadInput) as said:
        merge_equal(cover_of([[0]], 3), np.array([0.0, 1.0, -2.0]))
    assert said.value.fields == {"row": 2, "said": -2.0}
