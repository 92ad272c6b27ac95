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


def coded(column: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Return whole numbers for names, and the names; quick for long tables."""
    codes, names = pd.factorize(column.astype("category").array)
    return codes, [str(name) for name in names]


def is_event(events: pd.DataFrame, *names: str) -> np.ndarray:
    """Return which rows are one of some events."""
    codes, found = coded(events.event)
    return np.isin(codes, [code for code, name in enumerate(found) if name in names])


def check_lots(events: pd.DataFrame, lots: pd.DataFrame) -> None:
    """Every lot is created once and has the one fate its events say, so what goes in is accounted for."""
    time = events.time_s.to_numpy()
    lot = events.lot.to_numpy()
    assert (np.diff(time) >= 0).all(), "events are not in order of time"
    numbers = lots.lot.to_numpy()
    assert (numbers == np.arange(1, len(numbers) + 1)).all(), "lots are not numbered in order"
    created = is_event(events, "created")
    assert (lot[created] == numbers).all(), "not every lot has one `created`, in order"
    assert (time[created] == lots.created_s.to_numpy()).all()
    fate = lots.fate.astype(str).to_numpy()
    assert set(fate) <= FATES
    ended = lots.ended_s.to_numpy(dtype=float)
    for ending in ("shipped", "scrapped"):
        mine = is_event(events, ending)
        order = np.argsort(lot[mine], kind="stable")
        assert (lot[mine][order] == numbers[fate == ending]).all(), f"events and fates differ: {ending}"
        assert (time[mine][order] == ended[fate == ending]).all()
    parents = {int(p) for text in set(lots.parents.astype(str)) for p in text.split()}
    assert parents == set(numbers[fate == "consumed"].tolist()), "consumed lots are the parents of others"
    assert np.isnan(ended[fate == "inside"]).all()
    assert (ended[fate != "inside"] >= lots.created_s.to_numpy()[fate != "inside"]).all()


def time_inside(lots: pd.DataFrame, start_s: float, end_s: float) -> float:
    """Return the sum over lots of the time in the system within a window."""
    ended = lots.ended_s.fillna(math.inf).to_numpy(dtype=float)
    inside = np.minimum(ended, end_s) - np.maximum(lots.created_s.to_numpy(dtype=float), start_s)
    return float(np.maximum(inside, 0.0).sum())


def visits(events: pd.DataFrame) -> pd.DataFrame:
    """Return one row per start of a lot: lot, station, machine, started, finished, left (NaN = not yet)."""
    rows = events[is_event(events, "started", "finished", "left")]
    place, names = coded(rows.station)
    order = np.lexsort((np.arange(len(rows)), place, rows.lot.to_numpy()))
    rows, place = rows.iloc[order], place[order]
    lot = rows.lot.to_numpy()
    start = np.flatnonzero(is_event(rows, "started"))
    found = {
        "lot": lot[start],
        "station": np.array(names, dtype=object)[place[start]] if names else np.array([], dtype=object),
        "machine": rows.machine.to_numpy()[start],
        "started": rows.time_s.to_numpy()[start],
    }
    for event in ("finished", "left"):
        here = np.flatnonzero(is_event(rows, event))
        of = np.searchsorted(start, here, side="right") - 1
        same = (
            (of >= 0) & (lot[start[of]] == lot[here]) & (place[start[of]] == place[here])
            if len(start)
            else []
        )
        times = np.full(len(start), np.nan)
        # children leave the station of their parent without having started there
        times[of[same]] = rows.time_s.to_numpy()[here[same]]
        found[event] = times
    return pd.DataFrame(found)


def check_machines(events: pd.DataFrame) -> None:
    """A machine starts a lot or a batch only when the one before has left it."""
    seen = visits(events)
    if seen.empty:
        return
    place, _ = coded(seen.station)
    order = np.lexsort((seen.started.to_numpy(), seen.machine.to_numpy(), place))
    seen, place = seen.iloc[order], place[order]
    machine, started = seen.machine.to_numpy(), seen.started.to_numpy()
    first = np.r_[True, (np.diff(place) != 0) | (np.diff(machine) != 0) | (np.diff(started) != 0)]
    group = np.cumsum(first) - 1
    for event in ("finished", "left"):
        last = np.full(group[-1] + 1, -math.inf)
        np.maximum.at(last, group, seen[event].fillna(-math.inf).to_numpy())
        same = (np.diff(place[first]) == 0) & (np.diff(machine[first]) == 0)
        early = same & (started[first][1:] < last[:-1])
        assert not early.any(), (
            f"a machine starts before the last lot has {event}: {started[first][1:][early]}"
        )


def check_shares(study: Any, stations: list[str]) -> None:
    """States of every station sum to the horizon in every replication; a run of no time has no shares."""
    rows = study.kpis[study.kpis.kpi == "state_share"]
    for name in stations:
        here = rows[rows.station.astype(str) == name]
        assert set(here.property.astype(str)) <= set(STATES)
        if study.events.time_s.max() == 0.0 and study.settings.horizon_s is None:
            assert here.value.isna().all()
            continue
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
    if end_s == start_s:
        return
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
