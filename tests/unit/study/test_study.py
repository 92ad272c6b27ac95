"""Studies: the same numbers for any number of workers, checked arguments, pairs, stores."""

import gc
import weakref
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.delay_lines import SERVICE, delay, same, two_stations

import twin
from twin.floor.run import run
from twin.line.library import lines_folder
from twin.stats.intervals import paired_interval, t_interval


def test_two_workers_give_the_numbers_of_one() -> None:
    one, two = (twin.simulate(two_stations(), "1 h", "5 min", 4, workers=n, keep="all") for n in (1, 2))
    same(one, two)


def test_more_replications_repeat_the_first_ones() -> None:
    few, more = (twin.simulate(two_stations(), "1 h", replications=n, workers=1) for n in (2, 3))
    repeated = more.kpis[more.kpis.replication < 2]
    pd.testing.assert_frame_equal(few.kpis, repeated.reset_index(drop=True), check_exact=True)


def test_another_seed_gives_other_numbers() -> None:
    first, second = (twin.simulate(two_stations(), "1 h", replications=1, seed=s, workers=1) for s in (1, 2))
    assert (first.kpis.value.to_numpy() != second.kpis.value.to_numpy()).any()


def test_summary_is_the_interval_over_replications() -> None:
    study = twin.simulate(two_stations(), "1 h", replications=3, workers=1)
    assert list(study.summary.columns) == [
        "line", "station", "property", "kpi", "mean", "ci_low", "ci_high", "n", "unit",
    ]  # fmt: skip
    rates = study.kpis[study.kpis.kpi == "throughput_per_h"].value
    row = study.summary[study.summary.kpi == "throughput_per_h"].iloc[0]
    assert (row["mean"], row.ci_low, row.ci_high, row.n) == t_interval(rates)


def test_one_replication_has_no_interval() -> None:
    study = twin.simulate(two_stations(), "1 h", replications=1, workers=1)
    assert (study.summary.n <= 1).all()
    assert study.summary.ci_low.isna().all()


@pytest.mark.parametrize(("keep", "replications"), [("first", 0), ("all", 3), ("none", 0)])
def test_keep_says_which_tables_are_left(keep: str, replications: int) -> None:
    study = twin.simulate(two_stations(), "10 min", replications=3, workers=1, keep=keep)  # type: ignore[arg-type]
    assert ("replication" in study.events) == (keep == "all")
    assert study.events.empty == (keep == "none")
    if keep == "all":
        assert study.lots.replication.nunique() == replications


def test_line_that_empties_needs_no_horizon() -> None:
    study = twin.simulate(two_stations(lots=7), replications=2, workers=1)
    assert (study.lots.fate == "shipped").all()
    assert len(study.lots) == 7
    assert study.settings.horizon_s is None


WRONG = [
    ({"horizon": None}, "source 'jobs' never ends"),
    ({"horizon": 0}, "longer than 0 s"),
    ({"horizon": "-1 d"}, "horizon must be"),
    ({"horizon": "3 days"}, "horizon must be"),
    ({"horizon": "1 d", "warmup": "1 d"}, "shorter than the horizon"),
    ({"horizon": "1 d", "warmup": float("nan")}, "warmup must be"),
    ({"horizon": "1 d", "replications": 0}, "replications must be a whole number of 1 or more"),
    ({"horizon": "1 d", "replications": 2.5}, "replications must be a whole number"),
    ({"horizon": "1 d", "seed": -1}, "seed must be a whole number of 0 or more"),
    ({"horizon": "1 d", "workers": 0}, "workers must be a whole number of 1 or more"),
    ({"horizon": "1 d", "workers": True}, "workers must be"),
    ({"horizon": "1 d", "keep": "some"}, "keep must be one of 'first', 'all', 'none'"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_arguments_without_sense_are_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        twin.simulate(two_stations(), **arguments)  # type: ignore[arg-type]


def test_path_in_place_of_a_line_is_refused() -> None:
    with pytest.raises(TypeError, match="load_line"):
        twin.simulate("lines/dry.toml", "1 d")  # type: ignore[arg-type]


def test_differences_are_paired_by_replication() -> None:
    lines = [two_stations("slow"), two_stations("fast", second="5 s")]
    found = twin.compare(lines, "1 h", replications=4, workers=1)
    rates = found.kpis[found.kpis.kpi == "throughput_per_h"].set_index("line").value
    row = found.differences[found.differences.kpi == "throughput_per_h"].iloc[0]
    assert (row.line, row.reference, row.unit) == ("fast", "slow", "lots/h")
    expected = paired_interval(rates["fast"], rates["slow"])
    assert (row["mean"], row.ci_low, row.ci_high, row.n) == pytest.approx(expected, rel=1e-12)


def test_equal_lines_do_not_differ() -> None:
    found = twin.compare([two_stations()] * 3, "1 h", replications=2, workers=1)
    assert [study.line.name for study in found.studies] == ["two", "two (2)", "two (3)"]
    assert set(found.kpis.line) == {"two", "two (2)", "two (3)"}
    assert (found.differences["mean"].dropna() == 0.0).all()
    assert set(found.differences.line) == {"two (2)", "two (3)"}


def test_figures_of_one_line_only_are_not_compared() -> None:
    other = twin.load_line(
        {
            "format": 1,
            "name": "other",
            "source": [{"name": "jobs", "mode": "saturated"}],
            "station": [delay("c", buffer_before=0, service=SERVICE)],
        }
    )
    found = twin.compare([two_stations(), other], "10 min", replications=2, workers=1)
    assert set(found.differences.station) == {""}


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one line"):
        twin.compare([], "1 d")


def test_progress_is_told_after_every_replication() -> None:
    seen: list[tuple[int, int, int]] = []

    def note(done: int, total: int, latest: pd.DataFrame | None) -> None:
        assert latest is not None
        seen.append((done, total, int(latest.replication.iloc[0])))

    twin.compare([two_stations("x"), two_stations("y")], "10 min", replications=2, workers=1, progress=note)
    assert seen == [(1, 4, 0), (2, 4, 0), (3, 4, 1), (4, 4, 1)]


def test_ctrl_c_keeps_what_is_finished() -> None:
    def stop(done: int, total: int, latest: pd.DataFrame | None) -> None:  # noqa: ARG001
        if done == 2:
            raise KeyboardInterrupt

    study = twin.simulate(two_stations(), "10 min", replications=5, workers=1, progress=stop)
    assert study.interrupted
    assert set(study.kpis.replication) == {0, 1}


def test_stored_replications_are_read_and_not_run_again(tmp_path: Path) -> None:
    first = twin.simulate(two_stations(), "1 h", replications=2, workers=1, store=tmp_path)
    steps: list[int] = []

    def note(done: int, total: int, latest: pd.DataFrame | None) -> None:  # noqa: ARG001
        steps.append(done)

    again = twin.simulate(two_stations(), "1 h", replications=3, workers=1, store=tmp_path, progress=note)
    kept = again.kpis[again.kpis.replication < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(first.kpis, kept, check_exact=True)
    assert steps == [1, 2, 3]
    assert len(list(tmp_path.glob("*/replication-*"))) == 3


def test_stored_replications_are_not_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = twin.simulate(two_stations(), "1 h", replications=2, workers=1, store=tmp_path)
    monkeypatch.setattr("twin.study.workers.replicate", None)
    again = twin.simulate(two_stations(), "1 h", replications=2, workers=1, store=tmp_path)
    pd.testing.assert_frame_equal(again.kpis, first.kpis, check_exact=True)


def test_another_question_is_not_answered_from_the_store(tmp_path: Path) -> None:
    for horizon, seed in (("1 h", 1), ("2 h", 1), ("1 h", 2)):
        twin.simulate(two_stations(), horizon, replications=1, seed=seed, workers=1, store=tmp_path)
    twin.simulate(two_stations(second="9 s"), "1 h", replications=1, workers=1, store=tmp_path)
    assert len(list(tmp_path.iterdir())) == 4


def test_store_that_cannot_be_written_is_noted_and_costs_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    study = twin.simulate(two_stations(), "10 min", replications=2, workers=1, store=blocked)
    assert set(study.kpis.replication) == {0, 1}
    assert len(study.notes) == 1
    assert "kept in memory" in study.notes[0]


def test_values_of_a_study_are_finite_or_missing() -> None:
    study = twin.simulate(two_stations(), "1 h", replications=1, workers=1)
    assert not np.isinf(study.kpis.value).any()


def test_a_replication_leaves_no_log_behind() -> None:
    line = twin.load_line(lines_folder() / "dry_sulfide_cathode.toml")
    gc.disable()
    try:
        log = run(line, 2 * 86_400.0, 1, 0)
        columns = weakref.ref(log.readings), weakref.ref(log.time_s)
        del log
        assert [column() for column in columns] == [None, None]
    finally:
        gc.enable()
