"""The line file, format 1, as frozen models; names are the keys of the file, durations are seconds."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from twin.distribution import Distribution
from twin.recipe import Recipe
from twin.station import Noise, Params

FORMAT = 1
Clock = Literal["operating", "calendar"]
Blocking = Literal["after_service", "before_service"]
Action = Literal["scrap_cells", "scrap_lot", "rework", "flag"]


class Block(BaseModel):
    """A table of the file: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Grid(Block):
    """Lanes across the web, segments along it."""

    lanes: int = Field(1, ge=1, le=1000)
    segments: int = Field(1, ge=1, le=100_000)


class Source(Block):
    """Where lots come from."""

    name: str
    recipe: Recipe | None = None
    mode: Literal["saturated", "arrivals", "table"]
    interval: Distribution | None = None
    times: tuple[float, ...] | None = None
    conwip: int | None = Field(None, ge=1)
    lots: int | None = Field(None, ge=1)
    lot_kg: float | None = Field(None, gt=0)


class Setup(Block):
    """Roll change, cleaning: after every so many lots."""

    every_lots: int = Field(ge=1)
    time: Distribution


class Batch(Block):
    """Several lots at once; `wait` None = until full, else seconds of the oldest lot."""

    lots: int = Field(ge=1)
    wait: float | None = None


class Split(Block):
    """One lot becomes several."""

    into: int = Field(ge=1)


class Failure(Block):
    """A way a machine breaks down."""

    name: str
    clock: Clock = "operating"
    uptime: Distribution
    repair: Distribution
    then: Literal["resume", "restart", "scrap"] = "resume"
    crew: str | None = None


class Maintenance(Block):
    """Planned work on an empty machine; exactly one of `every` (seconds) and `every_lots`."""

    every: float | None = Field(None, gt=0)
    every_lots: int | None = Field(None, ge=1)
    clock: Clock = "operating"
    time: Distribution
    restores: tuple[str, ...] = ()
    crew: str | None = None
    after_repair: Literal["continue", "restart"] = "continue"


class Equipment(Block):
    """The same words for every kind of machine. `buffer_before` None = unlimited."""

    machines: int = Field(1, ge=1, le=100_000)
    buffer_before: int | None = Field(None, ge=0)
    blocking: Blocking = "after_service"
    service: Distribution | None = None
    setup: Setup | None = None
    batch: Batch | None = None
    split: Split | None = None
    max_wait: float | None = Field(None, ge=0)
    failure: tuple[Failure, ...] = ()
    maintenance: tuple[Maintenance, ...] = ()
    idle_kW: float = Field(0.0, ge=0)


class Gauge(Block):
    """In-line measurement of one property: reading = true + bias + repeatability x normal."""

    bias: float = 0.0
    repeatability: float = Field(0.0, ge=0)
    every_segments: int = Field(1, ge=1)


class Control(Block):
    """Run-to-run control: set-point += gain x (target - measured mean)."""

    setpoint: str
    property: str
    target: float
    gain: float


class Station(Block):
    """One station of the line: a kind of machine, its numbers, its equipment."""

    name: str
    kind: str
    inputs: tuple[str, ...] = Field(alias="from")
    params: Params | None = None
    noise: dict[str, Noise] = {}
    equipment: Equipment = Equipment()
    gauge: dict[str, Gauge] = {}
    control: Control | None = None


class Crew(Block):
    """People shared by repairs and maintenance."""

    name: str
    size: int = Field(ge=1)


class Limit(Block):
    """A specification and what happens outside it."""

    property: str
    at: str
    lower: float | None = None
    upper: float | None = None
    judged_on: Literal["measured", "true"] = "true"
    action: Action
    to: str | None = None
    at_most: int | None = Field(None, ge=0)


class Calendar(Block):
    """When the plant works: half-open intervals in seconds of the week, Monday 00:00 = 0, merged."""

    shifts: tuple[str, ...]
    intervals: tuple[tuple[float, float], ...]


class Room(Block):
    """The dry room; `floor_m2` and `air_changes_per_h` make its energy where given."""

    dew_point_C: float = Field(ge=-100, le=40)
    temperature_C: float | None = Field(None, ge=0, le=50)
    floor_m2: float | None = Field(None, gt=0)
    height_m: float | None = Field(None, gt=0, le=30)
    air_changes_per_h: float | None = Field(None, gt=0, le=200)
