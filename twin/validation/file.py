"""The set file, format 1: which law is tested on which columns of which data."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from twin.laws.registry.law import ErrorKind
from twin.line.fields.block import Block, Name


def _one(raw: object) -> object:
    """Return the number of the format. Raises ValueError for any but the whole number 1."""
    if type(raw) is not int or raw != 1:
        raise ValueError("must be the whole number 1")
    return raw


def _other_than_zero(scale: float) -> float:
    if scale == 0.0:
        raise ValueError("must be other than 0")
    return scale


def _column(raw: object) -> object:
    if not isinstance(raw, str | dict):
        raise ValueError("must be the name of a column, or a table such as { column = ..., scale = 0.01 }")
    return raw


def _wanted(raw: object) -> object:
    if not isinstance(raw, str | float | int):
        raise ValueError("must be a text, a number, true or false")
    return raw


Wanted = Annotated[object, BeforeValidator(_wanted)]
"""What a cell must be for its row to be used: text, number or truth value."""


class Column(Block):
    """A column of the data file, and what its numbers are multiplied by."""

    column: Name
    scale: Annotated[float, AfterValidator(_other_than_zero)] = 1.0


class Output(Column):
    """The measured column, and in which measure the law is judged."""

    scale: float = Field(default=1.0, gt=0.0)
    error: ErrorKind


class Use(Block):
    """Which rows calibrate and what is fitted on them; every other row is a test."""

    calibrate: tuple[Annotated[int, Field(ge=0)], ...] = ()
    free: tuple[Name, ...] = ()
    where: dict[str, Wanted] = Field(default_factory=dict)


class SetFile(Block):
    """A whole set file; an input is a column name or a table as `Column`, read one by one."""

    format: Annotated[int, BeforeValidator(_one)]
    title: Name
    source: Name
    law: Name
    data: Name
    inputs: dict[str, Annotated[object, BeforeValidator(_column)]] = Field(min_length=1)
    constants: dict[str, float] = Field(default_factory=dict)
    output: Output
    use: Use = Use()
