"""Group A.3: single nodes and networks against queueing theory, rule T2."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.accounting import check_run, kpi, visits
from support.flowlines import constant, erlang, exponential, failure, line, queue, station
from support.paths import DATA
from support.queueing import (
    assembly,
    conwip_exponential,
    erlang_b,
    erlang_c,
    finite_room,
    machine_repair,
    pot_life_loss,
    wait_batches,
    wait_dm1,
    wait_mdc,
    wait_mg1,
    wait_mmc,
    wait_with_failures,
)
from support.statistical import agrees, agrees_share, replicated, throughput

import twin

EXPECTED = json.loads((DATA / "oracles" / "expected_flow.json").read_text())
slow = pytest.mark.slow
QUEUE_POWER = 0.02


def did_you_mean(value: float, key: str) -> None:
    assert value == pytest.approx(EXPECTED[key], rel=1e-6)


def open_queue(arrivals: float, service, time: float, replications: int = 20, group: int = 2, **equipment):
    return replicated(
        queue(exponential(1.0 / arrivals), service, **equipment), time, 1000.0, replications, group=group
    )


def test_own_formulas_give_the_published_numbers():
    did_you_mean(wait_mmc(1.6, 1.0, 2), "MMc_1.6_1_2_Wq")
    did_you_mean(wait_mmc(2.4, 1.0, 3), "MMc_2.4_1_3_Wq")
    did_you_mean(erlang_c(2, 1.6), "MMc_1.6_1_2_Pwait")
    did_you_mean(erlang_c(3, 2.4), "MMc_2.4_1_3_Pwait")
    did_you_mean(wait_mg1(0.8, 1.0, 0.0), "PK_MD1_lam0.8_Wq")
    did_you_mean(wait_mg1(0.8, 1.0, 0.5), "PK_ME2_1_lam0.8_Wq")
    did_you_mean(wait_mg1(0.7, 1.0, 1.0 / 3.0), "PK_M/U(0,2)/1_lam0.7_Wq")
    completion, squared_cv, wait = wait_with_failures(0.6, 1.0, 20.0, 2.0)
    did_you_mean(completion, "MM1_ODF_lam.6_f.05_r.5_EC")
    did_you_mean(squared_cv, "MM1_ODF_lam.6_f.05_r.5_Ce2")
    did_you_mean(wait, "MM1_ODF_lam.6_f.05_r.5_Wq")
    did_you_mean(0.6 * (wait + completion), "check CTMC ODF L")
    did_you_mean(wait_dm1(1.25, 1.0)[0], "GM1_D_lam.8_sigma")
    did_you_mean(wait_dm1(1.25, 1.0)[1], "GM1_D_lam.8_Wq")
    did_you_mean(wait_mdc(1.6, 1.0, 2), "MDc_lam1.6_D1_c2_Wq")
    did_you_mean(wait_mdc(0.8, 1.0, 1), "MDc_check_c1_lam.8_Wq")
    did_you_mean(wait_batches(2.0, 1.0, 4), "BATCHSERV_lam2.0_mu1.0_K4_Wq")
    did_you_mean(pot_life_loss(0.8, 1.0, 3.0), "POTLIFE_MM1+D_0.8_1_tau3.0_Ploss")
    did_you_mean(assembly(1.0, 1.0, 3, 3), "ASSEMBLY_la1_lb1_Na3_Nb3_X")


def test_finite_room_loses_what_the_formula_says():
    loss, inside = finite_room(1.0, 1, 4)
    did_you_mean(loss, "MM1K_rho1.0_K4_Ploss")
    did_you_mean(inside, "MM1K_rho1.0_K4_L")
    did_you_mean(erlang_b(3, 2.0), "ErlangB_c3_a2")


@pytest.mark.parametrize("key", ["MM1_0.8", "DM1_0.8", "GG1(ca2=.5,cs2=.25)_0.9"])
def test_kingman_formula(key):
    ca2, cs2, rho = {"MM1_0.8": (1, 1, 0.8), "DM1_0.8": (0, 1, 0.8)}.get(key, (0.5, 0.25, 0.9))
    did_you_mean((ca2 + cs2) / 2 * rho / (1 - rho), f"KingmanVUT_{key.replace('0.', '.')}_Wq")


def test_priority_formula():
    # Cobham: residual work over (1 - load of the high class)
    did_you_mean((0.3 + 0.4) / (1.0 - 0.3), "PRIO_NP_Wq_high")


@given(st.integers(0, 10_000), st.sampled_from([0.3, 0.7, 0.95]))
@settings(max_examples=10)
def test_waits_follow_lindley_lot_by_lot(seed, load):
    """W(n+1) = max(0, W(n) + S(n) - A(n+1)) on the run's own draws."""
    source = {"name": "lots", "mode": "arrivals", "interval": exponential(1.0 / load), "lots": 300}
    given_line = line("queue", [source], [station("server", exponential(1.0))])
    study = twin.simulate(twin.load_line(given_line), replications=1, seed=seed, workers=1)
    check_run(study, ["server"])
    created = study.lots.created_s.to_numpy()
    seen = visits(study.events).sort_values("lot")
    started, service = seen.started.to_numpy(), (seen.finished - seen.started).to_numpy()
    wait = 0.0
    for n in range(300):
        if n:
            wait = max(0.0, wait + service[n - 1] - (created[n] - created[n - 1]))
        assert started[n] - created[n] == pytest.approx(wait, abs=1e-9)


@given(st.integers(2, 4), st.integers(0, 10_000))
@settings(max_examples=10)
def test_several_servers_follow_kiefer_and_wolfowitz(servers, seed):
    source = {"name": "lots", "mode": "arrivals", "interval": exponential(1.1 / servers), "lots": 300}
    given_line = line("queue", [source], [station("server", exponential(1.0), machines=servers)])
    study = twin.simulate(twin.load_line(given_line), replications=1, seed=seed, workers=1)
    check_run(study, ["server"])
    created = study.lots.created_s.to_numpy()
    seen = visits(study.events).sort_values("lot")
    started, service = seen.started.to_numpy(), (seen.finished - seen.started).to_numpy()
    free = [0.0] * servers
    for n in range(300):
        first = min(range(servers), key=lambda m: free[m])
        start = max(created[n], free[first])
        free[first] = start + service[n]
        assert started[n] == pytest.approx(start, rel=1e-9)


@pytest.mark.parametrize("rho", [0.5, pytest.param(0.8, marks=slow)])
def test_mm1(rho):
    time = {0.5: 130_000, 0.8: 400_000}[rho]
    study = open_queue(rho, exponential(1.0), time)
    agrees(kpi(study, "queue_time_s", "server"), EXPECTED[f"MM1_{rho}_1.0_Wq"], QUEUE_POWER)
    agrees(kpi(study, "flow_time_s"), EXPECTED[f"MM1_{rho}_1.0_W"], QUEUE_POWER)
    agrees(kpi(study, "flow_time_p95_s"), EXPECTED[f"MM1_{rho}_1.0_W_p95"], QUEUE_POWER)
    agrees(kpi(study, "wip_mean"), EXPECTED[f"MM1_{rho}_1.0_L"], QUEUE_POWER)
    agrees_share(kpi(study, "state_share", "server", "working"), rho)


@slow
def test_mm1_share_that_waits_long():
    given_line = queue(exponential(1.25), exponential(1.0))
    flow, wait = [], []
    for seed in range(20):
        study = twin.simulate(
            twin.load_line(given_line), horizon=401_000, warmup=1000, replications=1, seed=seed, workers=1
        )
        seen = visits(study.events).merge(study.lots[["lot", "created_s"]], on="lot")
        seen = seen[(seen.created_s > 1000) & seen.left.notna()]
        flow.append((seen.left - seen.created_s > 3.0).mean())
        wait.append((seen.started - seen.created_s > 3.0).mean())
    agrees(np.array(flow), EXPECTED["MM1_0.8_1_P(W>3.0)"], QUEUE_POWER)
    agrees(np.array(wait), EXPECTED["MM1_0.8_1_P(Wq>3.0)"], QUEUE_POWER)


@slow
@pytest.mark.parametrize(("arrivals", "servers"), [(1.6, 2), (2.4, 3), (4.0, 8), (0.6, 1)])
def test_mmc(arrivals, servers):
    study = open_queue(arrivals, exponential(1.0), 300_000, group=1, machines=servers)
    wait = wait_mmc(arrivals, 1.0, servers)
    agrees(kpi(study, "queue_time_s", "server"), wait, 0.04 if servers == 8 else QUEUE_POWER)
    agrees(kpi(study, "wip_mean"), arrivals * (wait + 1.0), QUEUE_POWER)
    agrees_share(kpi(study, "state_share", "server", "working"), arrivals / servers)


@slow
@pytest.mark.parametrize(
    ("arrivals", "service", "squared_cv"),
    [
        (0.8, constant(1.0), 0.0),
        (0.8, erlang(1.0, 2), 0.5),
        (0.7, {"dist": "uniform", "low": 0.0, "high": 2.0}, 1.0 / 3.0),
        (0.5, constant(1.0), 0.0),
        (0.6, {"dist": "lognormal", "mean": 1.0, "cv": 0.5}, 0.25),
        (0.6, {"dist": "triangular", "low": 0.0, "mode": 1.0, "high": 2.0}, 1.0 / 6.0),
        (0.6, {"dist": "weibull", "scale": 1.0 / math.gamma(1.5), "shape": 2.0}, 4.0 / math.pi - 1.0),
    ],
)
def test_pollaczek_khinchine(arrivals, service, squared_cv):
    study = open_queue(arrivals, service, 500_000 if arrivals > 0.7 else 250_000)
    agrees(kpi(study, "queue_time_s", "server"), wait_mg1(arrivals, 1.0, squared_cv), QUEUE_POWER)


@slow
@pytest.mark.parametrize("interval", [1.25, 1.6, 2.0])
def test_regular_arrivals(interval):
    study = replicated(queue(constant(interval), exponential(1.0)), 300_000, 1000.0, group=2)
    agrees(kpi(study, "queue_time_s", "server"), wait_dm1(interval, 1.0)[1], QUEUE_POWER)


@slow
@pytest.mark.parametrize(("arrivals", "servers"), [(0.8, 1), (1.6, 2), (2.1, 3)])
def test_constant_service_on_several_machines(arrivals, servers):
    study = open_queue(arrivals, constant(1.0), 350_000 if servers == 1 else 150_000, machines=servers)
    agrees(kpi(study, "queue_time_s", "server"), wait_mdc(arrivals, 1.0, servers), QUEUE_POWER)


@slow
def test_queue_with_failures_on_the_operating_clock():
    study = open_queue(0.6, exponential(1.0), 500_000, group=1, failure=[failure(20.0, 2.0)])
    agrees(kpi(study, "queue_time_s", "server"), EXPECTED["MM1_ODF_lam.6_f.05_r.5_Wq"], QUEUE_POWER)
    agrees(kpi(study, "wip_mean"), EXPECTED["check CTMC ODF L"], QUEUE_POWER)


@pytest.mark.parametrize(
    ("arrivals", "size"), [(2.0, 4), *(pytest.param(a, k, marks=slow) for a, k in ((1.0, 2), (3.0, 8)))]
)
def test_batch_oven_always_full(arrivals, size):
    time = 40_000 if size == 2 else 20_000
    study = open_queue(arrivals, exponential(1.0), time, batch={"lots": size, "wait": "full"}, group=5)
    agrees(kpi(study, "queue_time_s", "server"), wait_batches(arrivals, 1.0, size), QUEUE_POWER)
    agrees_share(kpi(study, "state_share", "server", "working"), arrivals / size)


@slow
def test_wait_to_form_a_batch():
    # the oven itself takes no time, so the wait is the wait for the others
    study = open_queue(0.5, constant(0.0), 60_000, batch={"lots": 8, "wait": "full"})
    agrees(
        kpi(study, "queue_time_s", "server"),
        EXPECTED["WTBT_K8_lam0.5 (wait to form batch, mean)"],
        QUEUE_POWER,
    )


@slow
def test_long_oven_without_limit():
    study = open_queue(2.0, constant(3.0), 10_000, machines=60)
    agrees(kpi(study, "wip_mean"), EXPECTED["MGinf_lam2_D3_mean_in_oven"])
    assert (kpi(study, "queue_time_s", "server") == 0.0).all()


@slow
@pytest.mark.parametrize(("machines", "fail", "repair"), [(4, 0.1, 1.0), (5, 0.05, 0.5), (3, 0.2, 0.5)])
def test_machines_share_one_crew(machines, fail, repair):
    given_line = line(
        "repair",
        [{"name": "lots", "mode": "saturated"}],
        [
            station(
                "machine",
                constant(1.0),
                buffer_before=0,
                machines=machines,
                failure=[failure(1.0 / fail, 1.0 / repair, crew="fitters")],
            )
        ],
        crew=[{"name": "fitters", "size": 1}],
    )
    study = replicated(given_line, 48_000, 200.0, replications=40, seed=2)
    available, busy, down = machine_repair(machines, fail, repair)
    if (machines, fail, repair) != (3, 0.2, 0.5):
        did_you_mean(available, f"REPAIR_N{machines}_R1_{fail}_{repair}_avail")
    agrees(kpi(study, "state_share", "machine", "working"), available)
    in_repair = kpi(study, "state_share", "machine", "down") * machines
    waiting = kpi(study, "state_share", "machine", "waiting_for_crew") * machines
    agrees_share(in_repair, busy)
    agrees(in_repair + waiting, down, 0.02)


@slow
@pytest.mark.parametrize("rates", [(1.0, 1.25, 2.0), (2.0, 1.0, 1.25)])
def test_tandem_without_limits(rates):
    stations = [station(f"s{j}", exponential(1.0 / r)) for j, r in enumerate(rates)]
    source = {"name": "lots", "mode": "arrivals", "interval": exponential(1.25)}
    study = replicated(line("tandem", [source], stations), 400_000, 1000.0, group=1)
    agrees(kpi(study, "flow_time_s"), EXPECTED["JACKSON_tandem_.8_(1,1.25,2)_W"], QUEUE_POWER)
    agrees(kpi(study, "wip_mean"), EXPECTED["JACKSON_tandem_L"], QUEUE_POWER)


def penny_fab(service, machines, lots: int):
    source = {"name": "lots", "mode": "saturated", "conwip": lots}
    stations = [
        station(f"s{j}", s, machines=m) for j, (s, m) in enumerate(zip(service, machines, strict=True))
    ]
    return line("penny", [source], stations)


@pytest.mark.parametrize("w", [1, 2, 4, 6, 10])
def test_penny_fab_one_best_case(w):
    """All lots start at time 0 on station 1 and spread out within w * 2 h; from then on it repeats."""
    given_line = penny_fab([constant(7200.0)] * 4, [1] * 4, w)
    hours = 800
    study = twin.simulate(
        twin.load_line(given_line), horizon=f"{100 + hours} h", warmup="100 h", replications=1, workers=1
    )
    check_run(study, [f"s{j}" for j in range(4)])
    assert kpi(study, "throughput_per_h")[0] == pytest.approx(EXPECTED[f"PENNY1_BEST_w{w}_TH"], rel=1e-9)
    assert kpi(study, "flow_time_s")[0] / 3600.0 == pytest.approx(EXPECTED[f"PENNY1_BEST_w{w}_CT"], rel=1e-9)


@pytest.mark.parametrize("w", [1, 2, 4, 6, 10])
def test_penny_fab_one_worst_case_moves_all_lots_together(w):
    """A transport batch of w: every lot waits for the w before it at every station."""
    did_you_mean(w / (8.0 * w), f"PENNY1_WORST_w{w}_TH")
    did_you_mean(8.0 * w, f"PENNY1_WORST_w{w}_CT")


@slow
@pytest.mark.parametrize("w", [1, 4, 12])
def test_penny_fab_one_practical_worst_case(w):
    rate, cycle = conwip_exponential([2.0] * 4, w)
    did_you_mean(rate, f"PENNY1_PWC_w{w}_TH (formula)")
    study = replicated(penny_fab([exponential(7200.0)] * 4, [1] * 4, w), 7200.0 * 12_000, 7200.0 * 600)
    agrees(kpi(study, "throughput_per_h"), rate)
    agrees(kpi(study, "flow_time_s") / 3600.0, cycle)


@slow
@settings(max_examples=6)
@given(st.lists(st.sampled_from([0.5, 1.0, 1.5]), min_size=2, max_size=4), st.integers(1, 9))
def test_any_exponential_conwip_line(means, w):
    rate, cycle = conwip_exponential(means, w)
    study = replicated(penny_fab([exponential(m) for m in means], [1] * len(means), w), 24_000, 500)
    agrees(throughput(study), rate)
    agrees(kpi(study, "flow_time_s"), cycle)


@pytest.mark.parametrize("w", [4, 8, 16, 20])
def test_penny_fab_two_best_case(w):
    given_line = penny_fab([constant(3600.0 * t) for t in (2, 5, 10, 3)], [1, 2, 6, 2], w)
    study = twin.simulate(
        twin.load_line(given_line), horizon="2200 h", warmup="200 h", replications=1, workers=1
    )
    check_run(study, [f"s{j}" for j in range(4)])
    assert kpi(study, "throughput_per_h")[0] == pytest.approx(EXPECTED[f"PENNY2_BEST_w{w}_TH"], rel=1e-9)


def test_penny_fab_two_bottleneck():
    rates = [m / t for t, m in ((2, 1), (5, 2), (10, 6), (3, 2))]
    did_you_mean(min(rates), "PENNY2_rb")
    did_you_mean(20.0, "PENNY2_T0")
    did_you_mean(min(rates) * 20.0, "PENNY2_W0")


@slow
@pytest.mark.parametrize(("arrivals", "limit"), [(0.8, 3.0), (0.6, 1.0), (1.3, 2.0)])
def test_pot_life_scraps_what_waited_too_long(arrivals, limit):
    study = open_queue(arrivals, exponential(1.0), 200_000, max_wait=limit)
    agrees(kpi(study, "scrap_ratio"), pot_life_loss(arrivals, 1.0, limit), QUEUE_POWER)


def two_branches(rate_a: float, rate_b: float, places: int):
    branch = {"buffer_before": 0, "blocking": "after_service"}
    stations = [
        {**station("anode", exponential(1.0 / rate_a), **branch), "from": ["anode_lots"]},
        {**station("cathode", exponential(1.0 / rate_b), **branch), "from": ["cathode_lots"]},
        {**station("stack", constant(0.0), buffer_before=places), "from": ["anode", "cathode"]},
    ]
    sources = [{"name": name, "mode": "saturated"} for name in ("anode_lots", "cathode_lots")]
    return line("assembly", sources, stations)


@pytest.mark.parametrize(
    ("rate_a", "rate_b", "places"),
    [(1.0, 1.0, 2), *(pytest.param(*c, marks=slow) for c in ((1.0, 1.0, 0), (1.0, 0.8, 1), (0.5, 1.0, 4)))],
)
def test_anode_meets_cathode(rate_a, rate_b, places):
    study = replicated(two_branches(rate_a, rate_b, places), 10_000, 200)
    agrees(throughput(study), assembly(rate_a, rate_b, places + 1, places + 1))
