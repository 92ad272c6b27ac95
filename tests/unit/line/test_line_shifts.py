"""Shifts become working intervals of the week: over midnight, overlapping, whole days."""

import pytest

from twin.line.fields.shifts import WEEK_S, intervals_of

H = 3600.0
D = 86_400.0


@pytest.mark.parametrize(
    ("shifts", "intervals"),
    [
        (("Mon 06:00-14:00",), [(6 * H, 14 * H)]),
        (("Sat 06:00-14:00",), [(5 * D + 6 * H, 5 * D + 14 * H)]),
        (("Mon-Tue 6:00-7:30",), [(6 * H, 7.5 * H), (D + 6 * H, D + 7.5 * H)]),
        (("Mon 22:00-06:00",), [(22 * H, D + 6 * H)]),
        (("Mon 22:00-00:00",), [(22 * H, D)]),
        (("Mon 22:00-24:00", "Tue 00:00-06:00"), [(22 * H, D + 6 * H)]),
        (("Sun 22:00-06:00",), [(0.0, 6 * H), (6 * D + 22 * H, WEEK_S)]),
        (("Mon 06:00-14:00", "Mon 10:00-18:00", "Mon 07:00-08:00"), [(6 * H, 18 * H)]),
        (("Mon-Sun 00:00-24:00",), [(0.0, WEEK_S)]),
        (
            ("Sat-Mon 08:00-09:00",),
            [(8 * H, 9 * H), (5 * D + 8 * H, 5 * D + 9 * H), (6 * D + 8 * H, 6 * D + 9 * H)],
        ),
        (("Mon, Wed 08:00-09:00",), [(8 * H, 9 * H), (2 * D + 8 * H, 2 * D + 9 * H)]),
    ],
)
def test_shifts_become_merged_intervals(
    shifts: tuple[str, ...], intervals: list[tuple[float, float]]
) -> None:
    assert intervals_of(shifts) == tuple(intervals)


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        ("", "days and times"),
        ("Mon", "days and times"),
        ("Mon 06:00", "days and times"),
        ("Mon 06-14", "days and times"),
        ("Mon 24:00-06:00", "time of day"),
        ("Mon 06:60-07:00", "time of day"),
        ("Mon 06:00-24:01", "time of day"),
        ("Mon 06:00-06:00", "start when it ends"),
        ("Mo 06:00-07:00", "did you mean Mon?"),
        ("monday 06:00-07:00", "did you mean Mon?"),
        ("Mon-Wed-Fri 06:00-07:00", "must be days"),
        ("Mon- 06:00-07:00", "must be a day"),
    ],
)
def test_a_faulty_shift_says_what_is_allowed(shift: str, words: str) -> None:
    with pytest.raises(ValueError, match="must") as caught:
        intervals_of((shift,))
    assert words in str(caught.value)
