"""Laws of transport: networks of ions and of electrons."""

from __future__ import annotations

from twin.laws import percolation
from twin.laws.law import Argument, Law, Target

_SIZES = (
    Argument("electrolyte_d50_um", 4.0, 0.3, 50.0, "Median size of the electrolyte, agglomerates included."),
    Argument("active_d50_um", 4.0, 1.0, 20.0, "Median size of the active grains."),
)
_PERCOLATION = "Minnmann 2021, doi:10.1149/1945-7111/abf8d7; Schlautmann 2023, doi:10.1002/aenm.202302309; "
_BINDER = "Lee 2025, doi:10.1038/s41467-025-59363-4"

LAWS = (
    Law(
        "ionic_conductivity",
        "mS/cm",
        percolation.ionic_conductivity,
        (
            Argument("electrolyte_frac", 0.35, 0.10, 0.80, "Of the total volume, pores included."),
            Argument("electrolyte_conductivity_mS_cm", 2.0, 0.01, 30.0, "Of the dense electrolyte."),
            *_SIZES,
            Argument("binder_mass_frac", 0.0, 0.0, 0.05, "Binder per solids."),
            Argument("carbon_frac", 0.0, 0.0, 0.15, "Carbon of the total volume."),
        ),
        _PERCOLATION + _BINDER,
        "Ion conductivity of a composite",
        Target("decades", 0.15),
    ),
    Law(
        "electronic_conductivity",
        "mS/cm",
        percolation.electronic_conductivity,
        (
            Argument("active_frac", 0.45, 0.0, 0.80, "Of the total volume, pores included."),
            Argument("carbon_frac", 0.0, 0.0, 1.0, "Carbon of the total volume."),
            Argument("active_conductivity_mS_cm", 7.2, 1e-4, 100.0, "Active material pressed alone."),
            *reversed(_SIZES),
            Argument("binder_mass_frac", 0.0, 0.0, 0.05, "Binder per solids."),
            Argument(
                "carbon_conductivity_mS_cm",
                percolation.CARBON_CONDUCTIVITY_MS_CM,
                10.0,
                1e4,
                "Carbon pressed alone.",
            ),
            Argument("carbon_aspect_ratio", 1.0, 1.0, 1000.0, "Length over diameter of the carbon."),
            Argument("dispersion_frac", 1.0, 0.05, 1.0, "Carbon not locked up in agglomerates."),
            Argument("matrix_conductivity_mS_cm", 0.0, 0.0, 1.0, "Electrolyte without carbon."),
        ),
        _PERCOLATION + "Reisacher 2023, doi:10.3390/batteries9120595; " + _BINDER,
        "Electron conductivity of a composite",
        Target("decades", 0.25),
    ),
)
