"""A run in parts: what its chunks of rows say about visits, lots and machines, as far as it has gone."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from twin.kpi.descent import Descent, descended, no_lots, places_of
from twin.kpi.part import Lots, Part
from twin.kpi.rows import LotRows, Shop, keys_of, lot_rows
from twin.kpi.states import Channels, states
from twin.kpi.steps import Codes
from twin.kpi.time_window import Mask, Window
from twin.kpi.visits import LotEnds, Visits, visits
from twin.kpi.waiting import Created
from twin.kpi.work import WorkedTimeBook
from twin.line.model.line import Line
from twin.records.chunk import Chunk, EventRows, LotTable, joined
from twin.records.log import FATES


class _Inside(NamedTuple):
    """The lots inside at the end of a part: their numbers, descent, and the rows of their last stay."""

    number: Codes
    came_from: Codes
    descent: Descent
    rows: EventRows | None


class PartReader:
    """Reads the chunks of one replication, in their order, as parts; keeps no more than what goes on.

    Without a horizon the window ends with the last event of a lot: rows of machines behind the last one of a
    lot wait for the next chunk, and count only if another lot moves.
    """

    def __init__(self, line: Line, warmup_s: float = 0.0, horizon_s: float | None = None) -> None:
        self.shop = Shop(line)
        self.warmup_s = warmup_s
        self.horizon_s = horizon_s
        self._until_s = self._last_lot_s = 0.0
        self._inside = _Inside(np.zeros(0, np.int64), np.zeros(0, np.int64), no_lots(), None)
        self._held: EventRows | None = None
        self._channels = Channels(self.shop.total)
        self._work = WorkedTimeBook(self.shop)
        self._created = Created(np.zeros(len(line.source), np.int64), np.zeros(len(line.source)))

    def part(self, chunk: Chunk) -> Part:
        """Return what has happened since the last chunk; with the last one, all that is still open."""
        shop, line, is_last = self.shop, self.shop.line, chunk.is_last
        events = self._told(chunk.events)
        keys = keys_of(events.keys, shop)
        window = self._window(is_last=is_last)
        start_s, end_s = self._span(events, window, is_last=is_last)
        inside, table = self._inside, chunk.lots
        of_lots = joined(inside.rows, events.at(np.flatnonzero(events.lot)))
        places = places_of(of_lots.lot, table.number, len(inside.number))
        rows = lot_rows(of_lots, places, len(table.number), keys, has_material=line.has_material)
        stays, is_over = visits(rows, _ends(table, inside))
        is_over |= is_last
        descent = descended(table, inside.descent, stays)
        self._count_created(stays, len(inside.number))
        layers = self._channels.read(events, keys, shop, start_s)
        stretches = states(layers, stays, descent.made_on, shop, self._created, start_s, end_s)
        work = self._work.read(stretches, events, keys)
        self._carry(table, descent, stays, is_over, of_lots, rows)
        self._work.keep(work, stays.at(~is_over))
        self._until_s = end_s
        return Part(
            shop=shop,
            window=window,
            horizon_s=self.horizon_s,
            events=events,
            keys=keys,
            readings=chunk.readings,
            visits=stays if is_over.all() else stays.at(is_over),
            lots=_lots(table, descent, is_last=is_last, has_material=line.has_material),
            stretches=stretches,
            work=work,
        )

    def _told(self, rows: EventRows) -> EventRows:
        """Return the rows that are sure to count."""
        if self.horizon_s is None:
            rows = joined(self._held, rows)
        of_lots = np.flatnonzero(rows.lot)
        count = int(of_lots[-1]) + 1 if of_lots.size else 0
        if count:
            self._last_lot_s = float(rows.time_s[count - 1])
        if self.horizon_s is not None:
            return rows
        self._held = rows.at(slice(count, None))
        return rows.at(slice(0, count))

    def _window(self, *, is_last: bool) -> Window:
        open_end_s = self._last_lot_s if is_last else math.inf
        return Window(self.warmup_s, open_end_s if self.horizon_s is None else self.horizon_s)

    def _span(self, rows: EventRows, window: Window, *, is_last: bool) -> tuple[float, float]:
        """Return where the part begins and ends."""
        last_s = float(rows.time_s[-1]) if len(rows) else self._until_s
        return self._until_s, window.end_s if is_last else min(last_s, window.end_s)

    def _count_created(self, stays: Visits, known: int) -> None:
        at_source = np.flatnonzero((stays.place < 0) & (stays.lot >= known))
        source = -1 - stays.place[at_source]
        self._created.lots[:] += np.bincount(source, minlength=len(self._created.lots))
        self._created.last_s[source] = stays.begun_s[at_source]  # in order of time: the last one stands

    def _carry(
        self,
        table: LotTable,
        descent: Descent,
        stays: Visits,
        is_over: Mask,
        of_lots: EventRows,
        rows: LotRows,
    ) -> None:
        """Keep what goes on: the lots inside, and the rows of their last stay."""
        goes_on = ~is_over
        came_from = np.zeros(len(table.number), dtype=np.int64)
        came_from[stays.lot[goes_on]] = stays.came_from[goes_on]
        inside = table.fate == FATES["inside"]
        self._inside = _Inside(
            number=table.number[inside],
            came_from=came_from[inside],
            descent=descent.at(inside),
            rows=of_lots.at(rows.source_row[goes_on[rows.stay]]),
        )


def _ends(table: LotTable, inside: _Inside) -> LotEnds:
    is_known = np.arange(len(table.number)) < len(inside.number)
    came_from = np.zeros(len(table.number), dtype=np.int64)
    came_from[: len(inside.number)] = inside.came_from
    return LotEnds(table.ended_s, table.fate, is_known, came_from)


def _lots(table: LotTable, descent: Descent, *, is_last: bool, has_material: bool) -> Lots:
    """Return the lots that ended, in the last part all that are left."""
    over = (table.fate != FATES["inside"]) | is_last
    fate = table.fate[over]
    ones = np.ones(len(fate))
    return Lots(
        created_s=table.created_s[over],
        born_s=descent.born_s[over],
        ended_s=table.ended_s[over],
        shipped=fate == FATES["shipped"],
        scrapped=fate == FATES["scrapped"],
        reworked=descent.reworked[over],
        area_m2=table.area_m2[over] if has_material else ones,
        good_area_m2=table.good_area_m2[over] if has_material else ones,
    )
