"""The shipped lines, their physical numbers, and a line with one number changed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.model.line import Line
from twin.line.recipe import Recipe
from twin.stations.contract.visit import Params

LINES = ("dry_sulfide_cathode", "wet_sulfide_cathode", "dry_gradient_cathode")


DRY = ("dry_sulfide_cathode", "dry_gradient_cathode")


WITHOUT_EFFECT = (
    (DRY, "*.recipe.moisture.slurry_uptake_frac", "a dry line has no slurry"),
    (DRY, "*.recipe.carbon.drawn_together_frac", "a dry line has no slurry that dries"),
    (DRY, "*.recipe.interface.solvent_blocking_kg_kg", "a dry line has no solvent"),
    (DRY, "ald.params.delay_per_solvent_count", "a dry line has no solvent"),
    (DRY, "*.recipe.solvent_attack.*", "a dry line has no solvent"),
    (DRY, "*.recipe.compaction.solvent_softening_kg_kg", "a dry line has no solvent"),
    (DRY, "*.recipe.compaction.skin_springback_frac", "without solvent no binder moves to the surface"),
    (LINES, "hot_press.params.modifier_resistance_ohm_cm2", "no modifier unless a scenario fills it in"),
    (LINES, "*.recipe.cell.fade_doubling_K", "the cell is as warm as the fade is stated for"),
    (LINES[1:2], "*.recipe.binder.*", "a wet line does not knead"),
    (LINES[1:2], "*.recipe.film.*", "a wet line has no film that carries itself"),
    (LINES[1:2], "*.recipe.compaction.loose_porosity_frac", "a wet line rolls no powder"),
    (LINES[2:], "core_powder.recipe.interface.*", "the separator meets the top layer"),
    (LINES[2:], "core_powder.recipe.cell.*", "the cell is that of the top layer"),
)
"""Numbers a recipe or a machine shared by all lines must have and one line cannot feel, and why."""


@cache
def shipped(name: str) -> Line:
    return load_line(str(lines_folder() / f"{name}.toml"))


def physical(line: Line) -> list[str]:
    """The paths of every number of the physics: station params, recipes, the air of the room."""
    return [
        value.path
        for value in line.values
        if ".params." in value.path or ".recipe." in value.path or value.path == "room.dew_point_C"
    ]


def with_number(line: Line, path: str, factor: float) -> Line:
    """The line with one number changed, composition kept at a sum of 1; not checked again, to be quick."""
    block, *rest = path.split(".")
    if block == "room":
        assert line.room is not None
        room = line.room.model_copy(update={rest[-1]: line.room.dew_point_C * factor})
        return replace(line, room=room)
    if rest[0] == "params":
        plans = tuple(
            plan.model_copy(update={"params": moved(plan.params, rest[1:], factor)})
            if plan.name == block
            else plan
            for plan in line.station
        )
        return replace(line, station=plans)
    sources = tuple(
        source.model_copy(update={"recipe": moved(source.recipe, rest[1:], factor)})
        if source.name == block
        else source
        for source in line.source
    )
    return replace(line, source=sources)


def moved(part: Params | Recipe | None, keys: list[str], factor: float) -> object:
    """The part with the number at `keys` times a factor; a zero becomes a fifth."""
    assert part is not None
    key, *below = keys
    old = getattr(part, key)
    if below:
        return part.model_copy(update={key: moved(old, below, factor)})
    new = old * factor if old else 0.2
    update = {key: new}
    if key in ("electrolyte_mass_frac", "carbon_mass_frac", "binder_mass_frac"):
        update["active_mass_frac"] = part.active_mass_frac + old - new
    elif key == "active_mass_frac":
        update = {key: old / factor, "electrolyte_mass_frac": part.electrolyte_mass_frac + old - old / factor}
    return part.model_copy(update=update)
