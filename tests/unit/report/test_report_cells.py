"""The page on cells, the web and density tolerance, checked against the cells themselves."""

import numpy as np
import pytest

import twin
from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.density_tolerance import ROWS, last_calender
from twin.analysis.results import results_of
from twin.analysis.single_lot import Chain
from twin.analysis.variance_attribution import attribute
from twin.floor import run
from twin.line.library import lines_folder
from twin.quality.finished_cells import distribution, finished
from twin.quality.finished_web import covered, lot_subgroups, roll_samplings, spacing_m
from twin.quality.grading import stack_spread
from twin.report.pages.comparison import write_page, write_report
from twin.report.sections import build_one
from twin.report.sections.cells import CLASSES, ELECTRODES, FIGURES, graded, stacks
from twin.storage.saved import load_saved


@pytest.fixture(scope="module")
def study():
    """Return the dry line, three runs of five days."""
    line = twin.load_line(lines_folder() / "dry_sulfide_cathode.toml")
    return twin.simulate(line, "5 d", "1 d", replications=3, workers=1)


@pytest.fixture(scope="module")
def results(study):
    """Return what the page is made of."""
    return results_of(study)


@pytest.fixture(scope="module")
def done(results):
    """Return the cells finished in the window."""
    return finished(results.first.tables.cells, results.first.tables.lots, results.window_s(results.first))


def refuse(*_, **__):
    """Stand in for the simulator where nothing may be simulated."""
    raise AssertionError("a lot was simulated")


def number(text):
    """Return a printed number."""
    return float(text.replace("\u202f", "").replace("−", "-"))


def test_only_lots_shipped_in_the_window_count(results, done):
    lots = results.first.tables.lots
    inside = lots[(lots.fate == "shipped") & (lots.ended_s > 86400.0) & (lots.ended_s <= 5 * 86400.0)]
    assert sorted(done.lots) == sorted(inside.lot)
    _, areas = done.good("energy_density_Wh_L")
    assert areas.sum() == pytest.approx(inside.good_area_m2.sum())


def test_the_distribution_weighs_cells_by_area():
    found = distribution(np.array([1.0, 2.0]), np.array([3.0, 1.0]))
    assert (found.mean, found.area_m2) == (1.25, 4.0)
    assert found.sd == pytest.approx(np.sqrt(3.0) / 4.0)
    even = distribution(np.arange(101.0), np.ones(101))
    assert even.quantiles == pytest.approx((5.05 - 0.5, 50.0, 95.95 - 0.5), abs=0.01)


def test_tables_of_cells_hold_the_figures_of_the_cells(results, done):
    section = build_one("cells", AnalysedResults(results))
    spread, stacks, grades = section.tables[:3]
    for row, name in zip(spread.rows, FIGURES, strict=True):
        values, _ = done.good(name)
        assert number(row[2].text) == pytest.approx(values.mean(), rel=1e-3)
        assert number(row[3].text) == pytest.approx(values.std(), rel=1e-2)
    for row, name in zip(stacks.rows, FIGURES, strict=True):
        known = stack_spread(done.field(name), ELECTRODES)
        assert number(row[2].text) == pytest.approx(known.sd, rel=1e-2)
        assert number(row[2].text) < number(spread.rows[0][3].text) or name != FIGURES[0]
    for row in grades.rows:
        assert sum(number(cell.text) for cell in row[2:]) == pytest.approx(100.0, abs=0.3)
    assert f"{ELECTRODES} electrodes" in section.text
    assert len(section.groups[0].charts) == 3


def test_the_best_class_of_a_resistance_is_the_lowest(done):
    values, _ = done.good("area_resistance_ohm_cm2")
    best = graded(done, "area_resistance_ohm_cm2", CLASSES)[0]
    assert best.share == pytest.approx(np.mean(values <= (1.0 - CLASSES[-1]) * values.mean()), abs=1e-3)


def test_other_stacks_have_another_spread(results):
    few, many = (stacks(AnalysedResults(results), list(FIGURES), n) for n in (5, 100))
    assert few.heading == "Stacks of 5 electrodes"
    assert number(few.rows[2][2].text) < number(many.rows[2][2].text)


def test_the_area_lost_by_cause_adds_up_to_what_the_lots_lost(results):
    data = AnalysedResults(results)
    table = build_one("cells", data).tables[3]
    assert table.heading == "Area lost by cause"
    total = data.evidence[results.first.name].losses["percent"].sum()
    assert sum(number(row[3].text) for row in table.rows) == pytest.approx(total, rel=0.01)


def test_the_web_says_that_the_rolls_are_folded(results, done):
    shown = results.first
    # 533 m2 on a web of 0.6 m in 24 positions; a turn of a roll of 0.5 m is 1.57 m
    assert spacing_m(shown.line, done) == pytest.approx(533.0 / 0.6 / 24, rel=0.02)
    found = dict(roll_samplings(shown.line, done, shown.stations))
    assert set(found) == {"film", "calender"}
    assert all(one.folded for one in found.values())
    section = build_one("web", AnalysedResults(results))
    assert all("is folded" in row[-1].text for row in section.tables[0].rows)
    assert [len(group.charts) for group in section.groups] == [2, 1]


def test_a_short_web_resolves_its_roll(results, done):
    line = results.first.line.with_changes({"powder.lot_kg": 2.0})
    study = twin.simulate(line, "3 h", replications=1, workers=1)
    short = results_of(study)
    one = finished(short.first.tables.cells, short.first.tables.lots, short.window_s(short.first))
    found = dict(roll_samplings(short.first.line, one, short.first.stations))
    assert not found["calender"].folded
    assert "is resolved" in found["calender"].text
    assert spacing_m(short.first.line, one) < spacing_m(results.first.line, done) / 100


def test_profile_and_subgroups_leave_out_lots_with_gaps(done):
    whole = np.isfinite(done.field("thickness_um")).all(axis=(1, 2)).sum()
    groups = lot_subgroups(done, "thickness_um")
    assert {kind: values.shape for kind, values in groups.items()} == {
        "lanes": (whole, 5),
        "segments": (whole, 24),
    }
    assert whole <= len(covered(done, "thickness_um")) <= len(done.lots)


def test_density_tolerance_is_three_standard_deviations_with_its_causes(results):
    section = build_one("tolerance", AnalysedResults(results))
    table, causes = section.tables
    assert last_calender(results.first.line, results.first.stations) == "calender"
    rows = results.kpis.query("station == 'calender' and property == 'density_g_cm3' and kpi == 'sd_total'")
    said = table.rows[0][2].text.removeprefix("± ").split(" ")[0]
    assert number(said) == pytest.approx(3.0 * rows["value"].mean(), rel=0.02)
    (known,) = attribute(results.first.line, ["density_g_cm3"], at="calender", rows=ROWS)
    first = number(causes.rows[0][1].text.split(" ")[0])
    assert first == pytest.approx(100.0 * known.origins["frozen"].iloc[0], abs=0.06)
    assert len(causes.rows) == 5


def test_the_page_with_all_of_it_comes_back_from_the_disk_without_a_lot(study, tmp_path, monkeypatch):
    page = write_report(study, tmp_path / "r")
    monkeypatch.setattr(Chain, "__init__", refuse)
    monkeypatch.setattr(Chain, "lot", refuse)
    monkeypatch.setattr(run, "build", refuse)
    text = page.read_bytes()
    for key in ("cells", "tolerance", "web", "control", "capability", "statistics"):
        assert f'<section id="{key}"'.encode() in text
    assert write_page(*load_saved(tmp_path / "r")).read_bytes() == text
