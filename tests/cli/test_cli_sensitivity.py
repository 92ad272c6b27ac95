"""`twin sensitivity`: table, JSON, page, refusals."""

import json

import pytest
from click.testing import CliRunner

from twin.analysis.variance_attribution import attribute, origin_label
from twin.cli.app import app
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.report.pages.sensitivity import answer, variance_page


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Return the outcome of one run on the shipped dry line, and its folder."""
    folder = tmp_path_factory.mktemp("sensitivity") / "page"
    asked = ["sensitivity", "dry_sulfide_cathode", "--target", "thickness_um", "--at", "calender"]
    return CliRunner().invoke(app, [*asked, "--rows", "8", "--out", str(folder), "--json"]), folder


def test_json_is_one_document_with_all_shares(ran):
    result, _ = ran
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    (found,) = document["attributions"]
    assert (found["property"], found["at"]) == ("thickness_um", "calender")
    assert {row["station"] for row in found["shares"]} >= {"film", "calender"}
    assert document["settings"] == {"rows": 8, "seed": 1}


def test_page_shows_a_chart_and_every_cause(ran):
    result, folder = ran
    page = (folder / "index.html").read_text()
    assert page.count("<svg") == 2
    for row in json.loads(result.stdout)["attributions"][0]["shares"]:
        assert origin_label(row["station"], row["source"], row["component"]) in page
    assert json.loads((folder / "run.json").read_text())["format"] == 1


def test_page_is_the_same_bytes_twice():
    line = load_line(lines_folder() / "dry_sulfide_cathode.toml")
    pages = [variance_page(attribute(line, ["thickness_um"], rows=8), line.name, "x") for _ in range(2)]
    assert pages[0] == pages[1]


def test_a_change_of_the_line_changes_the_answer():
    line = load_line(lines_folder() / "dry_sulfide_cathode.toml")
    quiet = line.with_changes({"calender.noise": {}})
    (before,), (after,) = (attribute(x, ["thickness_um"], at="calender", rows=8) for x in (line, quiet))
    assert "calender" in before.stations["station"].tolist()
    assert "calender" not in after.stations["station"].tolist()
    assert answer(before) != answer(after)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--target", "thickness_mm"], "not known"),
        (["--at", "kiln"], "no station"),
        (["--rows", "2"], "rows"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(words, message, tmp_path):
    asked = ["sensitivity", "dry_sulfide_cathode", "--rows", "8", "--out", str(tmp_path / "page"), *words]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 2
    assert message in result.output


def test_a_folder_of_someone_else_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    result = CliRunner().invoke(app, ["sensitivity", "dry_sulfide_cathode", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_set_points_are_ranked_by_their_sobol_indices():
    asked = ["sensitivity", "dry_sulfide_cathode", "--target", "density_g_cm3", "--at", "calender"]
    result = CliRunner().invoke(app, [*asked, "--parameters", "--rows", "12", "--within", "0.02", "--json"])
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    # a balanced sequence has a power of two of rows
    assert document["settings"] == {"at": "calender", "within": 0.02, "rows": 8, "seed": 1}
    (found,) = document["parameters"]
    totals = [row["total"] for row in found["indices"]]
    assert totals == sorted(totals, reverse=True)
    named = {(row["station"], row["parameter"]): row for row in found["indices"]}
    load = named["calender", "line_load_N_mm"]
    assert (load["low"], load["high"]) == pytest.approx((0.98 * load["value"], 1.02 * load["value"]))
    assert load["total"] > named["mixer", "tip_speed_m_s"]["total"]


def test_set_points_are_printed_with_their_paths_and_have_no_page(tmp_path):
    asked = ["sensitivity", "dry_sulfide_cathode", "--target", "density_g_cm3", "--at", "calender"]
    result = CliRunner().invoke(app, [*asked, "--parameters", "--rows", "8"])
    assert "calender.params.line_load_N_mm" in result.stdout
    refused = CliRunner().invoke(app, [*asked, "--parameters", "--out", str(tmp_path / "page")])
    assert refused.exit_code == 2
    assert "no page" in refused.output


def test_shapley_shares_are_printed_written_and_add_up(tmp_path):
    asked = ["sensitivity", "dry_sulfide_cathode", "--target", "thickness_um", "--at", "calender"]
    asked += ["--rows", "8", "--shapley", "--out", str(tmp_path / "page")]
    result = CliRunner().invoke(app, [*asked, "--json"])
    (attribution,) = json.loads(result.stdout)["attributions"]
    singles = [row for row in attribution["shares"] if row["source"]]
    assert sum(row["shapley"] for row in singles) == pytest.approx(1.0)
    for station in (row for row in attribution["shares"] if not row["source"]):
        own = sum(row["shapley"] for row in singles if row["station"] == station["station"])
        assert station["shapley"] == pytest.approx(own)
        assert station["shapley_low"] <= own <= station["shapley_high"]
    page = (tmp_path / "page" / "index.html").read_text()
    assert "Shapley, %" in page
    assert "--shapley" in page
    assert "Shapley %" in CliRunner().invoke(app, asked).stdout


def test_without_the_word_nothing_speaks_of_shapley(ran):
    result, folder = ran
    assert "shapley" not in (result.stdout + (folder / "index.html").read_text()).lower()


def test_shapley_shares_of_set_points_add_up():
    asked = ["sensitivity", "dry_sulfide_cathode", "--target", "density_g_cm3", "--at", "calender"]
    asked += ["--parameters", "--rows", "8", "--shapley"]
    (ranking,) = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)["parameters"]
    assert sum(row["shapley"] for row in ranking["indices"]) == pytest.approx(1.0)
    assert "Shapley %" in CliRunner().invoke(app, asked).stdout
