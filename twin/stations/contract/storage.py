"""What time alone does to a lot: damp air takes conductivity, a rolled web grows again."""

from __future__ import annotations

from twin.core.arrays import is_zero
from twin.core.material import Array, Material, Outside, plain
from twin.laws import moisture
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import beyond, edges
from twin.laws.springback import grown

_SECONDS_PER_DAY = 86_400.0
_EXPOSED = edges(LAWS["exposed_conductivity"], "waited_s", "water_ppmv")
_GROWN = edges(LAWS["springback"], "time_d")


def waited(
    material: Material,
    waited_s: float,
    free_s: float,
    water_ppmv: float,
    marks: frozenset[Outside] = frozenset(),
) -> Material:
    """Return a lot after a wait in moist air, and a web after a time out of the nip.

    `free_s`: since the nip, the passage through any machine but a press included. Nothing happens to the
    electrolyte of a lot without moisture constants. A web is thicker by part of the springback left to it.
    `marks`: of the machine that takes it, entered on the way.
    """
    changes, so_far = _exposed(material, waited_s, water_ppmv)
    marks = so_far | marks if marks else so_far
    left = plain(material.springback_left_frac)
    if free_s > 0.0 and material.form == "web" and not is_zero(left):
        time_d = free_s / _SECONDS_PER_DAY
        growth, still_left = grown(left, time_d, material.known["compaction_springback_time_d"])
        changes |= {"springback_left_frac": still_left, **thicker(material, growth)}
        marks = beyond(marks, _GROWN, time_d)
    return material.with_(outside=marks, **changes) if changes or marks else material


def _exposed(
    material: Material, waited_s: float, water_ppmv: float
) -> tuple[dict[str, Array | float], frozenset[Outside]]:
    """Return what moist air changes in a lot that waits, and the marks of the lot."""
    known = material.known
    if water_ppmv <= 0.0 or waited_s <= 0.0 or "moisture_threshold_exposure_ppmv_h" not in known:
        return {}, material.outside
    left = moisture.exposed_conductivity(
        plain(material.electrolyte_conductivity_mS_cm),
        waited_s,
        water_ppmv,
        known[f"moisture_{material.form}_uptake_frac"],
        known["moisture_threshold_exposure_ppmv_h"],
    )
    marks = beyond(material.outside, _EXPOSED, waited_s, water_ppmv)
    return {"electrolyte_conductivity_mS_cm": left}, marks


def thicker(material: Material, growth_frac: Array | float) -> dict[str, Array | float]:
    """Return what changes when layers grow by a share of their thickness: pores open, mass stays."""
    ratio = 1.0 + growth_frac
    return {
        "thickness_um": material.thickness_um * ratio,
        "density_g_cm3": material.density_g_cm3 / ratio,
        "porosity_frac": (material.porosity_frac + growth_frac) / ratio,
    }
