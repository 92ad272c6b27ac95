"""No input of the shipped lines turns a difference within its range without the page saying so."""

from __future__ import annotations

import pytest

import twin
from twin.analysis.one_at_a_time import FIGURES, SHIPPED, recorded, turning
from twin.line.register import ranged_inputs
from twin.report.sections.assumptions import turning_text


@pytest.fixture(scope="module")
def lines() -> list:
    return [twin.load_line(name) for name in SHIPPED]


def test_the_record_holds_every_figure_and_only_inputs_that_there_are(lines: list) -> None:
    known = {entry.tied or entry.path for line in lines for entry in ranged_inputs(line)}
    assert {swing.figure for swing in recorded()} == set(FIGURES)
    assert {swing.path for swing in recorded()} <= known
    assert len({swing.path for swing in recorded()}) > 100


def test_the_page_names_each_input_that_turns_a_difference(lines: list) -> None:
    text = turning_text(lines)
    for swing in recorded():
        ends = (swing.at_low, swing.usual, swing.at_high)
        if min(ends) < 0.0 < max(ends):
            assert swing.path in text


def test_lines_with_another_number_have_no_record(lines: list) -> None:
    changed = [lines[0].with_changes({"hot_press.params.pressure_MPa": 150.0}), lines[1]]
    assert turning(changed) == ()
    assert turning_text(changed) == ""
    assert turning_text(lines[:1]) == ""
