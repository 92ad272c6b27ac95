"""The laws of the project by name: what each says, in which range, and after whom.

In the order in which a lot meets them; each theme is a file of `twin/laws/entries`.
"""

from __future__ import annotations

from twin.laws.entries import (
    cell,
    damage,
    deposition,
    drying,
    energy,
    interface,
    powder,
    pressing,
    rolls,
    transport,
)
from twin.laws.law import Argument, Law, Target

__all__ = ["LAWS", "Argument", "Law", "Target"]

_THEMES = (powder, damage, drying, pressing, rolls, deposition, interface, transport, cell, energy)

LAWS: dict[str, Law] = {law.name: law for theme in _THEMES for law in theme.LAWS}
"""Every law the twin uses, by name; any of them can be tested against measurements."""
