"""Laws of the cell: resistances of the electrode, capacity in use, first cycle, ageing."""

from __future__ import annotations

from twin.laws import ageing, electrode
from twin.laws.law import Argument, Law

_THICKNESS = Argument("thickness_um", 80.0, 0.0, 1000.0, "Thickness of the layer.")

LAWS = (
    Law(
        "electrode_resistance",
        "ohm_cm2",
        electrode.electrode_resistance,
        (
            _THICKNESS,
            Argument("ion_mS_cm", 0.05, 1e-6, 30.0, "Ion conductivity of the composite."),
            Argument("electron_mS_cm", 10.0, 1e-6, 1e4, "Electron conductivity of the composite."),
        ),
        "Euler and Nonnenmacher 1960, doi:10.1016/0013-4686(60)87002-4; slow reaction; range: assumption",
        "Resistance of ion and electron paths",
    ),
    Law(
        "layer_resistance",
        "ohm_cm2",
        electrode.layer_resistance,
        (_THICKNESS, Argument("conductivity_mS_cm", 1.6, 1e-6, 1e4, "Its conductivity.")),
        "Ohm; range: assumption",
        "Resistance of a layer all current passes",
    ),
    Law(
        "reaction_resistance",
        "ohm_cm2",
        electrode.reaction_resistance,
        (
            Argument("coated_ohm_cm2", 200.0, 0.0, 1e5, "Charge transfer of coated surface, per true area."),
            Argument("bare_ratio", 3.4, 1.0, 20.0, "Bare over coated surface."),
            Argument("intact_frac", 0.9, 0.0, 1.0, "Share of the particle coating intact."),
            Argument("true_cm2_cm2", 30.0, 0.1, 1000.0, "Wetted surface per area of electrode."),
        ),
        "Kim 2025, doi:10.1016/j.cej.2025.170461: 84 to 22 ohm; weighted mean: assumption",
        "Charge transfer of coated and bare grains",
    ),
    Law(
        "dispersed_frac",
        "frac",
        electrode.dispersed_frac,
        (
            Argument("size_um", 5.0, 0.05, 200.0, "Size of the carbon agglomerates."),
            Argument("aggregate_um", 0.2, 0.05, 1.0, "Smallest aggregate."),
            Argument("delivered_um", 30.0, 0.1, 200.0, "Size as delivered."),
        ),
        "Asylbekov 2023, doi:10.1002/ente.202200867: size falls with the share still coarse",
        "Carbon not locked up in agglomerates",
    ),
    Law(
        "usable_frac",
        "frac",
        electrode.usable_frac,
        (
            Argument("current_mA_cm2", 0.37, 0.0, 20.0, "Current of the discharge."),
            Argument("resistance_ohm_cm2", 200.0, 0.0, 1e4, "Resistance of the cell."),
            Argument("window_V", 1.1, 0.2, 4.0, "Voltage between full and empty."),
        ),
        "Assumption: linear between full and empty",
        "Capacity reached before polarisation ends the discharge",
    ),
    Law(
        "first_cycle_efficiency_frac",
        "frac",
        ageing.first_cycle_efficiency_frac,
        (
            Argument("lost_mAh_g", 25.0, 0.0, 500.0, "Charge not given back."),
            Argument("charge_mAh_g", 220.0, 10.0, 5000.0, "First charge."),
        ),
        "Charge balance; range: assumption",
        "Efficiency of the first cycle",
    ),
    Law(
        "side_reaction_ratio",
        "ratio",
        ageing.side_reaction_ratio,
        (
            Argument("coverage_frac", 0.94, 0.0, 1.0, "Area share the film covers."),
            Argument("thickness_nm", 5.0, 0.0, 100.0, "Thickness of the film."),
            Argument("decay_nm", 1.0, 0.0, 10.0, "Thickness leaving 1/e; 0 is a tight film."),
        ),
        "Assumption: bare spots react at the full rate",
        "Side reaction under a film",
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
