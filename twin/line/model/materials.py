"""Materials a line names instead of stating their numbers: solvents, binders, particle coatings."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from twin.line.fields.block import Block

Share = Annotated[float, Field(ge=0, le=1000)]


class Solvent(Block):
    """A solvent of slurries; Antoine constants for Pa and °C, all three or none."""

    aliases: tuple[str, ...] = ()
    polarity_index: float = Field(ge=0, le=20)
    donor_number_kcal_mol: float | None = Field(None, ge=0, le=100)
    dielectric_ratio: float | None = Field(None, ge=1, le=200)
    boiling_point_C: float = Field(ge=30, le=400)
    heat_of_evaporation_kJ_mol: float = Field(ge=10, le=100)
    molar_mass_g_mol: float = Field(ge=10, le=1000)
    density_g_cm3: float = Field(ge=0.1, le=5)
    surface_tension_N_m: float = Field(ge=0.001, le=1)
    vapour_at_20C_Pa: float | None = Field(None, ge=0, le=1e5)
    antoine_a_index: float | None = Field(None, ge=5, le=15)
    antoine_b_K: float | None = Field(None, ge=100, le=5000)
    antoine_c_K: float | None = Field(None, ge=50, le=400)
    exposure_limit_ppm: float | None = Field(None, ge=0, le=1e5)


class NamedBinder(Block):
    """A binder: what a recipe needs of it, and which route it is for.

    `dry_film`: it draws fibrils; `aqueous`: it comes dissolved or dispersed in water.
    """

    aliases: tuple[str, ...] = ()
    dry_film: bool = False
    aqueous: bool = False
    least_polarity_index: float = Field(0.0, ge=0, le=20)
    density_g_cm3: float = Field(ge=0.1, le=20)
    ion_blocking_frac: float = Field(gt=0, le=10)
    electron_blocking_frac: float = Field(gt=0, le=10)
    fibrillation_per_min: float | None = Field(None, gt=0, le=100)
    transition_C: float | None = Field(None, ge=-273, le=500)
    transition_width_K: float | None = Field(None, gt=0, le=100)
    saturation_s: float | None = Field(None, ge=0, le=1e5)
    cleavage_per_min2: float | None = Field(None, gt=0, le=10)


class NamedCoating(Block):
    """A coating of active particles: shares of it a class of solvents takes per hour."""

    aliases: tuple[str, ...] = ()
    nonpolar_per_h: Share
    ester_per_h: Share
    alcohol_per_h: Share
    water_per_h: Share


NAMED: dict[str, type[Block]] = {"solvents": Solvent, "binders": NamedBinder, "coatings": NamedCoating}
"""Table of a line file, and file of the folder `materials`: what an entry of it is."""
