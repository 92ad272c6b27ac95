"""Laws of dry powder: blending, breaking of agglomerates, kneading of the binder, feeding."""

from __future__ import annotations

from twin.laws import dispersion, feeding, fibrillation, mixing
from twin.laws.law import Argument, Law, Target

ENERGY = Argument("energy_kJ_kg", 30.0, 0.0, 200.0, "Mixing energy taken up.")
"""Intensive mixers put in 2 to 100 kJ/kg (Lischka 2025, doi:10.1016/j.partic.2025.06.002)."""
SPEED_RATIO = Argument("speed_ratio", 1.0, 0.1, 3.0, "Speed over the reference speed.")
_SHARE = Argument("share_frac", 0.02, 0.001, 0.999, "Mass share of the component.")

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
        "lacey_index",
        "frac",
        mixing.lacey_index,
        (
            Argument("variance", 1e-3, 0.0, 0.25, "Variance of the share between samples."),
            Argument("random_variance", 1e-4, 0.0, 0.25, "The same of a random blend."),
            _SHARE,
        ),
        "Lacey, J. Appl. Chem. 4 (1954) 257; range: every share",
        "Mixing index of measured samples",
    ),
    Law(
        "random_variance",
        "frac²",
        mixing.random_variance,
        (
            _SHARE,
            Argument("sample_mass_kg", 1e-9, 1e-12, 1.0, "Mass of a sample; 1 ug is a cube of 60 um."),
            Argument("particle_mass_kg", 1e-14, 1e-18, 1e-6, "Mean mass of its particles."),
            Argument("other_particle_mass_kg", 1.6e-13, 1e-18, 1e-6, "Mean mass of all others."),
            Argument("particle_mass_cv", 0.0, 0.0, 3.0, "Spread of its particle mass over the mean."),
            Argument("other_particle_mass_cv", 0.0, 0.0, 3.0, "Spread of the others."),
        ),
        "Stange, Chem. Ing. Tech. 26 (1954) 331; range: assumption, from single grains to batches",
        "Variance of a random blend",
    ),
    Law(
        "guest_loading_cv",
        "frac",
        feeding.guest_loading_cv,
        (
            _SHARE,
            Argument("guest_density_g_cm3", 1.95, 0.5, 10.0, "Density of the guest."),
            Argument("guest_um", 10.0, 0.02, 200.0, "Size of its grains or agglomerates."),
            Argument("host_density_g_cm3", 4.75, 0.5, 10.0, "Density of the grains it lies among."),
            Argument("host_um", 4.0, 0.02, 200.0, "Their size."),
            Argument("mixing_index_frac", 0.8, 0.0, 1.0, "0 apart, 1 random."),
            Argument("spot_mg", 1e-3, 1e-5, 1e5, "Mass of a spot."),
        ),
        "Stange 1954 and Lacey 1954, fed by volume: assumption",
        "Loading made uneven by the blend",
    ),
    Law(
        "settled_ratio",
        "ratio",
        feeding.settled_ratio,
        (
            Argument("web_m", 5.0, 0.0, 10_000.0, "Web made since the start."),
            Argument("settling_m", 5.0, 0.1, 100.0, "Web until 1/e of the error is left."),
            Argument("starting_error_frac", -0.1, -0.5, 0.5, "Error of the loading at the start."),
        ),
        "Assumption, with 5 to 15 m of start-up scrap per roll",
        "Loading after a start",
    ),
    Law(
        "specific_power_W_kg",
        "W/kg",
        dispersion.specific_power_W_kg,
        (
            Argument("reference_W_kg", 50.0, 0.01, 1e4, "Power at the reference speed."),
            SPEED_RATIO,
        ),
        "Frankenberg 2024, doi:10.1016/j.powtec.2024.119403",
        "Power of a mixing tool",
    ),
    Law(
        "stress_clock_min",
        "min",
        dispersion.stress_clock_min,
        (Argument("time_s", 900.0, 0.0, 7200.0, "Time of shear."), SPEED_RATIO),
        "Frankenberg 2024, doi:10.1016/j.powtec.2024.119403",
        "Stress events, told as minutes at the reference speed",
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
        "electrolyte_size_um",
        "um",
        dispersion.electrolyte_size_um,
        (
            Argument("before_um", 3.0, 0.1, 200.0, "Size of the agglomerates before."),
            Argument("primary_um", 0.5, 0.05, 50.0, "Size of the primary particles."),
            ENERGY,
            Argument("scale_kJ_kg", 10.0, 0.1, 1e4, "Energy leaving 1/e of the agglomeration."),
        ),
        "Form: assumption; sizes of Otani 2025, doi:10.5796/electrochemistry.25-71025",
        "De-agglomeration of the electrolyte",
    ),
    Law(
        "aspect_ratio",
        "ratio",
        dispersion.aspect_ratio,
        (
            Argument("before_ratio", 100.0, 1.0, 1000.0, "Length over diameter before."),
            Argument("shortest_ratio", 30.0, 1.0, 1000.0, "What shear leaves of it at last."),
            ENERGY,
            Argument("scale_kJ_kg", 100.0, 1.0, 1e5, "Energy leaving 1/e of the excess length."),
        ),
        "Assumption: first order in energy, nanotubes from 100 to 30 diameters",
        "Shortening of carbon fibres",
    ),
    Law(
        "fibrillation",
        "frac",
        fibrillation.fibrillated_frac,
        (
            Argument("before_frac", 0.0, 0.0, 1.0, "Share of the binder in fibrils before."),
            Argument("time_min", 13.0, 0.0, 60.0, "Kneading time at the reference speed."),
            Argument("temperature_C", 45.0, 0.0, 150.0, "Temperature of the powder."),
            Argument("rate_per_min", 0.25, 0.01, 5.0, "Rate of drawing soft binder."),
            Argument("transition_C", 19.0, 5.0, 60.0, "Temperature at which the binder softens."),
            Argument("transition_width_K", 4.0, 0.5, 20.0, "Width of the softening."),
            Argument("saturation_s", 720.0, 60.0, 7200.0, "Soft kneading after which fibrils are cut."),
            Argument("cleavage_per_min2", 0.002, 1e-5, 0.05, "How fast cutting grows from there."),
        ),
        "Lee 2025, doi:10.1039/d5ee03240g; PTFE seen from 30 to 120 C, 5 to 30 min; widths: assumption",
        "Fibrils drawn and cut by kneading",
    ),
    Law(
        "uneven_flow_cv",
        "frac",
        fibrillation.uneven_flow_cv,
        (
            Argument("fibrillated_frac", 0.8, 0.15, 1.0, "Share of the binder in fibrils."),
            Argument("poor_cv", 0.03, 0.0, 0.44, "Spread of loading where fibrils are poor."),
        ),
        "Lee 2025, doi:10.1039/d5ee03240g; that loading follows resistivity: assumption",
        "Powder that flows unevenly into the nip",
    ),
)
