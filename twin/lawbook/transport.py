"""Laws of transport: ions, electrons, contacts."""

from __future__ import annotations

from twin.lawbook.model import Argument, Law, Target
from twin.physics import contact, percolation

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
    Law(
        "interface_resistance",
        "ohm_cm2",
        contact.interface_resistance,
        (
            Argument("pressure_MPa", 10.0, 0.5, 50.0, "Pressure on the stack now."),
            Argument("highest_pressure_MPa", None, 0.5, 50.0, "So far; left out, the pressure itself."),
            Argument("residual_ohm_cm2", contact.RESIDUAL_OHM_CM2, 0.0, 1e4, "What no pressure removes."),
            Argument("contact_ohm_cm2", contact.CONTACT_OHM_CM2, 0.0, 1e6, "Contact part at 1 MPa."),
            Argument("pressure_exponent", contact.PRESSURE_EXPONENT, 0.3, 2.0, "How contact spots open."),
            Argument("memory", contact.MEMORY, 0.0, 1.0, "0: none, 1: contact made is kept whole."),
        ),
        "Doux 2020, doi:10.1002/aenm.201903253; Cooper 1969, doi:10.1016/0017-9310(69)90011-8",
        "Interface resistance under pressure",
        Target("relative", 0.15),
    ),
    Law(
        "agglomerate_contact_ratio",
        "ratio",
        contact.agglomerate_contact_ratio,
        (Argument("primaries_count", 20.0, 1.0, 307.0, "Electrolyte particles per agglomerate."),),
        "Otani 2025, doi:10.5796/electrochemistry.25-71025",
        "Contact area lost to agglomerates",
    ),
    Law(
        "contact_area",
        "frac",
        contact.contact_area,
        (
            Argument("pressure_MPa", 200.0, 0.0, 1000.0, "Pressure on the contact."),
            Argument("hardness_MPa", 1000.0, 50.0, 10000.0, "Hardness of the softer side at its roughness."),
        ),
        "Assumption: spots that yield (Tabor) and merge",
        "Real contact area",
    ),
)
