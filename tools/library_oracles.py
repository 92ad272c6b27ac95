"""Write what other libraries say of the same quantities: tests/data/oracles/libraries.json.

None of them is needed to run or test the program; the tests compare with the file. To write it anew:
`pip install CoolProp==8.0.0 shewhart==0.1.1 SALib==1.6.0`, then `python -m tools.library_oracles`.
"""

from __future__ import annotations

import json
from importlib.metadata import version

import numpy as np

from tools.layers import ROOT

FILE = ROOT / "tests" / "data" / "oracles" / "libraries.json"

TEMPERATURES_C = (0.02, 5.0, 20.0, 50.0, 80.0, 100.0, 120.0, 150.0)
SUBGROUPS = (2, 3, 4, 5, 8, 10, 15, 25)
FACTORS = ("d2", "d3", "c4", "A2", "A3", "B3", "B4", "D3", "D4")
READINGS = (9.1, 11.4, 10.2, 8.7, 12.9, 10.0, 9.6, 13.8, 14.1, 12.2, 15.0, 13.3, 7.9, 10.6, 11.1)
TARGET, SIGMA = 10.0, 2.0
ROWS = 2**14


def water() -> list[dict[str, float]]:
    """Return vapour pressure and heat of evaporation of water (CoolProp, IAPWS-95)."""
    from CoolProp.CoolProp import PropsSI

    rows = []
    for temperature_C in TEMPERATURES_C:
        kelvin = temperature_C + 273.15
        vapour, liquid = (PropsSI("H", "T", kelvin, "Q", quality, "Water") for quality in (1, 0))
        rows.append(
            {
                "temperature_C": temperature_C,
                "vapour_pressure_Pa": PropsSI("P", "T", kelvin, "Q", 0, "Water"),
                "heat_of_evaporation_kJ_kg": (vapour - liquid) / 1e3,
            }
        )
    return rows


def charts() -> dict[str, object]:
    """Return factors of control charts, and charts of a short series (shewhart)."""
    import shewhart

    single = shewhart.imr(READINGS)
    smooth = shewhart.ewma(READINGS, center=TARGET, sigma=SIGMA, lam=0.2, k=2.962).to_frame()
    sums = shewhart.cusum(READINGS, center=TARGET, sigma=SIGMA, k=0.5, h=5.0).to_frame()
    return {
        "factors": {
            str(n): {f: float(getattr(shewhart.constants, f)(n)) for f in FACTORS} for n in SUBGROUPS
        },
        "readings": READINGS,
        "target": TARGET,
        "sigma": SIGMA,
        "individuals": {name: float(value) for name, value in single.stats.items()},
        "ewma": {name: smooth[name].tolist() for name in ("ewma", "lcl", "ucl")},
        "cusum": {name: sums[name].tolist() for name in ("cusum_pos", "cusum_neg")},
    }


def ishigami() -> dict[str, object]:
    """Return Sobol indices and Shapley effects of the Ishigami function with their half-widths (SALib)."""
    from SALib.analyze import shapley as analyze_shapley
    from SALib.analyze import sobol as analyze_sobol
    from SALib.sample import shapley as sample_shapley
    from SALib.sample import sobol as sample_sobol
    from SALib.test_functions import Ishigami

    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-np.pi, np.pi]] * 3}
    points = sample_sobol.sample(problem, ROWS, calc_second_order=False, seed=1)
    indices = analyze_sobol.analyze(problem, Ishigami.evaluate(points), calc_second_order=False, seed=1)
    walks = sample_shapley.sample(problem, ROWS, seed=1)
    effects = analyze_shapley.analyze(problem, walks, Ishigami.evaluate(walks))
    return {
        "first": indices["S1"].tolist(),
        "first_reach": indices["S1_conf"].tolist(),
        "total": indices["ST"].tolist(),
        "total_reach": indices["ST_conf"].tolist(),
        "shapley": effects["shapley_normalized"].tolist(),
        "shapley_reach": effects["shapley_normalized_conf"].tolist(),
    }


def main() -> None:
    """Write the file."""
    document = {
        "written_with": {name: version(name) for name in ("CoolProp", "shewhart", "SALib")},
        "water": water(),
        "charts": charts(),
        "ishigami": ishigami(),
    }
    FILE.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
