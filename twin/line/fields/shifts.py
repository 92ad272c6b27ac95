"""Read shifts ("Mon-Fri 06:00-22:00") into working intervals of the week."""

from __future__ import annotations

import re

from twin.core.near_match import did_you_mean

WEEK_S = 604_800.0
Intervals = tuple[tuple[float, float], ...]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY_S = 86_400.0
_SHIFT = re.compile(r"([A-Za-z, -]*[A-Za-z,-])\s+(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_SHOWN = 'like "Mon-Fri 06:00-22:00" or "Sat 06:00-14:00"'


def intervals_of(shifts: tuple[str, ...]) -> Intervals:
    """Return the half-open working intervals in seconds of the week, in order, overlaps merged.

    >>> intervals_of(("Mon 06:00-14:00", "Mon 12:00-22:00"))
    ((21600.0, 79200.0),)
    """
    spans = sorted(span for shift in shifts for span in parse_shift(shift))
    merged: list[tuple[float, float]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def parse_shift(shift: str) -> list[tuple[float, float]]:
    """Return the intervals of one shift; one over midnight reaches into the next day.

    Raises ValueError with what is allowed.
    """
    match = _SHIFT.fullmatch(shift.strip())
    if not match:
        raise ValueError(f'must be days and times {_SHOWN}, found "{shift[:40]}"')
    start = _clock(match[2], match[3], last=False)
    end = _clock(match[4], match[5], last=True)
    if start == end:
        raise ValueError(f'must not start when it ends (a whole day is 00:00-24:00), found "{shift}"')
    if end < start:
        end += _DAY_S
    spans: list[tuple[float, float]] = []
    for day in _days(match[1]):
        first, last = day * _DAY_S + start, day * _DAY_S + end
        spans.append((first, min(last, WEEK_S)))
        if last > WEEK_S:
            spans.append((0.0, last - WEEK_S))
    return spans


def _clock(hours: str, minutes: str, *, last: bool) -> float:
    """Return the seconds of a time of day; 24:00 may only end a shift."""
    seconds = int(hours) * 3600.0 + int(minutes) * 60.0
    if int(minutes) > 59 or seconds > _DAY_S or (seconds == _DAY_S and not last):
        raise ValueError(f"must be a time of day from 00:00 to 24:00, found {hours}:{minutes}")
    return seconds


def _days(words: str) -> list[int]:
    """Return the numbers of the days of "Mon", "Mon-Fri" or "Mon, Wed"; a range may go over Sunday."""
    days: list[int] = []
    for part in words.split(","):
        ends = [_day(word.strip()) for word in part.split("-")]
        if len(ends) > 2:
            raise ValueError(f'must be days like "Mon", "Mon-Fri" or "Mon, Wed", found "{words}"')
        day = ends[0]
        days.append(day)
        while day != ends[-1]:
            day = (day + 1) % 7
            days.append(day)
    return days


def _day(word: str) -> int:
    if word not in _DAYS:
        hint = did_you_mean(word[:3], _DAYS)
        raise ValueError(f'must be a day ({", ".join(_DAYS)}), found "{word}"{"; " + hint if hint else ""}')
    return _DAYS.index(word)
