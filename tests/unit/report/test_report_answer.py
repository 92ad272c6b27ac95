"""The answer points one way, says what energy it means, and claims no interval where there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.command_line import TWO_STATIONS

import twin
from twin.analysis.measures import line_measures
from twin.analysis.results import Results, results_of
from twin.core.version import code_digest, numeric_platform
from twin.line.api import load_line
from twin.report.answer import headline
from twin.storage.run_file import run_id

LINES = ("one", "12 min"), ("two", "20 min")


def compared(tmp_path: Path, replications: int, *, slow_first: bool = False) -> Results:
    """Compare a line with a slower one."""
    files = []
    for name, second in reversed(LINES) if slow_first else LINES:
        files.append(tmp_path / f"{name}.toml")
        files[-1].write_text(TWO_STATIONS.format(name=name, second=second, source=""), encoding="utf-8")
    lines = [load_line(file) for file in files]
    return results_of(twin.compare(lines, "4 d", "1 d", replications, workers=1), "")


def answer_of(results: Results) -> str:
    return " ".join(headline(results, line_measures(results)))


@pytest.mark.parametrize(("slow_first", "claim"), [(False, "fewer"), (True, "more")])
def test_the_sentence_speaks_of_the_other_line_against_the_first(
    tmp_path: Path, slow_first: bool, claim: str
) -> None:
    results = compared(tmp_path, 4, slow_first=slow_first)
    first, other = results.names
    said = answer_of(results)
    assert said.startswith("one is the better line")
    assert re.search(rf"Against {first}, {other} ships \S+ ± \S+ % {claim} lots per hour", said)


def test_the_figures_say_which_way_they_point(tmp_path: Path) -> None:
    page = twin.write_report(
        twin.compare(
            [load_line(tmp_path / f"{name}.toml") for name in compared(tmp_path, 1).names],
            "4 d", "1 d", 4, workers=1,
        ),
        tmp_path / "report",
    ).read_text(encoding="utf-8")  # fmt: skip
    top = page.split('id="answer"')[1].split("</section>")[0]
    assert "Each figure: two minus one, in percent of one" in top.replace("\u00a0", " ")
    assert ">two − one<" in page.split('id="differences"')[1]
    assert re.search(r'<span class="what">lots shipped</span><strong>−', top)


def test_one_replication_claims_no_interval(tmp_path: Path) -> None:
    results = compared(tmp_path, 1)
    said = "One replication cannot show whether two and one differ: it has no intervals."
    assert answer_of(results) == said
    alone = twin.simulate(results.first.line, "4 d", "1 d", 1, workers=1)
    assert answer_of(results_of(alone, "")).endswith("(one replication, so without intervals).")
    page = twin.write_report(alone, tmp_path / "report").read_text(encoding="utf-8")
    top = page.split('id="answer"')[1].split("</section>")[0]
    assert "95" not in top.replace("\u00a0", " ").split("intervals)")[1]


def test_the_run_id_follows_lines_settings_and_code(tmp_path: Path) -> None:
    results = compared(tmp_path, 1)
    files = {"line.toml": "name = 1"}
    known = run_id(results, files)
    assert known == run_id(results, dict(files)) == run_id(results, files, code=code_digest())
    others = (
        run_id(results, {"line.toml": "name = 2"}),
        run_id(compared(tmp_path, 2), files),
        run_id(results, files, code="another program"),
    )
    assert len({known, *others}) == 4


@pytest.mark.parametrize("what", ["python", "machine", "numpy", "scipy", "pandas"])
def test_the_run_id_follows_what_moves_the_last_digits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    results = compared(tmp_path, 1)
    known = run_id(results, {"line.toml": "name = 1"})
    other = {**numeric_platform(), what: "another"}
    monkeypatch.setattr("twin.storage.run_file.numeric_platform", lambda: other)
    assert what in numeric_platform()
    assert run_id(results, {"line.toml": "name = 1"}) != known
