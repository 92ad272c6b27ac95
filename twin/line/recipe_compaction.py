"""How the powder or the coating of a recipe gives way to pressure. Numbers have no default."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from twin.core.units import bounded
from twin.laws.densification import HECKEL_EXPONENT, PANELLI_EXPONENT
from twin.line.recipe_materials import RecipeSection, constant

_EXPONENTS = {"heckel": HECKEL_EXPONENT, "panelli_ambrosio": PANELLI_EXPONENT}


class Compaction(RecipeSection):
    """How the powder or the dried coating gives way under rolls, and grows back."""

    loose_porosity_frac: float = constant(
        0.1,
        0.95,
        "Porosity of the powder as it enters the film rolls.",
        calendered_porosity="porosity_before_frac",
    )
    floor_porosity_frac: float = constant(
        0,
        0.5,
        "Porosity no pressure closes, below that of loose powder.",
        calendered_porosity="porosity_min_frac",
    )
    flow_pressure_MPa: float = constant(
        1, 10_000, "Flow pressure at 25 °C without electrolyte.", calendered_porosity="flow_pressure_MPa"
    )
    electrolyte_softening_frac: float = constant(
        0, 1, "How much lower it is in pure electrolyte.", flow_pressure_MPa="electrolyte_softening_frac"
    )
    rearranged_share_frac: float = constant(
        0, 1, "Share of the pores closed by sliding grains.", calendered_porosity="rearranged_share_frac"
    )
    rearrangement_pressure_MPa: float = constant(
        0,
        10_000,
        "Pressure for sliding at 25 °C.",
        above=True,
        calendered_porosity="rearrangement_pressure_MPa",
    )
    softening_per_K: float = constant(
        0, 0.1, "Pressure gains this share per kelvin.", calendered_porosity="softening_per_K"
    )
    instant_springback_frac: float = bounded(0, 1, "Thickness regained behind the nip at once.")
    springback_frac: float = constant(
        0, 1, "Thickness regained at last in storage, rolled at 25 °C.", springback="recovery_frac"
    )
    springback_time_d: float = constant(
        0, 1000, "Time constant of that.", above=True, springback="recovery_time_d"
    )
    relaxation_per_K: float = constant(
        0, 1, "Share of it lost per kelvin of roll temperature.", springback="relaxation_per_K"
    )
    skin_springback_frac: float = constant(
        0, 10, "Springback gained where the surface has twice the binder.", skin_factor="skin_springback_frac"
    )
    solvent_softening_kg_kg: float = bounded(0, 10, "Solvent leaving 1/e of flow pressure.", above=True)

    @model_validator(mode="after")
    def _loose_is_looser(self) -> Compaction:
        if self.loose_porosity_frac <= self.floor_porosity_frac:
            loose, floor = self.loose_porosity_frac, self.floor_porosity_frac
            raise ValueError(f"loose_porosity_frac {loose:g} must be above floor_porosity_frac {floor:g}")
        return self


class Film(RecipeSection):
    """How strong a film is that its binder alone holds together."""

    strength_MPa: float = constant(
        0,
        1000,
        "Strength with 0.5 % of the binder, all in fibrils, at 30 °C and 27 % pores.",
        film_strength_MPa="strength_MPa",
    )
    binder_exponent: float = constant(
        0, 5, "Growth of strength with the binder.", film_strength_MPa="binder_exponent"
    )
    fibril_exponent: float = constant(
        0, 5, "Growth of strength with its share in fibrils.", film_strength_MPa="fibril_exponent"
    )
    softening_per_K: float = constant(
        0, 0.1, "Share of strength lost per kelvin.", film_strength_MPa="softening_per_K"
    )
    weibull_modulus_ratio: float = constant(
        0, 100, "Weibull modulus of the strength.", above=True, break_hazard_ratio="modulus"
    )


class Pressing(RecipeSection):
    """How powder or coating gives way between plates."""

    densification: Literal["heckel", "panelli_ambrosio"] = Field(
        description="heckel for glass, which flows; panelli_ambrosio for crystalline grains, which harden."
    )
    electrolyte_yield_MPa: float = constant(
        1, 100_000, "Yield pressure of the electrolyte alone at 25 °C.", mixed_yield_MPa="electrolyte_MPa"
    )
    active_yield_MPa: float = constant(
        1, 100_000, "Yield pressure of the active material alone.", mixed_yield_MPa="active_MPa"
    )
    softening_per_K: float = constant(
        0, 0.1, "Pressure gains this share per kelvin.", relative_density="softening_per_K"
    )
    creep_per_s: float = constant(
        0, 1, "Creep rate at the yield pressure.", relative_density="creep_rate_per_s"
    )

    def numbers(self) -> dict[str, float]:
        """Return the numbers, with the exponent of the law in place of its name."""
        numbers = self.model_dump(exclude={"densification"})
        return {**numbers, "exponent": _EXPONENTS[self.densification]}
