"""The set file, format 1: which law is tested on which columns of which data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from twin.lawbook.model import ErrorKind
from twin.line.fields import Block, Name


class Column(Block):
    """A column of the data file, and what its numbers are multiplied by."""

    column: Name
    scale: float = 1.0


class Output(Column):
    """The measured column, and in which measure the law is judged."""

    error: ErrorKind


class Use(Block):
    """Which rows calibrate and what is fitted on them; every other row is a test."""

    calibrate: tuple[Annotated[int, Field(ge=0)], ...] = ()
    free: tuple[Name, ...] = ()
    where: dict[str, str | float | bool] = Field(default_factory=dict)


class SetFile(Block):
    """A whole set file; an input is a column name or a table as `Column`, read one by one."""

    format: Literal[1]
    title: Name
    source: Name
    law: Name
    data: Name
    inputs: dict[str, str | dict[str, object]] = Field(min_length=1)
    constants: dict[str, float] = Field(default_factory=dict)
    output: Output
    use: Use = Use()
