"""Read the noise of a set-point: four standard deviations, none of them negative."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from twin.core.near_match import near
from twin.line.model.value_faults import Part, shown
from twin.stations.contract.visit import Noise

COMPONENTS = tuple(field.name for field in fields(Noise))


def _read(raw: object) -> Noise:
    if isinstance(raw, Noise):
        return raw
    if not isinstance(raw, dict):
        words = f"must be a table of {', '.join(COMPONENTS)}; found {shown(raw)}"
        raise PydanticCustomError("parts", "faulty noise", {"parts": (Part((), "invalid-value", words),)})
    faults: list[Part] = []
    for key, value in raw.items():
        if key not in COMPONENTS:
            words = f"unknown key; noise takes {', '.join(COMPONENTS)}"
            faults.append(Part((key,), "unknown-key", words, near(key, COMPONENTS), on_key=True))
        elif isinstance(value, bool) or not isinstance(value, int | float):
            faults.append(Part((key,), "invalid-value", f"must be a number, found {shown(value)}"))
        elif value < 0:
            faults.append(Part((key,), "invalid-value", f"must be 0 or more, found {shown(value)}"))
    if faults:
        raise PydanticCustomError("parts", "faulty noise", {"parts": tuple(faults)})
    return Noise(**{key: float(value) for key, value in raw.items()})


NoiseTable = Annotated[Noise, PlainValidator(_read)]
"""The noise of one set-point as a table of the line file."""
