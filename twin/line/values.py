"""List every number of a line with its unit and source, and every key that was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from twin.core.units import unit_of
from twin.line.distributions import PARAMETERS, Distribution
from twin.line.model.line import StationPlan, Value
from twin.line.read.positions import Place
from twin.stations.contract.kinds import load
from twin.stations.contract.visit import Noise

_SECONDS = ("every", "max_wait", "wait")
_UNITLESS = ("cv", "shape")
_MEANING = {
    "buffer_before": "unlimited",
    "conwip": "no bound",
    "lots": "without end",
    "calendar": "always on",
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
)

Leaf = tuple[Place, float, str]


def list_values(
    plain: Mapping[str, object], head: BaseModel, sources: Mapping[Place, str], path: Callable[[Place], str]
) -> tuple[Value, ...]:
    """Return a Value per number; its source is that of the nearest table which names one."""
    values: list[Value] = []
    for place, value, unit in _leaves(plain, head, ()):
        depths = range(len(place), 0, -1)
        source = next((sources[place[:depth]] for depth in depths if place[:depth] in sources), "")
        values.append(Value(path(place), value, unit, source))
    return tuple(values)


def _leaves(plain: object, checked: object, place: Place) -> Iterator[Leaf]:
    """Walk what the file says and what became of it side by side; yields place, number, unit."""
    if plain is None:
        return  # left out
    if isinstance(checked, Distribution):
        yield from _times(plain, checked, place)
    elif isinstance(plain, dict) and isinstance(checked, tuple):  # release times
        yield (*place, "values"), sum(checked) / len(checked), "s"
    elif isinstance(plain, dict):
        for key, part in _parts(checked).items():
            for where, number, unit in _leaves(plain.get(key), part, (*place, key)):
                yield where, number, _unit_beside(key, plain) or unit
    elif isinstance(plain, list) and isinstance(checked, tuple | list):
        parts = zip(plain, checked, strict=True)
        yield from chain.from_iterable(_leaves(p, c, (*place, n)) for n, (p, c) in enumerate(parts))
    elif isinstance(checked, int | float) and not isinstance(checked, bool) and place[-1] != "format":
        yield place, float(checked), _unit(place)


def _parts(checked: object) -> Mapping[str, object]:
    """Return what a model or dict holds by the keys of the file, in the order of the format."""
    if isinstance(checked, BaseModel):
        return {
            info.alias or name: getattr(checked, name) for name, info in type(checked).model_fields.items()
        }
    return vars(checked) if isinstance(checked, Noise) else checked if isinstance(checked, dict) else {}


def _times(plain: object, times: Distribution, place: Place) -> Iterator[Leaf]:
    if not isinstance(plain, dict):
        yield place, times.mean_s, "s"
    elif times.dist == "table":
        yield (*place, "values"), times.mean_s, "s"
    else:
        for key in PARAMETERS[times.dist]:
            yield (*place, key), times.parameters[key], "" if key in _UNITLESS else "s"


def _unit(place: Place) -> str:
    """Return the printed unit of a number by where it stands."""
    key = str(place[-1]) if isinstance(place[-1], str) else str(place[-2])
    if key in _SECONDS:
        return "s"
    if len(place) > 3 and place[-3] in ("noise", "gauge") and key != "every_segments":
        return unit_of(str(place[-2]))
    return unit_of(key)


def _unit_beside(key: str, table: Mapping[str, object]) -> str:
    """Return the unit of a bound, target or gain: that of the property named in the same table."""
    seen, moved = (unit_of(str(table.get(name, ""))) for name in ("property", "setpoint"))
    if key == "gain" and seen and moved:
        return f"{moved} per {seen}"
    return seen if key in ("lower", "upper", "target") else ""


def list_defaults(head: BaseModel, path: Callable[[Place], str]) -> tuple[str, ...]:
    """Return a line per key that was left out, and what that means; empty keys of a table together."""
    return tuple(_defaults(head, (), path))


def _defaults(
    model: object, place: Place, path: Callable[[Place], str], meaning: Mapping[str, str] = _MEANING
) -> Iterator[str]:
    if isinstance(model, tuple | list):
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
