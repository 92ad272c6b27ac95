"""Problems are printed with the line of the file, a caret and what is allowed."""

from pathlib import Path

import pytest

from twin.core.errors import LineError, Problem
from twin.line.api import load_line
from twin.line.problem_text import format_problems

TEXT = """\
format = 1
name = "x"
[[source]]
name = "lots"
mode = "saturated"
[[station]]
name = "oven"
kind = "delay"
[station.equipment]
machines = -80
bufer_before = 3   # places
"""

PRINTED = """\
line.toml:10:12  invalid value  oven.equipment.machines
   9 | [station.equipment]
  10 | machines = -80
     |            ^^^ must be 1 or more, found -80 (allowed 1 to 100000)
line.toml:11:1  unknown key    oven.equipment.bufer_before
  11 | bufer_before = 3   # places
     | ^^^^^^^^^^^^ unknown key; allowed here: machines, buffer_before, blocking, service, setup, \
batch, split, max_wait, failure, maintenance, idle_kW; did you mean buffer_before?
2 problems in 1 file. Nothing was run."""


@pytest.fixture
def problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """Return the problems of a small faulty file in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("line.toml").write_text(TEXT)
    with pytest.raises(LineError) as caught:
        load_line("line.toml")
    return caught.value.problems


def test_problems_are_printed_with_caret_and_count(problems: list[Problem]) -> None:
    assert format_problems(problems) == PRINTED


def test_texts_may_be_handed_over_instead_of_read_again(problems: list[Problem]) -> None:
    Path("line.toml").unlink()
    assert format_problems(problems, {"line.toml": TEXT}) == PRINTED
    assert "must be 1 or more" in format_problems(problems)


def test_a_problem_without_a_line_is_printed_without_one() -> None:
    problem = Problem("<dict>", None, None, "oven.kind", "missing-key", "kind is missing", "look it up")
    assert format_problems([problem]).split("\n") == [
        "<dict>  missing key  oven.kind",
        "     | kind is missing; look it up",
        "1 problem in 1 file. Nothing was run.",
    ]


def test_a_long_line_is_cut_around_the_caret() -> None:
    text = "values = [" + "1, " * 200 + "-2, " + "3, " * 200 + "]"
    column = text.index("-2") + 1
    problem = Problem("t", 1, column, "a.values", "invalid-value", "must be 0 or more")
    _, shown, caret, _ = format_problems([problem], {"t": text}).split("\n")
    assert len(shown) < 120
    assert shown[caret.index("^") :].startswith("-2")
    assert caret.count("^") == 2


def test_a_tab_keeps_the_caret_under_its_value() -> None:
    problem = Problem("t", 1, 6, "a", "invalid-value", "no")
    assert format_problems([problem], {"t": "a =\t\t-3"}).split("\n")[2] == "     |    \t\t^^ no"


def test_a_message_of_the_error_lists_every_problem(problems: list[Problem]) -> None:
    text = str(LineError(problems))
    assert all(p.path in text and p.message in text for p in problems)
