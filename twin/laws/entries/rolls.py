"""Laws of the roll gap: pressure, bending, flattening, run-out, and how much of an error reaches the web."""

from __future__ import annotations

from twin.core.arrays import elementwise
from twin.laws import nip
from twin.laws.law import Argument, Law

_LINE_LOAD = Argument("line_load_N_mm", 500.0, 1.0, 3000.0, "Force per width of web.")
_DIAMETER = Argument("roll_diameter_mm", 500.0, 50.0, 2000.0, "Diameter of the rolls.")
_MODULUS = Argument("modulus_GPa", 210.0, 50.0, 700.0, "Elastic modulus of the rolls.")
_MILLS = "; range: assumption, from laboratory mills to industrial ones of 2500 N/mm"

LAWS = (
    Law(
        "nip_pressure",
        "MPa",
        nip.nip_pressure,
        (
            _LINE_LOAD,
            _DIAMETER,
            Argument("draft_um", 60.0, 0.5, 1000.0, "Thickness before less thickness in the nip."),
        ),
        "Line load over the arc of contact, angles below 1 degree: Sangros Gimenez 2019, "
        "doi:10.1016/j.powtec.2019.03.020" + _MILLS,
        "Mean pressure of a nip",
    ),
    Law(
        "contact_length_mm",
        "mm",
        nip.contact_length_mm,
        (
            Argument("radius_mm", 250.0, 25.0, 1000.0, "Radius of the rolls."),
            Argument("draft_um", 60.0, 0.5, 1000.0, "Thickness before less thickness in the nip."),
        ),
        "Geometry of two equal rolls" + _MILLS,
        "Length of the arc of contact",
    ),
    Law(
        "thickness_error_um",
        "um",
        nip.thickness_error_um,
        (
            Argument("gap_error_um", 1.0, -50.0, 50.0, "Error of the gap."),
            Argument("thickness_before_error_um", 2.0, -100.0, 100.0, "Error of the web that comes in."),
            Argument("mill_stiffness", 5.0, 0.01, 1000.0, "Force that opens the mill, kN/um."),
            Argument("plastic_stiffness", 2.0, 0.01, 1000.0, "Force that thins the web, kN/um."),
        ),
        "Gaugemeter equation, linear: textbook of rolling; range: assumption",
        "Thickness error behind a gap",
    ),
    Law(
        "roll_sag_um",
        "um",
        elementwise(nip.roll_sag_um),
        (
            _LINE_LOAD,
            Argument("face_width_mm", 800.0, 50.0, 3000.0, "Distance over which a roll bends."),
            Argument("diameter_mm", 500.0, 50.0, 2000.0, "Diameter of the rolls."),
            _MODULUS,
        ),
        "Beam held at its ends, uniform load" + _MILLS,
        "Bending of a roll",
    ),
    Law(
        "bent_gap_um",
        "um",
        nip.bent_gap_um,
        (
            Argument("place_ratio", 0.5, -1.0, 1.0, "Place across the web, -1 and 1 at its edges."),
            Argument("sag_um", 5.0, 0.0, 200.0, "Bending of one roll."),
            Argument("crown_um", 5.0, 0.0, 500.0, "How much thicker both rolls are in the middle, together."),
            Argument("covered_frac", 0.75, 0.1, 1.0, "Web width over face width."),
        ),
        "Assumption: parabola over the face",
        "Gap across the web",
    ),
    Law(
        "flattening_um_mm_N",
        "um·mm/N",
        elementwise(nip.flattening_um_mm_N),
        (
            Argument("radius_mm", 250.0, 25.0, 1000.0, "Radius of the rolls."),
            Argument("contact_mm", 3.5, 0.1, 40.0, "Length of the arc of contact."),
            _MODULUS,
        ),
        "Johnson, Contact Mechanics (1985), equation 5.58, steel" + _MILLS,
        "Flattening of two rolls",
    ),
    Law(
        "run_out_um",
        "um",
        nip.run_out_um,
        (
            Argument("place_m", 0.3, 0.0, 1e5, "Place along the web."),
            _DIAMETER,
            Argument("rms_um", 1.0, 0.0, 20.0, "Root mean square of the gap error; a third of the reading."),
        ),
        "Assumption: one sine per turn; readings of 1 to 5 um are specified for dry films",
        "Gap of a roll out of true",
    ),
)
