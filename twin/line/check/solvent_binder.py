"""Check that solvent, binder and electrolyte of a line bear each other."""

from __future__ import annotations

from twin.line.check.route import Route
from twin.line.fields.value_faults import quoted
from twin.line.model.materials import NamedBinder, Solvent
from twin.line.read.blocks import Draft, DraftStation
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place
from twin.line.recipe import Recipe

CODE = "incompatible-materials"
_WET, _DRY_FILM = "slurry_mix", "film"
_WATERY_INDEX = 9.0
"""Polarity index from which a solvent counts as water, which makes hydrogen sulfide of a sulfide."""


def check_solvents_and_binders(draft: Draft, route: Route | None, findings: Findings) -> None:
    """Find solvents, binders and electrolytes that cannot be together, and binders that make no dry film."""
    if route is None:
        return
    for station in draft.stations:
        kind = station.plain.get("kind")
        if kind not in (_WET, _DRY_FILM) or station.name is None:
            continue
        for place, recipe in _recipes_before(draft, route, station.name):
            if kind == _DRY_FILM:
                _check_dry_film(draft, place, recipe, station, findings)
            else:
                _check_slurry(draft, place, recipe, station, findings)


def _recipes_before(draft: Draft, route: Route, name: str) -> list[tuple[Place, Recipe]]:
    """Return the recipes of the sources a station is fed from, with their places."""
    fed, waiting = set[str](), [name]
    while waiting:
        here = waiting.pop()
        fed.add(here)
        if here in route.stations:
            waiting += route.inputs(here)
    return [
        ((*place, "recipe"), source.recipe)
        for place, own, source in draft.sources
        if own in fed and source is not None and source.recipe is not None
    ]


def _check_dry_film(
    draft: Draft, place: Place, recipe: Recipe, station: DraftStation, findings: Findings
) -> None:
    binder = _binder(draft, recipe)
    draws_fibrils = recipe.binder.fibrils and (binder is None or binder.dry_film)
    if draws_fibrils or recipe.composition.binder_mass_frac == 0.0:
        return
    message = f'{recipe.binder.name or "the binder"} draws no fibrils, and "{station.name}" uses no liquid'
    findings.add(Finding((*place, "binder", "name"), CODE, message, "PTFE does"))


def _check_slurry(
    draft: Draft, place: Place, recipe: Recipe, station: DraftStation, findings: Findings
) -> None:
    binder, sulfide = _binder(draft, recipe), recipe.electrolyte.family == "sulfide"
    name = str(getattr(station.model.params if station.model else None, "solvent", ""))
    solvent = draft.named.find("solvents", name, (*station.place, "params", "solvent")) if name else None
    polarity = solvent.polarity_index if isinstance(solvent, Solvent) else None
    at_solvent: Place = (*station.place, "params", "solvent")
    if sulfide and polarity is not None and polarity > _WATERY_INDEX:
        message = f"{quoted(name)} makes hydrogen sulfide of the sulfide electrolyte of {quoted(recipe.name)}"
        findings.add(Finding(at_solvent, CODE, message, "name a solvent without water"))
    elif sulfide and binder is not None and binder.aqueous:
        message = f"{recipe.binder.name} needs water, which makes hydrogen sulfide of a sulfide electrolyte"
        hint = "NBR, SBR, SEBS and acrylates dissolve in xylene or esters"
        findings.add(Finding((*place, "binder", "name"), CODE, message, hint))
    elif binder is not None and polarity is not None and polarity < binder.least_polarity_index:
        message = (
            f"{quoted(name)} (polarity index {polarity:g}) does not dissolve {recipe.binder.name}, which "
        )
        message += f"needs {binder.least_polarity_index:g} or more"
        findings.add(Finding(at_solvent, CODE, message, "name another solvent or another binder"))


def _binder(draft: Draft, recipe: Recipe) -> NamedBinder | None:
    """Return what the table says of the binder of a recipe, None where the recipe names none."""
    binder = draft.named.find("binders", recipe.binder.name, ()) if recipe.binder.name else None
    return binder if isinstance(binder, NamedBinder) else None
