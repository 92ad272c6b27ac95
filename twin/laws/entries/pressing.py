"""Laws of pressing: calender, press, storage after it."""

from __future__ import annotations

from twin.laws import compaction, densification, rolling, springback
from twin.laws.law import Argument, Law, Target

LAWS = (
    Law(
        "calendered_porosity",
        "frac",
        compaction.calendered_porosity,
        (
            Argument("pressure_MPa", 100.0, 0.0, 200.0, "Mean pressure of the nip."),
            Argument("porosity_before_frac", 0.5, 0.05, 0.7, "Porosity before the nip."),
            Argument("temperature_C", 25.0, 15.0, 120.0, "Temperature of the rolls."),
            Argument("porosity_min_frac", compaction.POROSITY_MIN_FRAC, 0.0, 0.4, "Floor of the recipe."),
            Argument("flow_pressure_MPa", compaction.FLOW_PRESSURE_MPA, 10.0, 2000.0, "Plastic flow."),
            Argument(
                "rearranged_share_frac",
                compaction.REARRANGED_SHARE_FRAC,
                0.0,
                1.0,
                "Pores that close as grains slide.",
            ),
            Argument(
                "rearrangement_pressure_MPa",
                compaction.REARRANGEMENT_PRESSURE_MPA,
                0.5,
                100.0,
                "Pressure at which grains slide.",
            ),
            Argument("softening_per_K", compaction.SOFTENING_PER_K, 0.0, 0.02, "Softening with temperature."),
        ),
        "Sangros Gimenez 2019, doi:10.1016/j.powtec.2019.03.020",
        "Porosity after the calender",
        Target("absolute", 0.02),
    ),
    Law(
        "flow_pressure_MPa",
        "MPa",
        rolling.flow_pressure_MPa,
        (
            Argument(
                "pure_MPa", compaction.FLOW_PRESSURE_MPA, 10.0, 2000.0, "Flow pressure without electrolyte."
            ),
            Argument("electrolyte_softening_frac", 0.5, 0.0, 0.95, "How much lower in pure electrolyte."),
            Argument("electrolyte_volume", 0.25, 0.0, 1.0, "Volume of electrolyte, in any unit."),
            Argument("active_volume", 0.75, 0.01, 1.0, "Volume of active material, in the same."),
        ),
        "Assumption: linear in the share of soft electrolyte",
        "Flow pressure of a mixture",
    ),
    Law(
        "meyer_density",
        "g/cm3",
        compaction.meyer_density,
        (
            Argument("line_load_N_mm", 300.0, 0.0, 3000.0, "Load per width."),
            Argument("density_before_g_cm3", 2.4, 0.5, 4.0, "Density before the nip."),
            Argument("density_max_g_cm3", 3.6, 1.0, 5.0, "Highest density of the coating."),
            Argument("compaction_load_N_mm", 260.0, 50.0, 1000.0, "Resistance to compaction."),
        ),
        "Meyer 2017, doi:10.1016/j.jmatprotec.2017.05.031",
        "Density against line load",
    ),
    Law(
        "relative_density",
        "frac",
        densification.relative_density,
        (
            Argument("pressure_MPa", 300.0, 0.0, 1000.0, "Pressure of the press."),
            Argument("yield_pressure_MPa", 330.0, 50.0, 3000.0, "Yield pressure of the powder at 25 C."),
            Argument("temperature_C", 25.0, 15.0, 250.0, "Temperature of the plates."),
            Argument("dwell_s", 60.0, 0.0, 7200.0, "Time under pressure."),
            Argument("packing", densification.PACKING, 0.0, 3.0, "-ln(1-D) after the grains have slid."),
            Argument("softening_per_K", densification.SOFTENING_PER_K, 0.0, 0.02, "With temperature."),
            Argument("creep_rate_per_s", densification.CREEP_RATE_PER_S, 0.0, 0.1, "At yield pressure."),
        ),
        "Heckel 1961; Sakuda 2013, doi:10.1038/srep02261",
        "Densification between plates",
        Target("absolute", 0.03),
    ),
    Law(
        "springback",
        "frac",
        springback.springback,
        (
            Argument("time_d", 21.0, 0.0, 365.0, "Time of storage."),
            Argument("temperature_C", 25.0, 15.0, 120.0, "Temperature of the rolls."),
            Argument("recovery_frac", springback.RECOVERY_FRAC, 0.0, 0.3, "Growth at last, rolled at 25 C."),
            Argument("recovery_time_d", springback.RECOVERY_TIME_D, 0.1, 100.0, "Time constant."),
            Argument("relaxation_per_K", springback.RELAXATION_PER_K, 0.0, 0.1, "Less growth per kelvin."),
        ),
        "Hong 2026, doi:10.1016/j.ensm.2026.105321",
        "Springback in storage",
    ),
    Law(
        "skin_factor",
        "ratio",
        springback.skin_factor,
        (
            Argument("binder_surface_ratio", 2.0, 1.0, 10.0, "Binder at the surface over its mean."),
            Argument("skin_springback_frac", 0.1, 0.0, 0.6, "Gain where it is twice the mean, 0 to 0.3."),
        ),
        "Form: assumption, a skin of binder takes more of the strain",
        "Springback gained by a binder skin",
    ),
)
