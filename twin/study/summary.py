"""Means over replications with intervals, and paired differences between lines."""

from __future__ import annotations

import numpy as np
import pandas as pd

from twin.stats.intervals import CONFIDENCE, t_intervals
from twin.stats.multiplicity import bonferroni
from twin.study.printed import ResultTable

_FIGURE = ["station", "property", "kpi"]
SUMMARY_COLUMNS = ["line", *_FIGURE, "mean", "ci_low", "ci_high", "n", "unit"]
DIFFERENCE_COLUMNS = ["line", "reference", *_FIGURE, "mean", "ci_low", "ci_high", "n", "unit"]


def summarise(kpis: pd.DataFrame) -> pd.DataFrame:
    """Return mean and 95 % interval of every KPI over its replications, NaN values left out.

    Columns `line, station, property, kpi, mean, ci_low, ci_high, n, unit`, in the order of the KPIs;
    with n = 1 the interval is NaN.
    """
    return ResultTable(_intervals(kpis, ["line", *_FIGURE])[SUMMARY_COLUMNS])


def difference_confidence(lines: int) -> float:
    """Return the confidence of each difference, so that those of one KPI hold together with 95 %.

    With three lines or more several differences to the reference are stated per KPI (Bonferroni); KPIs are
    not counted.
    """
    return bonferroni(CONFIDENCE, max(lines - 1, 1))


def differences(kpis: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Return each line minus the reference, pair by replication, for the figures both have.

    Columns `line, reference, station, property, kpi, mean, ci_low, ci_high, n, unit`; the intervals have
    the confidence of `difference_confidence`.
    """
    ours, theirs = kpis[kpis["line"] != reference], kpis[kpis["line"] == reference]
    pairs = ours.merge(theirs, on=["replication", *_FIGURE], suffixes=("", "_reference"))
    pairs["value"] = pairs["value"] - pairs["value_reference"]
    pairs["reference"] = reference
    confidence = difference_confidence(kpis["line"].nunique())
    return ResultTable(_intervals(pairs, ["line", "reference", *_FIGURE], confidence)[DIFFERENCE_COLUMNS])


def _intervals(rows: pd.DataFrame, keys: list[str], confidence: float = CONFIDENCE) -> pd.DataFrame:
    """Return one row per distinct key, in order of first appearance, with its interval and unit."""
    first = rows.drop_duplicates(keys)
    group = rows.groupby(keys, sort=False, observed=True).ngroup().to_numpy(np.int64)
    mean, low, high, n = t_intervals(rows["value"].to_numpy(np.float64), group, len(first), confidence)
    table = first[[*keys, "unit"]].reset_index(drop=True)
    return table.assign(mean=mean, ci_low=low, ci_high=high, n=n.astype(np.int64))
