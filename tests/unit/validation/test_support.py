"""How laws are backed: thirty have a measured series; those that move the verdict do, or say why not."""

from __future__ import annotations

import pytest

from twin.laws.registry.book import LAWS
from twin.validation.reader import read_series
from twin.validation.shipped import notes, shipped_sets

MOVES_THE_VERDICT = (
    "ionic_conductivity",
    "relative_density",
    "calendered_porosity",
    "kept_contact_frac",
    "interface_resistance",
    "binder_surface_ratio",
    "solvent_retention",
    "electrolyte_size_um",
    "coating_left",
    "fresh_roughness_um",
    "wrinkle_um",
    "nip_roughness_um",
    "film_coverage",
    "cracked_frac",
    "uneven_flow_cv",
    "agglomerate_contact_ratio",
    "fade_frac",
)
"""Laws a review found to carry the comparison of dry and wet."""


def laws_with_series() -> set[str]:
    """The laws a shipped series is scored on."""
    return {series.law.name for series in read_series(shipped_sets())}


def test_thirty_laws_have_a_measured_series() -> None:
    assert len(laws_with_series()) >= 30


@pytest.mark.parametrize("law", MOVES_THE_VERDICT)
def test_a_law_that_moves_the_verdict_has_a_series_or_says_that_none_was_found(law: str) -> None:
    assert law in LAWS
    assert law in laws_with_series() or len(notes().none_found.get(law, "")) > 20


def test_what_was_looked_for_in_vain_is_a_law_without_series() -> None:
    assert set(notes().none_found) <= set(LAWS)
    assert not set(notes().none_found) & laws_with_series()


@pytest.mark.parametrize("path", shipped_sets(), ids=lambda path: path.stem)
def test_a_set_says_how_it_was_chosen(path) -> None:
    (series,) = read_series([path])
    assert len(series.remarks) > 30
