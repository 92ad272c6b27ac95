"""Parts of the report by hand: numbers, folders, losses, curves, differences."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from twin.analysis.evidence import falls
from twin.analysis.losses import lost_by_cause
from twin.analysis.measures import Estimate, Measure
from twin.core.number_text import interval, number, share_text
from twin.kpi.labels import cause_label, property_label, word
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.route import duration_text, stops
from twin.quality.lot_mixture import LotMixture, mixture_at
from twin.records.time_series import output, work_in_process
from twin.report.figures import style
from twin.report.sections.course import output_edges_s
from twin.report.sections.quality import distribution
from twin.storage.folder import FolderRefused, check_folder, replacing

DAY_S = 86_400.0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (3.14159, "3.14"),
        (-0.5, "−0.500"),
        (12345.6, "12\u202f346"),
        (math.nan, "–"),
        (1e-7, "1.00e−7"),
    ],
)
def test_a_number_has_three_digits(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("mean", "low", "high", "text"),
    [
        (473.08, 468.98, 477.18, "473.1 ± 4.1"),
        (0.0, 0.0, 0.0, "0"),
        (-10.6, -16.7, -4.5, "−10.6 ± 6.1"),
        (5.0, 4.0, 7.0, "5.0 [4.0, 7.0]"),
        (0.9999911, 0.99999110, 0.99999112, "0.99999"),
        (2.5, math.nan, math.nan, "2.500"),
        (math.nan, math.nan, math.nan, "–"),
        (2e-8, 1e-8, 3e-8, "2.00e−8 ± 1.0e−8"),
    ],
)
def test_an_interval_decides_on_the_digits(mean: float, low: float, high: float, text: str) -> None:
    assert interval(mean, low, high) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(36.0, "36 s"), (5400.0, "90 min"), (360_000.0, "100 h"), (7 * DAY_S, "7 d"), (2.5, "2.5 s")],
)
def test_a_time_is_told_in_whole_units_where_there_are_any(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_a_property_is_told_without_its_unit() -> None:
    assert property_label("interface_resistance_ohm_cm2") == "interface resistance"
    assert word("sd_total", "density_g_cm3").unit == "g/cm³"
    assert cause_label("density_g_cm3") == "density outside limits"
    assert cause_label("web_break") == "web break"


def test_replacing_keeps_the_old_folder_when_writing_fails(tmp_path: Path) -> None:
    old = tmp_path / "report"
    with replacing(old) as new:
        new.text("index.html", "old")
        new.seal("run.json", {"format": 1})
    with pytest.raises(TypeError), replacing(old) as new:
        new.seal("run.json", {"format": object()})
    assert (old / "index.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_only_new_empty_or_own_folders_are_taken(tmp_path: Path) -> None:
    check_folder(tmp_path / "new")
    check_folder(tmp_path)
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FolderRefused):
        check_folder(tmp_path)
    with pytest.raises(FolderRefused):
        check_folder(tmp_path / "thesis.txt")
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(FolderRefused, match=r"run\.json, thesis\.txt, which twin did not write"):
        check_folder(tmp_path)


def test_losses_count_what_was_lost_within_the_window() -> None:
    events = pd.DataFrame(
        [
            (10.0, "film", "scrapped", "web break", 4.0),
            (20.0, "film", "scrapped", "web break", 5.0),
            (30.0, "calender", "cells_scrapped", "density_g_cm3", 0.5),
            (40.0, "film", "scrapped", "web break", 6.0),
            (20.0, "film", "finished", "", 100.0),
        ],
        columns=["time_s", "station", "event", "cause", "area_m2"],
    )
    table = lost_by_cause(events, (10.0, 30.0)).set_index(["station", "cause"])
    assert table.loc[("film", "web break"), "area_m2"] == 5.0
    assert table.loc[("film", "web break"), "lots"] == 1
    assert table.loc[("calender", "density_g_cm3"), "area_m2"] == 0.5
    assert table.loc[("calender", "density_g_cm3"), "lots"] == 0
    assert len(table) == 2


def lots(*rows: tuple[float, float, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["created_s", "ended_s", "fate", "good_area_m2"])


def test_work_in_process_is_the_exact_mean_of_each_slice() -> None:
    # one lot from 0 to 180 s, one from 90 s on: inside 1, then 2 from 90 to 180, then 1
    table = lots((0.0, 180.0, "shipped", 1.0), (90.0, math.nan, "inside", math.nan))
    inside = work_in_process(table, np.linspace(0.0, 360.0, 361))
    assert inside[:90].tolist() == pytest.approx([1.0] * 90)
    assert inside[90:180].tolist() == pytest.approx([2.0] * 90)
    assert inside[180:].tolist() == pytest.approx([1.0] * 180)


def test_output_is_good_area_of_shipped_lots_per_hour() -> None:
    table = lots((0.0, 0.4 * DAY_S, "shipped", 48.0), (0.0, 0.6 * DAY_S, "scrapped", 0.0))
    per_hour = output(table, output_edges_s(20 * DAY_S))
    assert len(per_hour) == 20
    assert per_hour[0] == pytest.approx(2.0)
    assert per_hour[1:].sum() == 0.0


def test_the_cells_of_a_reworked_lot_count_once() -> None:
    readings = pd.DataFrame(
        [(1, 1, 10.0, 3.0, 8), (1, 2, 20.0, 5.0, 8), (2, 1, 30.0, 7.0, 4), (3, 1, 99.0, 9.0, 8)],
        columns=["lot", "visit", "time_s", "mean", "cells"],
    ).assign(station="calender", property="density_g_cm3", sd_within=0.1)
    means, sds, weights = mixture_at(readings, "calender", "density_g_cm3", (0.0, 50.0))
    assert means.tolist() == [5.0, 7.0]
    assert sds.tolist() == [0.1, 0.1]
    assert weights.tolist() == [8.0, 4.0]


def test_mean_and_spread_of_cells_join_lots_and_cells() -> None:
    cells = LotMixture(np.array([1.0, 3.0]), np.array([1.0, 2.0]), np.array([1.0, 1.0]))
    assert cells.mean == 2.0
    assert cells.sd == pytest.approx(math.sqrt(1.0 + 2.5))


def test_a_figure_is_the_same_text_every_time_and_carries_no_date() -> None:
    cells = LotMixture(np.array([3.0, 3.1]), np.array([0.05, 0.04]), np.array([8.0, 8.0]))
    texts = []
    for _ in range(2):
        with style.house_style():
            texts.append(
                style.svg(distribution("density_g_cm3", [(cells, "#0B62A4", "a")], (2.9, 3.2)), "one")
            )
    assert texts[0] == texts[1]
    assert texts[0].startswith("<svg")
    assert "metadata" not in texts[0]
    assert 'id="one-' in texts[0]
    # letters and lines follow the page, which is light or dark
    assert "var(--ink)" in texts[0]
    assert style.INK.lower() not in texts[0]


def test_what_falls_adds_up_to_what_is_not_good_output() -> None:
    shares = {"working": 0.6, "setup": 0.1, "starved": 0.15, "blocked": 0.05, "down": 0.1}
    shares |= {"maintenance": 0.0, "waiting_for_crew": 0.0, "off_shift": 0.0}
    steps = falls(shares, 0.9, 0.95)
    assert sum(step.percent for step in steps) == pytest.approx(100.0 * (1.0 - 0.6 * 0.9 * 0.95))


def measure(mean: float, half: float, better: int, reference: float = 100.0, name: str = "") -> Measure:
    said = word("energy_kWh_per_m2")._replace(better=better)
    first = Estimate(reference, reference - 1, reference + 1, 5)
    difference = Estimate(mean, mean - half, mean + half, 5)
    return Measure("any", name, said, ("", ""), (first, first), (None, difference))


def test_less_is_better_where_the_word_says_so() -> None:
    assert measure(-5.0, 1.0, -1).winner(1) == 1
    assert measure(-5.0, 1.0, 1).winner(1) == -1
    assert measure(-5.0, 6.0, 1).winner(1) == 0
    assert measure(-5.0, 1.0, 0).winner(1) == 0


def test_the_limits_of_a_share_end_at_0_and_100_percent() -> None:
    assert Estimate(94.0, 61.0, 127.0, 3).clipped(word("yield"))[:3] == (94.0, 61.0, 100.0)
    assert Estimate(1.0, -2.0, 4.0, 3).clipped(word("scrap_ratio")).low == 0.0
    # a machine can beat its ideal time, and a queue is no share
    assert Estimate(99.0, 97.0, 101.0, 3).clipped(word("effectiveness")).high == 101.0
    assert Estimate(1.0, -2.0, 4.0, 3).clipped(word("queue_time_s")).low == -2.0
    assert share_text(0.02, -0.368, 1.2) == "2.0 [0.0, 100.0]"


def test_a_sure_but_tiny_difference_of_a_property_does_not_count() -> None:
    assert measure(0.1, 0.01, 1, name="roughness_um").winner(1) == 1
    assert not measure(0.1, 0.01, 1, name="roughness_um").counts(1)
    assert measure(0.1, 0.01, 1).counts(1)


def test_branches_of_a_route_stand_one_after_the_other() -> None:
    line = load_line(lines_folder() / "dry_gradient_cathode.toml")
    names = [stop.name for stop in stops(line)]
    joined = names.index("calender")
    assert names[0] == "top_powder"
    assert names[joined - 1] == "core_film"
    assert names.index("top_film") < names.index("core_powder")
    assert names[-1] == "hot_press"
