"""Laws of atomic layer deposition: dose, growth, and how much of a surface a film covers."""

from __future__ import annotations

from twin.laws import deposition
from twin.laws.law import Argument, Law

_DOSE_AND_DA = (
    Argument("dose", 0.7, 0.0, 20.0, "Dose over the ideal dose of saturation."),
    Argument("reactivity", 3.0, 0.01, 1000.0, "Reaction over gas exchange, Da."),
)
_LANGMUIR = "Langmuir adsorption at first order; range: assumption, from exchange alone to reaction alone"
_GROWTH = Argument("growth_per_cycle_nm", 0.112, 0.02, 3.0, "Growth per cycle once it has started.")

LAWS = (
    Law(
        "well_stirred_coverage",
        "frac",
        deposition.well_stirred_coverage,
        _DOSE_AND_DA,
        _LANGMUIR,
        "Coverage in a well-stirred reactor",
    ),
    Law(
        "fluid_bed_coverage",
        "frac",
        deposition.fluid_bed_coverage,
        _DOSE_AND_DA,
        _LANGMUIR,
        "Coverage of a powder in a fluid bed",
    ),
    Law(
        "spatial_coverage",
        "frac",
        deposition.spatial_coverage,
        _DOSE_AND_DA,
        _LANGMUIR,
        "Coverage behind a spatial reactor",
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
        "deposited_thickness",
        "nm",
        deposition.deposited_thickness,
        (
            Argument("cycles", 45.0, 0.0, 1000.0, "Cycles of deposition."),
            _GROWTH,
            Argument("delay_cycles", 0.0, 0.0, 30.0, "Cycles until growth starts."),
        ),
        "doi:10.3390/coatings9020092",
        "Thickness of a deposited film",
    ),
    Law(
        "film_coverage",
        "frac",
        deposition.film_coverage,
        (
            Argument("thickness_nm", 5.0, 0.0, 100.0, "Thickness of the film."),
            Argument("closing_nm", 1.0, 0.3, 5.0, "Thickness at which 1 - 1/e is covered."),
            Argument("roughness_um", 0.5, 0.0, 5.0, "Roughness of the surface."),
            Argument("uncovered_frac", 0.01, 0.0, 0.5, "Bare share on a smooth surface."),
            Argument("uncovered_per_um", 0.13, 0.0, 0.5, "Bare share added per roughness."),
        ),
        "Form: assumption; films close by 2 to 2.5 nm; roughness 0.3 to 2 um: assumption",
        "Coverage over a rough surface",
    ),
    Law(
        "powder_film_ppm",
        "ppm",
        deposition.powder_film_ppm,
        (
            Argument("surface_m2_g", 0.5, 0.01, 100.0, "Surface of the powder."),
            Argument("cycles", 4.0, 0.0, 1000.0, "Cycles of deposition."),
            _GROWTH,
            Argument("film_g_cm3", 3.0, 1.0, 10.0, "Density of the film."),
        ),
        "Mass balance; range: assumption",
        "Mass of a film on a powder",
    ),
)
