"""Reference data of the statistics tests, read once."""

import json

from support.paths import DATA

from twin.quality.gauge_file import read_gauge_study

FOLDER = DATA / "quality"
GAUGE_STUDY = FOLDER / "gauge_rr_aiag.csv"
EXPECTED = json.loads((FOLDER / "expected.json").read_text())


def expected(key):
    """Return an expected number; some are stored as text."""
    return float(EXPECTED[key])


def gauge_study():
    """Return the gauge readings, shape (appraiser, trial, part)."""
    return read_gauge_study(GAUGE_STUDY).readings
