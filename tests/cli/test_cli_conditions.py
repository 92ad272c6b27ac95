"""What makes no sense is refused before the run: conditions, changes of some lines, a choice of equals."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import line_file, twin

from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.study.api import compare

LONG = ("--days", "300", "--replications", "500")
"""Would take many minutes: what is refused at once is refused before it."""
SHORT = ("--days", "2", "--warmup", "0", "--workers", "1", "--out", "page")


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("yield<90", "yield is a fraction, from 0 to 1, so this always holds; did you mean yield<0.9?"),
        ("yield>1.5", "so this never holds"),
        ("yield<=-1", "so this never holds"),
        ("yield>-1", "so this always holds"),
        ("first.oee<90", "oee is a fraction, so this always holds; did you mean first.oee<0.9?"),
        ("throughput_per_h<-1", "throughput_per_h is 0 or more, so this never holds"),
        ("yeild<0.9", "there is no KPI yeild; did you mean yield?"),
        ("frist.oee<0.9", "no line has a station 'frist'; did you mean first?"),
        ("oee<0.9", "no line has this KPI there: it is STATION.oee"),
        ("first.blockd.state_share<0.9", "no line has this KPI there; there are first.blocked.state_share"),
        ("other:yield<0.9", "there is no line 'other'; there are plain"),
    ],
)
def test_a_condition_that_can_never_decide_is_refused_before_the_run(
    condition: str, said: str, tmp_path: Path
) -> None:
    done = twin("run", line_file(tmp_path, "plain"), *LONG, "--fail-if", condition, cwd=tmp_path)
    assert done.returncode == 2
    assert f"--fail-if {condition}: " in done.stderr
    assert said in done.stderr
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize(("condition", "code"), [("yield<1", 0), ("pl:lots_scrapped>=1", 0), ("yield>=1", 5)])
def test_a_condition_that_can_decide_does(condition: str, code: int, tmp_path: Path) -> None:
    file = line_file(tmp_path, "plain")
    done = twin("run", file, *SHORT, "--replications", "2", "--fail-if", condition, cwd=tmp_path)
    assert done.returncode == code, done.stderr


def two_files(folder: Path) -> list[str]:
    """A line with stations first and second, and one with first and other."""
    files = [line_file(folder, "plain"), line_file(folder, "changed")]
    Path(files[1]).write_text(Path(files[1]).read_text().replace('"second"', '"other"'))
    return files


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("second.equipment.service=60", 'only plain has "second"; name the line that is meant'),
        ("second.equipment.service=60", "write plain:second.equipment.service"),
        ("third.equipment.service=60", '"third" is no station, source, crew or top-level key'),
        ("plaim:second.equipment.service=60", "did you mean plain?"),
        ("changed:second.equipment.service=60", '"second" is no station'),
    ],
)
def test_a_change_that_some_lines_lack_is_refused(change: str, said: str, tmp_path: Path) -> None:
    done = twin("compare", *two_files(tmp_path), *LONG, "--set", change, cwd=tmp_path)
    assert done.returncode == 3
    assert said in done.stderr


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ("first.equipment.service=60", "plain, changed"),
        ("plain:second.equipment.service=60", "plain"),
        ("cha:first.equipment.service=60", "changed"),
    ],
)
def test_the_lines_a_change_has_changed_are_told(change: str, changed: str, tmp_path: Path) -> None:
    files = two_files(tmp_path)
    done = twin("compare", *files, *SHORT, "--replications", "2", "--set", change, cwd=tmp_path)
    assert done.returncode == 0
    assert f"--set {change} changes {changed}\n" in done.stderr


def test_a_choice_of_equal_lines_ends_with_its_bound_told_before(tmp_path: Path) -> None:
    files = [line_file(tmp_path, "a"), line_file(tmp_path, "b")]
    choice = ("--best", "throughput_per_h", "--indifference", "0.001")
    done = twin("compare", *files, *SHORT, "--replications", "10", *choice, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (
        "--best: at most 10 replications of each line decide it, 10 are done: at most 0 s more" in done.stderr
    )
    assert "Best by throughput_per_h: a." in done.stdout


def test_a_kpi_to_choose_by_that_no_line_has_is_refused_before_the_run(tmp_path: Path) -> None:
    files = [line_file(tmp_path, "a"), line_file(tmp_path, "b")]
    choice = ("--best", "thruput_per_h", "--indifference", "0.001")
    done = twin("compare", *files, *LONG, *choice, cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean throughput_per_h?" in done.stderr


def test_a_shipped_line_is_loaded_by_the_name_the_command_takes() -> None:
    assert load_line("dry_sulfide_cathode") == load_line(lines_folder() / "dry_sulfide_cathode.toml")


def test_a_table_of_differences_is_printed_with_the_names_of_its_kpis(tmp_path: Path) -> None:
    lines = [load_line(file) for file in two_files(tmp_path)]
    result = compare(lines, "1 d", replications=2, workers=1)
    for table in (result.differences, result.summary, result.studies[0].summary):
        printed = str(table[table["kpi"] == "throughput_per_h"])
        assert "throughput_per_h" in printed
        assert "ci_high" in printed
        assert "..." not in printed
