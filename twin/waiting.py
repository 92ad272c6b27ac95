"""What time alone does to a lot: damp air takes conductivity, a rolled web grows again."""

from __future__ import annotations

from twin.lawbook.ranges import beyond, edges
from twin.laws import LAWS
from twin.material import Array, Material
from twin.physics import moisture
from twin.physics.springback import grown

_SECONDS_PER_DAY = 86_400.0
_EXPOSED = edges(LAWS["exposed_conductivity"], "waited_s", "water_ppmv")
_GROWN = edges(LAWS["springback"], "time_d")


def exposed(material: Material, waited_s: float, water_ppmv: float) -> Material:
    """Return a lot after a wait in moist air. Nothing happens to one without moisture constants."""
    known = material.known
    if water_ppmv <= 0.0 or waited_s <= 0.0 or "moisture_threshold_exposure_ppmv_h" not in known:
        return material
    left = moisture.exposed_conductivity(
        material.electrolyte_conductivity_mS_cm,
        waited_s,
        water_ppmv,
        known[f"moisture_{material.form}_uptake_frac"],
        known["moisture_threshold_exposure_ppmv_h"],
    )
    marks = beyond(material.outside, _EXPOSED, waited_s, water_ppmv)
    return material.with_(electrolyte_conductivity_mS_cm=left, outside=marks)


def sprung_back(material: Material, seconds: float) -> Material:
    """Return a web after a time out of the nip: thicker by part of the springback its last nip left."""
    left = material.springback_left_frac
    if seconds <= 0.0 or material.form != "web" or not left.any():
        return material
    time_constant_d = material.known["compaction_springback_time_d"]
    time_d = seconds / _SECONDS_PER_DAY
    growth, still_left = grown(left, time_d, time_constant_d)
    marks = beyond(material.outside, _GROWN, time_d)
    return material.with_(springback_left_frac=still_left, outside=marks, **thicker(material, growth))


def thicker(material: Material, growth_frac: Array | float) -> dict[str, Array]:
    """Return what changes when layers grow by a share of their thickness: pores open, mass stays."""
    ratio = 1.0 + growth_frac
    return {
        "thickness_um": material.thickness_um * ratio,
        "density_g_cm3": material.density_g_cm3 / ratio,
        "porosity_frac": 1.0 - (1.0 - material.porosity_frac) / ratio,
    }
