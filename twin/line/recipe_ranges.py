"""Laws that the constants of a recipe take beyond their range; stations mark what their visits do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, get_args

from twin.core.material import Array, Outside
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import Edge, edges
from twin.line.recipe import Recipe
from twin.line.recipe_materials import RecipeSection
from twin.stations.contract.fields import laws_of


class LawConstant(NamedTuple):
    """A constant of a recipe by its name in a material, and the argument of a law it becomes unchanged."""

    name: str
    edge: Edge


def _law_constants() -> Iterator[LawConstant]:
    """Yield the fields of a recipe that say into which laws they go."""
    for section, field in Recipe.model_fields.items():
        for kind in (field.annotation, *get_args(field.annotation)):  # a section, or one that may be left out
            if isinstance(kind, type) and issubclass(kind, RecipeSection):
                for name in kind.model_fields:
                    for law, argument in laws_of(kind, name).items():
                        limits = edges(LAWS[law], argument)
                        yield from (LawConstant(f"{section}_{name}", edge) for edge in limits)


CONSTANTS = tuple(_law_constants())
"""Every constant of a recipe that goes unchanged into a law."""


def outside_of_recipe(constants: Mapping[str, Array]) -> frozenset[Outside]:
    """Return where the constants of a recipe take a law beyond its range: it marks all of its lots."""
    return frozenset(
        constant.edge.mark
        for constant in CONSTANTS
        if constant.name in constants and constant.edge.is_left_by(constants[constant.name])
    )
