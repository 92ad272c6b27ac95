"""The cell of a recipe: how pressed surfaces meet, and what is around it. Numbers have no default."""

from __future__ import annotations

from twin.core.units import bounded
from twin.line.recipe_materials import RecipeSection, constant


class Interface(RecipeSection):
    """How pressed surfaces meet: the contact a press makes, what spoils it, and charge transfer."""

    yield_pressure_MPa: float = constant(
        1, 10_000, "Pressure that closes gaps of the surface at 25 °C.", contact_area="yield_pressure_MPa"
    )
    contact_packing_ratio: float = constant(
        0, 5, "Gaps closed without pressure: -ln of what is open, smooth surface.", contact_area="packing"
    )
    reference_roughness_um: float = constant(
        0,
        100,
        "Roughness that halves what a press closes.",
        above=True,
        contact_area="reference_roughness_um",
    )
    release_exponent: float = constant(
        0,
        1,
        "Contact goes with the pressure left over that of the press to this power.",
        kept_contact_frac="release_exponent",
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
        0,
        1000,
        "Pressure on the cell in use.",
        above=True,
        kept_contact_frac="stack_pressure_MPa",
        fade_frac="stack_pressure_MPa",
        contact_left_frac="stack_pressure_MPa",
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
        contact_left_frac="cycles",
    )
    temperature_C: float = constant(-40, 200, "Temperature of the cell in use.", fade_frac="temperature_C")
    fade_coated_frac: float = constant(
        0, 1, "Capacity lost per √cycle by coated particles at 2 MPa and 25 °C.", fade_frac="coated_frac"
    )
    fade_bare_ratio: float = constant(
        1, 1000, "Fade of bare over that of coated particles.", fade_frac="bare_ratio"
    )
    fade_pressure_exponent: float = constant(
        0, 5, "Fade falls with the stack pressure to this power.", fade_frac="pressure_exponent"
    )
    fade_doubling_K: float = constant(0, 1000, "Warmth that doubles it.", above=True, fade_frac="doubling_K")
    fade_cracked_frac: float = bounded(0, 1, "Capacity lost per √cycle by cracks, on top.")
    grain_swing_frac: float = constant(
        0, 1, "Volume active grains lose while charged.", contact_left_frac="swing_frac"
    )
    contact_loss_ratio: float = constant(
        0, 100, "Contact lost in 100 cycles at 5 MPa over that swing.", contact_left_frac="loss_ratio"
    )
    growth_uncovered_frac: float = bounded(0, 100, "Interface growth per √cycle without film.")
