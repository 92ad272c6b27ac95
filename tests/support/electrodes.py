"""Mean figures of a shipped line's electrode, every machine without noise."""

from support.wet_samples import visit

from twin.core.material import blank
from twin.laws.moisture import water_ppmv
from twin.line.model.line import Line
from twin.stations.contract.kinds import load
from twin.stations.contract.station import process
from twin.stations.contract.visit import Visit
from twin.stations.shared.finished_cell import cell_figures


def electrode(line: Line, waited_s: float = 0.0, dew_point_C: float = -50.0) -> dict[str, float]:
    """Return means of the electrode and its cell behind the last station, every machine without noise."""
    recipe = line.source[0].recipe
    material = blank(recipe.constants(), 86.8, 400.0, 5, 24).with_(**recipe.fresh())
    seen = Visit(**{**vars(visit()), "waited_s": waited_s, "water_ppmv": float(water_ppmv(dew_point_C))})
    for station in line.station:
        material = process(load(station.kind), material, station.params, seen)
    names = (
        "roughness_um",
        "binder_surface_ratio",
        "electrolyte_conductivity_mS_cm",
        "coating_intact_frac",
        "coverage_frac",
        "solvent_kg_kg",
        "porosity_frac",
    )
    found = {name: float(getattr(material, name).mean()) for name in names}
    return found | {name: float(values.mean()) for name, values in cell_figures(material).items()}
