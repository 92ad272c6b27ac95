"""Find the kinds of station there are, and load one by name."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import twin.stations
from twin.stations.contract.station import Station


@cache
def kinds() -> tuple[str, ...]:
    """Return the kinds of station there are: the names of the files directly in twin/stations."""
    modules = pkgutil.iter_modules(twin.stations.__path__)
    return tuple(sorted(module.name for module in modules if not module.ispkg))


@cache
def load(kind: str) -> Station:
    """Return the station of a kind. Raises ValueError for a kind without a file."""
    if kind not in kinds():
        raise ValueError(f"there is no station of kind {kind!r}; there are {', '.join(kinds())}")
    station = importlib.import_module(f"twin.stations.{kind}").STATION
    if not isinstance(station, Station):
        raise TypeError(f"twin/stations/{kind}.py: STATION is not a Station")
    return station
