"""Laminate a free film on a primed collector foil: from here on the foil carries the web and the current.

The pressure is far below that of the calender before it: the film sticks, the primer gives way, nothing else.
"""

from __future__ import annotations

from twin.core.material import Array, Material, plain
from twin.laws.energy_demand import heating_kWh
from twin.laws.lamination import lamination_adhesion_N_m, primer_ohm_cm2
from twin.stations.contract.fields import parameter, set_point
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Visit
from twin.stations.shared.winder import WinderParams, duration_s
from twin.stations.shared.winder import energy_kWh as drives_kWh

_ROOM_C = 25.0
_KG_M2_PER_UM_G_CM3 = 1e-3


class LaminateParams(WinderParams):
    """Heated rolls that press a film on a foil; the foil and its primer as bought."""

    pressure_MPa: float = set_point(
        0.01, 1000, "Pressure of the nip.", lamination_adhesion_N_m="pressure_MPa"
    )
    temperature_C: float = set_point(
        -20, 300, "Temperature of the nip.", lamination_adhesion_N_m="temperature_C"
    )
    foil_um: float = parameter(1, 200, "Thickness of the collector foil.")
    foil_density_g_cm3: float = parameter(0.5, 20, "Density of the foil.")
    foil_strength_MPa: float = parameter(1, 2000, "Tensile strength of the foil.")
    primer_g_m2: float = parameter(0, 50, "Dry mass of the primer on this side of the foil.")
    primer_resistance_ohm_cm2: float = parameter(
        0, 100, "Resistance of the primer as coated.", primer_ohm_cm2="coated_ohm_cm2"
    )
    primer_porosity_frac: float = parameter(
        0, 0.99, "Pores of the primer as coated.", primer_ohm_cm2="porosity_coated_frac"
    )
    primer_pressed_porosity_frac: float = parameter(
        0, 0.99, "Pores of the primer behind the nip.", primer_ohm_cm2="porosity_pressed_frac"
    )
    adhesion_N_m: float = parameter(
        0, 5000, "Peel force of a film with 2 % binder, fully pressed on.", lamination_adhesion_N_m="full_N_m"
    )
    adhesion_pressure_MPa: float = parameter(
        0.01, 1000, "Pressure that leaves 1/e of it off, at 25 °C.", lamination_adhesion_N_m="scale_MPa"
    )
    adhesion_softening_per_K: float = parameter(
        0, 0.1, "Pressure gains this share per kelvin.", lamination_adhesion_N_m="softening_per_K"
    )
    heat_capacity_kJ_kg_K: float = parameter(
        0, 10, "Heat capacity of film and foil.", heating_kWh="heat_capacity_kJ_kg_K"
    )


def transform(material: Material, params: LaminateParams, visit: Visit) -> Material:
    """Return the web on its collector: what carries it, what it peels at, what the contact costs."""
    binder = plain(material.binder_mass_frac[-1:])
    adhesion: Array | float = lamination_adhesion_N_m(
        visit.set_point(params, "pressure_MPa"),
        visit.set_point(params, "temperature_C"),
        binder,
        params.adhesion_N_m,
        params.adhesion_pressure_MPa,
        params.adhesion_softening_per_K,
    )
    return material.with_(
        adhesion_N_m=adhesion,
        collector_strength_N_m=params.foil_um * params.foil_strength_MPa,
        collector_resistance_ohm_cm2=primer_ohm_cm2(
            params.primer_resistance_ohm_cm2,
            params.primer_porosity_frac,
            params.primer_pressed_porosity_frac,
        ),
    )


def energy_kWh(before: Material, after: Material, params: LaminateParams) -> float:
    """Return the energy of the drives, and the heat for film, foil and primer."""
    foil_kg_m2 = params.foil_um * params.foil_density_g_cm3 * _KG_M2_PER_UM_G_CM3 + 1e-3 * params.primer_g_m2
    heated_kg = before.mass_kg + foil_kg_m2 * before.area_m2
    heat = heating_kWh(heated_kg, params.heat_capacity_kJ_kg_K, _ROOM_C, params.temperature_C)
    return drives_kWh(before, after, params) + heat


STATION = Station(
    params=LaminateParams,
    needs=("binder_mass_frac",),
    sets=("adhesion_N_m", "collector_strength_N_m", "collector_resistance_ohm_cm2"),
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
)
