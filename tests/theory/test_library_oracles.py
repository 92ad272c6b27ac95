"""What other libraries say of the same quantities; `tools/library_oracles.py` wrote their answers."""

import json

import numpy as np
import pytest
from support.paths import DATA

from tools.library_oracles import FACTORS, SUBGROUPS
from twin.laws.evaporation import latent_heat_kJ_kg, vapour_pressure_Pa
from twin.laws.moisture import saturation_pressure_Pa
from twin.quality.charts import cusum, ewma, individuals
from twin.quality.spc_constants import constants
from twin.stats.shapley import shapley
from twin.stats.sobol import from_results, saltelli

ORACLES = json.loads((DATA / "oracles" / "libraries.json").read_text(encoding="utf-8"))
WATER = {row["temperature_C"]: row for row in ORACLES["water"]}
CHARTS = ORACLES["charts"]
MOLAR_MASS_WATER_G_MOL = 18.015268


# --- CoolProp


@pytest.mark.parametrize("temperature_C", WATER)
def test_vapour_pressure_of_water(temperature_C: float) -> None:
    # the auxiliary equation of Wagner & Pruss against the equation of state it was fitted beside
    expected = WATER[temperature_C]["vapour_pressure_Pa"]
    assert float(saturation_pressure_Pa(temperature_C)) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("temperature_C", [80.0, 100.0, 120.0])
def test_vapour_pressure_follows_from_the_heat_of_evaporation(temperature_C: float) -> None:
    # Clausius and Clapeyron with the heat at the boiling point: good to 2 % within 20 K of it
    heat_kJ_mol = WATER[100.0]["heat_of_evaporation_kJ_kg"] * MOLAR_MASS_WATER_G_MOL / 1e3
    pressure_Pa = float(vapour_pressure_Pa(temperature_C, 99.974, heat_kJ_mol))
    assert pressure_Pa == pytest.approx(WATER[temperature_C]["vapour_pressure_Pa"], rel=0.02)
    assert latent_heat_kJ_kg(heat_kJ_mol, MOLAR_MASS_WATER_G_MOL) == pytest.approx(2256.4, abs=0.1)


# --- shewhart


@pytest.mark.parametrize("n", SUBGROUPS)
@pytest.mark.parametrize("factor", FACTORS)
def test_factors_of_control_charts(factor: str, n: int) -> None:
    expected = CHARTS["factors"][str(n)][factor]
    assert getattr(constants(n), factor) == pytest.approx(expected, rel=1e-7, abs=1e-9)


def test_chart_of_single_readings() -> None:
    chart, ranges = individuals(CHARTS["readings"])
    stats = CHARTS["individuals"]
    ours = {
        "i_center": chart.centre,
        "i_lcl": chart.lower[0],
        "i_ucl": chart.upper[0],
        "mr_center": ranges.centre,
        "mr_ucl": ranges.upper[0],
        "sigma_within": chart.sigma[0],
    }
    assert ours == pytest.approx({name: stats[name] for name in ours}, rel=1e-9)


def test_ewma_with_exact_limits() -> None:
    chart = ewma(CHARTS["readings"], CHARTS["target"], CHARTS["sigma"])
    assert chart.values == pytest.approx(CHARTS["ewma"]["ewma"], rel=1e-12)
    assert chart.lower == pytest.approx(CHARTS["ewma"]["lcl"], rel=1e-12)
    assert chart.upper == pytest.approx(CHARTS["ewma"]["ucl"], rel=1e-12)


def test_cumulative_sums() -> None:
    # theirs in the unit of the reading, the lower one negative
    sums = cusum(CHARTS["readings"], CHARTS["target"], CHARTS["sigma"])
    assert CHARTS["sigma"] * sums.upper == pytest.approx(CHARTS["cusum"]["cusum_pos"], abs=1e-9)
    assert -CHARTS["sigma"] * sums.lower == pytest.approx(CHARTS["cusum"]["cusum_neg"], abs=1e-9)
    assert sums.upper.max() > 2.0


# --- SALib


def test_indices_and_shapley_effects_of_ishigami() -> None:
    expected = {name: np.array(values) for name, values in ORACLES["ishigami"].items()}
    generator = np.random.default_rng(1)
    design = saltelli([lambda p: -np.pi + 2 * np.pi * p] * 3, 2**13, generator)

    def model(x: np.ndarray) -> np.ndarray:
        return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])

    results = model(design.inputs).reshape(5, -1)
    indices = from_results(results, generator)
    effects = shapley(model, design, results[:2], generator)
    pairs = {
        "first": (indices.first, indices.first_error),
        "total": (indices.total, indices.total_error),
        "shapley": (effects.effect, effects.error),
    }
    for name, (ours, error) in pairs.items():
        # their half-width is 1.96 standard errors
        together = np.hypot(error, expected[f"{name}_reach"] / 1.96)
        assert np.all(np.abs(ours - expected[name]) <= 4.0 * together), name
        assert np.all(together < 0.03), name
