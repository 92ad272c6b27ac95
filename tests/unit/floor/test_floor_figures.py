"""Figures of readings: webs with holes leave no more lane and no more course than whole ones."""

from __future__ import annotations

import numpy as np
import pytest

from twin.floor.material.reading_statistics import figures_of


@pytest.mark.parametrize(("lanes", "segments"), [(5, 24), (12, 4)])
def test_cells_alone_put_no_lane_and_no_course_into_webs_with_holes(lanes: int, segments: int) -> None:
    rng = np.random.default_rng(7)
    cells = rng.standard_normal((3000, 1, lanes, segments))
    cells[rng.random(cells.shape) < 0.25] = np.nan
    found = figures_of(cells)
    noise = found["sd_cell"] ** 2 / found["cells"]
    along = np.mean(found["sd_along"] ** 2 - noise * (segments - 1))
    lane = np.mean(found["sd_lane"] ** 2 - noise * (lanes - 1))
    # the noise itself is 0.26 along and 0.044 across at 5 x 24; its mean over 3000 webs is known to 0.002
    assert abs(along) < 0.006
    assert abs(lane) < 0.006
