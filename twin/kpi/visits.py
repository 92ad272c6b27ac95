"""Visits: the stay of a lot at a station, from joining its queue to releasing its machine."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from twin.core.material import Array
from twin.kpi.rows import LotRows, marked
from twin.kpi.steps import Codes
from twin.kpi.time_window import Mask
from twin.records.log import CODE, FATES

_LOST = marked("scrapped", "cells_scrapped")


@dataclass(frozen=True)
class Visits:
    """One entry per stay of a lot, ordered by lot and time; NaN = has not happened.

    A stay begins when the lot joins a queue, or when it is created by a source, a split or a join. It
    ends (`released_s`) when the lot left, was scrapped or consumed. `lot` is its place among the lots of
    the part, `place` the place in `line.station`, -1 - n at the n-th source; `came_from` the place of the
    stay before. Areas: made there, sent to rework, scrapped before and after the lot was finished; lots
    where there is no material.
    """

    lot: Codes
    place: Codes
    came_from: Codes
    machine: Codes
    begun_s: Array
    arrived_s: Array
    started_s: Array
    finished_s: Array
    released_s: Array
    reworked_s: Array
    scrapped_s: Array
    consumed_s: Array
    finished_m2: Array
    reworked_m2: Array
    scrapped_before_m2: Array
    scrapped_after_m2: Array

    @property
    def taken_s(self) -> Array:
        """Return when the lot left its queue for a machine: it started, or a join consumed it."""
        joined = np.where(np.isnan(self.finished_s), self.consumed_s, np.nan)
        return np.where(np.isnan(self.started_s), joined, self.started_s)

    @property
    def waited_until_s(self) -> Array:
        """Return when the lot stopped waiting: taken by a machine, or scrapped."""
        return np.where(np.isnan(self.started_s), self.released_s, self.started_s)

    def at(self, chosen: Mask) -> Visits:
        """Return some of the visits."""
        return Visits(*(getattr(self, column.name)[chosen] for column in fields(self)))


@dataclass(frozen=True)
class LotEnds:
    """What is known of each lot of a part: when and how it ended, and where it came from before the part.

    `is_known`: it was inside when the part began, and `came_from` is the place of the stay before.
    """

    ended_s: Array
    fate: Codes
    is_known: Mask
    came_from: Codes


def visits(rows: LotRows, lots: LotEnds) -> tuple[Visits, Mask]:
    """Return every visit of every lot, and whether it has come to its end."""
    begins = rows.begins
    lot, begun, place = rows.lot[begins], rows.time_s[begins], rows.place[begins]
    more = np.zeros(len(lot), dtype=bool)  # another stay of the same lot follows
    more[:-1] = lot[1:] == lot[:-1]
    ended_s = np.where(more, np.nan, lots.ended_s[lot])
    fate = lots.fate[lot]
    next_begun = np.where(more, np.append(begun[1:], np.nan), np.nan) if len(lot) else begun
    lost = np.flatnonzero(_LOST[rows.event])
    finished = rows.first("finished")
    after = (finished[rows.stay[lost]] >= 0) & (lost > finished[rows.stay[lost]])
    stays = Visits(
        lot=lot,
        place=place,
        came_from=_came_from(lot, place, more, lots),
        machine=rows.machine_of(),
        begun_s=begun,
        arrived_s=np.where(rows.event[begins] == CODE["arrived"], begun, np.nan),
        started_s=rows.first_s("started"),
        finished_s=rows.first_s("finished"),
        released_s=_first_known(rows.first_s("left"), next_begun, ended_s),
        reworked_s=rows.first_s("reworked"),
        scrapped_s=np.where(fate == FATES["scrapped"], ended_s, np.nan),
        consumed_s=np.where(fate == FATES["consumed"], ended_s, np.nan),
        finished_m2=rows.area_of(np.flatnonzero(rows.event == CODE["finished"])),
        reworked_m2=rows.area_of(np.flatnonzero(rows.event == CODE["reworked"])),
        scrapped_before_m2=rows.area_of(lost[~after]),
        scrapped_after_m2=rows.area_of(lost[after]),
    )
    return stays, more | (fate != FATES["inside"])


def _came_from(lot: Codes, place: Codes, more: Mask, lots: LotEnds) -> Codes:
    """Return the place of the stay before; of a lot's very first stay its own place."""
    if not len(lot):
        return place
    first = np.where(lots.is_known[lot], lots.came_from[lot], place)
    return np.where(np.append(False, more[:-1]), np.append(0, place[:-1]), first)


def _first_known(*choices: Array) -> Array:
    """Return the first of the choices that is known, entry by entry."""
    known = choices[0]
    for choice in choices[1:]:
        known = np.where(np.isnan(known), choice, known)
    return known
