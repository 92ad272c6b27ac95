"""The cell of a recipe: how pressed surfaces meet, and what is around it. Numbers have no default."""

from __future__ import annotations

from twin.core.units import bounded
from twin.line.recipe_materials import RecipeSection, constant


class Interface(RecipeSection):
    """How pressed surfaces meet: densification between plates, contact and its resistance."""

    yield_pressure_MPa: float = constant(
        1,
        10_000,
        "Yield pressure of the surface at 25 °C.",
        surface_hardness_MPa="yield_pressure_MPa",
    )
    softening_per_K: float = bounded(0, 0.1, "Share of the hardness lost per kelvin.")
    hardness_ratio: float = constant(
        0.1, 100, "Hardness of the surface over the yield pressure.", surface_hardness_MPa="hardness_ratio"
    )
    reference_roughness_um: float = constant(
        0,
        100,
        "Roughness that doubles the hardness felt.",
        above=True,
        surface_hardness_MPa="reference_roughness_um",
    )
    agglomerate_exponent: float = constant(
        0, 1, "Contact falls with primaries per agglomerate to this power.", agglomerate_share_frac="exponent"
    )
    solvent_blocking_kg_kg: float = constant(
        0,
        10,
        "Residual solvent leaving 1/e of the contact.",
        above=True,
        clean_share_frac="solvent_blocking_kg_kg",
    )
    binder_blocking_frac: float = constant(
        0,
        10,
        "Surface binder leaving 1/e of the contact.",
        above=True,
        clean_share_frac="binder_blocking_frac",
    )
    share_exponent: float = bounded(0, 5, "Contact counts as electrolyte volume share to this power.")
    residual_ohm_cm2: float = constant(
        0, 1e6, "Resistance that full contact leaves.", interface_resistance="residual_ohm_cm2"
    )
    contact_resistance_ohm_cm2: float = constant(
        0, 1e6, "Contact of smooth pure electrolyte at 1 MPa.", interface_resistance="contact_ohm_cm2"
    )
    contact_memory_frac: float = constant(
        0, 1, "Contact kept on release: exponent of the highest pressure.", interface_resistance="memory"
    )
    film_resistance_ohm_cm2: float = bounded(0, 1e6, "Resistance of 1 nm of deposited film.")
    charge_transfer_ohm_cm2: float = constant(
        0, 1e6, "Resistance of coated active surface, per true area.", reaction_resistance="coated_ohm_cm2"
    )
    bare_surface_ratio: float = constant(
        1, 1000, "Resistance of bare over coated active surface.", reaction_resistance="bare_ratio"
    )


class CellDesign(RecipeSection):
    """The cell around the electrode, and how it is tested."""

    current_mA_cm2: float = constant(0, 1000, "Current of the discharge test.", usable_frac="current_mA_cm2")
    mean_voltage_V: float = bounded(0, 10, "Mean voltage at low rate.", above=True)
    voltage_window_V: float = constant(
        0, 10, "Voltage between full and empty, for polarisation.", above=True, usable_frac="window_V"
    )
    stack_pressure_MPa: float = constant(
        0, 1000, "Pressure on the cell in use.", above=True, interface_resistance="pressure_MPa"
    )
    separator_thickness_um: float = constant(
        0, 1000, "Thickness of the electrolyte layer.", layer_resistance="thickness_um"
    )
    separator_conductivity_mS_cm: float = constant(
        0, 1000, "Its ion conductivity.", above=True, layer_resistance="conductivity_mS_cm"
    )
    anode_thickness_um: float = bounded(0, 1000, "Thickness of the counter electrode.")
    anode_resistance_ohm_cm2: float = bounded(0, 1e6, "Resistance of the counter electrode.")
    collector_thickness_um: float = bounded(0, 1000, "Share of both collectors in one repeat unit.")
    stack_volume_frac: float = bounded(0, 1, "Volume of repeat units per volume of the stack.", above=True)
    first_cycle_loss_frac: float = bounded(0, 1, "First charge the active material never gives back.")
    side_charge_mAh_cm2: float = bounded(0, 10, "First-cycle side reaction per bare true surface.")
    binder_charge_mAh_g: float = bounded(0, 5000, "Charge that reduces the binder, per binder.")
    isolated_per_cracked_frac: float = bounded(0, 1, "Active material cut off per cracked active material.")
    cycles_count: float = constant(
        0,
        100_000,
        "Cycles after which retention is stated.",
        grown_resistance="cycles",
        retention_frac="cycles",
    )
    fade_bare_frac: float = constant(
        0, 1, "Capacity lost per √cycle by bare particles.", retention_frac="fade_frac"
    )
    fade_coated_frac: float = bounded(0, 1, "Capacity lost per √cycle by coated particles.")
    fade_cracked_frac: float = bounded(0, 1, "Capacity lost per √cycle by cracks, on top.")
    growth_uncovered_frac: float = bounded(0, 100, "Interface growth per √cycle without film.")
