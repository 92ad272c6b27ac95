"""Losses: yield, scrap and rework, by area; by lots where there is no material."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twin.core.material import Array
from twin.kpi.declaration import Figure, Scope, Topic, also, kpi
from twin.kpi.iso22400 import ratio
from twin.kpi.record import Record
from twin.kpi.time_window import Mask


@kpi("yield", unit="fraction", label="yield", better=1, shown_in="%", topic=Topic.LOSSES)
def line_yield(record: Record) -> float:
    """Good area of shipped lots per area of lots shipped or scrapped."""
    return _good_share(record, ~np.zeros(len(record.lots.shipped), dtype=bool))


@kpi(
    "first_pass_yield",
    unit="fraction",
    label="first-pass yield",
    better=1,
    shown_in="%",
    topic=Topic.LOSSES,
    iso="first pass yield",
    restates="yield",
)
def first_pass_yield(record: Record) -> float:
    """As yield; lots that were ever reworked count as not good."""
    return _good_share(record, ~record.lots.reworked)


@kpi(
    "scrap_ratio",
    unit="fraction",
    label="scrap",
    better=-1,
    shown_in="%",
    topic=Topic.LOSSES,
    scope=Scope.LINE | Scope.STATION,
    iso="scrap ratio",
    restates="yield",
)
def scrap_ratio(record: Record) -> float:
    """Area lost per area of lots that ended (1 - yield); at a station per area made there."""
    return 1.0 - line_yield(record)


@kpi(
    "rework_ratio",
    unit="fraction",
    label="rework",
    better=-1,
    shown_in="%",
    topic=Topic.LOSSES,
    scope=Scope.LINE | Scope.STATION,
    iso="rework ratio",
    restates="yield",
    zero_is_nothing=True,
)
def rework_ratio(record: Record) -> float:
    """Lots ever reworked per lots ended; at a station lots sent back per lots finished there."""
    ended = _ended(record)
    again = float(np.count_nonzero(ended & record.lots.reworked))
    return float(ratio(again, float(np.count_nonzero(ended))))


@kpi(
    "lots_scrapped",
    unit="lots",
    label="lots scrapped",
    better=-1,
    topic=Topic.LOSSES,
    scope=Scope.LINE | Scope.STATION,
    restates="yield",
)
def lots_scrapped(record: Record) -> float:
    """Whole lots scrapped in the window."""
    lots = record.lots
    return float(np.count_nonzero(lots.scrapped & record.window.holds(lots.ended_s)))


@also(topic=Topic.STATION_LOSSES)
def station_losses(record: Record) -> Iterator[Figure]:
    """Yield scrap and rework per station.

    Scrapped there / (finished there + scrapped there before it was finished), lots waiting included.
    """
    stays, window = record.visits, record.window
    finished, left = window.holds(stays.finished_s), window.holds(_lost_s(record))
    before = record.by_station(left, stays.scrapped_before_m2)
    after = record.by_station(finished, stays.scrapped_after_m2)
    made = record.by_station(finished, stays.finished_m2)
    scrap = ratio(before + after, made + before)
    rework = ratio(record.by_station(window.holds(stays.reworked_s)), record.by_station(finished))
    lots = record.by_station(window.holds(stays.scrapped_s))
    rows = zip(record.stations, scrap.tolist(), rework.tolist(), lots.tolist(), strict=True)
    for station, scrapped, reworked, count in rows:
        yield Figure("scrap_ratio", scrapped, station)
        yield Figure("rework_ratio", reworked, station)
        yield Figure("lots_scrapped", count, station)


def _ended(record: Record) -> Mask:
    """Say of each lot whether it was shipped or scrapped in the window."""
    lots = record.lots
    return (lots.shipped | lots.scrapped) & record.window.holds(lots.ended_s)


def _good_share(record: Record, counted: Mask) -> float:
    """Return the good area of the counted lots that were shipped per area of all that ended."""
    lots = record.lots
    shipped = lots.shipped & record.window.holds(lots.ended_s) & counted
    return float(ratio(lots.good_area_m2[shipped].sum(), lots.area_m2[_ended(record)].sum()))


def _lost_s(record: Record) -> Array:
    """Return when a visit lost area before its lot was finished: at its scrap, or trimmed by a join."""
    stays = record.visits
    return np.where(np.isnan(stays.scrapped_s), stays.consumed_s, stays.scrapped_s)
