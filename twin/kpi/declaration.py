"""Declare a KPI once, at the function of the totals that computes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, Flag, auto
from typing import NamedTuple, TypeVar

from twin.core.material import Array
from twin.kpi.totals import Totals

_FACTORS = {("s", "h"): 1.0 / 3600.0, ("fraction", "%"): 100.0}
"""(unit, printed unit) -> printed value per value."""


class Scope(Flag):
    """What a KPI has values for: the whole line, each station, its machine states, its properties."""

    LINE = auto()
    STATION = auto()
    STATE = auto()
    PROPERTY = auto()

    @property
    def words(self) -> list[str]:
        """Return the scopes for the reader."""
        return [str(scope.name).lower() for scope in type(self) if scope in self]


class Topic(Enum):
    """What a KPI is about; the order of the topics is the order of the table and of the catalogue."""

    FLOW = "Output and flow"
    LOSSES = "Yield, scrap and rework"
    ENERGY = "Energy"
    QUEUES = "Queues"
    STATES = "Machine states"
    EQUIPMENT = "Equipment (ISO 22400)"
    STATION_LOSSES = "Scrap and rework of each station"
    QUALITY = "Quality"


class Place(Enum):
    """Where a KPI is shown on the page of a line, by its heading there."""

    LINE = "The whole line"
    STATES = "Machine states"
    EQUIPMENT = "Equipment (ISO 22400)"
    STATIONS = "Stations"
    PROPERTIES = "Properties at the stations"


class Figure(NamedTuple):
    """One value of a KPI; station "" = the whole line, property "" = none (a state is one)."""

    kpi: str
    value: float
    station: str = ""
    property: str = ""


Figures = float | Array | Iterable[Figure]
"""What a function of the totals returns: a value of the whole line, one per station, or values by name."""

Calculation = Callable[[Totals], Figures]
_Function = TypeVar("_Function", bound=Calculation)


@dataclass(frozen=True)
class Declaration:
    """Everything there is to say about a KPI but its value.

    `unit`: in the table, "" = that of the property; `unit_of_lots` where lots carry no material.
    `better`: +1 if more of it is, -1 if less, 0 if neither. `shown_in`: unit for the reader.
    `iso`: its name in ISO 22400-2, "" where it has none there. `restates`: the KPI it follows from, which
    counts in a verdict instead. `zero_is_nothing`: 0 everywhere means that a line has no such thing.
    `headline`: the one a reader asks for first.
    """

    name: str
    unit: str
    label: str
    definition: str
    topic: Topic
    scope: Scope
    better: int
    shown_in: str
    unit_of_lots: str
    iso: str
    restates: str
    zero_is_nothing: bool
    headline: bool

    @property
    def factor(self) -> float:
        """Return what a value is multiplied by for the reader."""
        return _FACTORS[self.unit, self.shown_in] if self.shown_in else 1.0

    @property
    def paths(self) -> list[str]:
        """Return how a value is asked for on the command line."""
        forms = {
            Scope.LINE: self.name,
            Scope.STATION: f"STATION.{self.name}",
            Scope.STATE: f"STATION.STATE.{self.name}",
            Scope.PROPERTY: f"STATION.PROPERTY.{self.name}",
        }
        return [form for scope, form in forms.items() if scope in self.scope]

    @property
    def places(self) -> tuple[Place, ...]:
        """Return where it is shown on the page of a line."""
        station = Place.EQUIPMENT if self.topic is Topic.EQUIPMENT else Place.STATIONS
        by_scope = {
            Scope.LINE: Place.LINE,
            Scope.STATION: station,
            Scope.STATE: Place.STATES,
            Scope.PROPERTY: Place.PROPERTIES,
        }
        return tuple(place for scope, place in by_scope.items() if scope in self.scope)


def kpi(
    name: str,
    *,
    unit: str,
    label: str,
    topic: Topic,
    scope: Scope = Scope.LINE,
    better: int = 0,
    shown_in: str = "",
    definition: str = "",
    unit_of_lots: str = "",
    iso: str = "",
    restates: str = "",
    zero_is_nothing: bool = False,
    headline: bool = False,
) -> Callable[[_Function], _Function]:
    """Declare a KPI at its function; without a definition the first paragraph of the docstring is it.

    Several KPIs computed in one pass are declared one above the other, in the order of the table.
    """
    if shown_in and (unit, shown_in) not in _FACTORS:
        raise ValueError(f"{name}: {unit} cannot be shown in {shown_in}")

    def declare(function: _Function) -> _Function:
        sentence = definition or " ".join((function.__doc__ or "").partition("\n\n")[0].split())
        declaration = Declaration(
            name, unit, label, sentence, topic, scope, better, shown_in, unit_of_lots, iso, restates,
            zero_is_nothing, headline,
        )  # fmt: skip
        _note(function, topic).insert(0, declaration)
        return function

    return declare


def also(topic: Topic) -> Callable[[_Function], _Function]:
    """Compute further values, at another place of the table, of KPIs that are declared elsewhere."""

    def note(function: _Function) -> _Function:
        _note(function, topic)
        return function

    return note


def _note(function: Calculation, topic: Topic) -> list[Declaration]:
    """Return the declarations that stand at a function, which from now on belongs to the registry."""
    vars(function)["topic"] = topic
    declarations: list[Declaration] = vars(function).setdefault("declarations", [])
    return declarations


def topic_of(member: object) -> Topic | None:
    """Return the topic of a function that computes KPIs, None for anything else in a module."""
    topic = getattr(member, "topic", None)
    return topic if callable(member) and isinstance(topic, Topic) else None


def declarations_at(function: Calculation) -> list[Declaration]:
    """Return the KPIs that are declared at a function, in the order of the table."""
    return list(vars(function)["declarations"])
