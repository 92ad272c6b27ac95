"""The event log of a run: columns the floor appends to, read as tables by everything above it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

EVENTS: tuple[str, ...] = (
    "created",
    "arrived",
    "started",
    "finished",
    "left",
    "failed",
    "repair_started",
    "repaired",
    "setup_started",
    "setup_ended",
    "maintenance_started",
    "maintenance_ended",
    "scrapped",
    "shipped",
    "shift_started",
    "shift_ended",
    "cells_scrapped",
    "reworked",
    "maintenance_due",
    "control_held",
)
"""Every event there is; the code of an event is its place here.

`maintenance_due`: waits for its crew. `control_held`: a control would move its set-point beyond its guard.
"""

TORN_WEB = "web tears"
"""Cause of a lot scrapped because its web does not bear the tension of a machine."""

CODE = {name: code for code, name in enumerate(EVENTS)}

VERDICTS: tuple[str, ...] = ("ok", "flag", "scrap_cells", "rework", "scrap_lot")

FATES = {name: code for code, name in enumerate(("inside", "shipped", "scrapped", "consumed"))}
"""What becomes of a lot, each with its code."""


def doubles() -> array[float]:
    """Return an empty column of floats."""
    return array("d")


def singles() -> array[float]:
    """Return an empty column of floats in single precision."""
    return array("f")


def integers() -> array[int]:
    """Return an empty column of integers."""
    return array("q")


@dataclass(slots=True)
class LotRow:
    """One lot: its family, its life, its area. Without material areas and masses are NaN."""

    lot: int
    parents: tuple[int, ...]
    recipe: str
    created_s: float
    ended_s: float = float("nan")
    fate: str = "inside"
    area_m2: float = float("nan")
    good_area_m2: float = float("nan")
    mass_kg: float = float("nan")
    outside: tuple[str, ...] = ()


@dataclass
class Readings:
    """One row per visit and property the station sets; true values over the good cells.

    `sd_lane`, `sd_along`: root mean square of the lane means and of the segment means about the lot's
    mean; `sd_cell`: root mean square of what is left, by its degrees of freedom. Where cells are missing,
    lanes and segments are fitted effects, with the noise of cells that evenly spread holes would leave.
    """

    time_s: array[float] = field(default_factory=doubles)
    lot: array[int] = field(default_factory=integers)
    visit: array[int] = field(default_factory=integers)
    machine: array[int] = field(default_factory=integers)
    station: array[int] = field(default_factory=integers)
    property: array[int] = field(default_factory=integers)
    verdict: array[int] = field(default_factory=integers)
    cells: array[int] = field(default_factory=integers)
    mean: array[float] = field(default_factory=doubles)
    sd_within: array[float] = field(default_factory=doubles)
    sd_lane: array[float] = field(default_factory=doubles)
    sd_along: array[float] = field(default_factory=doubles)
    sd_cell: array[float] = field(default_factory=doubles)
    minimum: array[float] = field(default_factory=doubles)
    maximum: array[float] = field(default_factory=doubles)
    measured: array[float] = field(default_factory=doubles)
    out_of_spec_share: array[float] = field(default_factory=doubles)


@dataclass
class Cells:
    """Final values by cell of the lots that left the last station.

    `values`: single precision, per entry of `lot` a block of shape (property, lane, segment) in the order
    of `properties`; NaN where a cell was cut, or where the line never sets the property. `first_lane`: number
    of the first lane of each lot, across the web as it was formed.
    """

    properties: tuple[str, ...] = ()
    lanes: int = 0
    segments: int = 0
    lot: array[int] = field(default_factory=integers)
    first_lane: array[int] = field(default_factory=integers)
    values: array[float] = field(default_factory=singles)


@dataclass
class Log:
    """Events, readings and lots of one replication, as columns.

    An event row is `time_s` and `place` = lot * stride + code of (station, machine, event), which
    `keys[code]` gives back. `amount_row`: numbers of the rows with `area_m2` and `mass_kg`, `energy_row`: of
    those with `energy_kWh`; `cause`: by row number. Area and mass stand on `created`, `finished`, `left`,
    `shipped`, `scrapped`, `cells_scrapped` and `reworked` rows (what was made, handed on or lost there),
    energy on `finished` rows, the failure's name as cause on `failed` rows.
    `cells`: None where they were not asked for; they take some 20 kB per lot, so only runs whose tables are
    kept ask.
    """

    stride: int = 1
    keys: list[tuple[str, int, str]] = field(default_factory=list)
    time_s: array[float] = field(default_factory=doubles)
    place: array[int] = field(default_factory=integers)
    amount_row: array[int] = field(default_factory=integers)
    area_m2: array[float] = field(default_factory=doubles)
    mass_kg: array[float] = field(default_factory=doubles)
    energy_row: array[int] = field(default_factory=integers)
    energy_kWh: array[float] = field(default_factory=doubles)
    cause: dict[int, str] = field(default_factory=dict)
    readings: Readings = field(default_factory=Readings)
    reading_stations: list[str] = field(default_factory=list)
    reading_properties: list[str] = field(default_factory=list)
    lots: list[LotRow] = field(default_factory=list)
    end_s: float = 0.0
    cells: Cells | None = None

    def clear(self) -> None:
        """Let go of all rows; codes, names, and cells stay."""
        amounts = (self.amount_row, self.area_m2, self.mass_kg, self.energy_row, self.energy_kWh)
        for column in (self.time_s, self.place, *amounts):
            del column[:]
        self.readings = Readings()
        self.cause.clear()
        self.lots.clear()
