"""The materials of a recipe: shares, and what each of them is. Numbers have no default."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from twin.core.units import bounded


def constant(
    low: float, high: float, doc: str, *, above: bool = False, default: Any = ..., **laws: str
) -> Any:
    """Return a field of a recipe between two bounds; `above` leaves the lower bound itself out.

    `laws`: law = argument, for each law that takes the number unchanged: a recipe beyond the range of that
    argument marks all of its lots.
    """
    lower = {"gt": low} if above else {"ge": low}
    facts: dict[str, Any] = {"laws": laws}
    return Field(  # type: ignore[call-overload]
        default, le=high, description=doc, allow_inf_nan=False, json_schema_extra=facts, **lower
    )


class RecipeSection(BaseModel):
    """A table of the recipe: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def numbers(self) -> dict[str, float]:
        """Return what materials know of the section: key -> number; names and what is left out are none."""
        return {key: value for key, value in self if isinstance(value, int | float)}


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

    density_g_cm3: float = constant(0.1, 20, "Particle density.", guest_loading_cv="host_density_g_cm3")
    d50_um: float = constant(
        0.01, 100, "Median particle size.", guest_loading_cv="host_um", ionic_conductivity="active_d50_um"
    )
    capacity_mAh_g: float = bounded(1, 5000, "Capacity at low rate.")
    conductivity_mS_cm: float = constant(
        0, 1e6, "Electron conductivity of the compact.", electronic_conductivity="active_conductivity_mS_cm"
    )
    threshold_frac: float = constant(
        0,
        1,
        "Volume share at which grains first touch, electrolyte of their size.",
        electronic_conductivity="active_threshold_frac",
    )
    strength_MPa: float = constant(
        0,
        10_000,
        "Pressure at which half of the grains crack where there is no soft electrolyte.",
        above=True,
        bedded_strength_MPa="strength_MPa",
    )
    strength_spread_MPa: float = constant(
        0, 10_000, "Standard deviation of that strength.", above=True, cracked_frac="spread_MPa"
    )
    crack_cushion_frac: float = constant(
        0,
        1,
        "How much of its share of the volume soft electrolyte carries between grains.",
        bedded_strength_MPa="cushion_frac",
    )
    crack_memory_frac: float = constant(
        0, 1, "Share of an earlier pressure that still counts for cracks.", cracked_frac="memory_frac"
    )
    coating_wear_kJ_kg: float = constant(
        0, 1e9, "Mixing energy leaving 1/e of the coating.", above=True, coating_left="wear_energy_kJ_kg"
    )


class Electrolyte(RecipeSection):
    """The solid electrolyte."""

    family: Literal["sulfide", "halide", "oxide", "polymer"] | None = Field(
        None, description="What it is, for what it bears: water makes hydrogen sulfide of a sulfide."
    )
    density_g_cm3: float = constant(0.1, 20, "Particle density.", guest_loading_cv="guest_density_g_cm3")
    d50_um: float = constant(
        0.01,
        100,
        "Median particle size.",
        electrolyte_size_um="primary_um",
        ionic_conductivity="electrolyte_d50_um",
    )
    conductivity_mS_cm: float = constant(
        0,
        1000,
        "Ion conductivity of the fresh pellet.",
        above=True,
        ionic_conductivity="electrolyte_conductivity_mS_cm",
    )
    fine_threshold_frac: float = constant(
        0,
        1,
        "Volume share at which it first connects, far finer than the grains.",
        ionic_conductivity="fine_threshold_frac",
    )
    coarse_threshold_frac: float = constant(
        0, 1, "The same, coarser than the grains.", ionic_conductivity="coarse_threshold_frac"
    )
    dilution_exponent: float = constant(
        0, 5, "How much carbon thins its network.", ionic_conductivity="dilution_exponent"
    )
    primaries_count: float = constant(
        1, 1e9, "Primary particles per agglomerate as delivered.", agglomerate_contact_ratio="primaries_count"
    )
    deagglomeration_kJ_kg: float = constant(
        0, 1e9, "Energy leaving 1/e of the agglomeration.", above=True, electrolyte_size_um="scale_kJ_kg"
    )
    shear_loss_frac: float = constant(
        0, 0.99, "Conductivity lost at last to shear.", sheared_conductivity="loss_frac"
    )
    shear_loss_kJ_kg: float = constant(
        0, 1e9, "Energy at which half of that is lost.", above=True, sheared_conductivity="scale_kJ_kg"
    )


class Carbon(RecipeSection):
    """The conductive carbon."""

    density_g_cm3: float = bounded(0.1, 20, "Particle density.")
    conductivity_mS_cm: float = constant(
        0,
        1e7,
        "Electron conductivity of the compact.",
        electronic_conductivity="carbon_conductivity_mS_cm",
    )
    threshold_frac: float = constant(
        0,
        1,
        "Share of the room between the grains at which black connects; fibres: 0.7 over their aspect ratio.",
        above=True,
        electronic_conductivity="carbon_threshold_frac",
    )
    aggregate_um: float = constant(
        0.01, 100, "Size of the smallest aggregate, the floor of breakage.", carbon_size_um="aggregate_um"
    )
    agglomerate_um: float = constant(
        0.01, 1000, "Size of the agglomerates as delivered.", carbon_size_um="before_um"
    )
    drawn_together_frac: float = constant(
        0, 1, "Free carbon that drying of a slurry draws together.", dried_carbon_um="drawn_frac"
    )
    aspect_ratio: float = constant(
        1,
        10_000,
        "Length over diameter as delivered.",
        aspect_ratio="before_ratio",
        electronic_conductivity="carbon_aspect_ratio",
    )
    shortest_aspect_ratio: float = constant(
        1, 10_000, "What shear leaves of it at last.", aspect_ratio="shortest_ratio"
    )
    shortening_kJ_kg: float = constant(
        0, 1e9, "Energy leaving 1/e of the excess length.", above=True, aspect_ratio="scale_kJ_kg"
    )

    @model_validator(mode="after")
    def _shear_only_shrinks(self) -> Carbon:
        if self.agglomerate_um < self.aggregate_um:
            raise ValueError("agglomerate_um must not be below aggregate_um")
        if self.aspect_ratio < self.shortest_aspect_ratio:
            raise ValueError("aspect_ratio must not be below shortest_aspect_ratio")
        return self
