"""Group A.1 and P-01..P-04, P-07: sample paths without randomness, tolerance zero."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.accounting import check_run, kpi, visits
from support.flowlines import constant, serial, table
from support.paths import DATA as TEST_DATA
from support.recursion import departures

import twin

DATA = TEST_DATA / "oracles"
TINY = [[2, 5, 1], [1, 1, 4], [3, 2, 2], [1, 6, 1], [2, 1, 1]]


def numbers(file: str) -> np.ndarray:
    with (DATA / file).open() as lines:
        return np.array([[int(x) for x in row[1:]] for row in list(csv.reader(lines))[1:]])


TIMES = numbers("table5x200_times.csv")


def run(line):
    study = twin.simulate(twin.load_line(line), replications=1, workers=1)
    check_run(study, [station["name"] for station in line["station"]])
    return study


def path(study, column: str) -> np.ndarray:
    """Return a time of every visit as (lot, station); stations in the order of their names s1, s2, ..."""
    return visits(study.events).pivot_table(index="lot", columns="station", values=column).to_numpy()


def job_table(times, places, blocking="after_service", released=None):
    times = np.asarray(times).tolist()
    columns = [table(column) for column in zip(*times, strict=True)]
    return serial(columns, places, blocking, lots=len(times), times=released)


def same(found: np.ndarray, exact: np.ndarray) -> bool:
    """Whole numbers equal, others to 1e-9 relative."""
    whole = (exact == np.round(exact)).all()
    return bool((found == exact).all()) if whole else np.allclose(found, exact, rtol=1e-9, atol=1e-12)


def no_later(found: np.ndarray, limit: np.ndarray) -> bool:
    return bool((found <= limit * (1.0 + 1e-9) + 1e-12).all())


def follows_recursion(study, times, places, released=None) -> None:
    start, finish, left = departures(times, places, released)
    assert same(path(study, "started"), start)
    assert same(path(study, "finished"), finish)
    assert same(path(study, "left"), left)


@pytest.mark.parametrize("places", [(0, 0, 0), (1, 0, 4), (0, 3, 0), (2, 2, 2), (9, 9, 9)])
def test_identical_jobs_take_sum_plus_bottleneck(places):
    study = run(serial([constant(t) for t in (3, 7, 4, 5)], places, lots=20))
    assert study.events.time_s.max() == 152


def test_tiny_table_leaves_as_by_hand():
    study = run(job_table(TINY, (0, 0)))
    seen = visits(study.events)
    first = seen[seen.station == "s1"].sort_values("lot")
    assert first.left.tolist() == [2, 7, 10, 12, 18]
    assert (first.left - first.finished).tolist() == [0, 4, 0, 1, 4]
    assert seen[seen.station == "s3"].sort_values("lot").left.tolist() == [8, 12, 14, 19, 20]


def test_table_of_200_jobs_without_buffers():
    study = run(job_table(TIMES, (0, 0, 0, 0)))
    follows_recursion(study, TIMES, (0, 0, 0, 0))
    left, finished, started = (path(study, name) for name in ("left", "finished", "started"))
    assert left[-1, -1] == 2082
    assert left[49, -1] == 532
    assert left[99, -1] == 1052
    assert left[:, -1].sum() == 211313
    assert (left - finished).sum(axis=0).tolist() == [1049, 800, 580, 120, 0]
    assert (finished - started).sum(axis=0).tolist() == [999, 1198, 1240, 1603, 900]


def test_kpis_of_the_table_of_200_jobs():
    study = run(job_table(TIMES, (0, 0, 0, 0)))
    assert kpi(study, "flow_time_s")[0] == pytest.approx(42.445, rel=1e-9)
    assert kpi(study, "wip_mean")[0] == pytest.approx(42.445 * 200 / 2082, rel=1e-9)
    assert kpi(study, "throughput_per_h")[0] == pytest.approx(200 / 2082 * 3600, rel=1e-9)
    for j, (blocked, busy) in enumerate(
        zip((1049, 800, 580, 120, 0), (999, 1198, 1240, 1603, 900), strict=True)
    ):
        name = f"s{j + 1}"
        assert kpi(study, "state_share", name, "blocked")[0] == pytest.approx(
            blocked / 2082, rel=1e-9, abs=1e-12
        )
        assert kpi(study, "state_share", name, "working")[0] == pytest.approx(busy / 2082, rel=1e-9)


def test_table_of_200_jobs_with_buffers():
    study = run(job_table(TIMES, (2, 0, 3, 1)))
    follows_recursion(study, TIMES, (2, 0, 3, 1))
    left, finished = path(study, "left"), path(study, "finished")
    assert (left == numbers("table5x200_departures_b2031.csv")).all()
    assert left[-1, -1] == 1717
    assert left[:, -1].sum() == 176845
    assert (left - finished).sum(axis=0).tolist() == [673, 490, 0, 23, 0]


def test_table_from_a_file_and_column(tmp_path):
    line = job_table(TIMES, (2, 0, 3, 1))
    (tmp_path / "times.csv").write_text("# from the formula\n" + (DATA / "table5x200_times.csv").read_text())
    for j, station in enumerate(line["station"]):
        file = str(tmp_path / "times.csv")
        station["equipment"]["service"] = {"dist": "table", "file": file, "column": f"s{j + 1}"}
    follows_recursion(run(line), TIMES, (2, 0, 3, 1))


@pytest.mark.parametrize("places", [(0, 0, 0, 0), (2, 0, 3, 1)])
def test_reversed_table_has_the_same_makespan(places):
    forward = run(job_table(TIMES, places)).events.time_s.max()
    backward = run(job_table(TIMES[::-1, ::-1], places[::-1])).events.time_s.max()
    assert forward == backward


@st.composite
def job_tables(draw, longest=25, least_places=0, real=True):
    """Times (job, station) and the places between stations."""
    k = draw(st.integers(1, 6))
    n = draw(st.integers(1, longest))
    whole = st.integers(0, 9)
    above_least = st.just(0.0) | st.floats(1e-6, 9)  # less, but not 0, is no time of a line file
    seconds = draw(st.sampled_from([whole, above_least])) if real else whole
    times = draw(st.lists(st.lists(seconds, min_size=k, max_size=k), min_size=n, max_size=n))
    places = draw(st.lists(st.integers(least_places, 4), min_size=k - 1, max_size=k - 1))
    return times, places


@given(job_tables())
def test_any_table_follows_the_recursion(case):
    times, places = case
    follows_recursion(run(job_table(times, places)), times, places)


@given(job_tables(), st.data())
def test_released_jobs_follow_the_recursion(case, data):
    times, places = case
    gaps = data.draw(st.lists(st.integers(0, 12), min_size=len(times), max_size=len(times)))
    released = np.cumsum(gaps).tolist()
    follows_recursion(run(job_table(times, places, released=released)), times, places, released)


@given(job_tables(real=False))
def test_reversed_line_and_jobs_have_the_same_makespan(case):
    times, places = case
    backward = np.array(times)[::-1, ::-1]
    there = run(job_table(times, places)).events.time_s.max()
    assert run(job_table(backward, places[::-1])).events.time_s.max() == there


@given(job_tables(), st.data())
def test_one_more_place_never_delays_a_departure(case, data):
    times, places = case
    if not places:
        return
    more = list(places)
    more[data.draw(st.integers(0, len(places) - 1))] += 1
    before = path(run(job_table(times, places)), "left")
    assert no_later(path(run(job_table(times, more)), "left"), before)


@given(job_tables(), st.data())
def test_a_shorter_time_never_delays_a_departure(case, data):
    times, places = case
    shorter = [list(row) for row in times]
    i = data.draw(st.integers(0, len(times) - 1))
    j = data.draw(st.integers(0, len(times[0]) - 1))
    shorter[i][j] = times[i][j] / 2
    before = path(run(job_table(times, places)), "left")
    assert no_later(path(run(job_table(shorter, places)), "left"), before)


@given(job_tables(least_places=1))
def test_blocking_before_service_is_one_place_less_after_service(case):
    times, places = case
    before = run(job_table(times, places, "before_service"))
    after = run(job_table(times, [b - 1 for b in places]))
    assert same(path(before, "started"), path(after, "started"))
    assert same(path(before, "finished"), path(after, "finished"))
    assert same(before.lots.ended_s.to_numpy(), after.lots.ended_s.to_numpy())


@given(job_tables(), st.sampled_from(["after_service", "before_service"]))
def test_all_times_by_64_move_every_event_by_64(case, blocking):
    times, places = case
    if blocking == "before_service":
        places = [b + 1 for b in places]
    slow = (np.array(times) * 64.0).tolist()
    fast_study, slow_study = run(job_table(times, places, blocking)), run(job_table(slow, places, blocking))
    assert (slow_study.events.time_s.to_numpy() == 64.0 * fast_study.events.time_s.to_numpy()).all()
    for column in ("lot", "machine"):
        assert (slow_study.events[column] == fast_study.events[column]).all()


@given(job_tables())
def test_names_change_nothing_but_names(case):
    times, places = case
    line = job_table(times, places)
    other = job_table(times, places)
    names = {f"s{j + 1}": f"zebra {len(times[0]) - j}" for j in range(len(times[0]))}
    for station in other["station"]:
        station["name"] = names[station["name"]]
    first, second = run(line).events, run(other).events
    for column in ("time_s", "lot", "machine"):
        assert (first[column] == second[column]).all()
    assert first.event.astype(str).tolist() == second.event.astype(str).tolist()
    assert (
        first.station.astype(str).map(lambda n: names.get(n, n)).tolist()
        == second.station.astype(str).tolist()
    )


@pytest.mark.slow
@pytest.mark.parametrize("places", [(0, 0, 0, 0), (1, 0, 2, 3), (4, 4, 4, 4)])
def test_five_thousand_jobs_follow_the_recursion(places):
    times = np.random.default_rng(5).exponential(1.0, (5000, 5))
    follows_recursion(run(job_table(times, places)), times, places)
