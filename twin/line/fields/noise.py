"""Read the noise of a set-point: four standard deviations, none of them negative."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from twin.core.near_match import did_you_mean
from twin.line.fields.value_faults import ValueFault, quoted
from twin.stations.contract.visit import Noise

COMPONENTS = tuple(field.name for field in fields(Noise))


def _read(raw: object) -> Noise:
    if isinstance(raw, Noise):
        return raw
    if not isinstance(raw, dict):
        words = f"must be a table of {', '.join(COMPONENTS)}; found {quoted(raw)}"
        raise PydanticCustomError(
            "value_faults", "faulty noise", {"faults": (ValueFault((), "invalid-value", words),)}
        )
    faults: list[ValueFault] = []
    for key, value in raw.items():
        if key not in COMPONENTS:
            words = f"unknown key; noise takes {', '.join(COMPONENTS)}"
            faults.append(
                ValueFault((key,), "unknown-key", words, did_you_mean(key, COMPONENTS), on_key=True)
            )
        elif isinstance(value, bool) or not isinstance(value, int | float):
            faults.append(ValueFault((key,), "invalid-value", f"must be a number, found {quoted(value)}"))
        elif value < 0:
            faults.append(ValueFault((key,), "invalid-value", f"must be 0 or more, found {quoted(value)}"))
    if faults:
        raise PydanticCustomError("value_faults", "faulty noise", {"faults": tuple(faults)})
    return Noise(**{key: float(value) for key, value in raw.items()})


NoiseTable = Annotated[Noise, PlainValidator(_read)]
"""The noise of one set-point as a table of the line file."""
