"""What a parameter is stands at its field: bounds, meaning, noise or none, and the laws it enters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo

_SET_POINT = "set_point"
_LAWS = "laws"
_SOLVENT = "solvent"


def parameter(low: float, high: float, doc: str, **laws: str) -> Any:
    """Return a field of Params between two bounds; its unit stands in its name.

    `laws`: law = argument, for each law that takes the value unchanged. The range of that argument is
    then watched: `parameter(0, 1e5, "Time of blending.", mixing_index="time_s")`.
    """
    return _field(low, high, doc, laws, may_vary=False)


def optional(low: float, high: float, doc: str, **laws: str) -> Any:
    """Return a parameter that may be left out, None then; `doc` says what happens without it."""
    return _field(low, high, doc, laws, may_vary=False, default=None)


def of_solvent(key: str, field: Any) -> Any:
    """Return a parameter that is taken from the named solvent where the station does not state it.

    `key`: the key of a solvent in the table of solvents.
    """
    field.json_schema_extra[_SOLVENT] = key
    return field


def solvent_keys_of(params: type[BaseModel]) -> Mapping[str, str]:
    """Return parameter -> key of the table of solvents, for each that a named solvent fills in."""
    facts = {name: _facts(info).get(_SOLVENT) for name, info in params.model_fields.items()}
    return {name: key for name, key in facts.items() if isinstance(key, str)}


def set_point(low: float, high: float, doc: str, **laws: str) -> Any:
    """Return a parameter that may carry noise: the physics asks for it by `visit.set_point`."""
    return _field(low, high, doc, laws, may_vary=True)


def _field(
    low: float, high: float, doc: str, laws: dict[str, str], *, may_vary: bool, default: Any = ...
) -> Any:
    facts: dict[str, Any] = {_SET_POINT: may_vary, _LAWS: laws}
    return Field(default, ge=low, le=high, description=doc, allow_inf_nan=False, json_schema_extra=facts)


def set_points_of(params: type[BaseModel]) -> tuple[str, ...]:
    """Return the parameters that may carry noise."""
    return tuple(name for name, info in params.model_fields.items() if _facts(info).get(_SET_POINT))


def laws_of(params: type[BaseModel], name: str) -> Mapping[str, str]:
    """Return law -> argument for each law that takes a parameter unchanged."""
    return cast("dict[str, str]", _facts(params.model_fields[name]).get(_LAWS, {}))


def _facts(info: FieldInfo) -> Mapping[str, Any]:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
