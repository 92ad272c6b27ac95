"""Press the electrode hot against its electrolyte: it densifies and makes contact."""

from __future__ import annotations

import math
from collections.abc import Mapping

from twin.core import mass_balance
from twin.core.arrays import larger, smaller
from twin.core.material import Array, Material, once_per_composition, plain
from twin.laws import energy_demand
from twin.laws.compaction import softening
from twin.laws.densification import mixed_yield_MPa, packing_before, relative_density
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import beyond, edges
from twin.laws.springback import stored_growth
from twin.stations.contract.fields import parameter, set_point
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Params, Visit
from twin.stations.shared.grain_cracks import cracked_under
from twin.stations.shared.pressed_interface import Press, pressed_interface

_EDGES = (
    *edges(LAWS["springback"], "temperature_C"),
    *edges(LAWS["clean_share_frac"], "solvent_kg_kg"),
)


class HotPressParams(Params):
    """A heated press that takes the web bed by bed, and an interface modifier."""

    pressure_MPa: float = set_point(
        0.01,
        2000,
        "Pressure on the web.",
        relative_density="pressure_MPa",
        contact_area="pressure_MPa",
        cracked_frac="pressure_MPa",
    )
    temperature_C: float = set_point(
        0, 400, "Temperature of the press.", relative_density="temperature_C", contact_area="temperature_C"
    )
    dwell_s: float = parameter(
        0, 1e5, "Time under pressure.", relative_density="dwell_s", contact_area="dwell_s"
    )
    index_s: float = parameter(0, 1e5, "Time to open, feed the next bed, close and warm up.")
    bed_length_m: float = parameter(0.001, 10_000, "Length of web pressed at once.")
    web_width_m: float = parameter(0.01, 10, "Width of the web.")
    modifier_fill_frac: float = parameter(
        0, 1, "Gaps an interface modifier fills; 0 = no modifier.", filled_contact="fill_frac"
    )
    modifier_resistance_ohm_cm2: float = parameter(0, 1e6, "Resistance the modifier adds where it fills.")
    start_temperature_C: float = parameter(
        -50, 300, "Temperature of a web that comes in.", heating_kWh="from_C"
    )
    heat_capacity_kJ_kg_K: float = parameter(
        0, 10, "Heat capacity of the web, per kg of solids.", heating_kWh="heat_capacity_kJ_kg_K"
    )
    electrolyte_film_kWh_per_m2: float = parameter(
        0, 100, "Energy that went into the electrolyte film, bought as the recipe's [cell] states it."
    )
    press_kW: float = parameter(0, 1e5, "Power of the press: pumps and heat lost.", running_kWh="power_kW")


def transform(material: Material, params: HotPressParams, visit: Visit) -> Material:
    """Return the web denser, in contact, with the resistance the interface has in use."""
    known = material.known
    pressure = visit.set_point(params, "pressure_MPa")
    temperature_C = visit.set_point(params, "temperature_C")
    hardening = plain(material.hardening_pressure_MPa)
    solid_frac = _solid_frac(material, params, pressure, temperature_C)
    coating = mass_balance.pore_free_per_layer(material) * solid_frac
    electrolyte = plain(material.electrolyte_mass_frac[:1]) / material.top["electrolyte_density_g_cm3"]
    share = electrolyte * coating
    press = Press(
        pressure,
        temperature_C,
        params.dwell_s,
        params.modifier_fill_frac,
        params.modifier_resistance_ohm_cm2,
    )
    contact, resistance = pressed_interface(material, press, _top(share))
    return material.with_(
        porosity_frac=1.0 - solid_frac,
        density_g_cm3=coating,
        thickness_um=mass_balance.thickness_um(material.loading_mg_cm2, coating),
        contact_area_frac=contact,
        interface_resistance_ohm_cm2=resistance,
        cracked_frac=cracked_under(material, pressure),
        highest_pressure_MPa=larger(plain(material.highest_pressure_MPa), pressure),
        hardening_pressure_MPa=larger(
            hardening, pressure * softening(temperature_C, known["pressing_softening_per_K"])
        ),
        springback_left_frac=_springback_left(material, known, temperature_C),
        outside=beyond(material.outside, _EDGES, temperature_C, plain(material.solvent_kg_kg[:1])),
    )


def _solid_frac(
    material: Material, params: HotPressParams, pressure_MPa: Array | float, temperature_C: Array | float
) -> Array | float:
    """Return the solids per volume behind the press, from what comes in and the pressure it has seen."""
    known, yield_MPa = material.known, _yield_MPa(material)
    exponent, before_MPa = known["pressing_exponent"], plain(material.hardening_pressure_MPa)
    return relative_density(
        pressure_MPa,
        yield_MPa,
        temperature_C,
        params.dwell_s,
        packing_before(plain(material.porosity_frac), before_MPa, yield_MPa, exponent),
        known["pressing_softening_per_K"],
        known["pressing_creep_per_s"],
        exponent,
        before_MPa,
    )


@once_per_composition
def _yield_MPa(material: Material) -> Array | float:
    """Return the yield pressure of each layer between plates, from its soft and hard grains."""
    known = material.known
    return mixed_yield_MPa(
        known["pressing_electrolyte_yield_MPa"],
        known["pressing_active_yield_MPa"],
        mass_balance.per_layer(material.electrolyte_mass_frac) / known["electrolyte_density_g_cm3"],
        mass_balance.per_layer(material.active_mass_frac) / known["active_density_g_cm3"],
    )


def _top(values: Array | float) -> Array | float:
    """Return the layer at the separator side of what may be alike in all layers."""
    return values if isinstance(values, float) or values.ndim < 3 else values[:1]


def _springback_left(
    material: Material, known: Mapping[str, Array | float], temperature_C: Array | float
) -> Array | float:
    """Return the growth still to come: heat relaxes what is above that of a web rolled as warm."""
    warm = stored_growth(
        temperature_C, known["compaction_springback_frac"], known["compaction_relaxation_per_K"]
    )
    return smaller(plain(material.springback_left_frac), warm)


def duration_s(material: Material, params: HotPressParams) -> float:
    """Return the time of all beds of the lot; the last one may be short."""
    beds = math.ceil(material.area_m2 / (params.web_width_m * params.bed_length_m))
    return beds * (params.dwell_s + params.index_s)


def energy_kWh(before: Material, after: Material, params: HotPressParams) -> float:  # noqa: ARG001
    """Return heat for the web, power over the time of the lot, and what its electrolyte film took to make."""
    warmed = energy_demand.heating_kWh(
        after.mass_kg, params.heat_capacity_kJ_kg_K, params.start_temperature_C, params.temperature_C
    )
    bought = params.electrolyte_film_kWh_per_m2 * after.area_m2
    return warmed + bought + energy_demand.running_kWh(params.press_kW, duration_s(after, params))


STATION = Station(
    params=HotPressParams,
    needs=(
        *mass_balance.COMPOSITION,
        "solvent_kg_kg",
        "electrolyte_agglomerate_um",
        "electrolyte_conductivity_mS_cm",
        "loading_mg_cm2",
        "porosity_frac",
        "roughness_um",
        "binder_surface_ratio",
        "deposited_thickness_nm",
        "coverage_frac",
        "cracked_frac",
        "highest_pressure_MPa",
        "hardening_pressure_MPa",
        "springback_left_frac",
    ),
    sets=(
        "porosity_frac",
        "density_g_cm3",
        "thickness_um",
        "contact_area_frac",
        "interface_resistance_ohm_cm2",
        "cracked_frac",
        "highest_pressure_MPa",
        "hardening_pressure_MPa",
        "springback_left_frac",
    ),
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
)
