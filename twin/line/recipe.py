"""The recipe file, format 1: what a product is made of. Sections are strict; numbers have no default."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.core.material import Array
from twin.core.units import bounded
from twin.laws.dispersion import agglomerate_um
from twin.line.recipe_cell import CellDesign, Interface
from twin.line.recipe_compaction import Compaction, Film, Pressing
from twin.line.recipe_materials import (
    Active,
    Carbon,
    Composition,
    Electrolyte,
    RecipeSection,
    constant,
)
from twin.line.recipe_wet import Binder, Coating, SolventAttack


class Surface(RecipeSection):
    """How rough a surface is made and how rolls smooth it."""

    particle_share_frac: float = constant(
        0, 1, "Roughness of a surface per grain.", fresh_roughness_um="share"
    )
    unevenness_um: float | None = constant(
        0,
        100,
        "Roughness of a layer of the finest grains that no roll has touched; 0 without.",
        default=None,
        fresh_roughness_um="unevenness_um",
    )
    smoothing_pressure_MPa: float = constant(
        0,
        1e5,
        "Pressure leaving 1/e of the roughness.",
        above=True,
        nip_roughness_um="smoothing_pressure_MPa",
    )


class Moisture(RecipeSection):
    """What humid air does to the electrolyte while a lot waits."""

    threshold_exposure_ppmv_h: float = constant(
        0, 1e9, "Exposure leaving 1/e of conductivity.", above=True, exposed_conductivity="threshold_ppmv_h"
    )
    powder_uptake_frac: float = bounded(0, 1, "Exposure of a waiting powder: 1 spread out, less in a drum.")
    slurry_uptake_frac: float = bounded(0, 1, "Exposure of a waiting slurry.")
    web_uptake_frac: float = bounded(0, 1, "Exposure of a waiting roll.")


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
    coating: Coating | None = None
    solvent_attack: SolventAttack | None = None
    compaction: Compaction
    pressing: Pressing
    film: Film
    surface: Surface
    moisture: Moisture
    interface: Interface
    cell: CellDesign

    def constants(self) -> Mapping[str, Array]:
        """Return every number but the composition's as `section_key` -> array of shape (1, 1, 1)."""
        arrays: dict[str, Array] = {"target_loading_mg_cm2": np.full((1, 1, 1), self.target_loading_mg_cm2)}
        for section, part in self:
            if isinstance(part, RecipeSection) and section != "composition":
                constants = part.numbers().items()
                arrays |= {f"{section}_{key}": np.full((1, 1, 1), value) for key, value in constants}
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
            "solvent_polarity_index": 0.0,
            "solvent_contact_h": 0.0,
            "highest_pressure_MPa": 0.0,
            "hardening_pressure_MPa": 0.0,
            "collector_strength_N_m": 0.0,
            "collector_resistance_ohm_cm2": 0.0,
            "springback_left_frac": 0.0,
            "binder_surface_ratio": 1.0,
            "coating_crack_frac": 0.0,
            "deposited_thickness_nm": 0.0,
            "coverage_frac": 0.0,
        }
