"""Coat slurry on a web through a slot die and dry it in three zones."""

from __future__ import annotations

import numpy as np

from twin.core import mass_balance
from twin.core.arrays import larger, mean, smaller
from twin.core.material import Array, Material, Outside, plain
from twin.laws import dried_film, energy_demand, solvent, surface
from twin.laws.dispersion import dried_carbon_um
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import beyond, edges
from twin.stations.contract.fields import of_solvent, parameter, set_point
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Visit
from twin.stations.shared.dryer_energy import DryerEnergyParams, dryer_kWh
from twin.stations.shared.powder_feed import FeedParams, laid_mg_cm2, largest_grain_um
from twin.stations.shared.solvent_contact import attacked
from twin.stations.shared.zone_dryer import (
    Dried,
    through_the_zones,
)

_HIGHEST_POROSITY_FRAC = 0.95
_ROOM_C = 25.0
_THINNEST_SHARE = 0.01  # of the mean film: where a bead breaks, some slurry still wets the web
_LEAST_BINDER = 1e-12
_EDGES = (
    *edges(LAWS["binder_surface_ratio"], "peclet"),
    *edges(LAWS["low_flow_limit"], "wet_um"),
    *edges(LAWS["drying_time"], "loading_mg_cm2", "drying_rate_g_m2_s", "drying_rate_g_m2_s"),
    *edges(LAWS["content_behind_zone"], "content_kg_kg"),
    *edges(LAWS["bead_load"], "speed_m_s"),
)
_BEAD_BREAKS = Outside("low_flow_limit", "gap_um")
_STILL_WET = Outside("falling_rate", "content_kg_kg")


class CoatDryParams(FeedParams, DryerEnergyParams):
    """A slot die in front of a dryer, and how the film shrinks in it."""

    pump_flow_L_min: float = set_point(0.001, 1000, "Slurry pumped to the die.")
    web_width_m: float = parameter(0.01, 10, "Width of the coating.")
    gap_um: float = set_point(1, 5000, "Gap between die and web.", low_flow_limit="gap_um")
    backing_roll_mm: float = parameter(10, 5000, "Diameter of the roll that carries the web past the die.")
    consistency_Pa_s: float = parameter(
        0, 1000, "Viscosity of the slurry at 1/s.", power_law_viscosity_Pa_s="consistency_Pa_s"
    )
    flow_index: float = parameter(
        0.05, 2, "Exponent of stress on shear rate.", power_law_viscosity_Pa_s="flow_index"
    )
    thickening_per_h: float = parameter(0, 10, "Rise of the consistency while the slurry waits.")
    surface_tension_N_m: float = of_solvent(
        "surface_tension_N_m",
        parameter(0.001, 1, "Surface tension of the solvent.", bead_load="surface_tension_N_m"),
    )
    bead_ripple_frac: float = parameter(
        0, 1, "Ripple of the film (standard deviation) at the edge of the window."
    )
    skin_porosity_frac: float = parameter(
        0, 1, "Porosity added where the surface holds twice the mean binder."
    )
    binder_diffusivity_m2_s: float = parameter(
        1e-14, 1e-3, "Effective diffusivity of the binder.", peclet="diffusivity_m2_s"
    )
    mobile_binder_frac: float = parameter(0, 1, "Share of the binder that moves with the solvent.")
    wrinkle_ratio: float = parameter(
        0, 1, "Wrinkle height over shrinkage where the surface dries first.", wrinkle_um="wrinkle_ratio"
    )
    crack_modulus_GPa: float = parameter(
        1e-6, 1000, "Shear modulus of the carbon-binder phase.", cracking_thickness_um="modulus_GPa"
    )
    crack_radius_um: float = parameter(
        0.001, 100, "Particle radius of the carbon-binder phase.", cracking_thickness_um="radius_um"
    )
    crack_spread_ratio: float = parameter(
        0.001, 1, "Scatter of the local cracking thickness.", crack_share="spread_ratio"
    )
    foil_um: float = parameter(1, 200, "Thickness of the collector foil.")
    foil_strength_MPa: float = parameter(1, 2000, "Tensile strength of the foil.")
    foil_contact_ohm_cm2: float = parameter(0, 100, "Resistance between dried coating and foil.")


def transform(material: Material, params: CoatDryParams, visit: Visit) -> Material:
    """Return a dry web: loading from pump, gap and blend, structure from the way it dried."""
    solids_g_cm3 = mass_balance.pore_free_per_layer(material)
    wet_um, in_window = _wet_film(params, visit)
    loading = _loading(material, wet_um, solids_g_cm3, params, visit)
    dried = through_the_zones(plain(material.solvent_kg_kg), loading, solids_g_cm3, params, visit)
    peclet = dried_film.peclet(dried.shrink_m_s, wet_um, params.binder_diffusivity_m2_s)
    more_at_surface = _more_at_surface(material, peclet, dried.shrunk_frac, params)
    skinned = params.dried_porosity_frac + params.skin_porosity_frac * more_at_surface
    porosity = np.minimum(skinned, _HIGHEST_POROSITY_FRAC)
    packed = 1.0 - porosity
    coating = solids_g_cm3 * packed
    thickness = mass_balance.thickness_um(loading, coating)
    limit_um = dried_film.cracking_thickness_um(
        params.crack_modulus_GPa, params.crack_radius_um, packed, params.surface_tension_N_m
    )
    rates = (dried.slowest_g_m2_s, dried.fastest_g_m2_s)
    asked = (peclet, wet_um, loading, *rates, plain(material.solvent_kg_kg), params.speed_m_min / 60.0)
    return material.with_(
        loading_mg_cm2=loading,
        thickness_um=thickness,
        density_g_cm3=coating,
        porosity_frac=porosity,
        roughness_um=_roughness(material, wet_um - thickness, peclet, params),
        binder_surface_ratio=1.0 + more_at_surface,
        coating_crack_frac=dried_film.crack_share(thickness, limit_um, params.crack_spread_ratio),
        solvent_kg_kg=dried.solvent_kg_kg,
        collector_strength_N_m=params.foil_um * params.foil_strength_MPa,
        collector_resistance_ohm_cm2=params.foil_contact_ohm_cm2,
        carbon_agglomerate_um=dried_carbon_um(
            plain(material.carbon_agglomerate_um),
            material.known["carbon_agglomerate_um"],
            material.known["carbon_drawn_together_frac"],
        ),
        outside=beyond(_outside(material.outside, in_window, dried), _EDGES, *asked),
        **_in_solvent(material, dried, visit.waited_s),
    )


def _in_solvent(material: Material, dried: Dried, waited_s: float) -> dict[str, Array | float]:
    """Return what the solvent takes while the slurry waits for the die, and in the warm wet film."""
    waiting = material.with_(**attacked(material, waited_s, _ROOM_C))
    return attacked(waiting, mean(np.asarray(dried.wet_s, dtype=np.float64)), dried.wet_film_C)


def _loading(
    material: Material,
    wet_um: Array | float,
    solids_g_cm3: Array | float,
    params: CoatDryParams,
    visit: Visit,
) -> Array:
    """Return the dry mass per area of the wet film, with the unevenness of the blend itself."""
    content = plain(material.solvent_kg_kg)
    density = solvent.slurry_density_g_cm3(content, solids_g_cm3, params.solvent_density_g_cm3)
    fed = np.asarray(mass_balance.loading_mg_cm2(1.0, density / (1.0 + content)) * wet_um)
    return laid_mg_cm2(fed, material, params, params.web_width_m, visit)


def _more_at_surface(
    material: Material, peclet: Array, shrunk_frac: Array, params: CoatDryParams
) -> Array | float:
    """Return the binder at the surface above its mean, over its mean: a surface is all binder at most."""
    binder = plain(material.binder_mass_frac)
    more = params.mobile_binder_frac * (dried_film.binder_surface_ratio(peclet, shrunk_frac) - 1.0)
    return smaller(more, 1.0 / larger(binder, _LEAST_BINDER) - 1.0)


def _roughness(
    material: Material, shrunk_um: Array | float, peclet: Array, params: CoatDryParams
) -> Array | float:
    """Return the roughness of the dried surface: its largest particles, and wrinkles."""
    known = material.known
    wrinkles = surface.wrinkle_um(larger(shrunk_um, 0.0), peclet, params.wrinkle_ratio)
    return surface.fresh_roughness_um(
        largest_grain_um(material),
        wrinkles,
        known["surface_particle_share_frac"],
        known.get("surface_unevenness_um", 0.0),
    )


def _outside(known: frozenset[Outside], in_window: bool, dried: Dried) -> frozenset[Outside]:
    """Return the marks of a lot, and which laws were left: a bead that breaks, a film that comes out wet."""
    if not in_window:
        known = known | {_BEAD_BREAKS}
    left = dried.solvent_kg_kg - dried.touching_kg_kg
    return known | {_STILL_WET} if left.item(left.argmax()) > 0.0 else known


def _wet_film(params: CoatDryParams, visit: Visit) -> tuple[Array | float, bool]:
    """Return the wet thickness (um), and whether the coating bead holds.

    The pump sets the mean; the drag of the web carries half a gap, so the film follows half of each
    deviation of the gap. The nearer the bead is to its limit, the more the film ripples.
    """
    flow = visit.set_point(params, "pump_flow_L_min")
    gap = visit.set_point(params, "gap_um")
    mean_um = solvent.wet_thickness_um(flow, params.speed_m_min, params.web_width_m)
    wet_um = mean_um + 0.5 * (gap - mean(gap))
    load = solvent.bead_load(
        params.consistency_Pa_s
        * (1.0 + params.thickening_per_h * visit.waited_s / energy_demand.SECONDS_PER_HOUR),
        params.flow_index,
        params.speed_m_min / 60.0,
        params.gap_um,
        mean(wet_um),
        params.surface_tension_N_m,
    )
    _, lanes, segments = visit.shape
    ripple = visit.normal("bead ripple", lanes * segments).reshape(lanes, segments)
    film_um = wet_um * (1.0 + params.bead_ripple_frac * min(load, 1.0) * ripple)
    return np.maximum(film_um, _THINNEST_SHARE * mean_um), load <= 1.0


def duration_s(material: Material, params: CoatDryParams) -> float:
    """Return the time to coat the length of the lot."""
    return 60.0 * material.area_m2 / (params.web_width_m * params.speed_m_min)


def recovered_kg(before: Material, after: Material) -> float:
    """Return the solvent the dryer evaporates: its exhaust goes to the recovery, all of it."""
    return mass_balance.solvent_kg(before) - mass_balance.solvent_kg(after)


def energy_kWh(before: Material, after: Material, params: CoatDryParams) -> float:
    """Return the energy of the dryer: heat, dry make-up air, fans and the recovery of the solvent."""
    return dryer_kWh(recovered_kg(before, after), duration_s(after, params), params)


def circumference_m(params: CoatDryParams) -> float:
    """Return the length of web per turn of the backing roll, the period of its run-out."""
    return float(np.pi) * params.backing_roll_mm / 1e3


_ATTACKED = ("electrolyte_conductivity_mS_cm", "coating_intact_frac", "solvent_contact_h")
STATION = Station(
    params=CoatDryParams,
    needs=(
        *mass_balance.COMPOSITION,
        "solvent_kg_kg",
        "mixing_index_frac",
        "carbon_agglomerate_um",
        "electrolyte_agglomerate_um",
        *_ATTACKED,
        "solvent_polarity_index",
    ),
    sets=(
        *_ATTACKED,
        "carbon_agglomerate_um",
        "loading_mg_cm2",
        "thickness_um",
        "density_g_cm3",
        "porosity_frac",
        "roughness_um",
        "binder_surface_ratio",
        "coating_crack_frac",
        "solvent_kg_kg",
        "collector_strength_N_m",
        "collector_resistance_ohm_cm2",
    ),
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
    form="web",
    circumference_m=circumference_m,
    holds="loading_mg_cm2",
)
