"""Laws of surfaces and contacts: roughness, hardness, what spoils a contact, the resistance that follows."""

from __future__ import annotations

from twin.laws import contact, interface, surface
from twin.laws.law import Argument, Law, Target

_ROUGHNESS = Argument("roughness_um", 0.5, 0.0, 15.0, "Root mean square roughness.")
_YIELD = Argument("yield_pressure_MPa", 214.0, 50.0, 3000.0, "Yield pressure of the coating at 25 C.")
_FORM = "Form: assumption"

LAWS = (
    Law(
        "fresh_roughness_um",
        "um",
        surface.fresh_roughness_um,
        (
            Argument("particle_um", 4.0, 0.05, 200.0, "Largest particle or agglomerate at the surface."),
            Argument("wrinkle_um", 1.0, 0.0, 20.0, "Height of drying wrinkles."),
            Argument("share", 0.075, 0.025, 0.2, "Roughness per largest particle, 0.05 to 0.1."),
        ),
        _FORM + ", squares add up",
        "Roughness before any roll",
    ),
    Law(
        "wrinkle_um",
        "um",
        surface.wrinkle_um,
        (
            Argument("shrinkage_um", 80.0, 0.0, 1000.0, "Thickness the film loses while it dries."),
            Argument("peclet", 2.0, 0.0, 10.0, "Shrinkage over diffusion of the binder."),
            Argument("wrinkle_ratio", 0.03, 0.0, 0.08, "Wrinkle height over shrinkage, 0.02 to 0.04."),
        ),
        _FORM + ", no measured law found",
        "Wrinkles of a dried film",
    ),
    Law(
        "nip_roughness_um",
        "um",
        surface.nip_roughness_um,
        (
            Argument("before_um", 2.0, 0.0, 20.0, "Roughness before the nip."),
            Argument("pressure_MPa", 100.0, 0.0, 600.0, "Pressure of the nip."),
            Argument("roll_roughness_um", 0.15, 0.0, 2.0, "Roughness of the rolls, 0.1 to 0.2 when ground."),
            Argument("smoothing_pressure_MPa", 400.0, 75.0, 1200.0, "Pressure leaving 1/e, 150 to 600."),
        ),
        _FORM + ", exponential in pressure",
        "Roughness behind a nip",
    ),
    Law(
        "surface_hardness_MPa",
        "MPa",
        interface.surface_hardness_MPa,
        (
            _YIELD,
            Argument("hardness_ratio", 3.0, 1.0, 10.0, "Hardness over yield pressure."),
            Argument("softer_ratio", 1.4, 0.5, 5.0, "How much heat helps."),
            _ROUGHNESS,
            Argument("reference_roughness_um", 1.0, 0.05, 20.0, "Roughness that doubles the hardness felt."),
        ),
        "So 2021, doi:10.1016/j.jpowsour.2021.230344: three times the yield pressure; roughness: assumption",
        "Hardness a press feels",
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
    Law(
        "agglomerate_contact_ratio",
        "ratio",
        contact.agglomerate_contact_ratio,
        (Argument("primaries_count", 20.0, 1.0, 307.0, "Electrolyte particles per agglomerate."),),
        "Otani 2025, doi:10.5796/electrochemistry.25-71025",
        "Contact area lost to agglomerates",
    ),
    Law(
        "agglomerate_share_frac",
        "frac",
        interface.agglomerate_share_frac,
        (
            Argument("agglomerate_um", 1.0, 0.05, 200.0, "Size of the electrolyte agglomerates."),
            Argument("primary_um", 0.5, 0.05, 50.0, "Size of the primary particles."),
            Argument("exponent", 0.066, 0.03, 0.14, "Contact falls with primaries to this power."),
        ),
        "Otani 2025, doi:10.5796/electrochemistry.25-71025, 1 to 307 primaries",
        "Contact that agglomerates leave",
    ),
    Law(
        "clean_share_frac",
        "frac",
        interface.clean_share_frac,
        (
            Argument("solvent_kg_kg", 5e-4, 0.0, 0.05, "Residual solvent."),
            Argument("solvent_blocking_kg_kg", 0.01, 1e-4, 1.0, "Solvent leaving 1/e of the contact."),
            Argument("surface_binder_frac", 0.012, 0.0, 0.15, "Binder per solids at the surface."),
            Argument("binder_blocking_frac", 0.1, 0.005, 2.0, "Surface binder leaving 1/e of it."),
        ),
        _FORM + ", exponential in both",
        "Contact spots neither solvent nor binder blocks",
    ),
    Law(
        "filled_contact",
        "frac",
        interface.filled_contact,
        (
            Argument("contact_frac", 0.3, 0.0, 1.0, "Contact share without a modifier."),
            Argument("fill_frac", 0.3, 0.0, 0.8, "Gaps the modifier fills, 0.2 to 0.5."),
        ),
        _FORM + ", Li3PO4 or Li2CO3 at the first charge",
        "Contact with an interface modifier",
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
)
