"""Losses: yield, scrap and rework, by area; by lots where there is no material."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from twin.core.material import Array
from twin.kpi.declaration import Figure, Scope, Topic, also, kpi
from twin.kpi.flow import good_shipped_m2
from twin.kpi.iso22400 import ratio
from twin.kpi.part import Part
from twin.kpi.time_window import Mask
from twin.kpi.totals import Totals, total


@total
def lots_ended(part: Part) -> Array:
    """Return the lots shipped or scrapped in the window, those of them ever reworked, those scrapped."""
    ended = _ended(part)
    counted = (ended, ended & part.lots.reworked, ended & part.lots.scrapped)
    return np.array([float(np.count_nonzero(lots)) for lots in counted])


@total
def ended_m2(part: Part) -> float:
    """Return the area of the lots shipped or scrapped in the window."""
    return float(part.lots.area_m2[_ended(part)].sum())


@total
def good_at_once_m2(part: Part) -> float:
    """Return the good area of the lots shipped in the window that were never reworked."""
    return float(part.lots.good_area_m2[part.shipped & ~part.lots.reworked].sum())


class Losses(NamedTuple):
    """Of each station, in the window: area finished, and lost before and after it was finished; lots.

    An array of shape (6, station) by name.
    """

    finished_m2: Array
    lost_before_m2: Array
    lost_after_m2: Array
    finished: Array
    reworked: Array
    scrapped: Array


@total
def losses_at_stations(part: Part) -> Array:
    """Return what each station lost, the rows as in `Losses`."""
    stays, window = part.visits, part.window
    left = window.holds(_lost_s(part))
    return np.array(
        Losses(
            finished_m2=part.by_station(part.finished, stays.finished_m2),
            lost_before_m2=part.by_station(left, stays.scrapped_before_m2),
            lost_after_m2=part.by_station(part.finished, stays.scrapped_after_m2),
            finished=part.by_station(part.finished),
            reworked=part.by_station(window.holds(stays.reworked_s)),
            scrapped=part.by_station(window.holds(stays.scrapped_s)),
        )
    )


@kpi("yield", unit="fraction", label="yield", better=1, shown_in="%", topic=Topic.LOSSES)
def line_yield(totals: Totals) -> float:
    """Good area of shipped lots per area of lots shipped or scrapped."""
    return float(ratio(totals[good_shipped_m2], totals[ended_m2]))


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
def first_pass_yield(totals: Totals) -> float:
    """As yield; lots that were ever reworked count as not good."""
    return float(ratio(totals[good_at_once_m2], totals[ended_m2]))


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
def scrap_ratio(totals: Totals) -> float:
    """Area lost per area of lots that ended (1 - yield); at a station per area made there."""
    return 1.0 - line_yield(totals)


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
def rework_ratio(totals: Totals) -> float:
    """Lots ever reworked per lots ended; at a station lots sent back per lots finished there."""
    ended, again, _ = totals[lots_ended]
    return float(ratio(again, ended))


@kpi(
    "lots_scrapped",
    unit="lots",
    label="lots scrapped",
    better=-1,
    topic=Topic.LOSSES,
    scope=Scope.LINE | Scope.STATION,
    restates="yield",
)
def lots_scrapped(totals: Totals) -> float:
    """Whole lots scrapped in the window."""
    return float(totals[lots_ended][2])


@also(topic=Topic.STATION_LOSSES)
def station_losses(totals: Totals) -> Iterator[Figure]:
    """Yield scrap and rework per station.

    Scrapped there / (finished there + scrapped there before it was finished), lots waiting included.
    """
    lost = Losses(*totals[losses_at_stations])
    scrap = ratio(lost.lost_before_m2 + lost.lost_after_m2, lost.finished_m2 + lost.lost_before_m2)
    rework = ratio(lost.reworked, lost.finished)
    rows = zip(totals.stations, scrap.tolist(), rework.tolist(), lost.scrapped.tolist(), strict=True)
    for station, scrapped, reworked, count in rows:
        yield Figure("scrap_ratio", scrapped, station)
        yield Figure("rework_ratio", reworked, station)
        yield Figure("lots_scrapped", count, station)


def _ended(part: Part) -> Mask:
    """Say of each lot whether it was shipped or scrapped in the window."""
    lots = part.lots
    return (lots.shipped | lots.scrapped) & part.window.holds(lots.ended_s)


def _lost_s(part: Part) -> Array:
    """Return when a visit lost area before its lot was finished: at its scrap, or trimmed by a join."""
    stays = part.visits
    return np.where(np.isnan(stays.scrapped_s), stays.consumed_s, stays.scrapped_s)
