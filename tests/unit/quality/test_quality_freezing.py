"""Freezing noises on the running line, and control charts on its gauges."""

import numpy as np
import pytest
from support.film_line import PLANTED, film_line, truth

import twin
from twin.analysis.noise_freezing import frozen_lines, label, shares
from twin.analysis.single_lot import Chain
from twin.analysis.variance_attribution import origins
from twin.quality.monitoring import gauged, monitor

LOADING = ("film", "loading_mg_cm2")


def noises(line):
    """Return the noises of a line; what the material itself draws has no component."""
    return tuple(origin for origin in origins(Chain(line)) if origin[2])


@pytest.fixture(scope="module")
def compared():
    """Return the film line against itself with one noise less each, and the noises."""
    line = film_line()
    causes = noises(line)
    return line, causes, twin.compare(frozen_lines(line, causes), replications=12, workers=1).kpis


def test_every_noise_of_the_file_is_found():
    assert {component for _, _, component in noises(film_line())} == {"lot", "lane", "run_out", "cell"}


def test_frozen_shares_are_the_planted_ones(compared):
    line, origins, kpis = compared
    planted = truth(line)
    total = sum(planted[key] for key in ("lot", "lane", "along", "cell"))
    table = shares(kpis, line, origins, LOADING).set_index("component")
    for component, key in (("lot", "lot"), ("lane", "lane"), ("run_out", "along"), ("cell", "cell")):
        row = table.loc[component]
        expected = (PLANTED[key] * 21.7) ** 2 / total
        # limits of four shares at once, widened by half
        assert abs(row["share"] - expected) <= 0.75 * (row["high"] - row["low"]) + 0.01, component


def test_ranking_is_the_planted_one(compared):
    line, origins, kpis = compared
    assert shares(kpis, line, origins, LOADING)["component"].tolist() == ["cell", "lot", "lane", "run_out"]


def test_sd_left_is_that_of_the_frozen_line(compared):
    line, origins, kpis = compared
    table = shares(kpis, line, origins, LOADING).set_index("component")
    usual = kpis[(kpis.line == line.name) & (kpis.kpi == "sd_total") & (kpis.property == LOADING[1])]
    before = np.sqrt(np.mean(usual[usual.station == "film"].value ** 2))
    kept = 1.0 - table.loc["cell", "share"]
    assert table.loc["cell", "sd"] == pytest.approx(before * np.sqrt(kept), rel=1e-9)


def test_other_dice_stay_the_same(compared):
    line, origins, _ = compared
    (lot,) = (origin for origin in origins if label(origin) == "film.noise.feed_ratio.lot")
    usual, frozen = (twin.simulate(x, replications=1, workers=1).readings for x in frozen_lines(line, [lot]))
    # without the noise from lot to lot the course within a lot is the same, but for its level
    inside = usual[usual.property == LOADING[1]].sd_cell.to_numpy()
    again = frozen[frozen.property == LOADING[1]].sd_cell.to_numpy()
    assert again == pytest.approx(inside, rel=0.02)


def test_an_unknown_figure_is_refused(compared):
    line, origins, kpis = compared
    with pytest.raises(ValueError, match="there is no"):
        shares(kpis, line, origins, ("film", "beauty"))


def readings(**changes):
    """Return the readings of 150 lots of the film line."""
    line = film_line(**{"powder.lots": 150, **changes})
    return twin.simulate(line, replications=1, workers=1).readings


def test_charts_of_a_stable_line_are_quiet():
    table = readings()
    assert gauged(table) == (LOADING,)
    found = monitor(table, *LOADING)
    assert found.single.values.size == 150
    # four rules together signal falsely on about one point in a hundred; limits are themselves uncertain
    assert found.signalled_share < 0.10
    assert found.single.out.mean() < 0.03


def test_a_shift_of_the_line_is_seen():
    table = readings()
    shift = 3.0 * monitor(table, *LOADING).single.sigma[0]
    late = table.assign(measured=table.measured + shift * (table.lot > 75))
    found = monitor(late, *LOADING)
    first = int(np.argmax(found.lot > 75))
    assert np.any(list(found.rules.values()), axis=0)[first:].mean() > 0.8
    assert found.sums.out[first + 5 :].all()
    assert found.smoothed.out[first + 5 :].all()
    assert not found.sums.out[:first].any()


def test_a_gauge_with_too_few_lots_is_not_charted():
    assert gauged(readings(**{"powder.lots": 10})) == ()


def test_too_few_lots_make_no_limits():
    with pytest.raises(ValueError, match="limits need 25"):
        monitor(readings(**{"powder.lots": 10}), *LOADING)


def test_a_property_without_gauge_has_no_chart():
    with pytest.raises(ValueError, match="0 lots were measured"):
        monitor(readings(), "film", "porosity_frac")
