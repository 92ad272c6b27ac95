"""The pressed interface: what spoils the contact, and what fills it."""

from __future__ import annotations

from typing import Annotated

from twin.core.arrays import exp
from twin.core.material import Array
from twin.laws.contact import agglomerate_contact_ratio
from twin.laws.registry.argument import Range
from twin.laws.registry.law import law

_FORM = "Form: assumption"


@law(
    "Contact spots neither solvent nor binder blocks",
    unit="frac",
    source=_FORM + ", exponential in both",
)
def clean_share_frac(
    solvent_kg_kg: Annotated[Array | float, Range(0.0, 0.05, "Residual solvent.", "x", 5e-4)],
    solvent_blocking_kg_kg: Annotated[
        Array | float, Range(1e-4, 1.0, "Solvent leaving 1/e of the contact.", "xb", 0.01)
    ],
    surface_binder_frac: Annotated[
        Array | float, Range(0.0, 0.15, "Binder per solids at the surface.", "w", 0.012)
    ],
    binder_blocking_frac: Annotated[
        Array | float, Range(0.005, 2.0, "Surface binder leaving 1/e of it.", "wb", 0.1)
    ],
) -> Array | float:
    """Return the share of contact spots neither residual solvent nor binder at the surface blocks.

        c = exp(-x / xb - w / wb)

    >>> round(clean_share_frac(0.005, 0.01, 0.05, 0.1), 4)
    0.3679
    """
    blocked = solvent_kg_kg / solvent_blocking_kg_kg + surface_binder_frac / binder_blocking_frac
    return exp(-blocked)


@law(
    "Contact that agglomerates leave",
    unit="frac",
    source="Otani 2025, doi:10.5796/electrochemistry.25-71025, 1 to 307 primaries",
)
def agglomerate_share_frac(
    agglomerate_um: Annotated[
        Array | float, Range(0.05, 200.0, "Size of the electrolyte agglomerates.", "d", 1.0)
    ],
    primary_um: Annotated[Array | float, Range(0.05, 50.0, "Size of the primary particles.", "dp", 0.5)],
    exponent: Annotated[
        Array | float, Range(0.03, 0.14, "Contact falls with primaries to this power.", "n", 0.066)
    ],
) -> Array | float:
    """Return the contact agglomerates leave, `agglomerate_contact_ratio` of the primaries they are made of.

        c = N^-n,   N = (d / dp)³

    >>> round(agglomerate_share_frac(1.0, 0.5, 0.066), 4)
    0.8718
    """
    return agglomerate_contact_ratio((agglomerate_um / primary_um) ** 3, exponent)


@law(
    "Contact with an interface modifier",
    unit="frac",
    source=_FORM + ", Li3PO4 or Li2CO3 at the first charge",
)
def filled_contact(
    contact_frac: Annotated[Array | float, Range(0.0, 1.0, "Contact share without a modifier.", "c0", 0.3)],
    fill_frac: Annotated[Array | float, Range(0.0, 0.8, "Gaps the modifier fills, 0.2 to 0.5.", "f", 0.3)],
) -> Array | float:
    """Return the contact share once a modifier has filled part of the gaps.

        c = f + (1 - f) · c0

    >>> round(filled_contact(0.5, 0.2), 4)
    0.6
    """
    return fill_frac + (1.0 - fill_frac) * contact_frac
