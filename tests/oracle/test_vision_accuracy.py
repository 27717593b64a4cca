"""People of PETS09-S2L1 are found, followed and hidden, from pictures on, beside the published truth."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from benchmarks import mot
from benchmarks.vision_accuracy import (
    CLIP,
    MODEL,
    TRUTH,
    Followed,
    detector_of,
    follow,
    heads,
    pictures,
    rate_of,
)

from luylau.vision.gating import GateSettings

PICTURES = 150
FROM = 301
"""Of the clip's 795 pictures, those where all who walk are in the truth."""


@pytest.fixture(scope="module")
def clip() -> Path:
    for needed in (TRUTH, MODEL, CLIP):
        if not needed.exists():
            pytest.skip(f"{needed} is not there (shared test data; Debian's opencv-doc)")
    return CLIP


def followed(clip: Path, gate: GateSettings) -> Followed:
    """Return what is followed in 150 analysed pictures."""
    analysed = (it for it in pictures(clip, rate_of(clip)) if it[0] >= FROM)
    return follow(islice(analysed, PICTURES), detector_of(MODEL), gate)


def truth_of(found: Followed) -> mot.Boxes:
    truth = mot.read(TRUTH)
    return truth.where(np.isin(truth.frame, found.frames))


def test_as_in_production(clip: Path) -> None:
    found = followed(clip, GateSettings())
    truth = truth_of(found)
    assert len(found.frames) == PICTURES
    assert found.area < 0.6 * PICTURES
    assert mot.average_precision(truth, found.found) > 0.85
    assert mot.clear_mot(truth, found.tracks).mota > 0.8
    assert mot.idf1(truth, found.tracks) > 0.75
    cover, wholly, hidden = heads(mot.read(TRUTH), found, rate_of(clip), live=False)
    assert cover > 0.96
    assert wholly > 0.93
    assert hidden < 0.12


def test_every_second_picture(clip: Path) -> None:
    found = followed(clip, GateSettings(alternate=True))
    truth = truth_of(found)
    assert found.looked <= PICTURES / 2 + 1
    assert mot.clear_mot(truth, found.tracks).mota > 0.6
    assert mot.idf1(truth, found.tracks) > 0.6
