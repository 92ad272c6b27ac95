"""Laws that a recipe or a finished electrode takes beyond their range; stations mark what their visits do."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.core.material import Array, Material, Outside
from twin.laws.book import LAWS
from twin.laws.mass_balance import PHASES, per_layer
from twin.laws.validity import Edge, beyond, edges

_OF_RECIPE: dict[str, dict[str, str]] = {
    "guest_loading_cv": {
        "guest_density_g_cm3": "electrolyte_density_g_cm3",
        "host_density_g_cm3": "active_density_g_cm3",
        "host_um": "active_d50_um",
    },
    "carbon_size_um": {"before_um": "carbon_agglomerate_um", "aggregate_um": "carbon_aggregate_um"},
    "electrolyte_size_um": {
        "primary_um": "electrolyte_d50_um",
        "scale_kJ_kg": "electrolyte_deagglomeration_kJ_kg",
    },
    "aspect_ratio": {
        "before_ratio": "carbon_aspect_ratio",
        "shortest_ratio": "carbon_shortest_aspect_ratio",
        "scale_kJ_kg": "carbon_shortening_kJ_kg",
    },
    "fibrillation": {
        "rate_per_min": "binder_fibrillation_per_min",
        "transition_C": "binder_transition_C",
        "transition_width_K": "binder_transition_width_K",
        "saturation_s": "binder_saturation_s",
        "cleavage_per_min2": "binder_cleavage_per_min2",
    },
    "sheared_conductivity": {
        "loss_frac": "electrolyte_shear_loss_frac",
        "scale_kJ_kg": "electrolyte_shear_loss_kJ_kg",
    },
    "coating_left": {"wear_energy_kJ_kg": "active_coating_wear_kJ_kg"},
    "cracked_frac": {
        "memory_frac": "active_crack_memory_frac",
        "strength_MPa": "active_strength_MPa",
        "spread_MPa": "active_strength_spread_MPa",
    },
    "exposed_conductivity": {"threshold_ppmv_h": "moisture_threshold_exposure_ppmv_h"},
    "calendered_porosity": {
        "porosity_before_frac": "compaction_loose_porosity_frac",
        "porosity_min_frac": "compaction_floor_porosity_frac",
        "flow_pressure_MPa": "compaction_flow_pressure_MPa",
        "rearranged_share_frac": "compaction_rearranged_share_frac",
        "rearrangement_pressure_MPa": "compaction_rearrangement_pressure_MPa",
        "softening_per_K": "compaction_softening_per_K",
    },
    "flow_pressure_MPa": {"electrolyte_softening_frac": "compaction_electrolyte_softening_frac"},
    "springback": {
        "recovery_frac": "compaction_springback_frac",
        "recovery_time_d": "compaction_springback_time_d",
        "relaxation_per_K": "compaction_relaxation_per_K",
    },
    "skin_factor": {"skin_springback_frac": "compaction_skin_springback_frac"},
    "relative_density": {
        "yield_pressure_MPa": "interface_yield_pressure_MPa",
        "packing": "interface_packing_ratio",
        "softening_per_K": "interface_softening_per_K",
        "creep_rate_per_s": "interface_creep_per_s",
    },
    "fresh_roughness_um": {"share": "surface_particle_share_frac"},
    "nip_roughness_um": {"smoothing_pressure_MPa": "surface_smoothing_pressure_MPa"},
    "surface_hardness_MPa": {
        "hardness_ratio": "interface_hardness_ratio",
        "reference_roughness_um": "interface_reference_roughness_um",
    },
    "agglomerate_contact_ratio": {"primaries_count": "electrolyte_primaries_count"},
    "agglomerate_share_frac": {"exponent": "interface_agglomerate_exponent"},
    "clean_share_frac": {
        "solvent_blocking_kg_kg": "interface_solvent_blocking_kg_kg",
        "binder_blocking_frac": "interface_binder_blocking_frac",
    },
    "interface_resistance": {
        "pressure_MPa": "cell_stack_pressure_MPa",
        "residual_ohm_cm2": "interface_residual_ohm_cm2",
        "contact_ohm_cm2": "interface_contact_resistance_ohm_cm2",
        "memory": "interface_contact_memory_frac",
    },
    "ionic_conductivity": {
        "electrolyte_conductivity_mS_cm": "electrolyte_conductivity_mS_cm",
        "active_d50_um": "active_d50_um",
    },
    "electronic_conductivity": {
        "active_conductivity_mS_cm": "active_conductivity_mS_cm",
        "carbon_aspect_ratio": "carbon_aspect_ratio",
    },
    "layer_resistance": {
        "thickness_um": "cell_separator_thickness_um",
        "conductivity_mS_cm": "cell_separator_conductivity_mS_cm",
    },
    "reaction_resistance": {
        "coated_ohm_cm2": "interface_charge_transfer_ohm_cm2",
        "bare_ratio": "interface_bare_surface_ratio",
    },
    "usable_frac": {"current_mA_cm2": "cell_current_mA_cm2", "window_V": "cell_voltage_window_V"},
    "grown_resistance": {"cycles": "cell_cycles_count"},
    "retention_frac": {"cycles": "cell_cycles_count", "fade_frac": "cell_fade_bare_frac"},
}
"""Law -> its argument -> the constant of a recipe that goes there unchanged."""

_CONSTANTS = tuple(
    (edge, constant)
    for law, places in _OF_RECIPE.items()
    for edge, constant in zip(edges(LAWS[law], *places), places.values(), strict=True)
)

_OF_CELL: dict[str, tuple[Edge, ...]] = {
    "active": edges(LAWS["electronic_conductivity"], "active_frac"),
    "electrolyte": edges(LAWS["ionic_conductivity"], "electrolyte_frac"),
    "carbon": edges(LAWS["ionic_conductivity"], "carbon_frac"),
}
_REST = (
    *edges(LAWS["ionic_conductivity"], "binder_mass_frac", "electrolyte_d50_um"),
    *edges(LAWS["ionic_conductivity"], "electrolyte_conductivity_mS_cm"),
)


def outside_of_recipe(constants: Mapping[str, Array]) -> frozenset[Outside]:
    """Return where the constants of a recipe take a law beyond its range: it marks all of its lots."""
    return frozenset(edge.mark for edge, name in _CONSTANTS if edge.is_left_by(constants[name]))


def outside_of_cell(material: Material) -> frozenset[Outside]:
    """Return the marks of a lot once its cell is worked out: volumes, binder and grains it ends with."""
    marks = material.outside
    density = material.density_g_cm3
    lightest = per_layer(np.minimum.reduce(density, (1, 2), keepdims=True))
    densest = per_layer(np.maximum.reduce(density, (1, 2), keepdims=True))
    for phase in PHASES[:3]:
        share = per_layer(getattr(material, f"{phase}_mass_frac"))
        share = share / per_layer(material.constants[f"{phase}_density_g_cm3"])
        marks = beyond(marks, _OF_CELL[phase] * 2, share * lightest, share * densest)
    grains_um, binder = material.electrolyte_agglomerate_um, per_layer(material.binder_mass_frac)
    return beyond(marks, _REST, binder, per_layer(grains_um), material.electrolyte_conductivity_mS_cm)
