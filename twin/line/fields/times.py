"""Times as a line file writes them: durations, distributions, release times."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from pydantic import BeforeValidator, PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from twin.core.near_match import did_you_mean
from twin.core.units import LONGEST_S
from twin.line.distributions import PARAMETERS, Distribution
from twin.line.fields.bounds import Bounds
from twin.line.fields.files import Files
from twin.line.fields.times_table import duration_hint, read_times_table, seconds_of
from twin.line.fields.value_faults import FaultyValue, ValueFault, quoted

_PLAIN = ("cv", "shape")
_ABOVE_ZERO = ("scale",)
MOST_SPREAD = 10.0
"""The largest coefficient of variation: what spreads wider is a unit mistaken, or never comes to its mean."""
_LEAST_SHAPE = {"gamma": 1.0 / MOST_SPREAD**2, "weibull": 0.25}
"""A gamma of this shape spreads by MOST_SPREAD, a Weibull by 8.3."""


def _read(raw: object, info: ValidationInfo) -> Distribution:
    files = info.context if isinstance(info.context, Files) else Files()
    try:
        return read_distribution(raw, files)
    except FaultyValue as error:
        raise PydanticCustomError("value_faults", "faulty distribution", {"faults": error.faults}) from None


def _release(raw: object, info: ValidationInfo) -> tuple[float, ...]:
    files = info.context if isinstance(info.context, Files) else Files()
    try:
        return read_times(raw, files)
    except FaultyValue as error:
        raise PydanticCustomError("value_faults", "faulty times", {"faults": error.faults}) from None


def _seconds(raw: object) -> float:
    return seconds_of(raw)


ReleaseTimes = Annotated[tuple[float, ...], PlainValidator(_release)]
"""Release times in seconds, never falling; written as `{ values }` or `{ file, column }`."""
Seconds = Annotated[float, BeforeValidator(_seconds)]
"""A duration in seconds; written as a number or as text with a unit."""
Times = Annotated[Distribution, PlainValidator(_read)]
"""A distribution of times in seconds; written as a duration or as a table with `dist`."""


def parameter_bounds(dist: str, key: str) -> Bounds:
    """Return what a parameter of a distribution may be: seconds, or a plain number for `cv` and `shape`."""
    if key == "shape":
        return Bounds(_LEAST_SHAPE[dist])
    if key == "cv":
        return Bounds(0.0, MOST_SPREAD)
    return Bounds(0.0, LONGEST_S, above=key in _ABOVE_ZERO)


def read_times(raw: object, files: Files) -> tuple[float, ...]:
    """Return release times in seconds from `{ values }` or `{ file, column }`. Raises FaultyValue."""
    if not isinstance(raw, dict):
        raise FaultyValue(
            ValueFault((), "invalid-value", "must be { values = [...] } or { file = ..., column = ... }")
        )
    dist = raw.get("dist", "table")
    if dist != "table":
        raise FaultyValue(ValueFault(("dist",), "invalid-value", f"must be table here, found {dist!r}"))
    values = read_times_table({key: part for key, part in raw.items() if key != "dist"}, files)
    for number, (earlier, later) in enumerate(pairwise(values), start=1):
        if later < earlier:
            message = f"times must never fall, entry {number + 1} is {later:g} s after {earlier:g} s"
            raise FaultyValue(
                ValueFault(("values", number) if "values" in raw else ("file",), "invalid-value", message)
            )
    return values


def read_distribution(raw: object, files: Files) -> Distribution:
    """Return the distribution a line file describes. Raises FaultyValue with every mistake in it."""
    if not isinstance(raw, dict):
        try:
            return Distribution("constant", {"value": seconds_of(raw)})
        except ValueError as error:
            words = f"{error}, or a table with dist, found {quoted(raw)}"
            raise FaultyValue(ValueFault((), "invalid-value", words, duration_hint(raw))) from None
    if "dist" not in raw:
        known = " or ".join(PARAMETERS)
        close = [key for key in raw if did_you_mean(key, ["dist"])]
        hint = f"did you mean dist instead of {close[0]}?" if close else ""
        raise FaultyValue(ValueFault((), "missing-key", f"dist is missing; it says {known}", hint))
    dist = raw["dist"]
    if not isinstance(dist, str) or dist not in PARAMETERS:
        hint = did_you_mean(dist, tuple(PARAMETERS)) if isinstance(dist, str) else ""
        message = f"must be one of {', '.join(PARAMETERS)}; found {quoted(dist)}"
        raise FaultyValue(ValueFault(("dist",), "invalid-value", message, hint))
    rest = {key: part for key, part in raw.items() if key != "dist"}
    if dist == "table":
        return Distribution("table", {}, read_times_table(rest, files))
    return Distribution(dist, _parameters(dist, rest))


def _parameters(dist: str, rest: dict[str, object]) -> dict[str, float]:
    """Return the checked parameters of a distribution that is drawn."""
    names = PARAMETERS[dist]
    faults: list[ValueFault] = []
    parameters: dict[str, float] = {}
    missing = [name for name in names if name not in rest]
    for key, part in rest.items():
        if key not in names:
            faults.append(_unknown(key, dist, missing))
            continue
        try:
            parameters[key] = _parameter(dist, key, part)
        except ValueError as error:
            hint = _percent_hint(part) if key in _PLAIN else duration_hint(part)
            faults.append(ValueFault((key,), "invalid-value", f"{error}, found {quoted(part)}", hint))
    named = {fault.hint for fault in faults}
    faults += [
        ValueFault((name,), "missing-key", f"{name} is missing; {dist} takes {', '.join(names)}")
        for name in missing
        if not any(f"did you mean {name}?" in hint for hint in named)
    ]
    if not faults:
        faults = _order(dist, parameters)
    if faults:
        raise FaultyValue(*faults)
    return parameters


def _unknown(key: str, dist: str, missing: list[str]) -> ValueFault:
    message = f"unknown key; {dist} takes {', '.join(PARAMETERS[dist])}"
    close = did_you_mean(key, missing) or did_you_mean(key, PARAMETERS[dist])
    if not close and len(missing) == 1:
        close = f"did you mean {missing[0]}?"
    hint = close
    if close and any(close == f"did you mean {name}?" for name in missing):
        hint = f"{close} ({close[len('did you mean ') : -1]} is missing here)"
    return ValueFault((key,), "unknown-key", message, hint, on_key=True)


def _percent_hint(raw: object) -> str:
    """Return how a coefficient of variation in percent is written."""
    if not isinstance(raw, int | float) or not MOST_SPREAD < raw <= 100.0 * MOST_SPREAD:
        return ""
    return f"did you mean {raw / 100.0:g}, which is {raw:g} %?"


def _parameter(dist: str, key: str, raw: object) -> float:
    """Return one parameter: seconds, or a plain number for `cv` and `shape`."""
    if key not in _PLAIN:
        seconds = seconds_of(raw)
        if key in _ABOVE_ZERO and seconds <= 0:
            raise ValueError("must be greater than 0")
        return seconds
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueError("must be a number")
    if key == "shape" and raw < _LEAST_SHAPE[dist]:
        raise ValueError(f"must be {_LEAST_SHAPE[dist]:g} or more")
    if key == "cv" and not 0 <= raw <= MOST_SPREAD:
        raise ValueError(f"must be from 0 to {MOST_SPREAD:g}, standard deviation over mean")
    return float(raw)


def _order(dist: str, parameters: dict[str, float]) -> list[ValueFault]:
    """Return the mistake of bounds that are not in order."""
    names = PARAMETERS[dist]
    if dist in ("uniform", "triangular"):
        for low, high in pairwise(names):
            if parameters[high] < parameters[low]:
                message = f"must not be less than {low} ({parameters[low]:g} s), found {parameters[high]:g} s"
                return [ValueFault((high,), "invalid-value", message)]
    return []
