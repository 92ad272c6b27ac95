"""The line file, format 1, as frozen models; names are the keys of the file, durations are seconds."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from pydantic import Field

from twin.line.fields.block import Block, Name, Shift, Wait
from twin.line.fields.noise import NoiseTable
from twin.line.fields.shifts import Intervals, intervals_of
from twin.line.fields.times import ReleaseTimes, Seconds, Times
from twin.line.model.value import Value as Value
from twin.line.recipe import Recipe
from twin.stations.contract.visit import Params

FORMAT = 1
MOST_LOTS = 100_000
"""More lots than this at one instant is a slip of the keyboard, and would take the memory of the computer."""
Clock = Literal["operating", "calendar"]
Blocking = Literal["after_service", "before_service"]
Action = Literal["scrap_cells", "scrap_lot", "rework", "flag"]


class Grid(Block):
    """Lanes across the web, segments along it."""

    lanes: int = Field(1, ge=1, le=1000)
    segments: int = Field(1, ge=1, le=100_000)


class Source(Block):
    """A source of lots.

    `mode`: a lot is always waiting (saturated), or comes after an `interval`, or at given `times` (table);
    `conwip`: most lots of it inside the line; `lots`: how many it makes; `lot_kg`: dry solids in a lot.
    """

    name: Name
    recipe: Recipe | None = None
    mode: Literal["saturated", "arrivals", "table"]
    interval: Times | None = None
    times: ReleaseTimes | None = None
    conwip: int | None = Field(None, ge=1, le=MOST_LOTS)
    lots: int | None = Field(None, ge=1)
    lot_kg: float | None = Field(None, ge=1e-6, le=1e6)


class Setup(Block):
    """Roll change, cleaning: after every so many lots."""

    every_lots: int = Field(ge=1)
    time: Times


class Batch(Block):
    """Several lots at once; `wait` None = until full, else seconds of the oldest lot."""

    lots: int = Field(ge=1, le=MOST_LOTS)
    wait: Wait = None


class Split(Block):
    """One lot becomes several."""

    into: int = Field(ge=1, le=MOST_LOTS)


class Failure(Block):
    """A way a machine breaks down: time to failure on its `clock`, time to repair, fate of the lot inside.

    `hastened_by`: a hazard of the kind, by which its clock runs faster or slower with every lot.
    """

    name: Name
    clock: Clock = "operating"
    uptime: Times
    repair: Times
    then: Literal["resume", "restart", "scrap"] = "resume"
    crew: str | None = None
    hastened_by: str | None = None


class Maintenance(Block):
    """Planned work on an empty machine; exactly one of `every` (seconds) and `every_lots`."""

    every: Seconds | None = Field(None, gt=0)
    every_lots: int | None = Field(None, ge=1)
    clock: Clock = "operating"
    time: Times
    restores: tuple[str, ...] = ()
    crew: str | None = None
    after_repair: Literal["continue", "restart"] = "continue"


class Equipment(Block):
    """Machines in parallel, their buffer, times, batches, failures; `buffer_before` None = unlimited."""

    machines: int = Field(1, ge=1, le=MOST_LOTS)
    buffer_before: int | None = Field(None, ge=0)
    blocking: Blocking = "after_service"
    service: Times | None = None
    setup: Setup | None = None
    batch: Batch | None = None
    split: Split | None = None
    max_wait: Seconds | None = None
    failure: tuple[Failure, ...] = ()
    maintenance: tuple[Maintenance, ...] = ()
    idle_kW: float = Field(0.0, ge=0, le=1e6)


class Gauge(Block):
    """In-line measurement of one property: reading = true + bias + repeatability x normal."""

    bias: float = 0.0
    repeatability: float = Field(0.0, ge=0)
    every_segments: int = Field(1, ge=1)


class InLine(Block):
    """Control while the web runs, from a gauge `dead_m` behind the tool.

    `length_m`: web until 1/e of a lasting error is left; `error_frac`: what the gauge errs from lot to lot.
    """

    dead_m: float = Field(ge=0, le=10_000)
    length_m: float = Field(gt=0, le=1e6)
    error_frac: float = Field(ge=0, le=1)


class Control(Block):
    """Run-to-run control: set-point += gain x (target - measured mean), guarded.

    It moves the set-point by `largest_step` at a time, between `setpoint_lower` and `setpoint_upper`; None =
    as far as the bounds of the parameter. `in_line`: it holds the property while the web runs, too.
    """

    setpoint: str
    property: str
    target: float
    gain: float
    setpoint_lower: float | None = None
    setpoint_upper: float | None = None
    largest_step: float | None = Field(None, gt=0)
    in_line: InLine | None = None


class StationPlan(Block):
    """One station of the line: a kind of machine, its numbers, its equipment."""

    name: Name
    kind: str
    inputs: tuple[str, ...] = Field(alias="from", min_length=1)
    params: Params | None = None
    noise: dict[str, NoiseTable] = Field(default_factory=dict)
    equipment: Equipment = Equipment()
    gauge: dict[str, Gauge] = Field(default_factory=dict)
    control: Control | None = None


class Crew(Block):
    """People shared by repairs and maintenance."""

    name: Name
    size: int = Field(ge=1)


class Limit(Block):
    """A specification of a property after station `at`, and the action on what lies outside it."""

    property: str
    at: str
    lower: float | None = None
    upper: float | None = None
    judged_on: Literal["measured", "true"] = "true"
    action: Action
    to: str | None = None
    at_most: int | None = Field(None, ge=0, le=1000)


class Calendar(Block):
    """When the plant works: half-open intervals in seconds of the week, Monday 00:00 = 0, merged."""

    shifts: tuple[Shift, ...] = Field(min_length=1)

    @property
    def intervals(self) -> Intervals:
        """Return the working intervals."""
        return intervals_of(self.shifts)


class Room(Block):
    """The dry room; its energy is known where floor and reference load are given, all four keys or none.

    `reference_kW_m2`: power per floor area at `reference_dew_point_C`, `load_per_K` its growth per kelvin.
    """

    dew_point_C: float = Field(ge=-100, le=40)
    floor_m2: float | None = Field(None, gt=0, le=1e6)
    reference_kW_m2: float | None = Field(None, ge=0, le=100)
    reference_dew_point_C: float | None = Field(None, ge=-100, le=40)
    load_per_K: float | None = Field(None, ge=0, le=1)


@dataclass(frozen=True)
class Line:
    """A checked plant: blocks in the order of the file, each number with its source.

    `values`: one per number in the line and its recipes, the mean for a table of times; `defaults`:
    what was left out and what that means; `references`: key -> printable reference of every source
    that is used. `file` is "<dict>" for a dict, and no part of the comparison of two lines.
    """

    name: str
    description: str
    grid: Grid | None
    source: tuple[Source, ...]
    station: tuple[StationPlan, ...]
    crew: tuple[Crew, ...]
    limit: tuple[Limit, ...]
    calendar: Calendar | None
    room: Room | None
    values: tuple[Value, ...]
    defaults: tuple[str, ...]
    references: Mapping[str, str]
    file: str = field(compare=False)
    document: Mapping[str, object] = field(compare=False, repr=False)

    @property
    def has_material(self) -> bool:
        """Return whether lots carry material: a grid, and a recipe and a mass at every source."""
        known = all(s.recipe is not None and s.lot_kg is not None for s in self.source)
        return known and self.grid is not None

    def downstream(self, name: str) -> str | None:
        """Return the station a source or station feeds, None for the last one."""
        return next((s.name for s in self.station if name in s.inputs), None)

    def upstream(self, name: str) -> tuple[str, ...]:
        """Return what feeds a station, in the order of `from`. Raises KeyError for an unknown station."""
        for station in self.station:
            if station.name == name:
                return station.inputs
        raise KeyError(name)

    def in_flow_order(self) -> list[StationPlan]:
        """Return the stations so that each comes after those that feed it."""
        waiting, passed = list(self.station), {source.name for source in self.source}
        ordered: list[StationPlan] = []
        while waiting:
            ready = next(station for station in waiting if passed.issuperset(station.inputs))
            waiting.remove(ready)
            ordered.append(ready)
            passed.add(ready.name)
        return ordered

    def to_dict(self) -> dict[str, object]:
        """Return the resolved line: recipes and tables inside, `from` and references written out.

        Loading it again gives an equal line.
        """
        return deepcopy(dict(self.document))

    def renamed(self, name: str) -> Self:
        """Return the same line under another name."""
        return replace(self, name=name, document={**self.document, "name": name})
