"""The pressed interface: what spoils the contact, what fills it, and the resistance that follows."""

from __future__ import annotations

import numpy as np

from twin.core.arrays import exp
from twin.core.material import Array
from twin.laws.contact import interface_resistance


def surface_hardness_MPa(
    yield_pressure_MPa: Array | float,
    hardness_ratio: Array | float,
    softer_ratio: Array | float,
    roughness_um: Array | float,
    reference_roughness_um: Array | float,
) -> Array | float:
    """Return the hardness a press feels: a multiple of the yield pressure, more on a rough surface.

    `softer_ratio`: how much the temperature helps. Roughness term: assumption.
    """
    rough = 1.0 + roughness_um / reference_roughness_um
    return hardness_ratio * yield_pressure_MPa / softer_ratio * rough


def clean_share_frac(
    solvent_kg_kg: Array | float,
    solvent_blocking_kg_kg: Array | float,
    surface_binder_frac: Array | float,
    binder_blocking_frac: Array | float,
) -> Array | float:
    """Return the share of contact spots neither residual solvent nor binder at the surface blocks.

    Form: assumption, exponential in both.
    """
    blocked = solvent_kg_kg / solvent_blocking_kg_kg + surface_binder_frac / binder_blocking_frac
    return exp(-blocked)


def agglomerate_share_frac(
    agglomerate_um: Array | float, primary_um: Array | float, exponent: Array | float
) -> Array | float:
    """Return the contact agglomerates leave: primaries per agglomerate to a negative power.

    10.5796/electrochemistry.25-71025 as digested: exponent 0.066 for 1 to 307 primaries.
    """
    return (agglomerate_um / primary_um) ** (-3.0 * exponent)


def filled_contact(contact_frac: Array | float, fill_frac: Array | float) -> Array | float:
    """Return the contact share once a modifier has filled part of the gaps."""
    return fill_frac + (1.0 - fill_frac) * contact_frac


def pressed_resistance(
    stack_pressure_MPa: Array | float,
    press_pressure_MPa: Array | float,
    contact_over_reference: Array | float,
    residual_ohm_cm2: Array | float,
    contact_ohm_cm2: Array | float,
    memory: Array | float,
) -> Array:
    """Return the interface resistance in use: the law of smooth electrolyte, scaled by the contact made.

    `contact_over_reference`: contact share over that of smooth, clean electrolyte at the same pressures.
    inf without any contact.
    """
    smooth = interface_resistance(stack_pressure_MPa, press_pressure_MPa, 0.0, contact_ohm_cm2, memory=memory)
    contact = np.asarray(contact_over_reference)
    if contact.item(contact.argmin()) > 0.0:
        return np.asarray(residual_ohm_cm2 + smooth / contact)
    with np.errstate(divide="ignore"):
        return np.asarray(residual_ohm_cm2 + smooth / contact)
