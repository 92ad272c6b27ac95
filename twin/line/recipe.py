"""The recipe file, format 1: what a product is made of. Sections are strict; numbers have no default."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

from twin.core.material import Array
from twin.core.units import bounded
from twin.laws.dispersion import agglomerate_um


class RecipeSection(BaseModel):
    """A table of the recipe: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Composition(RecipeSection):
    """Mass fractions of the dry solids; they add up to 1."""

    active_mass_frac: float = bounded(0, 1, "Active material.")
    electrolyte_mass_frac: float = bounded(0, 1, "Solid electrolyte.")
    carbon_mass_frac: float = bounded(0, 1, "Conductive carbon.")
    binder_mass_frac: float = bounded(0, 1, "Binder.")

    @model_validator(mode="after")
    def _adds_up(self) -> Composition:
        total = sum(share for _, share in self)
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"mass fractions must add up to 1, they add up to {total:.6g}")
        return self


class Active(RecipeSection):
    """The active material."""

    density_g_cm3: float = bounded(0.1, 20, "Particle density.")
    d50_um: float = bounded(0.01, 100, "Median particle size.")
    capacity_mAh_g: float = bounded(1, 5000, "Capacity at low rate.")
    conductivity_mS_cm: float = bounded(0, 1e6, "Electron conductivity of the compact.")
    strength_MPa: float = bounded(0, 10_000, "Nip pressure at which half of the particles crack.", above=True)
    strength_spread_MPa: float = bounded(0, 10_000, "Width of that strength.", above=True)
    crack_memory_frac: float = bounded(0, 1, "Share of an earlier pressure that still counts for cracks.")
    coating_wear_kJ_kg: float = bounded(0, 1e9, "Mixing energy leaving 1/e of the coating.", above=True)


class Electrolyte(RecipeSection):
    """The solid electrolyte."""

    density_g_cm3: float = bounded(0.1, 20, "Particle density.")
    d50_um: float = bounded(0.01, 100, "Median particle size.")
    conductivity_mS_cm: float = bounded(0, 1000, "Ion conductivity of the fresh pellet.", above=True)
    primaries_count: float = bounded(1, 1e9, "Primary particles per agglomerate as delivered.")
    deagglomeration_kJ_kg: float = bounded(0, 1e9, "Energy leaving 1/e of the agglomeration.", above=True)
    shear_loss_frac: float = bounded(0, 0.99, "Conductivity lost at last to shear.")
    shear_loss_kJ_kg: float = bounded(0, 1e9, "Energy at which half of that is lost.", above=True)


class Carbon(RecipeSection):
    """The conductive carbon."""

    density_g_cm3: float = bounded(0.1, 20, "Particle density.")
    aggregate_um: float = bounded(0.01, 100, "Size of the smallest aggregate, the floor of breakage.")
    agglomerate_um: float = bounded(0.01, 1000, "Size of the agglomerates as delivered.")
    aspect_ratio: float = bounded(1, 10_000, "Length over diameter as delivered.")
    shortest_aspect_ratio: float = bounded(1, 10_000, "What shear leaves of it at last.")
    shortening_kJ_kg: float = bounded(0, 1e9, "Energy leaving 1/e of the excess length.", above=True)

    @model_validator(mode="after")
    def _shear_only_shrinks(self) -> Carbon:
        if self.agglomerate_um < self.aggregate_um:
            raise ValueError("agglomerate_um must not be below aggregate_um")
        if self.aspect_ratio < self.shortest_aspect_ratio:
            raise ValueError("aspect_ratio must not be below shortest_aspect_ratio")
        return self


class Binder(RecipeSection):
    """The binder."""

    density_g_cm3: float = bounded(0.1, 20, "Density.")
    fibrillation_per_min: float = bounded(0, 100, "Rate of drawing the soft binder into fibrils.", above=True)
    transition_C: float = bounded(-273, 500, "Temperature at which the binder softens.")
    transition_width_K: float = bounded(0, 100, "Width of the softening.", above=True)
    saturation_s: float = bounded(0, 1e5, "Soft kneading after which fibrils are cut.")
    cleavage_per_min2: float = bounded(0, 10, "How fast cutting grows from there.", above=True)


class Compaction(RecipeSection):
    """How the powder or the dried coating gives way under rolls, and grows back."""

    loose_porosity_frac: float = bounded(0.1, 0.95, "Porosity of the powder as it enters the film rolls.")
    floor_porosity_frac: float = bounded(0, 0.5, "Porosity no pressure closes, below that of loose powder.")
    flow_pressure_MPa: float = bounded(1, 10_000, "Flow pressure at 25 °C without electrolyte.")
    electrolyte_softening_frac: float = bounded(0, 1, "How much lower it is in pure electrolyte.")
    rearranged_share_frac: float = bounded(0, 1, "Share of the pores closed by sliding grains.")
    rearrangement_pressure_MPa: float = bounded(0, 10_000, "Pressure for sliding at 25 °C.", above=True)
    softening_per_K: float = bounded(0, 0.1, "Pressure gains this share per kelvin.")
    instant_springback_frac: float = bounded(0, 1, "Thickness regained behind the nip at once.")
    springback_frac: float = bounded(0, 1, "Thickness regained at last in storage, rolled at 25 °C.")
    springback_time_d: float = bounded(0, 1000, "Time constant of that.", above=True)
    relaxation_per_K: float = bounded(0, 1, "Share of it lost per kelvin of roll temperature.")
    skin_springback_frac: float = bounded(0, 10, "Springback gained where the surface has twice the binder.")
    solvent_softening_kg_kg: float = bounded(0, 10, "Solvent leaving 1/e of flow pressure.", above=True)

    @model_validator(mode="after")
    def _loose_is_looser(self) -> Compaction:
        if self.loose_porosity_frac <= self.floor_porosity_frac:
            loose, floor = self.loose_porosity_frac, self.floor_porosity_frac
            raise ValueError(f"loose_porosity_frac {loose:g} must be above floor_porosity_frac {floor:g}")
        return self


class Surface(RecipeSection):
    """How rough a surface is made and how rolls smooth it."""

    particle_share_frac: float = bounded(0, 1, "Roughness of a fresh surface per largest particle.")
    smoothing_pressure_MPa: float = bounded(0, 1e5, "Pressure leaving 1/e of the roughness.", above=True)


class Moisture(RecipeSection):
    """What humid air does to the electrolyte while a lot waits."""

    threshold_exposure_ppmv_h: float = bounded(0, 1e9, "Exposure leaving 1/e of conductivity.", above=True)
    powder_uptake_frac: float = bounded(0, 1, "Exposure of a waiting powder: 1 spread out, less in a drum.")
    slurry_uptake_frac: float = bounded(0, 1, "Exposure of a waiting slurry.")
    web_uptake_frac: float = bounded(0, 1, "Exposure of a waiting roll.")


class Interface(RecipeSection):
    """How pressed surfaces meet: densification between plates, contact and its resistance."""

    yield_pressure_MPa: float = bounded(1, 10_000, "Yield pressure of the coating between plates at 25 °C.")
    packing_ratio: float = bounded(0, 5, "ln(1/porosity) once the grains have slid into place.")
    softening_per_K: float = bounded(0, 0.1, "Share of yield pressure and hardness lost per kelvin.")
    creep_per_s: float = bounded(0, 1, "Creep rate at the yield pressure.")
    hardness_ratio: float = bounded(0.1, 100, "Hardness of the surface over the yield pressure.")
    reference_roughness_um: float = bounded(0, 100, "Roughness that doubles the hardness felt.", above=True)
    agglomerate_exponent: float = bounded(0, 1, "Contact falls with primaries per agglomerate to this power.")
    solvent_blocking_kg_kg: float = bounded(0, 10, "Residual solvent leaving 1/e of the contact.", above=True)
    binder_blocking_frac: float = bounded(0, 10, "Surface binder leaving 1/e of the contact.", above=True)
    share_exponent: float = bounded(0, 5, "Contact counts as electrolyte volume share to this power.")
    residual_ohm_cm2: float = bounded(0, 1e6, "Resistance that full contact leaves.")
    contact_resistance_ohm_cm2: float = bounded(0, 1e6, "Contact of smooth pure electrolyte at 1 MPa.")
    contact_memory_frac: float = bounded(0, 1, "Contact kept on release: exponent of the highest pressure.")
    film_resistance_ohm_cm2: float = bounded(0, 1e6, "Resistance of 1 nm of deposited film.")
    charge_transfer_ohm_cm2: float = bounded(0, 1e6, "Resistance of coated active surface, per true area.")
    bare_surface_ratio: float = bounded(1, 1000, "Resistance of bare over coated active surface.")


class CellDesign(RecipeSection):
    """The cell around the electrode, and how it is tested."""

    current_mA_cm2: float = bounded(0, 1000, "Current of the discharge test.")
    mean_voltage_V: float = bounded(0, 10, "Mean voltage at low rate.", above=True)
    voltage_window_V: float = bounded(0, 10, "Voltage between full and empty, for polarisation.", above=True)
    stack_pressure_MPa: float = bounded(0, 1000, "Pressure on the cell in use.", above=True)
    separator_thickness_um: float = bounded(0, 1000, "Thickness of the electrolyte layer.")
    separator_conductivity_mS_cm: float = bounded(0, 1000, "Its ion conductivity.", above=True)
    anode_thickness_um: float = bounded(0, 1000, "Thickness of the counter electrode.")
    anode_resistance_ohm_cm2: float = bounded(0, 1e6, "Resistance of the counter electrode.")
    collector_thickness_um: float = bounded(0, 1000, "Share of both collectors in one repeat unit.")
    stack_volume_frac: float = bounded(0, 1, "Volume of repeat units per volume of the stack.", above=True)
    first_cycle_loss_frac: float = bounded(0, 1, "First charge the active material never gives back.")
    side_charge_mAh_cm2: float = bounded(0, 10, "First-cycle side reaction per bare true surface.")
    binder_charge_mAh_g: float = bounded(0, 5000, "Charge that reduces the binder, per binder.")
    isolated_per_cracked_frac: float = bounded(0, 1, "Active material cut off per cracked active material.")
    cycles_count: float = bounded(0, 100_000, "Cycles after which retention is stated.")
    fade_bare_frac: float = bounded(0, 1, "Capacity lost per √cycle by bare particles.")
    fade_coated_frac: float = bounded(0, 1, "Capacity lost per √cycle by coated particles.")
    fade_cracked_frac: float = bounded(0, 1, "Capacity lost per √cycle by cracks, on top.")
    growth_uncovered_frac: float = bounded(0, 100, "Interface growth per √cycle without film.")


class Recipe(RecipeSection):
    """A product: composition, materials, and what the cell made of it looks like."""

    format: int
    name: str
    description: str = ""
    target_loading_mg_cm2: float = bounded(0.1, 500, "Dry mass per area that is aimed at.")
    composition: Composition
    active: Active
    electrolyte: Electrolyte
    carbon: Carbon
    binder: Binder
    compaction: Compaction
    surface: Surface
    moisture: Moisture
    interface: Interface
    cell: CellDesign

    def constants(self) -> Mapping[str, Array]:
        """Return every number as `section_key` -> array of shape (1, 1, 1), the composition left out."""
        arrays: dict[str, Array] = {"target_loading_mg_cm2": np.full((1, 1, 1), self.target_loading_mg_cm2)}
        for section, part in self:
            if isinstance(part, RecipeSection) and section != "composition":
                arrays |= {f"{section}_{key}": np.full((1, 1, 1), value) for key, value in part}
        return arrays

    def fresh(self) -> dict[str, float]:
        """Return what is known of the powder at the source: a Material field -> its value."""
        return {
            **self.composition.model_dump(),
            "electrolyte_conductivity_mS_cm": self.electrolyte.conductivity_mS_cm,
            "electrolyte_agglomerate_um": float(
                agglomerate_um(self.electrolyte.d50_um, self.electrolyte.primaries_count)
            ),
            "carbon_agglomerate_um": self.carbon.agglomerate_um,
            "carbon_aspect_ratio": self.carbon.aspect_ratio,
            "coating_intact_frac": 1.0,
            "cracked_frac": 0.0,
            "mixing_index_frac": 0.0,
            "fibrillation_frac": 0.0,
            "solvent_kg_kg": 0.0,
            "energy_kJ_kg": 0.0,
            "highest_pressure_MPa": 0.0,
            "springback_left_frac": 0.0,
            "binder_surface_ratio": 1.0,
            "coating_crack_frac": 0.0,
            "deposited_thickness_nm": 0.0,
            "coverage_frac": 0.0,
        }
