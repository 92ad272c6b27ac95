"""Laws of mixing, damage by air and solvent, coating, drying, deposition and ageing."""

from __future__ import annotations

from twin.lawbook.model import Argument, Law, Target
from twin.physics import ageing, deposition, dispersion, drying, mixing, moisture, solvent

LAWS = (
    Law(
        "mixing_index",
        "frac",
        mixing.mixing_index,
        (
            Argument("time_s", 60.0, 0.0, 3600.0, "Time of mixing."),
            Argument("tip_speed_m_s", 20.0, 10.0, 30.0, "Speed of the tool's tip."),
            Argument("start_index_frac", mixing.START_INDEX_FRAC, 0.0, 0.99, "Index of the charge."),
            Argument("rate_per_s", mixing.RATE_PER_S, 1e-4, 10.0, "Rate at 20 m/s."),
            Argument("speed_exponent", mixing.SPEED_EXPONENT, -1.0, 3.0, "Rate against speed."),
            Argument("dead_time_s", mixing.DEAD_TIME_S, 0.0, 60.0, "Time before powder moves."),
        ),
        "Lacey 1954; Hare 2026, doi:10.1016/j.powtec.2025.121804",
        "Mixing index of a dry blend",
        Target("absolute", 0.03),
    ),
    Law(
        "specific_power_W_kg",
        "W/kg",
        dispersion.specific_power_W_kg,
        (
            Argument("reference_W_kg", 50.0, 0.01, 1e4, "Power at the reference speed."),
            Argument("speed_ratio", 1.0, 0.1, 3.0, "Speed over the reference speed."),
        ),
        "Frankenberg 2024, doi:10.1016/j.powtec.2024.119403",
        "Power of a mixing tool",
    ),
    Law(
        "carbon_size_um",
        "um",
        dispersion.carbon_size_um,
        (
            Argument("before_um", 10.0, 0.1, 200.0, "Size before."),
            Argument("aggregate_um", 0.2, 0.05, 1.0, "Smallest aggregate, the floor of breakage."),
            Argument("time_s", 120.0, 0.0, 7200.0, "Time of shear."),
            Argument("breakage_per_s", 0.014, 1e-4, 1.0, "Rate at the reference speed."),
            Argument("speed_ratio", 1.0, 0.3, 3.0, "Speed over the reference speed."),
        ),
        "Asylbekov 2023, doi:10.1002/ente.202200867; Frankenberg 2024, doi:10.1016/j.powtec.2024.119403",
        "Breakage of carbon agglomerates",
    ),
    Law(
        "exposed_conductivity",
        "mS/cm",
        moisture.exposed_conductivity,
        (
            Argument("conductivity_mS_cm", 2.0, 0.01, 30.0, "Ion conductivity before the wait."),
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
            Argument("conductivity_mS_cm", 1.87, 0.01, 30.0, "Ion conductivity of the powder."),
            Argument("damage_frac", 0.2, 0.0, 0.95, "Lost at last; belongs to the pair."),
            Argument("rate_per_h", 0.5, 0.0, 100.0, "Rate of the loss."),
            Argument("time_s", 9000.0, 0.0, 172_800.0, "Time in the solvent."),
        ),
        "Hong 2026, doi:10.1016/j.ensm.2026.104930; kinetics: assumption",
        "Electrolyte in a solvent",
    ),
    Law(
        "low_flow_limit",
        "ratio",
        solvent.low_flow_limit,
        (
            Argument("gap_um", 300.0, 50.0, 2000.0, "Gap between die and web."),
            Argument("wet_um", 150.0, 10.0, 1000.0, "Film on the web."),
        ),
        "Carvalho and Kheshgi, AIChE J. 46 (2000) 1907",
        "Highest capillary number of a coating bead",
    ),
    Law(
        "falling_rate",
        "kg/kg",
        drying.falling_rate,
        (
            Argument("content_kg_kg", 0.01, 0.0, 0.3, "Solvent before; below that of full pores."),
            Argument("rest_kg_kg", 0.0005, 0.0, 0.1, "Solvent that stays."),
            Argument("rate_per_s", 1e-4, 0.0, 10.0, "Rate at the temperature of the film."),
            Argument("time_s", 7200.0, 0.0, 1e6, "Time of drying."),
        ),
        "First order once the pores hold back: assumption",
        "Last solvent leaving the pores",
    ),
    Law(
        "drying_time",
        "s",
        drying.drying_time,
        (
            Argument("loading_mg_cm2", 20.0, 1.0, 100.0, "Dry mass per area."),
            Argument("solids_frac", 0.7, 0.2, 0.9, "Solids of the slurry by mass."),
            Argument("drying_rate_g_m2_s", 1.0, 0.05, 20.0, "Solvent evaporated per area and time."),
        ),
        "Mass balance; Lippke 2023, doi:10.1002/ente.202200724; Kumberg 2019, doi:10.1002/ente.201900722",
        "Time to dry a film",
        Target("relative", 0.10),
    ),
    Law(
        "binder_surface_ratio",
        "frac",
        drying.binder_surface_ratio,
        (Argument("peclet", 2.0, 0.0, 10.0, "Shrinkage over diffusion of the binder."),),
        "Font 2018, doi:10.1016/j.jpowsour.2018.04.097",
        "Binder at the surface of a dried film",
    ),
    Law(
        "deposited_thickness",
        "nm",
        deposition.deposited_thickness,
        (
            Argument("cycles", 45.0, 0.0, 1000.0, "Cycles of deposition."),
            Argument("growth_per_cycle_nm", 0.112, 0.02, 3.0, "Growth per cycle once it has started."),
            Argument("delay_cycles", 0.0, 0.0, 30.0, "Cycles until growth starts."),
        ),
        "doi:10.3390/coatings9020092",
        "Thickness of a deposited film",
    ),
    Law(
        "required_exposure_ratio",
        "ratio",
        deposition.required_exposure_ratio,
        (Argument("aspect_ratio", 10.0, 0.0, 200.0, "Depth over width of the hole."),),
        "Gordon 2003, doi:10.1002/cvde.200390005",
        "Exposure that saturates a hole",
    ),
    Law(
        "grown_resistance",
        "ohm",
        ageing.grown_resistance,
        (
            Argument("first", 50.0, 0.0, 1e5, "Resistance without cycles, ohm."),
            Argument("rate", 15.0, 0.0, 1e4, "Growth per square root of cycles, ohm."),
            Argument("cycles", 100.0, 0.0, 1000.0, "Cycles of charge and discharge."),
        ),
        "Kim 2025, doi:10.1016/j.cej.2025.170461",
        "Resistance grown over cycles",
    ),
    Law(
        "retention_frac",
        "frac",
        ageing.retention_frac,
        (
            Argument("fade_frac", 0.005, 0.0, 0.1, "Capacity lost per square root of cycles."),
            Argument("cycles", 500.0, 0.0, 2000.0, "Cycles of charge and discharge."),
        ),
        "Square root of cycles: assumption",
        "Capacity left over cycles",
    ),
)
