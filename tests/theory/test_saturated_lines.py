"""Group A.2: saturated lines with random times against exact chains, rule T2."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.accounting import kpi
from support.flowlines import constant, erlang, exponential, failure, serial
from support.markov import line_chain
from support.paths import DATA
from support.statistical import agrees, agrees_share, replicated, throughput

EXPECTED = json.loads((DATA / "oracles" / "expected_flow.json").read_text())
slow = pytest.mark.slow
QUEUE_POWER = 0.02


def warmup(k: int, places) -> float:
    return 10.0 * k * (max(places, default=0) + 2)


def exponential_line(means, places, blocking="after_service"):
    return serial([exponential(m) for m in means], places, blocking)


def failing_line(means, places, clock: str, up=100.0, repair=10.0, service=exponential):
    line = serial([service(m) for m in means], places)
    for station in line["station"]:
        station["equipment"]["failure"] = [failure(up, repair, clock)]
    return line


def check_row(study, row) -> None:
    """Compare one row of the table of A-10: output, WIP, flow time, and the shares of every station."""
    agrees(throughput(study), row["X"])
    agrees(kpi(study, "wip_mean"), row["WIP"], QUEUE_POWER)
    agrees(kpi(study, "flow_time_s"), row["flow_time"], QUEUE_POWER)
    for j, (blocked, starved) in enumerate(zip(row["blocked"], row["starved"], strict=True)):
        agrees_share(kpi(study, "state_share", f"s{j + 1}", "blocked"), blocked)
        agrees_share(kpi(study, "state_share", f"s{j + 1}", "starved"), starved)


ROWS = sorted(key for key in EXPECTED if key.startswith("HB_K"))


def line_of(key: str):
    k, b = (int(part[1:]) for part in key.split("_")[1:3])
    return [1.0] * k, [b] * (k - 1)


@pytest.mark.parametrize("key", ["HB_K3_b0", *(pytest.param(r, marks=slow) for r in ROWS if r != "HB_K3_b0")])
def test_exponential_line_matches_the_chain(key):
    means, places = line_of(key)
    time = 4000 * (places[0] + 2)
    study = replicated(exponential_line(means, places), time=time, warmup=warmup(len(means), places))
    check_row(study, EXPECTED[key])


@pytest.mark.parametrize("key", ROWS)
def test_own_chain_reproduces_the_published_row(key):
    chain = line_chain(*line_of(key))
    assert chain.throughput == pytest.approx(EXPECTED[key]["X"], rel=1e-6)
    assert chain.wip == pytest.approx(EXPECTED[key]["WIP"], rel=1e-6)
    k = len(chain.means)
    assert [chain.share(j, "blocked") for j in range(k)] == pytest.approx(EXPECTED[key]["blocked"], abs=1e-7)
    assert [chain.share(j, "starved") for j in range(k)] == pytest.approx(EXPECTED[key]["starved"], abs=1e-7)


@slow
@pytest.mark.parametrize(("k", "b"), [(2, 1), (2, 2), (2, 3), (3, 1), (3, 3), (4, 1), (4, 3)])
def test_blocking_before_service_has_one_place_less(k, b):
    line = exponential_line([1.0] * k, [b] * (k - 1), "before_service")
    study = replicated(line, time=8000, warmup=warmup(k, [b]))
    agrees(throughput(study), EXPECTED[f"BBS_K{k}_b{b}"])


@slow
@pytest.mark.parametrize(
    ("means", "expected"),
    [
        ((1.085532801, 0.828934399, 1.085532801), EXPECTED["BOWL_K3_b0_X"]),
        ((0.9, 1.2, 0.9), EXPECTED["REVBOWL_K3_b0_X(0.9,1.2,0.9)"]),
    ],
)
def test_bowl(means, expected):
    assert line_chain(means, (0, 0)).throughput == pytest.approx(expected, rel=1e-6)
    agrees(throughput(replicated(exponential_line(means, (0, 0)), time=8000, warmup=60)), expected)


@slow
def test_the_faster_middle_wins_under_the_same_dice():
    best, balanced = (
        throughput(replicated(exponential_line((t, 3 - 2 * t, t), (0, 0)), time=20000, warmup=60))
        for t in (1.085532801, 1.0)
    )
    gain = best - balanced
    assert gain.mean() > 4.0 * gain.std(ddof=1) / np.sqrt(len(gain))


@slow
@pytest.mark.parametrize(
    ("rates", "places", "key"), [((1, 0.8, 1.2), (1, 2), "U1"), ((1, 0.5, 1), (4, 4), "U4")]
)
@pytest.mark.parametrize("mirrored", [False, True])
def test_unbalanced_line_and_its_mirror_image(rates, places, key, mirrored):
    means = [1.0 / r for r in rates]
    if mirrored:
        study = replicated(exponential_line(means[::-1], places[::-1]), time=12000, warmup=400)
        agrees(throughput(study), EXPECTED[f"{key}_X_reversed"])
        return
    study = replicated(exponential_line(means, places), time=12000, warmup=400)
    shares = {name: [EXPECTED[f"{key}_{name}{j}"] for j in (1, 2, 3)] for name in ("blocked", "starved")}
    row = {"X": EXPECTED[f"{key}_X"], "WIP": EXPECTED[f"{key}_WIP"], "flow_time": EXPECTED[f"{key}_W"]}
    check_row(study, row | shares)
    for j in (1, 2):
        # what waits before station j+1, by Little's law on the buffer
        waiting = throughput(study) * kpi(study, "queue_time_s", f"s{j + 1}")
        agrees(waiting, EXPECTED[f"{key}_buf{j}"], power=0.05)


@slow
def test_three_places_are_best_spread_evenly():
    vectors = [v for v in itertools.product(range(4), repeat=3) if sum(v) == 3]
    found = {
        v: throughput(replicated(exponential_line([1.0] * 4, v), time=8000, warmup=200)) for v in vectors
    }
    agrees(found[1, 1, 1], EXPECTED["BAP_K4_(1, 1, 1)"])
    agrees(found[0, 3, 0], EXPECTED["BAP_K4_(0, 3, 0)"])
    for vector, output in found.items():
        agrees(output, line_chain([1.0] * 4, vector).throughput)
    assert max(found, key=lambda v: found[v].mean()) == (1, 1, 1)


@slow
@pytest.mark.parametrize(("k", "b"), list(itertools.product((2, 3), (0, 1, 2))))
def test_erlang_line_matches_the_phase_chain(k, b):
    line = serial([erlang(1.0, 2)] * k, [b] * (k - 1))
    agrees(throughput(replicated(line, time=8000, warmup=warmup(k, [b]))), EXPECTED[f"ERL_K{k}_k2_b{b}"])


@pytest.mark.parametrize("clock", ["operating", "calendar"])
@pytest.mark.parametrize("b", [2, *(pytest.param(b, marks=slow) for b in (0, 8, 32))])
def test_two_unreliable_machines(clock, b):
    expected = EXPECTED[f"UNR2_{'ODF' if clock == 'operating' else 'TDF'}_mu1_p.01_r.1_b{b}"]
    study = replicated(failing_line((1, 1), (b,), clock), time=50_000, warmup=1000, group=4)
    agrees(throughput(study), expected)
    if b <= 8:
        assert line_chain((1, 1), (b,), 1, 100, 10, clock == "calendar").throughput == pytest.approx(
            expected, rel=1e-6
        )


@slow
@pytest.mark.parametrize("k", [3, 5])
@pytest.mark.parametrize(("clock", "key"), [("operating", "ODF"), ("calendar", "TDF")])
def test_failing_line_without_buffers(k, clock, key):
    line = failing_line([0.1] * k, [0] * (k - 1), clock, service=constant)
    study = replicated(line, 45_000, 500, replications=40, group=2)
    agrees(throughput(study) * 0.1, EXPECTED[f"BUZ0_K{k}_MTBF100_MTTR10_{key}"], band=0.003)


@slow
def test_one_failing_machine_mean_and_variance_of_output():
    """Constant service of 1 s; the number shipped in 1,000 s, 2,000 replications."""
    study = replicated(failing_line([1.0], [], "operating", service=constant), 1000.0, 500.0, 2000, group=500)
    shipped = throughput(study)
    agrees(shipped, EXPECTED["VAROUT_p0.01_r0.1_mean"])
    assert shipped.var(ddof=1) * 1000.0 == pytest.approx(EXPECTED["VAROUT_p0.01_r0.1_var_rate"], rel=0.15)


@slow
@pytest.mark.parametrize("key", ["HB_K2_b0", "HB_K3_b2"])
def test_variance_of_the_output_rate(key):
    means, places = line_of(key)
    study = replicated(exponential_line(means, places), 400.0, warmup(len(means), places), 2000, group=500)
    assert throughput(study).var(ddof=1) * 400.0 == pytest.approx(EXPECTED[key]["var_rate"], rel=0.15)


@slow
def test_half_width_shrinks_with_the_root_of_the_replications():
    line = exponential_line((1.0, 1.0), (1,))
    widths = [
        throughput(replicated(line, 500.0, 60.0, r, group=50)).std(ddof=1) / np.sqrt(r) for r in (100, 400)
    ]
    # relative error of a spread from 100 values is about 7 %
    assert widths[0] / widths[1] == pytest.approx(2.0, rel=0.25)


@st.composite
def small_lines(draw):
    k = draw(st.integers(2, 4))
    means = [draw(st.sampled_from([0.5, 0.8, 1.0, 1.25])) for _ in range(k)]
    places = [draw(st.integers(0, 3)) for _ in range(k - 1)]
    return means, places


@slow
@settings(max_examples=15)
@given(small_lines(), st.sampled_from([1, 2, 3]))
def test_any_small_line_matches_its_chain(case, phases):
    means, places = case
    chain = line_chain(means, places, phases)
    study = replicated(serial([erlang(m, phases) for m in means], places), time=8000, warmup=400)
    agrees(throughput(study), chain.throughput)
    for j in range(len(means)):
        for state in ("working", "blocked", "starved"):
            agrees_share(kpi(study, "state_share", f"s{j + 1}", state), chain.share(j, state))
    agrees(kpi(study, "wip_mean"), chain.wip, QUEUE_POWER)


@slow
@settings(max_examples=8)
@given(small_lines(), st.booleans(), st.sampled_from([(40, 4), (20, 8)]))
def test_any_small_failing_line_matches_its_chain(case, calendar_clock, clocks):
    means, places = case[0][:3], case[1][:2]
    chain = line_chain(means, places, 1, *clocks, calendar_clock)
    line = failing_line(means, places, "calendar" if calendar_clock else "operating", *clocks)
    # three stations of which each is down 29 % of the time swing widely
    study = replicated(line, time=130_000, warmup=1000, group=2)
    agrees(throughput(study), chain.throughput)
    for j in range(len(means)):
        for state in ("working", "down"):
            agrees_share(kpi(study, "state_share", f"s{j + 1}", state), chain.share(j, state))
