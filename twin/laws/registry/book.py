"""The laws of the project by name: a walk over the files of twin/laws, each with the laws of one topic."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import twin.laws
from twin.laws.registry.law import Law, law_of


def topics() -> Iterator[ModuleType]:
    """Yield the files of twin/laws in order of their names."""
    for module in pkgutil.iter_modules(twin.laws.__path__):
        if not module.ispkg:
            yield importlib.import_module(f"twin.laws.{module.name}")


def laws_of(topic: ModuleType) -> Iterator[Law]:
    """Yield the laws a file declares, from top to bottom."""
    for function in vars(topic).values():
        declared = law_of(function)
        if declared is not None and declared.function.__module__ == topic.__name__:
            yield declared


LAWS: dict[str, Law] = {law.name: law for topic in topics() for law in laws_of(topic)}
"""Every law, by name; any of them can be tested against measurements."""
