"""Every KPI there is: a walk over the modules of this folder."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

import twin.kpi
from twin.kpi.declaration import Calculation, Declaration, Place, Topic, declarations_at, topic_of
from twin.kpi.totals import Total


@cache
def _members() -> tuple[object, ...]:
    """Return what the modules of this folder define, in their order."""
    modules = [import_module(f"twin.kpi.{item.name}") for item in pkgutil.iter_modules(twin.kpi.__path__)]
    return tuple(
        member
        for module in modules
        for member in vars(module).values()
        if getattr(member, "__module__", "") == module.__name__
    )


@cache
def calculations() -> tuple[Calculation, ...]:
    """Return the functions that compute KPIs, in the order of the table: by topic, then as they stand."""
    functions: list[tuple[Topic, Calculation]] = [
        (topic, member)
        for member in _members()
        if callable(member) and (topic := topic_of(member)) is not None
    ]
    order = list(Topic)
    return tuple(function for _, function in sorted(functions, key=lambda entry: order.index(entry[0])))


@cache
def totals() -> tuple[Total[Any], ...]:
    """Return every total that is gathered while a line runs."""
    return tuple(member for member in _members() if isinstance(member, Total))


@cache
def declared() -> dict[str, Declaration]:
    """Return every KPI by its name, in the order of the table. Raises ValueError where one stands twice."""
    known: dict[str, Declaration] = {}
    for function in calculations():
        for declaration in declarations_at(function):
            if declaration.name in known:
                raise ValueError(f"the KPI {declaration.name} is declared twice")
            known[declaration.name] = declaration
    return known


def shown_at(place: Place) -> list[Declaration]:
    """Return the KPIs that are shown at a place of the page, in the order of the table."""
    return [declaration for declaration in declared().values() if place in declaration.places]


def headline() -> Declaration:
    """Return the KPI a reader asks for first."""
    return next(declaration for declaration in declared().values() if declaration.headline)
