"""What the page and the command line say about a set: nothing is hidden behind a mean error."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Annotated

import numpy as np
import pytest
from click.testing import CliRunner
from support.series_files import outcome_of, write_set

from twin.cli.app import app
from twin.core.material import Array
from twin.laws.percolation import ionic_conductivity
from twin.laws.registry.argument import Range
from twin.laws.registry.book import LAWS
from twin.laws.registry.law import Target, law, law_of
from twin.report.pages.validation import validation_page
from twin.validation.model import Outcome
from twin.validation.reader import read_series
from twin.validation.runner import run_series
from twin.validation.shipped import notes, shipped_sets, unscored_sets
from twin.validation.thresholds import implied_thresholds
from twin.validation.verdict_text import rank, remarks, verdict

NONE = notes()._replace(no_target={})


def _ions(folder: Path, shares: list[float], use: str = "", error: str = "decades") -> Outcome:
    measured = [max(float(ionic_conductivity(share, 2.0, 4.0, 4.0, 0.0)), 1e-6) for share in shares]
    path = write_set(
        folder, "ionic_conductivity", {"electrolyte_frac": shares, "y": measured}, use=use, error=error
    )
    return outcome_of(path)


def test_rows_put_at_zero_are_in_the_verdict(tmp_path: Path) -> None:
    outcome = _ions(tmp_path, [0.0, 0.3, 0.4])
    assert outcome.rmse == pytest.approx(0.0, abs=1e-12)
    mark, words = verdict(outcome, NONE)
    assert mark == "missed"
    assert words.startswith("1 of 3 rows predicted as not conducting; ")
    assert outcome.meets_target is False


def test_rows_all_put_at_zero_leave_something_to_test(tmp_path: Path) -> None:
    mark, words = verdict(_ions(tmp_path, [0.0, 0.0]), NONE)
    assert (mark, words) == (
        "missed",
        "2 of 2 rows predicted as not conducting; target of 0.15 dec missed",
    )


def test_only_test_rows_count_in_the_verdict(tmp_path: Path) -> None:
    outcome = _ions(tmp_path, [0.0, 0.3], "calibrate = [0]\n")
    assert verdict(outcome, NONE) == ("met", "target met (≤ 0.15 dec)")
    assert "1 row predicted as not conducting, without an error and left out of the mean." in remarks(outcome)


@pytest.mark.parametrize("error", ["relative", "absolute"])
def test_rows_put_at_zero_are_told_in_any_measure(error: str, tmp_path: Path) -> None:
    words = verdict(_ions(tmp_path, [0.0, 0.3], error=error), NONE)[1]
    assert words.startswith("1 of 2 rows predicted as not conducting")


def test_nothing_left_to_test_means_no_test_rows(tmp_path: Path) -> None:
    assert verdict(_ions(tmp_path, [0.3, 0.4], "calibrate = [0, 1]\n"), NONE) == ("", "nothing left to test")


def test_negative_and_missing_predictions_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @law("Odd", unit="nm", source="", target=Target("decades", 1.0))
    def odd(x: Annotated[Array, Range(0.0, 9.0, ".", "x", 1.0)]) -> Array:
        return np.where(x > 2.0, np.inf, x - 1.0)

    monkeypatch.setitem(LAWS, "odd", law_of(odd))
    path = write_set(tmp_path, "odd", {"x": [0.5, 0.6, 1.0, 2.0, 3.0], "y": [1.0] * 5}, error="decades")
    words = verdict(outcome_of(path), NONE)[1]
    assert words == (
        "1 of 5 rows predicted as zero; 2 of 5 rows predicted below zero; 1 of 5 rows without a finite "
        "prediction; only the others are within the target (≤ 1 dec)"
    )


def test_the_command_line_tells_the_rows_put_at_zero(tmp_path: Path) -> None:
    _ions(tmp_path, [0.0, 0.3, 0.4])
    run = CliRunner().invoke(app, ["validate", str(tmp_path / "set.toml"), "--out", str(tmp_path / "page")])
    (line,) = run.stdout.splitlines()[1:]
    assert "1 of 3 rows predicted as not conducting" in line
    assert "target met" not in line
    assert "1 of 3 rows predicted as not conducting" in (tmp_path / "page" / "index.html").read_text()


def test_a_set_of_the_same_name_has_its_own_reason(tmp_path: Path) -> None:
    shipped = next(path for path in shipped_sets() if path.stem == "calender_duquesnoy")
    for file in (shipped, shipped.with_name("calender_two_mills.csv")):
        shutil.copy(file, tmp_path)
    known = notes()
    told = [verdict(outcome_of(path), known)[1] for path in (shipped, tmp_path / shipped.name)]
    assert known.missed["calender_duquesnoy"] in told[0]
    assert known.missed["calender_duquesnoy"] not in told[1]
    assert "missed: " in told[1]


def test_a_fit_at_the_edge_is_told_with_its_error_on_the_calibration_rows(tmp_path: Path) -> None:
    rows = {"time_s": [1.0, 5.0, 10.0], "y": [0.9, 0.95, 0.97]}
    use = 'calibrate = [0, 1]\nfree = ["rate_per_s", "dead_time_s"]\n'
    outcome = outcome_of(write_set(tmp_path, "mixing_index", rows, use=use))
    assert "dead_time_s at the edge of its range" in verdict(outcome, NONE)[1]
    assert any("dead_time_s 0 (at the edge of its range)" in line for line in remarks(outcome))
    errors = [p.error for p in outcome.predictions[:2] if p.error is not None]
    told = 100.0 * float(np.sqrt(np.mean(np.square(errors))))
    assert f"RMSE on the calibration rows: {told:.3g} points." in remarks(outcome)


def test_a_law_without_target_says_why() -> None:
    known = notes()
    for path in shipped_sets():
        outcome = outcome_of(path)
        if outcome.series.law.target is None and outcome.count("test"):
            assert verdict(outcome, known)[1].startswith(
                f"no target: {known.no_target[outcome.series.law.name]}"
            )
    assert set(known.no_target) <= set(LAWS)


def test_the_table_of_the_command_is_sorted_like_that_of_the_page(tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["validate", "--out", str(tmp_path / "page")])
    outcomes = sorted((run_series(s) for s in read_series(shipped_sets())), key=rank)
    titles = [outcome.series.title for outcome in outcomes]
    assert all(
        line.startswith(title) for line, title in zip(run.stdout.splitlines()[1:], titles, strict=True)
    )
    page = (tmp_path / "page" / "index.html").read_text()
    table = page.split('<section id="table">')[1].split("</section>")[0]
    assert re.findall(r'<tr><td><a href="#\w+">([^<]*)</a>', table) == titles
    over = [
        outcome.rmse / outcome.series.law.target.rmse
        for outcome in outcomes
        if outcome.rmse is not None and outcome.series.law.target and outcome.meets_target is not None
    ]
    assert over == sorted(over, reverse=True)


def test_every_row_of_the_springback_data_is_used() -> None:
    outcome = outcome_of(next(path for path in shipped_sets() if path.stem == "springback_hong"))
    assert [p.use for p in outcome.predictions] == ["calibrate", "calibrate", "test"]
    assert outcome.predictions[2].measured == 0.0


@pytest.mark.parametrize("stem", ["ions_bazzoun", "ions_kim"])
def test_an_implied_threshold_is_the_one_that_gives_the_measurement(stem: str) -> None:
    outcome = outcome_of(next(path for path in unscored_sets() if path.stem == stem))
    series, dense = outcome.series, outcome.constants["electrolyte_conductivity_mS_cm"]
    for n, found in enumerate(implied_thresholds(outcome)):
        share = series.inputs["electrolyte_frac"][n]
        # coarse electrolyte has the threshold it is given, whatever its size
        carbon = series.inputs.get("carbon_frac", np.zeros(9))[n]
        binder = series.inputs.get("binder_mass_frac", np.zeros(9))[n]
        for threshold, w, c in ((found.alone_frac, 0.0, 0.0), (found.threshold_frac, binder, carbon)):
            given = {"fine_threshold_frac": threshold, "coarse_threshold_frac": threshold}
            measured = float(ionic_conductivity(share, dense, 4.0, 4.0, w, c, **given))
            assert measured == pytest.approx(series.measured[n], rel=1e-9)


def test_implied_thresholds_are_the_known_ones() -> None:
    found = {path.stem: implied_thresholds(outcome_of(path)) for path in unscored_sets()}
    assert all(0.10 < row.alone_frac < 0.135 for row in found["ions_bazzoun"])
    assert all(0.06 < row.alone_frac < 0.07 for row in found["ions_kim"])
    minnmann = next(path for path in shipped_sets() if path.stem == "ions_minnmann")
    assert [round(row.alone_frac, 3) for row in implied_thresholds(outcome_of(minnmann))] == [
        0.219, 0.218, 0.180, 0.215, 0.216,
    ]  # fmt: skip


def test_a_set_with_sizes_implies_no_threshold() -> None:
    given = {path.stem for path in shipped_sets() if implied_thresholds(outcome_of(path))}
    assert given == {"ions_minnmann"}


def test_what_no_threshold_explains_is_left_open(tmp_path: Path) -> None:
    path = write_set(tmp_path, "ionic_conductivity", {"electrolyte_frac": [0.3, 0.0], "y": [1.9, 1e-3]})
    assert all(np.isnan(row.threshold_frac) for row in implied_thresholds(outcome_of(path)))


def test_implied_thresholds_are_on_the_page() -> None:
    page = validation_page([outcome_of(path) for path in shipped_sets()])
    table = page.split('id="thresholds"')[1]
    for path in unscored_sets():
        assert f"<td>{outcome_of(path).series.title} <small>" in table
    assert table.count(", not scored</small>") == 5
    assert "Pores assumed, fibre neglected." in table
    assert ">0.131</td>" in table


def test_laws_without_a_series_stand_together_at_the_end_of_the_page() -> None:
    outcomes = [outcome_of(path) for path in shipped_sets()]
    page, tested = validation_page(outcomes), {outcome.series.law.name for outcome in outcomes}
    others = page.split('<section id="untested">')[1].split("</section>")[0]
    assert others.count("<details") == len(LAWS) - len(tested)
    links = page.split('<nav aria-label="Sections">')[1].split("</nav>")[0]
    assert links.count("<a ") == len(tested) + 3
