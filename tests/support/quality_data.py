"""Reference data of the statistics tests, read once."""

import csv
import json

import numpy as np
from support.paths import DATA

from twin.quality.gauge_file import read_gauge_study

FOLDER = DATA / "quality"
GAUGE_STUDY = FOLDER / "gauge_rr_aiag.csv"
EXPECTED = json.loads((FOLDER / "expected.json").read_text())


def expected(key):
    """Return an expected number; some are stored as text."""
    return float(EXPECTED[key])


def nist_groups(name):
    """Return the groups of a certified one-way data set."""
    groups = {}
    lines = (FOLDER / f"nist_strd_{name}.dat").read_text().splitlines()
    for line in lines[60:]:
        words = line.split()
        if len(words) == 2:
            groups.setdefault(words[0], []).append(float(words[1]))
    return list(groups.values())


def dyestuff():
    """Return the yield of batches, shape (batch, sample)."""
    with (FOLDER / "dyestuff_davies1947.csv").open() as file:
        return np.array([[float(v) for v in row[1:]] for row in list(csv.reader(file))[1:]])


def gauge_study():
    """Return the gauge readings, shape (appraiser, trial, part)."""
    return read_gauge_study(GAUGE_STUDY).readings
