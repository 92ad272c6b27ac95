"""KPIs of the shipped lines change only on purpose, and never without a line in the change log."""

from __future__ import annotations

import numpy as np
import pandas as pd
from support.paths import ROOT

from tools.record_shipped_results import KPIS, digest, shipped_kpis

RELATIVE = 1e-9
HINT = "a change that is wanted: python -m tools.record_shipped_results, and a line in CHANGELOG.md"


def test_kpis_of_the_shipped_lines_are_those_on_record() -> None:
    # a new KPI adds rows; no row on record goes or changes
    record = pd.read_csv(KPIS, keep_default_na=False, na_values=["nan", "NaN"], dtype={"property": str})
    record["value"] = pd.to_numeric(record["value"], errors="coerce")
    names = ["line", "replication", "station", "property", "kpi", "unit"]
    both = record.merge(shipped_kpis(), on=names, how="left", suffixes=("_old", "_new"), indicator=True)
    assert both.loc[both["_merge"] != "both", names].to_dict("records") == [], HINT
    new, old = both["value_new"].to_numpy(), both["value_old"].to_numpy()
    scale = np.maximum(np.abs(new), np.abs(old))
    same = (np.abs(new - old) <= RELATIVE * scale + 1e-12) | (np.isnan(new) & np.isnan(old))
    assert both.loc[~same, names].to_dict("records") == [], HINT


def test_the_change_log_names_the_recorded_kpis() -> None:
    assert f"`{digest()}`" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), HINT
