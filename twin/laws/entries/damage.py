"""Laws of damage: what shear, pressure, solvent and moist air take from the materials."""

from __future__ import annotations

from twin.laws import damage, dispersion, moisture, solvent
from twin.laws.entries.powder import ENERGY
from twin.laws.law import Argument, Law

_CONDUCTIVITY = Argument(
    "conductivity_mS_cm", 1.87, 0.01, 30.0, "Ion conductivity of the electrolyte before."
)
_PRESSURES = (
    Argument("pressure_MPa", 250.0, 0.0, 600.0, "Pressure of this pass."),
    Argument("highest_pressure_MPa", 150.0, 0.0, 600.0, "Highest pressure of the passes before."),
    Argument("memory_frac", 0.3, 0.0, 1.0, "Share of the lower of the two that still counts."),
)
_GRAINS = (
    "Wheatcroft 2023, index entry: grains of 67 to 207 MPa, 36 after three loads; range: twice that; "
    "form and memory: assumption"
)

LAWS = (
    Law(
        "sheared_conductivity",
        "mS/cm",
        dispersion.sheared_conductivity,
        (
            _CONDUCTIVITY,
            Argument("energy_before_kJ_kg", 3.0, 0.0, 200.0, "Energy taken up before."),
            Argument("energy_after_kJ_kg", 40.0, 0.0, 200.0, "Energy taken up in all."),
            Argument("loss_frac", 0.25, 0.0, 0.6, "Lost at last."),
            Argument("scale_kJ_kg", 500.0, 1.0, 1e5, "Energy at which half of that is lost."),
        ),
        "Lee 2025, doi:10.1038/s41467-025-59363-4; Minnmann 2021, doi:10.1149/1945-7111/abf8d7; "
        "form in energy: assumption",
        "Electrolyte under shear",
    ),
    Law(
        "coating_left",
        "frac",
        damage.coating_left,
        (
            Argument("intact_frac", 0.9, 0.0, 1.0, "Share of the particle coating intact before."),
            Argument("time_h", 2.5, 0.0, 48.0, "Time in the solvent; none in dry powder."),
            Argument("solvent_per_h", 0.02, 0.0, 1.0, "Attack of the solvent, 0.02 mild to 0.5 polar."),
            ENERGY,
            Argument("wear_energy_kJ_kg", 2000.0, 10.0, 1e6, "Energy leaving 1/e of the coating."),
        ),
        "Assumption: first order in time and energy, dry and wet alike",
        "Wear of the particle coating",
    ),
    Law(
        "cracking_pressure_MPa",
        "MPa",
        damage.cracking_pressure_MPa,
        _PRESSURES,
        _GRAINS,
        "Pressure that counts for cracks",
    ),
    Law(
        "cracked_frac",
        "frac",
        damage.cracked_over_passes,
        (
            *_PRESSURES,
            Argument("strength_MPa", 300.0, 30.0, 600.0, "Pressure at which half of the particles crack."),
            Argument("spread_MPa", 49.0, 5.0, 200.0, "Width of that strength."),
        ),
        _GRAINS,
        "Particles cracked over passes",
    ),
    Law(
        "exposed_conductivity",
        "mS/cm",
        moisture.exposed_conductivity,
        (
            _CONDUCTIVITY,
            Argument("waited_s", 3600.0, 0.0, 604_800.0, "Time of the wait."),
            Argument("water_ppmv", 40.0, 0.0, 400.0, "Water in the air; 400 is a dew point near -30 C."),
            Argument("uptake_frac", 0.2, 0.0, 1.0, "1 for powder spread out, less in drum and roll."),
            Argument("threshold_ppmv_h", 1000.0, 10.0, 1e6, "Exposure leaving 1/e of it."),
        ),
        "Form: assumption, anchored on doi:10.3389/fenrg.2022.882508",
        "Electrolyte that waits in moist air",
    ),
    Law(
        "exposed_electrolyte",
        "mS/cm",
        solvent.exposed_electrolyte,
        (
            _CONDUCTIVITY,
            Argument("damage_frac", 0.2, 0.0, 0.95, "Lost at last; belongs to the pair."),
            Argument("rate_per_h", 0.5, 0.0, 100.0, "Rate of the loss."),
            Argument("time_s", 9000.0, 0.0, 172_800.0, "Time in the solvent."),
        ),
        "Hong 2026, doi:10.1016/j.ensm.2026.104930; kinetics: assumption",
        "Electrolyte in a solvent",
    ),
)
