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

    def constants(self) -> Mapping[str, Array]:
        """Return every number as `section_key` -> array of shape (1, 1, 1), the composition left out."""
        found: dict[str, Array] = {"target_loading_mg_cm2": np.full((1, 1, 1), self.target_loading_mg_cm2)}
        for section, part in self:
            if isinstance(part, Section) and section != "composition":
                found |= {f"{section}_{key}": np.full((1, 1, 1), value) for key, value in part}
        return found
