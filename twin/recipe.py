"""The recipe file, format 1: what a product is made of. Sections are strict; numbers have no default."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

from twin.material import Array
from twin.units import bounded


class Section(BaseModel):
    """A table of the recipe: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Composition(Section):
    """Mass fractions of the dry solids; they add up to 1."""

    active_mass_frac: float = bounded(0, 1, "Active material.")
    electrolyte_mass_frac: float = bounded(0, 1, "Solid electrolyte.")
    carbon_mass_frac: float = bounded(0, 1, "Conductive carbon.")
    binder_mass_frac: float = bounded(0, 1, "Binder.")

    @model_validator(mode="after")
    def _adds_up(self) -> Composition:
        total = self.active_mass_frac + self.electrolyte_mass_frac + self.carbon_mass_frac + self.binder_mass_frac
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"mass fractions must add up to 1, they add up to {total:.6g}")
        return self


class Active(Section):
    """The active material."""

    density_g_cm3: float = bounded(0.1, 20, "Particle density.")
    d50_um: float = bounded(0.01, 100, "Median particle size.")
    capacity_mAh_g: float = bounded(1, 5000, "Capacity at low rate.")
    conductivity_mS_cm: float = bounded(0, 1e6, "Electron conductivity of the compact.")


class Electrolyte(Section):
    """The solid electrolyte."""

    density_g_cm3: float = bounded(0.1, 20, "Particle density.")
    d50_um: float = bounded(0.01, 100, "Median particle size.")
    conductivity_mS_cm: float = bounded(0, 1000, "Ion conductivity of the fresh pellet.", above=True)


class Carbon(Section):
    """The conductive carbon."""

    density_g_cm3: float = bounded(0.1, 20, "Particle density.")
    aggregate_um: float = bounded(0.01, 100, "Size of the smallest aggregate, the floor of breakage.")
    agglomerate_um: float = bounded(0.01, 1000, "Size of the agglomerates as delivered.")
    aspect_ratio: float = bounded(1, 10_000, "Length over diameter as delivered.")


class Binder(Section):
    """The binder."""

    density_g_cm3: float = bounded(0.1, 20, "Density.")


class Moisture(Section):
    """What humid air does to the electrolyte while a lot waits."""

    threshold_exposure_ppmv_h: float = bounded(0, 1e9, "Exposure leaving 1/e of conductivity.", above=True)
    powder_uptake_frac: float = bounded(0, 1, "Exposure of a waiting powder: 1 spread out, less in a drum.")
    slurry_uptake_frac: float = bounded(0, 1, "Exposure of a waiting slurry.")
    web_uptake_frac: float = bounded(0, 1, "Exposure of a waiting roll.")


class Interface(Section):
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
    contact_resistance_ohm_cm2: float = bounded(0, 1e6, "Resistance of a full contact.")
    contact_memory_frac: float = bounded(0, 1, "Contact kept on release: exponent of the highest pressure.")
    film_resistance_ohm_cm2: float = bounded(0, 1e6, "Resistance of 1 nm of deposited film.")
    charge_transfer_ohm_cm2: float = bounded(0, 1e6, "Resistance of coated active surface, per true area.")
    bare_surface_ratio: float = bounded(1, 1000, "Resistance of bare over coated active surface.")


class CellDesign(Section):
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


class Recipe(Section):
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
    moisture: Moisture
    interface: Interface
    cell: CellDesign

    def constants(self) -> Mapping[str, Array]:
        """Return every number as `section_key` -> array of shape (1, 1, 1), the composition left out."""
        found: dict[str, Array] = {"target_loading_mg_cm2": np.full((1, 1, 1), self.target_loading_mg_cm2)}
        for section, part in self:
            if isinstance(part, Section) and section != "composition":
                found |= {f"{section}_{key}": np.full((1, 1, 1), value) for key, value in part}
        return found
