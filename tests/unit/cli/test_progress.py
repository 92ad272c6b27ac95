"""Progress: one bar on a terminal, lines every ten seconds elsewhere, nothing for a short run."""

from __future__ import annotations

import sys
import time

import pandas as pd
import pytest

from twin.cli.progress import PLAIN_EVERY_S, progress


def replication(number: int, area_m2_per_h: float, line: str = "film [/lab]") -> pd.DataFrame:
    return pd.DataFrame(
        [
            (line, number, "", "good_area_m2_per_h", area_m2_per_h, "m²/h"),
            (line, number, "a", "oee", 1.0, ""),
        ],
        columns=["line", "replication", "station", "kpi", "value", "unit"],
    )


class Clock:
    """A clock that is moved by hand."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock)
    return clock


def test_lines_come_every_ten_seconds_with_the_headline_kpi(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress("dry") as report:
        for number in range(1, 31):
            clock.now_s += 1.0
            report(number, 30, replication(number, 480.0 + number % 2))
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(",")[0] for line in lines] == [
        f"dry: {done} of 30 replications" for done in (10, 20, 30)
    ]
    assert lines[0] == "dry: 10 of 30 replications, 60.0 per min, 20 s left; film [/lab] 480.50 ± 0.38 m²/h"


def test_a_short_run_prints_nothing(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with progress("dry", "lots") as report:
        for number in range(1, 31):
            clock.now_s += PLAIN_EVERY_S / 31
            report(number, 30)
    assert capsys.readouterr().err == ""


def test_steps_have_their_name(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with progress("dry", "lots") as report:
        clock.now_s = 12.0
        report(6, 12)
    assert capsys.readouterr().err == "dry: 6 of 12 lots, 30.0 per min, 12 s left\n"


def test_a_terminal_shows_a_bar_and_takes_it_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress("dry") as report:
        report(1, 2, replication(0, 480.0))
        report(2, 2, None)
    text = capsys.readouterr()
    assert text.out == ""
    assert "2/2" in text.err
    assert "film [/lab] 480.0 m²/h" in text.err
