"""Losses: yield, scrap and rework, by area; by lots where there is no material."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twin.kpi.iso22400 import ratio
from twin.kpi.record import Kpi, Record


def line_yield(record: Record) -> Iterator[Kpi]:
    """Yield what became of the area of the lots shipped or scrapped in the window."""
    lots = record.lots
    ended = record.window.holds(lots.ended_s)
    shipped, out = lots.shipped & ended, (lots.shipped | lots.scrapped) & ended
    brought = lots.area_m2[out].sum()
    good = float(ratio(lots.good_area_m2[shipped].sum(), brought))
    first = float(ratio(lots.good_area_m2[shipped & ~lots.reworked].sum(), brought))
    again = float(np.count_nonzero(out & lots.reworked))
    yield Kpi("", "", "yield", good, "fraction")
    yield Kpi("", "", "first_pass_yield", first, "fraction")
    yield Kpi("", "", "scrap_ratio", 1.0 - good, "fraction")
    yield Kpi("", "", "rework_ratio", float(ratio(again, float(np.count_nonzero(out)))), "fraction")
    yield Kpi("", "", "lots_scrapped", float(np.count_nonzero(lots.scrapped & ended)), "lots")


def station_losses(record: Record) -> Iterator[Kpi]:
    """Yield scrap and rework per station.

    Scrapped there / (finished there + scrapped there before it was finished), lots waiting included.
    """
    seen, span = record.visits, record.window
    finished, left = span.holds(seen.finished_s), span.holds(_lost_s(record))
    before = record.by_station(left, seen.scrapped_before_m2)
    after = record.by_station(finished, seen.scrapped_after_m2)
    made = record.by_station(finished, seen.finished_m2)
    scrap = ratio(before + after, made + before)
    rework = ratio(record.by_station(span.holds(seen.reworked_s)), record.by_station(finished))
    lots = record.by_station(span.holds(seen.scrapped_s))
    rows = zip(record.stations, scrap.tolist(), rework.tolist(), lots.tolist(), strict=True)
    for station, scrapped, reworked, count in rows:
        yield Kpi(station, "", "scrap_ratio", scrapped, "fraction")
        yield Kpi(station, "", "rework_ratio", reworked, "fraction")
        yield Kpi(station, "", "lots_scrapped", count, "lots")


def _lost_s(record: Record) -> np.ndarray:
    """Return when a visit lost area before its lot was finished: at its scrap, or trimmed by a join."""
    seen = record.visits
    return np.where(np.isnan(seen.scrapped_s), seen.consumed_s, seen.scrapped_s)
