"""Take `{ value = ..., source = ..., range = ... }` apart: plain values for the models, the rest by place."""

from __future__ import annotations

import datetime
import math
import numbers
from dataclasses import dataclass, field

from twin.core.near_match import did_you_mean
from twin.line.fields.value_faults import quoted
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place
from twin.line.read.written_ranges import FACTOR, RANGE, TIED, WrittenRanges

_DROPPED = object()
_VALUE_KEYS = ("value", "source", RANGE, TIED)


@dataclass
class PlainValue:
    """The plain value; the source texts and ranges found in it, each at the place of its value or table."""

    plain: object = None
    sources: dict[Place, str] = field(default_factory=dict)
    ranges: WrittenRanges = field(default_factory=WrittenRanges)


def separate_sources(raw: object, place: Place, findings: Findings) -> PlainValue:
    """Return a value without sources and ranges; dates, foreign objects, endless numbers become findings."""
    separated = PlainValue()
    plain = _separate(raw, place, findings, separated)
    separated.plain = {} if plain is _DROPPED else plain
    return separated


def without_faults(raw: object, place: Place, findings: Findings) -> object:
    """Return a table of texts and numbers without the entries that `separate_sources` would refuse."""
    if isinstance(raw, dict):
        parts = {}
        for key, part in raw.items():
            if not isinstance(key, str):
                findings.add(Finding(place, "invalid-value", f"keys must be text, found {quoted(key)}"))
                continue
            kept = without_faults(part, (*place, key), findings)
            if kept is not _DROPPED:
                parts[key] = kept
        return parts
    if isinstance(raw, list | tuple):
        entries = [without_faults(part, (*place, n), findings) for n, part in enumerate(raw)]
        return [entry for entry in entries if entry is not _DROPPED]
    return _scalar(raw, place, findings)


def _separate(raw: object, place: Place, findings: Findings, separated: PlainValue) -> object:
    if isinstance(raw, dict):
        if "value" in raw and "dist" not in raw and place:
            return _value(raw, place, findings, separated)
        return _table(raw, place, findings, separated)
    if isinstance(raw, list | tuple):
        parts = [_separate(part, (*place, n), findings, separated) for n, part in enumerate(raw)]
        return [None if part is _DROPPED else part for part in parts]  # numbers of entries stay
    return _scalar(raw, place, findings)


def _table(raw: dict[object, object], place: Place, findings: Findings, separated: PlainValue) -> object:
    kept: dict[str, object] = {}
    for key, part in raw.items():
        if not isinstance(key, str):
            findings.add(Finding(place, "invalid-value", f"keys must be text, found {quoted(key)}"))
        elif key == "source" and place and not isinstance(part, dict | list):
            _source(part, place, findings, separated)
        elif key == FACTOR:
            separated.ranges.read_factor(part, place, findings)
        elif key in (RANGE, TIED) and raw.get("dist") == "constant" and "value" in raw:
            _range(raw, key, (*place, "value"), findings, separated)
        elif key == RANGE:
            words = f"a range stands beside a value: {{ value = ..., range = [...] }}; a table takes {FACTOR}"
            findings.add(Finding((*place, RANGE), "unknown-key", words, on_key=True))
        else:
            plain = _separate(part, (*place, key), findings, separated)
            if plain is not _DROPPED:
                kept[key] = plain
    return kept


def _value(raw: dict[object, object], place: Place, findings: Findings, separated: PlainValue) -> object:
    for key in raw:
        if key in (RANGE, TIED):
            _range(raw, key, place, findings, separated)
        elif key not in _VALUE_KEYS:
            left = [word for word in _VALUE_KEYS if word not in raw]
            message = f"unknown key; a value takes {', '.join(_VALUE_KEYS)}"
            hint = did_you_mean(str(key), left)
            findings.add(Finding((*place, str(key)), "unknown-key", message, hint, on_key=True))
    if "source" in raw:
        _source(raw["source"], place, findings, separated)
    part = raw["value"]
    tables = [part] if isinstance(part, dict) else part if isinstance(part, list | tuple) else []
    if any(isinstance(table, dict) and "dist" not in table for table in tables):
        findings.add(Finding(place, "invalid-value", "value must be a number, a text, or a list of them"))
        return _DROPPED
    return _separate(part, place, findings, separated)


def _range(
    raw: dict[object, object], key: str, place: Place, findings: Findings, separated: PlainValue
) -> None:
    if key == TIED:
        separated.ranges.read_tie(raw[TIED], place, findings)
    else:
        separated.ranges.read_range(raw[RANGE], raw["value"], place, findings)


def _source(raw: object, place: Place, findings: Findings, separated: PlainValue) -> None:
    if isinstance(raw, str):
        separated.sources[place] = raw
    else:
        message = 'must be a key of sources.toml, "assumption", "calibrated: ...", or a text of several words'
        findings.add(Finding((*place, "source"), "invalid-source", message))


def _scalar(raw: object, place: Place, findings: Findings) -> object:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        is_whole = raw.encode("utf-8", "replace").decode() == raw
        return raw if is_whole else _drop(place, findings, "must be text without half characters")
    if isinstance(raw, numbers.Integral):
        whole = int(raw)
        return (
            whole if abs(whole) < 2**63 else _drop(place, findings, "must be a number of less than 19 digits")
        )
    if isinstance(raw, numbers.Real):
        number = float(raw)
        if math.isfinite(number):
            return number
        return _drop(place, findings, f"must be a finite number, found {number}")
    if isinstance(raw, datetime.date | datetime.time):
        return _drop(place, findings, f"must not be a date or time of day, found {raw}")
    return _drop(place, findings, f"must be what a TOML file can hold, found {type(raw).__name__}")


def _drop(place: Place, findings: Findings, message: str) -> object:
    findings.add(Finding(place, "invalid-value", message))
    return _DROPPED
