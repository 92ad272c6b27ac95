"""What a named solvent takes from electrolyte and particle coating, in one machine after another."""

from __future__ import annotations

import numpy as np

from twin.core.material import Array, Material, plain
from twin.laws.damage import coating_left
from twin.laws.solvent_attack import coating_attack_per_h, contact_h, solvent_retention, visible_damage_frac

_NO_WEAR_KJ_KG = 0.0


def attacked(material: Material, time_s: Array | float, temperature_C: float) -> dict[str, Array | float]:
    """Return what a time in the solvent changes, as fields of Material.

    Nothing happens without a named solvent, or to a product whose recipe does not say what solvents do to
    its electrolyte or coating.
    """
    known = material.known
    polarity, before_h = plain(material.solvent_polarity_index), plain(material.solvent_contact_h)
    conductivity = plain(material.electrolyte_conductivity_mS_cm)
    coating = plain(material.coating_intact_frac)
    counted_s = np.sign(polarity) * time_s
    after_h = before_h
    if "solvent_attack_first_hour_ratio" in known:
        after_h = before_h + contact_h(counted_s, temperature_C, known["solvent_attack_activation_kJ_mol"])
        conductivity = conductivity * solvent_retention(
            polarity,
            after_h,
            before_h,
            known["solvent_attack_first_hour_ratio"],
            known["solvent_attack_polarity_exponent"],
            known["solvent_attack_time_exponent"],
            visible_damage_frac(polarity, known["solvent_attack_visible_frac"]),
        )
    if "coating_nonpolar_per_h" in known:
        per_h = coating_attack_per_h(
            polarity,
            known["coating_nonpolar_per_h"],
            known["coating_ester_per_h"],
            known["coating_alcohol_per_h"],
            known["coating_water_per_h"],
        )
        coating = coating_left(
            coating, counted_s / 3600.0, per_h, _NO_WEAR_KJ_KG, known["active_coating_wear_kJ_kg"]
        )
    return {
        "electrolyte_conductivity_mS_cm": conductivity,
        "coating_intact_frac": coating,
        "solvent_contact_h": after_h,
    }
