"""Mixer and film of the shipped dry line with known variance components."""

import numpy as np

from twin.core.material import blank
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.stations.contract.kinds import load
from twin.stations.contract.station import process
from twin.stations.contract.visit import Visit
from twin.stations.shared.powder_feed import local_loading_cv

TARGET_MG_CM2 = 21.7


PLANTED = {"lot": 0.004, "lane": 0.003, "along": 0.002, "cell": 0.006}


REPEATABILITY_MG_CM2 = 0.25


BIAS_MG_CM2 = 0.1


def film_line(**changes):
    """Return mixer and film of the shipped dry line: loading is target x feed ratio, with known noise."""
    line = load_line(lines_folder() / "dry_sulfide_cathode.toml")
    document = line.to_dict()
    stations = {station["name"]: station for station in document["station"]}
    mixer, film = stations["mixer"], stations["film"]
    for station in (mixer, film):
        station["equipment"] = {"service": {"dist": "constant", "value": 1.0}}
        station["noise"] = {}
    film.pop("control", None)
    film["from"] = ["mixer"]
    film["params"] |= {"spot_mm": 1000.0, "uneven_flow_frac": 0.0, "starting_error_frac": 0.0}
    noise = {("run_out" if key == "along" else key): sd for key, sd in PLANTED.items()}
    film["noise"] = {"feed_ratio": noise}
    film["gauge"] = {"loading_mg_cm2": {"bias": BIAS_MG_CM2, "repeatability": REPEATABILITY_MG_CM2}}
    document |= {"station": [mixer, film], "limit": [], "crew": []}
    document["source"][0]["lots"] = 30
    line = load_line(document)
    return line.with_changes(changes) if changes else line


def truth(line):
    """Return the planted variances of the loading; the blend itself adds to the cells."""
    known = {key: (sd * TARGET_MG_CM2) ** 2 for key, sd in PLANTED.items()}
    return known | {"cell": known["cell"] + blend_variance(line), "measurement": REPEATABILITY_MG_CM2**2}


def blend_variance(line):
    """Return what the unmixed powder adds from spot to spot, from the law the film uses."""
    recipe, grid, mass_kg = line.source[0].recipe, line.grid, line.source[0].lot_kg
    powder = blank(recipe.constants(), mass_kg, 1.0, grid.lanes, grid.segments).with_(**recipe.fresh())
    mixer = line.station[0]
    quiet = Visit(powder.shape, lambda purpose, n: np.zeros(n))  # noqa: ARG005
    mixed = process(load(mixer.kind), powder, mixer.params, quiet)
    return float(np.mean(local_loading_cv(mixed, 1000.0)) * TARGET_MG_CM2) ** 2
