"""Components recovered from the readings of the floor, against what the line file puts in."""

import numpy as np
import pandas as pd
import pytest
from support.film_line import (
    film_line,
    truth,
)

from twin.floor.run import run
from twin.line.api import load_line
from twin.quality.line_components import COLUMNS, components, roots
from twin.records.tables import from_log


def found(line, seed):
    """Return the components of the loading at the film, by name."""
    tables = from_log(run(line, None, seed, 0))
    table = components(tables.readings, tables.lots, line)
    return table[(table.station == "film") & (table.property == "loading_mg_cm2")].set_index("component")


@pytest.mark.slow
@pytest.mark.parametrize("case", ["all cells", "scrapped cells missing"])
def test_planted_components_lie_within_their_intervals_in_95_percent_of_200_runs(case):
    line = film_line()
    if case == "scrapped cells missing":
        line = scrapping(line)
    planted = truth(line)
    held = dict.fromkeys(planted, 0)
    for seed in range(200):
        table = found(line, seed)
        for key, variance in planted.items():
            held[key] += table.loc[key, "sd_low"] <= np.sqrt(variance) <= table.loc[key, "sd_high"]
    # binomial 99.9 % band of 200 runs of 95 %
    assert all(0.895 <= count / 200 <= 0.995 for count in held.values()), held


def scrapping(line):
    """Return the line with cells cut for their pressure, which has nothing to do with the loading."""
    limit = {"property": "highest_pressure_MPa", "at": "film", "upper": 57.0, "action": "scrap_cells"}
    document = line.to_dict() | {"limit": [limit]}
    return load_line(document).with_changes({"film.noise.line_load_N_mm": {"cell": 30.0}})


def test_cells_are_really_cut_in_the_unbalanced_case():
    tables = from_log(run(scrapping(film_line()), None, 1, 0))
    cells = tables.readings[tables.readings.station == "film"].cells
    assert 0.5 < cells.mean() / 120 < 0.98
    assert cells.nunique() > 5


def test_one_run_finds_each_component():
    line = film_line()
    table = found(line, 3)
    for key, variance in truth(line).items():
        assert table.loc[key, "variance"] == pytest.approx(variance, rel=0.75), key
        assert table.loc[key, "sd_low"] < table.loc[key, "sd"] < table.loc[key, "sd_high"]
    assert table.loc[["lot", "lane", "along", "cell"], "share"].sum() == pytest.approx(1.0)


def test_a_noise_that_is_taken_away_is_not_found():
    quiet = film_line(**{"film.noise.feed_ratio.lot": 0.0, "film.noise.feed_ratio.run_out": 0.0})
    table = found(quiet, 3)
    assert table.loc["lot", "sd_low"] == 0.0
    assert table.loc["along", "sd_low"] == 0.0
    assert table.loc["lane", "sd_low"] > 0.0


def test_replications_are_pooled_within_themselves():
    line = film_line()
    many = [from_log(run(line, None, 5, r)) for r in range(4)]
    readings = pd.concat([t.readings.assign(replication=r) for r, t in enumerate(many)])
    lots = pd.concat([t.lots.assign(replication=r) for r, t in enumerate(many)])
    shifted = readings.assign(mean=readings["mean"] + 100.0 * readings["replication"])
    together = components(readings, lots, line)
    apart = components(shifted, lots, line)
    lot = together.component == "lot"
    assert apart[lot]["variance"].to_numpy() == pytest.approx(together[lot]["variance"].to_numpy(), abs=1e-6)


def test_rolls_of_one_batch_widen_the_interval_of_what_the_batch_got():
    # four rolls of a batch share the mixer's noise: 4 x 30 rolls carry 30 values, not 120
    line = film_line(**{"mixer.noise": {"tip_speed_m_s": {"lot": 1.0}}, "mixer.equipment.split": {"into": 4}})
    tables = from_log(run(line, None, 1, 0))
    table = components(tables.readings, tables.lots, line)
    index = table[(table.property == "mixing_index_frac") | (table.property == "energy_kJ_kg")]
    lot = index[(index.component == "lot") & (index.station == "film") & (index.property == "energy_kJ_kg")]
    assert lot.lots.item() == 120
    assert lot.sd_high.item() / lot.sd.item() > 1.25


def test_children_find_their_first_ancestor():
    lots = pd.DataFrame({"lot": [1, 2, 3, 4], "parents": ["", "1", "2 1", ""]})
    assert roots(lots) == {(0, 1): 1, (0, 2): 1, (0, 3): 1, (0, 4): 4}


def test_without_a_grid_there_is_nothing_to_split():
    source = {"name": "a", "mode": "saturated", "lots": 3}
    delay = {"dist": "constant", "value": 1.0}
    station = {"name": "s", "kind": "delay", "equipment": {"service": delay}}
    line = load_line({"format": 1, "name": "x", "source": [source], "station": [station]})
    tables = from_log(run(line, None, 1, 0))
    table = components(tables.readings, tables.lots, line)
    assert tuple(table.columns) == COLUMNS
    assert table.empty
