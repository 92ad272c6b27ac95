"""What the blocks of a line file have in common: strict tables, names, shifts, waits."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from twin.line.fields.shifts import parse_shift
from twin.line.fields.times_table import seconds_of


class Block(BaseModel):
    """A table of the file: frozen, unknown keys refused."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        arbitrary_types_allowed=True,
    )


def _name(text: str) -> str:
    """Return a name that can be printed. Raises ValueError for any other."""
    if not text.strip() or text != text.strip() or not text.isprintable():
        raise ValueError("must be a name: printable, not empty, no blank at its ends")
    return text


def _shift(text: str) -> str:
    parse_shift(text)
    return text


def _until_full(raw: object) -> float | None:
    """Return None for the word "full", else seconds. Raises ValueError for anything else."""
    if raw == "full":
        return None
    try:
        return seconds_of(raw)
    except ValueError as error:
        raise ValueError(str(error).replace("must be", 'must be "full" or', 1)) from None


Name = Annotated[str, AfterValidator(_name)]
Shift = Annotated[str, AfterValidator(_shift)]
Wait = Annotated[float | None, BeforeValidator(_until_full)]
