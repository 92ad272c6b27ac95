"""What a recipe says of its binder, and of what solvents do to its electrolyte and coating."""

from __future__ import annotations

from pydantic import Field, model_validator

from twin.core.units import bounded
from twin.line.recipe_materials import RecipeSection, constant


class Binder(RecipeSection):
    """The binder; one that draws fibrils has all five numbers on them, any other none."""

    name: str = Field(
        "", description="Its name in the table of binders, whose numbers fill what is left out."
    )
    density_g_cm3: float = bounded(0.1, 20, "Density.")
    ion_blocking_frac: float = constant(
        0, 10, "Binder leaving 1/e of the ion conductivity.", above=True, ionic_conductivity="blocking_frac"
    )
    electron_blocking_frac: float = constant(
        0,
        10,
        "Binder leaving 1/e of the electron conductivity.",
        above=True,
        electronic_conductivity="blocking_frac",
    )
    fibrillation_per_min: float | None = constant(
        0,
        100,
        "Rate of drawing the soft binder into fibrils.",
        above=True,
        default=None,
        fibrillation="rate_per_min",
    )
    transition_C: float | None = constant(
        -273, 500, "Temperature at which the binder softens.", default=None, fibrillation="transition_C"
    )
    transition_width_K: float | None = constant(
        0, 100, "Width of the softening.", above=True, default=None, fibrillation="transition_width_K"
    )
    saturation_s: float | None = constant(
        0, 1e5, "Soft kneading after which fibrils are cut.", default=None, fibrillation="saturation_s"
    )
    cleavage_per_min2: float | None = constant(
        0,
        10,
        "How fast cutting grows from there.",
        above=True,
        default=None,
        fibrillation="cleavage_per_min2",
    )

    @property
    def fibrils(self) -> bool:
        """Return whether the binder draws fibrils and so holds a film made without liquid."""
        return self.fibrillation_per_min is not None

    @model_validator(mode="after")
    def _fibrils_as_a_whole(self) -> Binder:
        keys = (
            "fibrillation_per_min",
            "transition_C",
            "transition_width_K",
            "saturation_s",
            "cleavage_per_min2",
        )
        missing = [key for key in keys if getattr(self, key) is None]
        if missing and len(missing) < len(keys):
            raise ValueError(f"a binder that draws fibrils needs {', '.join(missing)} too")
        return self


class Coating(RecipeSection):
    """The coating of the active particles: what solvents take of it per hour, by their class."""

    name: str = Field(
        "", description="Its name in the table of coatings, whose numbers fill what is left out."
    )
    nonpolar_per_h: float = constant(
        0, 1000, "Share lost in hydrocarbons.", above=True, coating_attack_per_h="nonpolar_per_h"
    )
    ester_per_h: float = constant(
        0, 1000, "Share lost in esters and ethers.", above=True, coating_attack_per_h="ester_per_h"
    )
    alcohol_per_h: float = constant(
        0, 1000, "Share lost in alcohols and amides.", above=True, coating_attack_per_h="alcohol_per_h"
    )
    water_per_h: float = constant(
        0, 1000, "Share lost in water.", above=True, coating_attack_per_h="water_per_h"
    )


class SolventAttack(RecipeSection):
    """What solvents do to the electrolyte, by their polarity."""

    first_hour_ratio: float = constant(
        0,
        100,
        "-ln of the conductivity an hour at 25 °C leaves of the powder in a solvent of polarity index 2.4.",
        solvent_retention="first_hour_ratio",
    )
    polarity_exponent: float = constant(
        0, 10, "Growth of that per polarity index.", solvent_retention="polarity_exponent"
    )
    time_exponent: float = constant(0, 2, "Growth of it with time.", solvent_retention="time_exponent")
    activation_kJ_mol: float = constant(
        0, 200, "Activation energy of the attack.", contact_h="activation_kJ_mol"
    )
    visible_frac: float = constant(
        0, 1, "Share of it that shows in a composite, in a mild solvent.", visible_damage_frac="mild_frac"
    )
