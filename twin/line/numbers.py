"""Walk over what a file says and what became of it: every number with its place, unit and bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from pydantic import BaseModel

from twin.core.units import LONGEST_S, unit_of
from twin.line.distributions import PARAMETERS, Distribution
from twin.line.fields.bounds import Bounds, bounds_of
from twin.line.fields.times import parameter_bounds
from twin.line.read.positions import Place
from twin.stations.contract.visit import Noise

_SECONDS = ("every", "max_wait", "wait")
_UNITLESS = ("cv", "shape")
_NOT_NEGATIVE = Bounds(0.0)
_DURATION = Bounds(0.0, LONGEST_S)
_FREE = Bounds()


class Number(NamedTuple):
    """One number of a file; `is_count`: a whole number; `is_series`: the mean of a list, without range."""

    place: Place
    value: float
    unit: str
    bounds: Bounds = _FREE
    is_count: bool = False
    is_series: bool = False


class _Part(NamedTuple):
    """What became of a value, and what its field allows."""

    checked: object
    bounds: Bounds


def numbers_in(plain: Mapping[str, object], head: BaseModel) -> Iterator[Number]:
    """Yield every number of a document, in the order of the format; plain and checked walked side by side."""
    yield from _numbers(plain, _Part(head, _FREE), ())


def _numbers(plain: object, part: _Part, place: Place) -> Iterator[Number]:
    checked = part.checked
    if plain is None or checked is None:
        return  # left out
    if isinstance(checked, Distribution):
        yield from _times(plain, checked, place)
    elif isinstance(plain, dict) and isinstance(checked, tuple):
        if checked and place[-1] == "times":  # of release; a table where a list belongs is told as a fault
            yield Number((*place, "values"), sum(checked) / len(checked), "s", is_series=True)
    elif isinstance(plain, dict):
        for key, inside in _parts(checked).items():
            for number in _numbers(plain.get(key), inside, (*place, key)):
                yield number._replace(unit=_unit_beside(key, plain) or number.unit)
    elif isinstance(plain, list) and isinstance(checked, tuple | list):
        if len(plain) == len(checked):  # where entries were faulty, nothing is known of the others
            pairs = zip(plain, checked, strict=True)
            each = (_numbers(p, _Part(c, part.bounds), (*place, n)) for n, (p, c) in enumerate(pairs))
            yield from chain.from_iterable(each)
    elif isinstance(checked, int | float) and not isinstance(checked, bool) and place[-1] != "format":
        unit = _unit(place)
        bounds = _DURATION if unit == "s" and part.bounds == _FREE else part.bounds
        yield Number(place, float(checked), unit, bounds, isinstance(checked, int))


def _parts(checked: object) -> Mapping[str, _Part]:
    """Return what a model or dict holds by the keys of the file, in the order of the format."""
    if isinstance(checked, BaseModel):
        fields = type(checked).model_fields
        return {
            info.alias or name: _Part(getattr(checked, name), bounds_of(info))
            for name, info in fields.items()
        }
    if isinstance(checked, Noise):
        return {name: _Part(value, _NOT_NEGATIVE) for name, value in vars(checked).items()}
    if isinstance(checked, dict):
        return {key: _Part(value, _FREE) for key, value in checked.items()}
    return {}


def _times(plain: object, times: Distribution, place: Place) -> Iterator[Number]:
    if not isinstance(plain, dict):
        yield Number(place, times.mean_s, "s", _DURATION)
    elif times.dist == "table":
        yield Number((*place, "values"), times.mean_s, "s", is_series=True)
    else:
        for key in PARAMETERS[times.dist]:
            unit = "" if key in _UNITLESS else "s"
            yield Number((*place, key), times.parameters[key], unit, parameter_bounds(times.dist, key))


def _unit(place: Place) -> str:
    """Return the printed unit of a number by where it stands."""
    key = str(place[-1]) if isinstance(place[-1], str) else str(place[-2])
    if key in _SECONDS:
        return "s"
    if len(place) > 3 and place[-3] in ("noise", "gauge") and key != "every_segments":
        return unit_of(str(place[-2]))
    return unit_of(key)


def _unit_beside(key: str, table: Mapping[str, object]) -> str:
    """Return the unit of a bound, target, gain or guard: that of what is named in the same table."""
    seen, moved = (unit_of(str(table.get(name, ""))) for name in ("property", "setpoint"))
    if key == "gain" and seen and moved:
        return f"{moved} per {seen}"
    if key in ("setpoint_lower", "setpoint_upper", "largest_step"):
        return moved
    return seen if key in ("lower", "upper", "target") else ""
