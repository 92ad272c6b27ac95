"""Turn the errors of pydantic into findings: what was found, what is allowed, a near match."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from twin.core.near_match import did_you_mean, nearest
from twin.core.units import unit_of
from twin.line.fields.bounds import bounds_of
from twin.line.fields.times_table import duration_hint
from twin.line.fields.value_faults import ValueFault, quoted
from twin.line.read.findings import Finding
from twin.line.read.positions import Place

_BOUNDS = {
    "greater_than": ("gt", "must be greater than {}"),
    "greater_than_equal": ("ge", "must be {} or more"),
    "less_than": ("lt", "must be less than {}"),
    "less_than_equal": ("le", "must be at most {}"),
}
_WANTED = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "dataclass_type": "a table",
    "dataclass_exact_type": "a table",
    "finite_number": "a finite number",
}


def findings_of(errors: list[ErrorDetails], model: type[BaseModel], place: Place) -> Iterator[Finding]:
    """Yield one finding per mistake; a missing key and a near unknown one beside it are one mistake."""
    missing: dict[Place, list[str]] = {}
    for error in errors:
        if error["type"] == "missing":
            *parent, key = error["loc"]
            missing.setdefault(tuple(parent), []).append(str(key))
    for error in errors:
        if error["type"] == "extra_forbidden":
            yield _unknown_key(error, model, place, missing)
    for error in errors:
        loc = _place(error)
        if error["type"] == "missing":
            if str(loc[-1]) in missing[loc[:-1]]:
                yield _missing_key(error, model, place)
        elif error["type"] == "value_faults":
            yield from _value_faults(error, place)
        elif error["type"] != "extra_forbidden":
            yield _invalid(error, model, place)


def _place(error: ErrorDetails) -> Place:
    """Return the keys of an error, pydantic's own labels of alternatives left out."""
    return tuple(key for key in error["loc"] if not (isinstance(key, str) and key.startswith("function-")))


def _unknown_key(
    error: ErrorDetails, model: type[BaseModel], place: Place, missing: dict[Place, list[str]]
) -> Finding:
    loc = _place(error)
    key = str(loc[-1])
    absent = missing.get(loc[:-1], [])
    table = model_at(model, loc[:-1])
    keys = keys_of(table) if table else ()
    close = nearest(key, absent)
    if close:
        absent.remove(close)
        hint = f"did you mean {close}? ({close} is missing here)"
    else:
        close = nearest(key, keys)
        hint = f"did you mean {close}?" if close else ""
    allowed = f"; allowed here: {', '.join(keys)}" if keys else "; no key is allowed here"
    return Finding((*place, *loc), "unknown-key", f"unknown key{allowed}", hint, on_key=True)


def _missing_key(error: ErrorDetails, model: type[BaseModel], place: Place) -> Finding:
    loc = _place(error)
    field = field_at(model, loc)
    about = f": {field.info.description.rstrip('.')}" if field and field.info.description else ""
    allowed = _allowed(str(loc[-1]), field.info) if field else ""
    return Finding((*place, *loc), "missing-key", f"{loc[-1]} is missing{about}{allowed}")


def _invalid(error: ErrorDetails, model: type[BaseModel], place: Place) -> Finding:
    loc = _place(error)
    kind, value = error["type"], error.get("input")
    field = field_at(model, loc)
    key = next((k for k in reversed(loc) if isinstance(k, str)), "")
    allowed = _allowed(key, field.info) if field else ""
    hint = ""
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        message = f"{words.format(_number(error['ctx'][name]))}, found {quoted(value)}{allowed}"
    elif kind in _WANTED:
        message = f"must be {_WANTED[kind]}, found {quoted(value)}{allowed}"
        unit = unit_of(key)
        if kind in ("tuple_type", "list_type") and isinstance(value, dict) and len(loc) == 1:
            hint = f"write [[{key}]]"
        if kind in ("tuple_type", "list_type") and isinstance(value, str):
            hint = f"did you mean [{quoted(value)}]?"
        if isinstance(value, str) and unit and kind in ("float_type", "int_type"):
            hint = f"write the number alone, in {unit}"
    elif kind == "literal_error":
        choices = _choices(field)
        message = f"must be one of {', '.join(choices)}; found {quoted(value)}"
        hint = did_you_mean(value, choices) if isinstance(value, str) else ""
    elif kind in ("value_error", "assertion_error"):
        reason = str(error["ctx"]["error"])
        message = (
            reason if "found" in reason or isinstance(value, dict) else f"{reason}, found {quoted(value)}"
        )
        hint = duration_hint(value)
    elif kind == "too_short":
        message = f"must have at least {_number(error['ctx']['min_length'])} entry"
    elif kind == "too_long":
        message = f"must have at most {_number(error['ctx']['max_length'])} entries"
    else:
        message = f"{error['msg'][:1].lower()}{error['msg'][1:]}, found {quoted(value)}"
    return Finding((*place, *loc), "invalid-value", message, hint)


def _value_faults(error: ErrorDetails, place: Place) -> list[Finding]:
    faults: tuple[ValueFault, ...] = error["ctx"]["faults"]
    base = (*place, *_place(error))
    return [Finding((*base, *p.keys), p.code, p.message, p.hint, p.on_key) for p in faults]


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _allowed(key: str, info: FieldInfo) -> str:
    """Return " (unit: µm, allowed 0 to 2000)" as far as a field says so."""
    words = [f"unit: {unit_of(key)}"] if unit_of(key) else []
    if allowed := bounds_of(info).printed():
        words.append(allowed)
    return f" ({', '.join(words)})" if words else ""


class ModelField(NamedTuple):
    """A field of a model, with the type of what its value holds."""

    info: FieldInfo
    annotation: object


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys a table takes in the file."""
    return tuple(info.alias or name for name, info in model.model_fields.items())


def field_at(model: type[BaseModel], loc: Place) -> ModelField | None:
    """Return the field at the keys below a model, None where there is none."""
    field: ModelField | None = None
    table: type[BaseModel] | None = model
    for key in loc:
        if isinstance(key, str) and table is not None:
            info = next((i for n, i in table.model_fields.items() if key in (i.alias, n)), None)
            if info is None:
                return None
            field = ModelField(info, info.annotation)
        table = _model_in(field.annotation) if field else None
    return field


def model_at(model: type[BaseModel], loc: Place) -> type[BaseModel] | None:
    """Return the model of the table at the keys below a model."""
    if not loc:
        return model
    field = field_at(model, loc)
    return _model_in(field.annotation) if field else None


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the model inside an annotation such as tuple[Failure, ...] or Setup | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for part in get_args(annotation) if (m := _model_in(part))), None)


def _choices(field: ModelField | None) -> list[str]:
    """Return the words a field may take."""
    if field is None:
        return []
    choices: list[str] = []
    pending = [field.annotation]
    while pending:
        part = pending.pop(0)
        if get_origin(part) in (Union, UnionType, Annotated, tuple):
            pending += get_args(part)
        else:
            choices += [str(choice) for choice in get_args(part)]
    return choices
