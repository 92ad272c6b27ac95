"""The book of laws is a walk over their functions: whole, explained, with an example that runs."""

from __future__ import annotations

import doctest
import inspect
import math
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import numpy as np
import pytest

from twin.core.material import Array
from twin.laws.registry.argument import From, Range, arguments_of
from twin.laws.registry.book import LAWS, topics
from twin.laws.registry.law import Law, law, law_of
from twin.validation.reader import read_series
from twin.validation.runner import run_series

every_law = pytest.mark.parametrize("law", LAWS.values(), ids=lambda law: law.name)


def functions() -> dict[str, Callable[..., object]]:
    """Every public function of twin/laws by name."""
    found = {}
    for topic in topics():
        for name, value in vars(topic).items():
            own = getattr(value, "__module__", "") == topic.__name__
            if own and callable(value) and not inspect.isclass(value) and not name.startswith("_"):
                found[f"{topic.__name__}.{name}"] = value
    return found


@pytest.mark.parametrize("function", functions().values(), ids=functions())
def test_every_function_is_a_law_or_says_what_it_belongs_to(function: Callable[..., object]) -> None:
    if law_of(function) is None:
        laws = getattr(function, "part_of", None)
        assert laws is not None, "mark it @law, @part_of or @definition, or make it private"
        assert set(laws) <= set(LAWS)


@every_law
def test_a_law_has_a_source_and_arguments_with_a_range(law: Law) -> None:
    assert re.search(r"doi:|[12][0-9]{3}|assumption|index|BatPaC", law.source, re.IGNORECASE)
    assert len({argument.name for argument in law.arguments}) == len(law.arguments)
    for argument in law.arguments:
        assert argument.typical is None or argument.low <= argument.typical <= argument.high
        assert argument.doc.endswith(".")


@every_law
def test_a_law_tells_its_equation_with_every_symbol(law: Law) -> None:
    told = law.explanation
    assert told.sentence.startswith("Return ")
    assert told.equation
    words = set(re.findall(r"[^\W\d_]\w*", told.equation))
    for argument in law.arguments:
        for symbol in re.findall(r"[^\W\d_]\w*", argument.symbol):
            near = any(word.startswith(symbol) or word.endswith(symbol) for word in words)
            assert near, f"{argument.name}: {symbol} is not in {told.equation}"


@every_law
def test_the_example_of_a_law_runs(law: Law) -> None:
    module = vars(sys.modules[law.function.__module__])
    examples = doctest.DocTestParser().get_doctest(
        law.function.__doc__ or "", dict(module), law.name, None, 0
    )
    assert any(example.want for example in examples.examples)
    runner = doctest.DocTestRunner()
    runner.run(examples)
    assert runner.summarize(verbose=False).failed == 0


@every_law
def test_numbers_of_the_code_of_a_law_are_in_its_docstring(law: Law) -> None:
    function = inspect.unwrap(law.function)
    module = vars(sys.modules[function.__module__])
    known = {
        name: module[name]
        for name in function.__code__.co_names
        if name.strip("_").isupper() and isinstance(module.get(name), float)
    }
    hidden = [
        name
        for name, value in known.items()
        if not NUMERICAL.search(name) and f"{value:.10g}" not in told_numbers(function)
    ]
    assert hidden == []


NUMERICAL = re.compile(r"_PER_|_UM$|ZERO_C|OHM_CM2|^_LEAST|^_LARGEST|_KG$|^_HALVINGS")
"""Names of conversions of units, and of constants of the arithmetic."""


def told_numbers(function: Callable[..., object]) -> set[str]:
    """The numbers in the words before the example, in one writing."""
    text = (function.__doc__ or "").partition(">>>")[0]
    return {f"{float(number):.10g}" for number in re.findall(r"\d+(?:\.\d+)?(?:e-?\d+)?", text)}


@every_law
def test_a_law_answers_at_its_typical_arguments_and_over_its_ranges(law: Law) -> None:
    usual = {a.name: a.typical for a in law.arguments if a.typical is not None}
    assert math.isfinite(float(law.ask(**usual)))
    for argument in law.arguments:
        ends = {**usual, argument.name: np.array([argument.low, argument.high])}
        with np.errstate(all="ignore"):
            answer = np.asarray(law.ask(**ends))
        assert answer.shape == (2,)
        assert not np.isnan(answer).any(), argument.name


@every_law
def test_a_law_can_be_tested_on_a_series(law: Law, tmp_path: Path) -> None:
    usual = {a.name: a.typical for a in law.arguments if a.typical is not None}
    moved = law.arguments[0]
    values = [usual[moved.name], 0.5 * (usual[moved.name] + moved.high)]
    rows = [f"{value!r},{float(law.ask(**{**usual, moved.name: value}))!r}" for value in values]
    (tmp_path / "own.csv").write_text("\n".join(["# made up", "asked,answer", *rows]) + "\n", "utf-8")
    text = f"""
format = 1
title = "own"
source = "made up"
law = "{law.name}"
data = "own.csv"
[inputs]
{moved.name} = "asked"
[output]
column = "answer"
error = "absolute"
"""
    (tmp_path / "own.toml").write_text(text, "utf-8")
    outcome = run_series(read_series([tmp_path / "own.toml"])[0])
    assert outcome.rmse == pytest.approx(0.0, abs=1e-9 * (1.0 + abs(float(law.ask(**usual)))))
    assert outcome.rows_outside == ()


# --- what a declaration means


def half(
    x: Annotated[Array | float, Range(0.0, 1.0, "A share.", "x", 0.5)],
    y: Annotated[Array | float, Range(0.0, 9.0, "A size.", "y")] = 2.0,
) -> Array | float:
    return 0.5 * x * y


def test_the_decorator_returns_the_function_itself() -> None:
    def plain(x: Annotated[Array | float, Range(0.0, 1.0, "A share.", "x", 0.5)]) -> Array | float:
        return x

    assert law("Plain", unit="", source="")(plain) is plain
    assert law_of(plain).name == "plain"


def test_an_argument_another_function_works_out_is_asked_of_that_one() -> None:
    @law("Sum", unit="m", source="", answer="real")
    def summed(
        part: Annotated[Array | float, From(half, "h")],
        x: Annotated[Array | float, Range(0.0, 3.0, "Another.", "x", 1.0)],
    ) -> Array | float:
        return part + x

    declared = law_of(summed)
    assert [(a.name, a.typical, a.high) for a in declared.arguments] == [("x", 0.5, 1.0), ("y", 2.0, 9.0)]
    assert declared.ask(x=0.5) == 0.5 * 0.5 * 2.0 + 0.5
    np.testing.assert_allclose(declared.ask(x=np.array([0.5, 1.0]), y=4.0), [1.5, 3.0])


def test_a_law_of_plain_numbers_is_asked_cell_by_cell() -> None:
    @law("Root", unit="", source="")
    def root(x: Annotated[float, Range(0.0, 9.0, "A number.", "x", 1.0)]) -> float:
        return math.sqrt(x)

    np.testing.assert_allclose(law_of(root).ask(x=np.array([4.0, 9.0])), [2.0, 3.0])


def no_range(x: Array | float) -> Array | float:
    return x


def no_typical(x: Annotated[float, Range(0.0, 1.0, ".", "x")]) -> float:
    return x


def told_twice(x: Annotated[float, Range(0.0, 1.0, ".", "x", 0.5)] = 0.5) -> float:
    return x


@pytest.mark.parametrize(
    ("function", "words"),
    [(no_range, "has no Range"), (no_typical, "neither a default"), (told_twice, "a default and a typical")],
)
def test_a_faulty_declaration_is_refused(function: Callable[..., object], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        arguments_of(function)
