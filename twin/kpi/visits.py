"""Visits: the stay of a lot at a station, from joining its queue to releasing its machine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from twin.core.material import Array
from twin.kpi.rows import LotRows, lot_rows
from twin.kpi.steps import Codes
from twin.kpi.time_window import Mask
from twin.line.model.line import Line
from twin.records.log import CODE
from twin.records.tables import Tables


@dataclass(frozen=True)
class Visits:
    """One entry per stay of a lot, ordered by lot and time; NaN = has not happened.

    A stay begins when the lot joins a queue, or when it is created by a source, a split or a join. It
    ends (`released_s`) when the lot left, was scrapped or consumed. `place` is the place
    in `line.station`, -1 - n at the n-th source; `came_from` the place of the stay before. Areas: made
    there, sent to rework, scrapped before and after the lot was finished; lots where there is no material.
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


def visits(tables: Tables, line: Line) -> Visits:
    """Return every visit of every lot."""
    rows = lot_rows(tables.events, line)
    begins = rows.begins
    lot, begun, place = rows.lot[begins], rows.time_s[begins], rows.place[begins]
    more = np.zeros(len(lot), dtype=bool)  # another stay of the same lot follows
    more[:-1] = lot[1:] == lot[:-1]
    ended = _ended(tables.lots, lot, more)
    next_begun = np.where(more, np.append(begun[1:], np.nan), np.nan)
    lost = np.isin(rows.event, [CODE["scrapped"], CODE["cells_scrapped"]])
    after = lost & _after_finish(rows)
    return Visits(
        lot=lot,
        place=place,
        came_from=np.where(np.append(False, more[:-1]), np.append(0, place[:-1]), place),
        machine=rows.machine_of(),
        begun_s=begun,
        arrived_s=np.where(rows.event[begins] == CODE["arrived"], begun, np.nan),
        started_s=rows.first_s("started"),
        finished_s=rows.first_s("finished"),
        released_s=_first_known(rows.first_s("left"), next_begun, ended.any_s),
        reworked_s=rows.first_s("reworked"),
        scrapped_s=ended.scrapped_s,
        consumed_s=ended.consumed_s,
        finished_m2=rows.area_of(rows.event == CODE["finished"]),
        reworked_m2=rows.area_of(rows.event == CODE["reworked"]),
        scrapped_before_m2=rows.area_of(lost & ~after),
        scrapped_after_m2=rows.area_of(after),
    )


@dataclass(frozen=True)
class _Ends:
    """The end of a lot's life on its last stay; NaN on the others."""

    any_s: Array
    scrapped_s: Array
    consumed_s: Array


def _ended(lots: pd.DataFrame, lot: Codes, more: Mask) -> _Ends:
    """Look up the ends in the table of lots, which is in the order of their numbers, from 1."""
    ended = np.where(more, np.nan, lots["ended_s"].to_numpy(np.float64)[lot - 1])
    fate = lots["fate"].to_numpy(dtype=object)[lot - 1]
    return _Ends(
        any_s=ended,
        scrapped_s=np.where(fate == "scrapped", ended, np.nan),
        consumed_s=np.where(fate == "consumed", ended, np.nan),
    )


def _after_finish(rows: LotRows) -> Mask:
    """Say of each row whether its lot was finished at this stay by then."""
    finished = rows.first("finished")[rows.stay]
    return (finished >= 0) & (np.arange(len(rows.stay)) > finished)


def _first_known(*choices: Array) -> Array:
    """Return the first of the choices that is known, entry by entry."""
    known = choices[0]
    for choice in choices[1:]:
        known = np.where(np.isnan(known), choice, known)
    return known
