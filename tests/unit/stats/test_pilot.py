"""Warm-up per line, length of a run, and replications until a precision."""

import numpy as np
import pandas as pd
import pytest
from support.flowlines import constant, exponential, line, serial, station

import twin
from twin.records.time_series import output, work_in_process
from twin.study.sequential import compare_to
from twin.study.warmup import Refused, common_warmup_s, doubts, judge_run_length, pilot


def queue(rho):
    """Return an M/M/1 queue, service mean 1 s."""
    source = {"name": "lots", "mode": "arrivals", "interval": exponential(1.0 / rho)}
    return twin.load_line(line(f"queue {rho}", [source], [station("s1", exponential(1.0))]))


def test_a_long_line_is_given_a_longer_warm_up():
    # the first of forty lots is through after 40 x 50 s; before that nothing comes out
    short = twin.load_line(serial([constant(50.0)] * 2, [2]))
    long = twin.load_line(serial([constant(50.0)] * 40, [2] * 39))
    found = [pilot(x, 20_000.0, replications=2, workers=1) for x in (short, long)]
    assert found[0].warmup_s <= 500.0
    assert 2000.0 <= found[1].warmup_s <= 3000.0
    assert not found[1].refused


def test_a_run_shorter_than_the_line_is_refused():
    long = twin.load_line(serial([constant(50.0)] * 40, [2] * 39))
    found = pilot(long, 3000.0, replications=2, workers=1)
    assert found.refused
    assert any("run longer" in reason for reason in found.reasons)


def test_a_run_too_short_for_its_queue_is_flagged_and_a_long_one_is_not():
    short = pilot(queue(0.9), 500.0, workers=1)
    long = pilot(queue(0.5), 20_000.0, workers=1)
    assert not short.supports["work in process"].holds
    assert any("independent observations" in reason for reason in short.reasons)
    assert long.supports["work in process"].effective > 20
    assert long.supports["output"].holds


def test_several_lines_share_the_longest_warm_up():
    short = twin.load_line(serial([constant(50.0)] * 2, [2]))
    long = twin.load_line(serial([constant(50.0)] * 40, [2] * 39))
    told = []
    found_s = common_warmup_s([short, long], 20_000.0, workers=1, on_pilot=told.append)
    assert [one.line for one in told] == [short.name, long.name]
    assert found_s == told[1].warmup_s > told[0].warmup_s
    with pytest.raises(Refused, match="run longer"):
        common_warmup_s([short, long], 3000.0, workers=1)


def test_a_study_brings_what_its_intervals_are_judged_by():
    study = twin.simulate(queue(0.9), 500.0, 100.0, 6, workers=1, keep="none")
    assert len(study.courses) == 6 * 200
    (said,) = doubts("queue", study.courses, 500.0, 100.0)
    assert "too short to support the interval of work in process" in said
    assert "independent observations" in said
    long = twin.simulate(queue(0.3), 50_000.0, 5_000.0, 6, workers=1, keep="none")
    assert doubts("queue", long.courses, 50_000.0, 5_000.0) == ()


def test_a_warm_up_shorter_than_that_of_the_line_is_told():
    line = twin.load_line(serial([constant(50.0)] * 40, [2] * 39))
    study = twin.simulate(line, 20_000.0, 0.0, 5, workers=1, keep="none")
    (said,) = doubts("line", study.courses, 20_000.0, 0.0)
    assert "the start-up shifts the mean" in said


def test_one_replication_has_a_warm_up_but_no_support():
    study = twin.simulate(queue(0.5), 5_000.0, 0.0, 1, workers=1, keep="none")
    found = judge_run_length("queue", study.courses, 5_000.0, 0.0)
    assert found.supports == {}
    assert set(found.warm_ups) == {"output", "work in process"}


def test_the_course_is_kept_with_a_stored_replication(tmp_path):
    plain, stored, again = (
        twin.simulate(queue(0.5), 500.0, 0.0, 2, workers=1, store=place).courses
        for place in (None, tmp_path, tmp_path)
    )
    pd.testing.assert_frame_equal(stored, plain)
    pd.testing.assert_frame_equal(again, plain)


def test_output_counts_good_area_or_lots():
    lots = pd.DataFrame({"fate": ["shipped", "shipped", "scrapped"], "ended_s": [5.0, 15.0, 16.0]})
    edges = np.array([0.0, 10.0, 20.0])
    assert output(lots.assign(good_area_m2=np.nan), edges) == pytest.approx([360.0, 360.0])
    assert output(lots.assign(good_area_m2=[2.0, 3.0, 9.0]), edges) == pytest.approx([720.0, 1080.0])


def test_work_in_process_is_the_time_average():
    lots = pd.DataFrame({"created_s": [0.0, 5.0], "ended_s": [15.0, np.nan]})
    assert work_in_process(lots, np.array([0.0, 10.0, 20.0])) == pytest.approx([1.5, 1.5])


def test_replications_are_added_until_the_precision_is_reached():
    lines = [queue(0.5), queue(0.6)]
    looks = []
    found = compare_to(lines, 0.02, 2000.0, 200.0, workers=1, on_look=looks.append)
    assert found.progress.reached
    assert found.kpi == "throughput_per_h"
    assert [look.n for look in looks] == sorted({look.n for look in looks})
    assert found.progress.n == found.comparison.studies[0].settings.replications
    rates = found.comparison.summary.query("kpi == 'throughput_per_h' and station == ''")
    assert np.all((rates.ci_high - rates.ci_low) / 2 <= 0.02 * rates["mean"])


def test_the_sequential_run_is_the_run_of_that_many_replications():
    found = compare_to([queue(0.5)], 0.02, 2000.0, 200.0, workers=1).comparison
    plain = twin.compare([queue(0.5)], 2000.0, 200.0, found.studies[0].settings.replications, workers=1)
    pd.testing.assert_frame_equal(found.summary, plain.summary, check_dtype=False)


def test_the_most_replications_end_it():
    found = compare_to([queue(0.5)], 0.001, 200.0, most=12, workers=1)
    assert found.progress.n == 12
    assert not found.progress.reached
    assert found.progress.needed > 12
    assert found.progress.expected_s > found.progress.spent_s


def test_an_unknown_kpi_is_refused():
    with pytest.raises(ValueError, match="not known"):
        compare_to([queue(0.5)], 0.02, 200.0, kpi="beauty", workers=1)


@pytest.mark.parametrize("target", [0.0, 1.0, -0.1])
def test_a_precision_is_a_share(target):
    with pytest.raises(ValueError, match="between 0 and 1"):
        compare_to([queue(0.5)], target, 200.0)
