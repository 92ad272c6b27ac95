"""Grow a film on the electrode, cycle by cycle, in a spatial reactor the web runs through."""

from __future__ import annotations

import math

from pydantic import model_validator

from twin.core.arrays import larger, sqrt
from twin.core.material import Array, Material, plain
from twin.laws import energy_demand
from twin.laws.deposition import (
    deposited_thickness,
    film_coverage,
    required_exposure_ratio,
    spatial_coverage,
    unreached_frac,
)
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import beyond, edges
from twin.stations.contract.fields import optional, parameter, set_point
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Params, Visit

_ZERO_C_K = 273.15
_EDGES = (
    *edges(LAWS["deposited_thickness"], "growth_per_cycle_nm", "delay_cycles"),
    *edges(LAWS["required_exposure_ratio"], "aspect_ratio"),
    *edges(LAWS["film_coverage"], "roughness_um"),
)


class AldParams(Params):
    """A reactor for atomic layer deposition, its chemistry, and how films start on a surface."""

    cycles_count: float = parameter(1, 10_000, "Number of deposition cycles.", deposited_thickness="cycles")
    dose_s: float = parameter(1e-4, 1000, "Time of one precursor dose.")
    purge_s: float = parameter(0, 1000, "Time of one purge.")
    precursor_pressure_Pa: float = set_point(1e-4, 1e5, "Precursor pressure over the web.")
    temperature_C: float = set_point(0, 400, "Temperature of the web.")
    web_width_m: float = parameter(0.01, 10, "Width of the web.")
    reactor_length_m: float = parameter(0.001, 1000, "Length of web inside the reactor.")
    growth_per_cycle_nm: float = parameter(0, 1, "Growth of a saturated cycle at the reference temperature.")
    growth_per_K: float = parameter(-0.1, 0.1, "Relative change of growth per kelvin.")
    reference_temperature_C: float = parameter(
        0, 400, "Temperature at which growth and saturation are stated."
    )
    saturation_exposure_Pa_s: float = parameter(1e-6, 1000, "Exposure that saturates a plane.")
    reactivity_ratio: float = parameter(
        0.01, 1e4, "Reaction over gas exchange, Da.", spatial_coverage="reactivity"
    )
    groove_width_um: float = parameter(0.01, 1e4, "Width of grooves and pores between the surface peaks.")
    delay_count: float = parameter(0, 1000, "Cycles before a film starts on a clean even surface.")
    delay_per_solvent_count: float = parameter(0, 1e9, "Further cycles per kg/kg of residual solvent.")
    delay_per_binder_count: float = parameter(
        0, 1e9, "Further cycles per mass share of binder at the surface."
    )
    closing_nm: float = parameter(
        0.01, 100, "Thickness at which 1 - 1/e of the surface is covered.", film_coverage="closing_nm"
    )
    uncovered_frac: float = parameter(
        0, 1, "Bare share of a closed film on a smooth surface.", film_coverage="uncovered_frac"
    )
    uncovered_per_um: float | None = optional(
        0,
        100,
        "Bare share added per roughness; what the dose does not reach without.",
        film_coverage="uncovered_per_um",
    )
    carrier_gas_m3_h: float | None = optional(0, 1e5, "Nitrogen between the heads; without, none is charged.")
    gas_kWh_per_m3: float | None = optional(0, 100, "Energy to make a cubic metre of it.")
    reactor_kW: float = parameter(0, 1e5, "Power of pumps, gas and heating.", running_kWh="power_kW")

    @model_validator(mode="after")
    def _gas_as_a_whole(self) -> AldParams:
        if (self.carrier_gas_m3_h is None) != (self.gas_kWh_per_m3 is None):
            raise ValueError("carrier_gas_m3_h and gas_kWh_per_m3 are told together or not at all")
        return self


def transform(material: Material, params: AldParams, visit: Visit) -> Material:
    """Return the web with a film on its separator side; what lies below counts as covered alike."""
    roughness = plain(material.roughness_um[:1])
    aspect_ratio = roughness * (1.0 / params.groove_width_um)
    binder = plain(material.binder_mass_frac[:1]) * plain(material.binder_surface_ratio[:1])
    delay = (
        params.delay_count
        + params.delay_per_solvent_count * plain(material.solvent_kg_kg[:1])
        + params.delay_per_binder_count * binder
    )
    temperature_C = visit.set_point(params, "temperature_C")
    per_K = params.growth_per_cycle_nm * params.growth_per_K
    at_0_C = params.growth_per_cycle_nm - per_K * params.reference_temperature_C
    growth_nm = larger(at_0_C + per_K * temperature_C, 0.0)
    dose = _dose(temperature_C, visit.set_point(params, "precursor_pressure_Pa"), params)
    saturated = spatial_coverage(dose / required_exposure_ratio(aspect_ratio), params.reactivity_ratio)
    thickness = deposited_thickness(params.cycles_count, growth_nm * saturated, delay)
    covered = film_coverage(
        thickness, params.closing_nm, roughness, params.uncovered_frac, params.uncovered_per_um or 0.0
    )
    if params.uncovered_per_um is None:
        covered = covered * (1.0 - unreached_frac(aspect_ratio, dose))
    left = beyond(material.outside, _EDGES, growth_nm, delay, aspect_ratio, roughness)
    return material.with_(deposited_thickness_nm=thickness, coverage_frac=covered, outside=left)


def _dose(temperature_C: Array | float, pressure_Pa: Array | float, params: AldParams) -> Array | float:
    """Return the dose over that which saturates a plane; colder gas arrives slower, as 1/√T."""
    at_1_K_Pa_s = params.saturation_exposure_Pa_s / math.sqrt(params.reference_temperature_C + _ZERO_C_K)
    ideal_Pa_s = at_1_K_Pa_s / params.dose_s * sqrt(temperature_C + _ZERO_C_K)
    return pressure_Pa / ideal_Pa_s


def duration_s(material: Material, params: AldParams) -> float:
    """Return web length over web speed: a place of the web stays in the reactor for all cycles."""
    cycle_s = 2.0 * (params.dose_s + params.purge_s)
    speed_m_s = params.reactor_length_m / (params.cycles_count * cycle_s)
    return material.area_m2 / params.web_width_m / speed_m_s


def energy_kWh(before: Material, after: Material, params: AldParams) -> float:  # noqa: ARG001
    """Return the energy of the reactor and of its nitrogen over the time of the lot."""
    gas_kW = (params.carrier_gas_m3_h or 0.0) * (params.gas_kWh_per_m3 or 0.0)
    return energy_demand.running_kWh(params.reactor_kW + gas_kW, duration_s(after, params))


STATION = Station(
    params=AldParams,
    needs=("roughness_um", "solvent_kg_kg", "binder_mass_frac", "binder_surface_ratio"),
    sets=("deposited_thickness_nm", "coverage_frac"),
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
)
