"""What the blocks of a line file have in common: strict tables, names, shifts, waits."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from twin.line.shifts import parse_shift
from twin.line.times import Seconds


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


def _until_full(raw: object) -> object:
    """Return None for the word "full", anything else as it is."""
    return None if raw == "full" else raw


Name = Annotated[str, AfterValidator(_name)]
Shift = Annotated[str, AfterValidator(_shift)]
Wait = Annotated[Seconds | None, BeforeValidator(_until_full)]
