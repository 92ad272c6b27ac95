"""`twin laws NAME` says all there is to say about a law."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from twin.cli.app import app
from twin.laws.registry.book import LAWS


def test_a_law_is_explained_with_equation_symbols_example_and_tests() -> None:
    run = CliRunner().invoke(app, ["laws", "mixing_index"])
    assert run.exit_code == 0
    law = LAWS["mixing_index"]
    for part in (law.title, law.explanation.equation, law.source, *law.explanation.example.splitlines()):
        assert part in run.stdout
    for argument in law.arguments:
        row = next(line.split() for line in run.stdout.splitlines() if f" {argument.name} " in line)
        assert row[0] == argument.symbol
        assert f"{argument.low:g} to {argument.high:g}" in " ".join(row)
    assert re.search(r"Dry NMC622 .*: 27 rows, 0\.662 points; target met", run.stdout)


def test_a_law_nobody_tests_or_runs_says_so() -> None:
    run = CliRunner().invoke(app, ["laws", "lacey_index"])
    assert "For reference only" in run.stdout
    assert "No shipped series tests it." in run.stdout


def test_the_documents_of_laws_hold_the_same_facts() -> None:
    run = CliRunner().invoke(app, ["laws", "springback", "arrhenius", "--json"])
    springback, arrhenius = json.loads(run.stdout)["laws"]
    assert (springback["law"], springback["reference_only"], springback["target"]) == (
        "springback",
        False,
        None,
    )
    assert [a["name"] for a in springback["arguments"]] == [a.name for a in LAWS["springback"].arguments]
    assert springback["sets"][0]["file"] == "springback_hong.toml"
    assert springback["sets"][0]["n_tested"] == 1
    assert arrhenius["sets"] == []
    assert arrhenius["equation"].startswith("k = kr")


@pytest.mark.parametrize(
    ("name", "words"), [("springbak", "did you mean springback?"), ("xyz", "`twin laws`")]
)
def test_a_law_there_is_not_ends_with_wrong_usage(name: str, words: str) -> None:
    run = CliRunner().invoke(app, ["laws", name])
    assert run.exit_code == 2
    assert words in run.stderr
