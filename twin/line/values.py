"""List every number of a line with its unit, source and range, and every key that was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from twin.line.check.input_ranges import range_of
from twin.line.model.line import StationPlan
from twin.line.model.materials import NAMED
from twin.line.model.value import CHANGED, Value
from twin.line.numbers import Number
from twin.line.read.positions import Place
from twin.line.read.written_ranges import WrittenRanges
from twin.stations.contract.kinds import load

_MEANING = {
    "buffer_before": "unlimited",
    "conwip": "no bound",
    "lots": "without end",
    "calendar": "always on",
    "coating": "no solvent takes of it",
    "solvent_attack": "no solvent harms the electrolyte",
    "family": "of the electrolyte unknown: water is not refused",
    "room": "no moisture",
    "grid": "no material",
    "wait": "full",
    "service": "as the physics says",
}
_TIMELESS = _MEANING | {"service": "0 s"}
"""What left-out keys mean at a kind that only takes time."""
_SILENT = (
    "format",
    "description",
    "params",
    "recipe",
    "lot_kg",
    "times",
    "interval",
    "sources",
    "crew",
    "control",
    "every",
    "every_lots",
    "to",
    "at_most",
    "lower",
    "upper",
    "hastened_by",
    "setpoint_lower",
    "setpoint_upper",
    "largest_step",
)


def list_values(
    numbers: Iterable[Number],
    sources: Mapping[Place, str],
    written: WrittenRanges,
    path: Callable[[Place], str],
) -> tuple[Value, ...]:
    """Return a Value per number; its source is that of the nearest table which names one."""
    values: list[Value] = []
    for number in numbers:
        place = number.place
        depths = range(len(place), 0, -1)
        source = next((sources[place[:depth]] for depth in depths if place[:depth] in sources), "")
        low, high = (None, None) if source == CHANGED else range_of(number, written) or (None, None)
        values.append(
            Value(
                path(place), number.value, number.unit, source,
                low, high, written.ties.get(place, ""), number.is_count, number.is_series,
            )
        )  # fmt: skip
    return tuple(values)


def list_defaults(head: BaseModel, path: Callable[[Place], str]) -> tuple[str, ...]:
    """Return a line per key that was left out, and what that means; empty keys of a table together."""
    return tuple(_defaults(head, (), path))


def _defaults(
    model: object, place: Place, path: Callable[[Place], str], meaning: Mapping[str, str] = _MEANING
) -> Iterator[str]:
    if isinstance(model, tuple | list):
        if model and isinstance(model[0], float):
            return  # a column of times
        for number, part in enumerate(model):
            yield from _defaults(part, (*place, number), path)
    elif isinstance(model, dict):
        for key, part in model.items():
            yield from _defaults(part, (*place, key), path)
    elif isinstance(model, BaseModel):
        yield from _of_table(model, place, path, meaning)


def _of_table(
    model: BaseModel, place: Place, path: Callable[[Place], str], meaning: Mapping[str, str]
) -> Iterator[str]:
    empty: list[str] = []
    inside = (
        _TIMELESS if isinstance(model, StationPlan) and not load(model.kind).works_on_material else _MEANING
    )
    for name, info in type(model).model_fields.items():
        key = info.alias or name
        value = getattr(model, name)
        if key in NAMED:
            continue  # an entry lists what it says, and stands in a file of its own
        if name in model.model_fields_set or isinstance(value, BaseModel):
            yield from _defaults(value, (*place, key), path, inside)
        elif key in _SILENT:
            continue
        elif key in meaning:
            yield f"{path((*place, key))}: {meaning[key]}"
        elif value in (None, (), {}):
            empty.append(key)
        elif value is not PydanticUndefined:
            yield (
                f"{path((*place, key))}: {value:g}"
                if isinstance(value, float)
                else f"{path((*place, key))}: {value}"
            )
    if empty:
        where = path(place)
        yield f"{where + ': ' if where else ''}no {', '.join(empty)}"
