"""Declare a law at its function, and ask it for columns of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeVar, get_args

import numpy as np

from twin.core.material import Array
from twin.laws.registry.argument import Argument, arguments_of, derived_from, hints_of
from twin.laws.registry.explanation import Explanation, explanation_of

ErrorKind = Literal["decades", "relative", "absolute"]
Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Target:
    """How well a law is meant to meet test points: root mean square error in a stated measure."""

    error: ErrorKind
    rmse: float


@dataclass(frozen=True)
class Law:
    """A function of the simulator with its title, unit, reference and the accuracy asked of it.

    `answer`: the field of what the function returns that is the answer, where it returns several.
    `reference_only`: the simulator does not call it; it stands beside another law or measurement.
    """

    title: str
    unit: str
    source: str
    function: Callable[..., Any]
    target: Target | None = None
    answer: str = ""
    reference_only: bool = False

    @property
    def name(self) -> str:
        """Return the name of the law, that of its function."""
        return self.function.__name__

    @property
    def topic(self) -> str:
        """Return the name of the file of twin/laws the law stands in."""
        return self.function.__module__.rpartition(".")[2]

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """Return what has to be stated to ask the law."""
        return arguments_of(self.function)

    @cached_property
    def explanation(self) -> Explanation:
        """Return what the docstring says."""
        return explanation_of(self.function)

    def argument(self, name: str) -> Argument:
        """Return an argument by name. Raises KeyError for a name it does not have."""
        argument = next((a for a in self.arguments if a.name == name), None)
        if argument is None:
            raise KeyError(f"{self.name} has no argument {name!r}")
        return argument

    def ask(self, **stated: Array | float) -> Array | float:
        """Return the answer to stated arguments, numbers or columns of one length."""
        answered: Array | float = _asked(self.function, stated, self.answer)
        return answered


def law(
    title: str,
    *,
    unit: str,
    source: str,
    target: Target | None = None,
    answer: str = "",
    reference_only: bool = False,
) -> Callable[[Function], Function]:
    """Declare a function a law; the function itself is returned, so that a call costs nothing."""

    def declare(function: Function) -> Function:
        vars(function)["law"] = Law(title, unit, source, function, target, answer, reference_only)
        return function

    return declare


def part_of(*laws: str) -> Callable[[Function], Function]:
    """Say of a function that it is no law of its own: the named laws are made of it, or solved by it."""

    def declare(function: Function) -> Function:
        vars(function)["part_of"] = laws
        return function

    return declare


def definition(function: Function) -> Function:
    """Say of a function that it is a definition, a balance or geometry: nothing to be tested."""
    vars(function)["part_of"] = ()
    return function


def law_of(function: Callable[..., Any]) -> Law | None:
    """Return the law a function is declared as."""
    declared = getattr(function, "law", None)
    return declared if isinstance(declared, Law) else None


def _asked(function: Callable[..., Any], stated: Mapping[str, Array | float], answer: str = "") -> Any:
    """Return what a function answers, with arguments that others work out worked out first."""
    given = {}
    for name, hint in hints_of(function).items():
        derived = derived_from(hint)
        if derived is not None:
            given[name] = _asked(derived.function, stated)
        elif name in stated:
            given[name] = stated[name]
    if all(get_args(hint)[0] is not float for hint in hints_of(function).values()):
        return _picked(function(**given), answer)
    # a function of plain numbers is asked cell by cell
    cells = np.vectorize(lambda **cell: _picked(function(**cell), answer), otypes=[np.float64])
    return np.asarray(cells(**given))


def _picked(answered: Any, field: str) -> Any:
    return getattr(answered, field) if field else answered
