"""A weak web breaks more often, and one that does not bear its tension tears: a failure on the floor."""

from __future__ import annotations

import math
from functools import cache

import pytest

import twin
from twin.analysis.torn_webs import torn_webs
from twin.line.api import load_line
from twin.study.api import Study


@cache
def run(binder_frac: float, knead_s: float = 900.0, **changes: float) -> Study:
    """Ten days of the dry line with another share of binder, or kneaded for another time."""
    recipe = "powder.recipe.composition"
    line = twin.load_line("dry_sulfide_cathode").with_changes(
        {
            f"{recipe}.binder_mass_frac": binder_frac,
            f"{recipe}.active_mass_frac": 0.86 - binder_frac,
            "kneader.params.time_s": knead_s,
            **changes,
        }
    )
    return twin.simulate(line, "10 d", replications=1, workers=1)


def breaks(study: Study) -> int:
    events = study.events
    rows = events[(events["station"] == "film") & (events["event"] == "failed")]
    return int((rows["cause"] == "web break").sum())


def worked_h(study: Study) -> float:
    """Hours the film mill has worked, from the lots it made."""
    return (
        float(((study.events["station"] == "film") & (study.events["event"] == "finished")).sum()) * 533 / 612
    )


def test_less_binder_and_poorer_kneading_break_more_often() -> None:
    usual, weak, poor = (breaks(run(*case)) for case in ((0.01,), (0.008,), (0.01, 220.0)))
    assert 0 < usual < 0.6 * weak
    assert usual < poor


def test_breaks_come_as_often_as_the_hazard_says() -> None:
    # 0.8 % binder: (1 / 0.8)^(8 · 0.824) = 4.4 times as often as with 1 %, there 0.79 times in 24 h
    weak = run(0.008)
    expected = worked_h(weak) / 24.0 * 0.794 * (1.0 / 0.8) ** (8.0 * 0.824)
    assert breaks(weak) == pytest.approx(expected, abs=3.0 * math.sqrt(expected))


@pytest.mark.parametrize("case", [(0.0,), (0.01, 0.0)])
def test_a_film_without_binder_or_without_fibrils_tears(case: tuple[float, ...]) -> None:
    torn = run(*case)
    shipped = torn.kpis.query("kpi == 'throughput_per_h' and station == ''")
    assert (torn.lots["fate"] != "shipped").all()
    assert shipped["value"].sum() == 0.0
    (said,) = torn_webs(torn.events, torn.line)
    assert said.startswith("film: the web tears in ")
    assert "does not bear its tension of 10 N/m" in said


def test_a_web_that_holds_is_not_told() -> None:
    assert torn_webs(run(0.01).events, run(0.01).line) == ()


def test_a_hazard_a_kind_does_not_have_is_refused() -> None:
    plain = twin.load_line("dry_sulfide_cathode").to_dict()
    film = next(station for station in plain["station"] if station["name"] == "film")
    film["equipment"]["failure"][0]["hastened_by"] = "web_strenght"
    with pytest.raises(twin.LineError, match='no hazard "web_strenght"'):
        load_line(plain)
