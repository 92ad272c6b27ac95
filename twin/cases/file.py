"""The case file, format 1: lines with changes, the figure that is compared, and what was stated."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from twin.line.fields.block import Block, Name

FORMAT = 1
Kind = Literal["claim", "measurement"]
Answer = Literal["value", "difference", "ratio", "percent", "decades"]


def _settings(raw: object) -> object:
    if not isinstance(raw, list) or not raw:
        raise ValueError("must be a list of at least one value")
    return tuple(raw)


class Stated(Block):
    """What somebody measured or said: a value, its spread, or the bounds of what counts as met."""

    value: float
    unit: str = ""
    text: str = ""
    sd: float | None = Field(None, ge=0)
    low: float | None = None
    high: float | None = None


class CaseBlock(Block):
    """One line that is run, with its changes: path -> value, as `--set` takes them."""

    name: Name
    line: Name
    changes: dict[str, object] = Field(default_factory=dict, alias="set")


class AnswerBlock(Block):
    """The figure that answers: of which cases, and how they are put together."""

    figure: Name
    of: tuple[Name, ...] = Field(min_length=1, max_length=2)
    compared_as: Answer = Field("value", alias="as")
    station: str = ""


class SweepBlock(Block):
    """The answer over a range of one setting."""

    case: Name
    path: Name
    values: Annotated[tuple[object, ...], BeforeValidator(_settings)]


class Basis(Block):
    """Numbers chosen with this figure in view; none = predicted."""

    calibrated: tuple[Name, ...] = ()
    note: str = ""


class CaseFile(Block):
    """A whole case file; with `scope` or `inconsistent` nothing needs to be run."""

    format: int
    kind: Kind
    id: Name
    subject: Name
    source: Name
    stated: Stated
    case: tuple[CaseBlock, ...] = ()
    answer: AnswerBlock | None = None
    sweep: tuple[SweepBlock, ...] = ()
    basis: Basis = Basis()
    scope: str = ""
    inconsistent: str = ""
