"""Where the records of series lie, and that asking for them ahead changes nothing."""

import numpy as np
import pytest
from numba import njit

from luylau.telemetry.detectors.state import COLD, HOT
from luylau.telemetry.observations import Float64, Int32
from luylau.telemetry.quality.kernel import STATE
from luylau.telemetry.records import LINE, aligned, prefetch


@pytest.mark.parametrize("dtype", [HOT, COLD, STATE])
@pytest.mark.parametrize("count", [1, 3, 1000])
def test_records_fill_whole_cache_lines(dtype: np.dtype[np.void], count: int) -> None:
    assert dtype.itemsize % LINE == 0
    made = aligned(count, dtype)
    assert len(made) == count
    assert made.ctypes.data % LINE == 0
    assert not np.frombuffer(made.tobytes(), np.uint8).any()


def test_asking_ahead_changes_no_value() -> None:
    @njit
    def total(values: Float64, order: Int32) -> float:
        found = 0.0
        for row in range(len(order)):
            prefetch(values, order[-row])
            found += values[order[row]]
        return found

    values = np.arange(1000.0)
    order = np.random.default_rng(0).permutation(1000).astype(np.int32)
    assert total(values, order) == 499_500.0
    np.testing.assert_array_equal(values, np.arange(1000.0))
