"""`twin kpis`: the catalogue in the terminal; targets are checked against it before a line runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.command_line import TWO_STATIONS

from twin.cli.app import app
from twin.kpi.declaration import Declaration
from twin.kpi.registry import declared

KPIS = list(declared().values())


def twin(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def line_file(tmp_path: Path) -> str:
    file = tmp_path / "plain.toml"
    file.write_text(TWO_STATIONS.format(name="plain", second="12 min", source=""), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("known", KPIS, ids=lambda known: known.name)
def test_every_kpi_is_in_the_catalogue_of_the_terminal(known: Declaration) -> None:
    (row,) = [row for row in twin("kpis").stdout.splitlines() if row.split() and row.split()[0] == known.name]
    assert f"{known.label}: {known.definition}" in row
    assert known.unit in row
    assert {1: " more ", -1: " less ", 0: ""}[known.better] in row
    assert known.iso in row


def test_details_say_how_a_kpi_is_asked_for() -> None:
    text = twin("kpis", "scrap_ratio", "cpk").stdout
    assert "asked for as  scrap_ratio, STATION.scrap_ratio" in text
    assert "asked for as  STATION.PROPERTY.cpk" in text
    assert "follows from  yield" in text
    assert "ISO 22400-2   critical process capability index" in text


def test_json_holds_every_kpi_or_those_named() -> None:
    everything = json.loads(twin("kpis", "--json").stdout)
    assert everything["format"] == 1
    assert [row["name"] for row in everything["kpis"]] == [known.name for known in KPIS]
    (oee,) = json.loads(twin("kpis", "oee", "--json").stdout)["kpis"]
    assert oee["unit"] == "fraction"
    assert oee["shown_in"] == "%"
    assert oee["better"] == 1
    assert oee["scope"] == ["station"]
    assert oee["iso22400"] == "OEE index"


def test_an_unknown_name_is_wrong_usage_with_the_name_most_like_it() -> None:
    result = twin("kpis", "utilization")
    assert result.exit_code == 2
    assert "there is no KPI utilization; did you mean utilisation?" in result.output
    assert "`twin kpis` lists all" in twin("kpis", "zzzzzz").output


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("yeild<0.9", "there is no KPI yeild; did you mean yield?"),
        ("second.oe<0.9", "did you mean oee?"),
        ("oee<0.9", "it is STATION.oee"),
        ("second.yield<0.9", "it is yield"),
        ("secnd.oee<0.9", "no line has a station 'secnd'; did you mean second?"),
    ],
)
def test_a_target_no_line_can_have_is_refused_before_the_run(
    line_file: str, target: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[object] = []
    monkeypatch.setattr("twin.cli.job.simulated", lambda *_, **__: ran.append(1))
    monkeypatch.chdir(Path(line_file).parent)
    result = twin("run", line_file, "--fail-if", target)
    assert result.exit_code == 2
    assert f"--fail-if {target}: " in result.output
    assert message in result.output
    assert ran == []


def test_the_best_line_cannot_be_chosen_by_a_misspelt_kpi(line_file: str) -> None:
    result = twin("compare", line_file, line_file, "--best", "yeild", "--indifference", "0.01")
    assert result.exit_code == 2
    assert "there is no KPI yeild; did you mean yield?" in result.output


def test_run_prints_the_kpis_of_its_stations(line_file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(line_file).parent)
    rows = twin("run", line_file, "--days", "2", "--warmup", "0", "--replications", "2").stdout.splitlines()
    (start,) = [n for n, row in enumerate(rows) if row == "Equipment (ISO 22400): plain, means"]
    assert rows[start + 1].split() == [
        "station", "availability", "%", "effectiveness", "%", "quality", "ratio", "%", "OEE", "%", "TEEP",
        "%", "NEE", "%", "utilisation", "%", "technical", "efficiency", "%", "setup", "%",
    ]  # fmt: skip
    assert rows[0].startswith("KPI ")
    assert rows[start + 3].startswith("second ")
    assert any(row.startswith("plain ships ") for row in rows)
