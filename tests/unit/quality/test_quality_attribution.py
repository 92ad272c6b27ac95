"""Shares of the variance by origin, on lines where the answer is known by construction."""

import numpy as np
import pytest
from support.film_line import PLANTED, TARGET_MG_CM2, film_line, truth

from twin.analysis.single_lot import Chain, PickedDice, QuietDice
from twin.analysis.variance_attribution import attribute, origins
from twin.floor.random_streams import RandomStreams
from twin.floor.run import run
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.records.tables import from_log

LOADING = "loading_mg_cm2"


def test_chain_makes_the_first_lot_of_the_floor():
    line = film_line()
    readings = from_log(run(line, None, 4, 2)).readings
    first = readings[(readings.lot == 1) & (readings.station == "film")].set_index("property")
    for name, cells in Chain(line).lot(RandomStreams(4, 2)).items():
        assert cells.mean() == pytest.approx(first.loc[name, "mean"], rel=1e-12, nan_ok=True), name
        assert cells.max() == pytest.approx(first.loc[name, "maximum"], rel=1e-12, nan_ok=True), name


def test_dice_picked_for_all_origins_are_those_dice():
    line = film_line()
    chain, dice = Chain(line), RandomStreams(4, 2)
    picked = chain.lot(PickedDice(line, lambda _: dice))
    assert np.array_equal(picked[LOADING], chain.lot(dice)[LOADING])


def test_quiet_dice_make_the_target():
    chain = Chain(film_line())
    cells = chain.lot(QuietDice(), frozen=frozenset(origins(chain)))[LOADING]
    assert cells == pytest.approx(np.full((5, 24), TARGET_MG_CM2))


def test_known_lots_upstream_change_nothing():
    chain, kept = Chain(film_line()), {}
    whole = chain.lot(RandomStreams(1, 0), known=kept)
    again = chain.lot(RandomStreams(1, 0), known={"mixer": kept["mixer"]})
    assert np.array_equal(whole[LOADING], again[LOADING])
    assert chain.after(frozenset({"mixer"})) == {"mixer", "film"}


def test_origins_are_the_noise_above_zero_and_what_the_physics_draws():
    found = set(origins(Chain(film_line())))
    noise = {("film", "feed_ratio", part) for part in ("lot", "lane", "run_out", "cell")}
    assert found == noise | {("film", "local_loading", "")}


@pytest.fixture(scope="module")
def taken_apart():
    """Return the loading of the film line taken apart."""
    (found,) = attribute(film_line(), [LOADING], rows=256)
    return found


def test_shares_are_the_planted_ones(taken_apart):
    line, found = film_line(), taken_apart
    planted = truth(line)
    blend = planted["cell"] - (PLANTED["cell"] * TARGET_MG_CM2) ** 2
    parts = {"lot": planted["lot"], "lane": planted["lane"], "run_out": planted["along"]}
    parts |= {"cell": planted["cell"] - blend, "": blend}
    total = sum(parts.values())
    assert found.sd == pytest.approx(np.sqrt(total), rel=0.05)
    table = found.origins.set_index("component")
    for component, variance in parts.items():
        share = table.loc[component]
        # 95 % limits widened by half: five of them at once
        for kind in ("frozen", "first", "total"):
            reach = 0.75 * (share[f"{kind}_high"] - share[f"{kind}_low"])
            assert abs(share[kind] - variance / total) <= reach + 0.005, (component, kind)


def test_ranking_of_causes_is_the_planted_one(taken_apart):
    assert taken_apart.origins["component"].tolist() == ["cell", "lot", "lane", "run_out", ""]


def test_a_station_takes_all_its_origins_together(taken_apart):
    assert taken_apart.stations["station"].tolist() == ["film"]
    assert taken_apart.stations["frozen"].item() == pytest.approx(1.0)
    assert taken_apart.stations["sd_if_halved"].item() == pytest.approx(0.5)


def test_halving_a_noise_gives_the_spread_that_was_promised(taken_apart):
    halved = film_line(**{"film.noise.feed_ratio.cell": PLANTED["cell"] / 2})
    (after,) = attribute(halved, [LOADING], rows=256)
    promised = taken_apart.origins.set_index("component").loc["cell", "sd_if_halved"]
    assert after.sd / taken_apart.sd == pytest.approx(promised, rel=0.02)


def test_a_figure_may_be_taken_at_a_station_on_the_way():
    line = film_line(**{"mixer.noise": {"tip_speed_m_s": {"lot": 1.0}}})
    (found,) = attribute(line, ["energy_kJ_kg"], at="mixer", rows=32)
    assert found.at == "mixer"
    assert found.origins[["station", "source"]].to_numpy().tolist() == [["mixer", "tip_speed_m_s"]]


def test_shipped_line_is_taken_apart():
    line = load_line(lines_folder() / "dry_sulfide_cathode.toml")
    (found,) = attribute(line, ["energy_density_Wh_L"], rows=16)
    assert found.sd > 0.0
    assert set(found.stations["station"]) <= {plan.name for plan in line.station}
    assert np.isfinite(found.table.select_dtypes("number").to_numpy()).all()


@pytest.mark.parametrize(
    ("figure", "at", "message"),
    [("nothing_um", None, "not known"), (LOADING, "oven", "no station"), (LOADING, "mixer", "not known")],
)
def test_what_is_not_there_is_refused(figure, at, message):
    with pytest.raises(ValueError, match=message):
        attribute(film_line(), [figure], at=at, rows=4)
