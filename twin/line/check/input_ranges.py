"""Check ranges once it is known what they belong to: unit and bounds, and that there is a number at all."""

from __future__ import annotations

from collections.abc import Sequence

from twin.line.numbers import Number
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place
from twin.line.read.written_ranges import BAD_RANGE, RANGE, TIED, WrittenRanges


def range_of(number: Number, written: WrittenRanges) -> tuple[float, float] | None:
    """Return the range of a number: its own, else by the factor of a table, cut where the key's bounds are.

    A factor gives no range to 0, and none to a list of times.
    """
    if (own := written.own.get(number.place)) is not None:
        return own.low, own.high
    factor = written.factor_for(number.place[:-1])
    if factor is None or number.is_series or number.value == 0.0:
        return None
    low, high = sorted((number.value / factor, number.value * factor))
    bounds = number.bounds
    return max(low, min(bounds.low, number.value)), min(high, max(bounds.high, number.value))


def check_ranges(numbers: Sequence[Number], written: WrittenRanges, findings: Findings) -> None:
    """Report ranges beyond the bounds of their key or without a number, and ties of numbers without range."""
    known = {number.place: number for number in numbers}
    for place in written.own:
        number = known.get(place)
        if number is None or number.is_series:
            _without_number(place, RANGE, findings)
        else:
            _check_own(number, written, findings)
    for place in written.ties:
        number = known.get(place)
        if number is None:
            _without_number(place, TIED, findings)
        elif range_of(number, written) is None and not findings.below(place):
            message = "numbers that are drawn together need a range; add range = [low, high]"
            findings.add(Finding((*place, TIED), BAD_RANGE, message, on_key=True))


def _check_own(number: Number, written: WrittenRanges, findings: Findings) -> None:
    own = written.own[number.place]
    where = (*number.place, RANGE)
    unit = f"in {number.unit}" if number.unit else "without unit"
    if own.is_duration and number.unit != "s":
        findings.add(Finding(where, BAD_RANGE, f"must have plain numbers, {unit}; found durations"))
        return
    for end in (own.low, own.high):
        if not number.bounds.hold(end):
            message = (
                f"must lie within what the key allows, found {end:g} ({number.bounds.printed()}, {unit})"
            )
            findings.add(Finding(where, BAD_RANGE, message))
            return


def _without_number(place: Place, key: str, findings: Findings) -> None:
    """Report a range that belongs to no number, where nothing else is wrong in its block."""
    if not findings.below(place[:2]):
        findings.add(Finding((*place, key), BAD_RANGE, "belongs to a single number", on_key=True))
