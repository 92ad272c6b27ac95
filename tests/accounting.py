"""P-08: what must balance in every run, computed from the public tables alone."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

FATES = {"inside", "shipped", "scrapped", "consumed"}
STATES = (
    "working",
    "setup",
    "starved",
    "blocked",
    "down",
    "maintenance",
    "waiting_for_crew",
    "off_shift",
)
EXACT = 1e-9


def kpi(study: Any, name: str, station: str = "", prop: str = "") -> np.ndarray:
    """Return one KPI, replication by replication."""
    rows = study.kpis
    wanted = (rows.kpi == name) & (rows.station.astype(str) == station) & (rows.property.astype(str) == prop)
    found = rows[wanted].sort_values("replication").value.to_numpy(dtype=float)
    assert len(found), f"there is no KPI {name!r} of station {station!r}, property {prop!r}"
    return found


def of_replication(rows: pd.DataFrame, replication: int) -> pd.DataFrame:
    """Return the rows of one replication; tables of one replication have no such column."""
    return rows[rows.replication == replication] if "replication" in rows else rows


def check_lots(events: pd.DataFrame, lots: pd.DataFrame) -> None:
    """Every lot is created once and has the one fate its events say, so what goes in is accounted for."""
    time = events.time_s.to_numpy()
    name = events.event.astype(str).to_numpy()
    lot = events.lot.to_numpy()
    assert (np.diff(time) >= 0).all(), "events are not in order of time"
    numbers = lots.lot.to_numpy()
    assert (numbers == np.arange(1, len(numbers) + 1)).all(), "lots are not numbered in order"
    assert (lot[name == "created"] == numbers).all(), "not every lot has one `created`, in order"
    assert (time[name == "created"] == lots.created_s.to_numpy()).all()
    fate = lots.fate.astype(str).to_numpy()
    assert set(fate) <= FATES
    ended = lots.ended_s.to_numpy(dtype=float)
    for ending in ("shipped", "scrapped"):
        order = np.argsort(lot[name == ending], kind="stable")
        assert (lot[name == ending][order] == numbers[fate == ending]).all(), (
            f"events and fates differ: {ending}"
        )
        assert (time[name == ending][order] == ended[fate == ending]).all()
    parents = {int(p) for text in lots.parents.astype(str) for p in text.split()}
    assert parents == set(numbers[fate == "consumed"].tolist()), "consumed lots are the parents of others"
    assert np.isnan(ended[fate == "inside"]).all()
    assert (ended[fate != "inside"] >= lots.created_s.to_numpy()[fate != "inside"]).all()


def time_inside(lots: pd.DataFrame, start_s: float, end_s: float) -> float:
    """Return the sum over lots of the time in the system within a window."""
    ended = lots.ended_s.fillna(math.inf).to_numpy(dtype=float)
    inside = np.minimum(ended, end_s) - np.maximum(lots.created_s.to_numpy(dtype=float), start_s)
    return float(np.maximum(inside, 0.0).sum())


def visits(events: pd.DataFrame) -> pd.DataFrame:
    """Return one row per start of a lot: station, machine, lot, started, finished, left (NaN = not yet)."""
    rows = events[events.lot > 0]
    rows = rows.assign(station=rows.station.astype(str), event=rows.event.astype(str))
    rows = rows[rows.event.isin(["arrived", "started", "finished", "left"])]
    key = ["lot", "station"]
    rows = rows.assign(visit=(rows.event == "started").groupby([rows[k] for k in key]).cumsum())
    found = rows[rows.event != "arrived"].pivot_table(
        index=[*key, "visit"], columns="event", values="time_s", aggfunc="first"
    )
    machine = rows[rows.event == "started"].set_index([*key, "visit"]).machine
    found = found.join(machine, how="right").reset_index()
    for column in ("started", "finished", "left"):
        if column not in found:
            found[column] = np.nan
    return found


def check_machines(events: pd.DataFrame) -> None:
    """A machine starts a lot or a batch only when the one before has left it."""
    seen = visits(events).sort_values(["station", "machine", "started", "lot"])
    grouped = seen.groupby(["station", "machine", "started"], sort=True)
    spans = grouped.agg(finished=("finished", "max"), left=("left", "max")).reset_index()
    same = (spans.station == spans.station.shift()) & (spans.machine == spans.machine.shift())
    overlap = same & (spans.started < spans.finished.shift()) & spans.finished.shift().notna()
    assert not overlap.any(), f"a machine works on two lots at once:\n{spans[overlap]}"
    held = same & (spans.started < spans.left.shift()) & spans.left.shift().notna()
    assert not held.any(), f"a machine starts a lot before the last one has left:\n{spans[held]}"


def check_shares(study: Any, stations: list[str]) -> None:
    """States of every station sum to the horizon in every replication."""
    rows = study.kpis[study.kpis.kpi == "state_share"]
    for name in stations:
        here = rows[rows.station.astype(str) == name]
        assert set(here.property.astype(str)) <= set(STATES)
        assert (here.value >= -EXACT).all()
        sums = here.groupby("replication").value.sum().to_numpy()
        assert len(sums)
        assert sums == pytest.approx(1.0, abs=EXACT), f"states of {name} do not sum to the horizon"


def window(study: Any, events: pd.DataFrame) -> tuple[float, float]:
    """Return the window the KPIs count: warm-up to horizon, or to the end of the last lot."""
    horizon = study.settings.horizon_s
    end = float(horizon) if horizon is not None else float(events.time_s.max())
    return float(study.settings.warmup_s or 0.0), end


def check_little(study: Any, lots: pd.DataFrame, replication: int, start_s: float, end_s: float) -> None:
    """The time average of WIP is the sum of times in the system over the window."""
    wip = float(kpi(study, "wip_mean")[replication])
    assert wip * (end_s - start_s) == pytest.approx(time_inside(lots, start_s, end_s), rel=EXACT, abs=EXACT)


def check_run(study: Any, stations: list[str]) -> None:
    """Check everything that balances, for every replication whose tables were kept."""
    check_shares(study, stations)
    kept = sorted(study.events.replication.unique()) if "replication" in study.events else [0]
    for replication in kept:
        events = of_replication(study.events, replication)
        lots = of_replication(study.lots, replication)
        check_lots(events, lots)
        check_machines(events)
        check_little(study, lots, int(replication), *window(study, events))
