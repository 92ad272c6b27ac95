"""Tables of the terminal: they fit, break between words, and print names as they are."""

from __future__ import annotations

import sys

import pytest
from rich.cells import cell_len

from twin.cli.text_tables import Column, print_table

WIDE = [Column("station"), *(Column(f"figure number {n} %", numeric=True) for n in range(12))]
ROWS = [(name, *(f"{n}.25 ± 0.50" for n in range(12))) for name in ("mixer", "film [/lab] :x:")]


def terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """Pretend that stdout is a terminal of so many columns."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.parametrize("columns", [40, 80, 132])
def test_a_wide_table_comes_in_parts_that_fit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int
) -> None:
    terminal(monkeypatch, columns)
    monkeypatch.setenv("NO_COLOR", "1")
    print_table(WIDE, ROWS, "Stations")
    text = capsys.readouterr().out
    assert max(map(cell_len, text.splitlines())) <= columns
    assert text.count("film [/lab] :x:") == text.count("station") > 1
    for n in range(12):
        assert text.count(f"{n}.25 ± 0.50") >= 2
    assert text.startswith("Stations\n")


def test_elsewhere_a_row_is_one_line_of_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(WIDE, ROWS)
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("station ")
    assert len(rows) == 2
    assert rows[1].split()[:5] == ["film", "[/lab]", ":x:", "0.25", "±"]
    assert "\x1b" not in head


def test_headings_are_bold_on_a_terminal_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal(monkeypatch, 80)
    print_table(WIDE[:2], [row[:2] for row in ROWS])
    assert "\x1b[1m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    print_table(WIDE[:2], [row[:2] for row in ROWS])
    assert "\x1b" not in capsys.readouterr().out


def test_sentences_are_broken_where_a_row_is_too_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal(monkeypatch, 60)
    monkeypatch.setenv("NO_COLOR", "1")
    sentence = "the mean over all lots that were taken by a machine in the window of the run"
    print_table([Column("name"), Column("meaning", sentence=True)], [("queue_time_s", sentence)])
    rows = capsys.readouterr().out.splitlines()
    assert len(rows) == 3
    assert max(map(len, rows)) <= 60
    assert " ".join(row[len("queue_time_s") :].strip() for row in rows[1:]) == sentence
