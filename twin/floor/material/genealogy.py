"""Genealogy of material: the powder of a source, the parts of a split lot, the layers of a joined one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.core.material import Array, Material, Outside
from twin.core.material import blank as blank_material
from twin.core.webs import stack
from twin.floor.state import LotState, StationState
from twin.line.model.line import Line, Source
from twin.line.recipe_ranges import outside_of_recipe
from twin.stations.contract.kinds import load
from twin.stations.contract.station import part_of

KG_M2_PER_MG_CM2 = 0.01


def mark(lot: LotState, outside: frozenset[Outside], where: str) -> None:
    """Enter into a lot's row which laws were asked beyond their range at a station or by a source."""
    if outside:
        marks = {f"{argument.law}: {argument.argument} at {where}" for argument in outside}
        lot.row.outside = tuple(sorted(marks.union(lot.row.outside)))


class Genealogy:
    """Gives material to lots that come into being."""

    def __init__(self, line: Line) -> None:
        self.line = line
        powders = ((plan.name, self._powder(plan)) for plan in line.source)
        self.powders = {name: powder for name, powder in powders if powder is not None}
        self.of_recipe = {name: outside_of_recipe(powder.constants) for name, powder in self.powders.items()}
        self.stacked: dict[tuple[int, ...], Mapping[str, Array]] = {}

    def _powder(self, plan: Source) -> Material | None:
        """Return the powder of a source, the same for all of its lots."""
        grid = self.line.grid
        if plan.recipe is None or plan.lot_kg is None or grid is None:
            return None
        loading = plan.recipe.target_loading_mg_cm2 * KG_M2_PER_MG_CM2
        area_m2 = plan.lot_kg / loading
        powder = blank_material(plan.recipe.constants(), plan.lot_kg, area_m2, grid.lanes, grid.segments)
        return powder.with_(**plan.recipe.fresh())

    def create(self, lot: LotState) -> None:
        """Give a new lot of a source its powder."""
        name = lot.source.plan.name
        powder = self.powders.get(name)
        if powder is None:
            return
        lot.material, row = powder, lot.row
        row.mass_kg, row.area_m2, row.good_area_m2 = powder.mass_kg, powder.area_m2, powder.area_m2
        mark(lot, self.of_recipe[name], name)

    def divide(self, station: StationState, parent: LotState, child: LotState, place: int) -> None:
        """Give a child its part of its parent, with a share of what its parent has lost to knives."""
        row, web = parent.row, parent.material
        child.row.outside = row.outside
        if web is None:
            return
        part = child.material = part_of(load(station.plan.kind), web, station.into, place)
        child.row.area_m2 = part.area_m2 + (row.area_m2 - web.area_m2) * part.area_m2 / web.area_m2
        child.row.mass_kg = part.mass_kg + (row.mass_kg - web.mass_kg) * part.mass_kg / web.mass_kg
        child.keep(None if parent.good is None else parent.good[part.lanes.within(web.lanes)])

    def surplus(self, parents: list[LotState]) -> list[tuple[LotState, float]]:
        """Return the lots that are larger than the smallest, each with the share to be trimmed."""
        areas_m2 = [(parent, parent.amount(1.0).area_m2) for parent in parents]
        smallest_m2 = min(area_m2 for _, area_m2 in areas_m2)
        shares = ((parent, 1.0 - smallest_m2 / area_m2) for parent, area_m2 in areas_m2)
        return [(parent, share) for parent, share in shares if share > 0.0]

    def unite(self, parents: list[LotState], lot: LotState) -> None:
        """Give a joined lot the layers of its parents; its area is the smallest parent's."""
        materials = [parent.material for parent in parents if parent.material is not None]
        if len(materials) < len(parents):
            return
        area_m2 = min(material.area_m2 for material in materials)
        mass_kg = sum(material.mass_kg * area_m2 / material.area_m2 for material in materials)
        alike = tuple(id(material.constants) for material in materials)
        lot.material = stack(materials, area_m2, mass_kg, self.stacked.get(alike))
        self.stacked[alike] = lot.material.constants
        lot.row.area_m2, lot.row.mass_kg = area_m2, mass_kg
        lot.row.outside = tuple(sorted({mark for parent in parents for mark in parent.row.outside}))
        masks = [parent.good for parent in parents if parent.good is not None]
        lot.keep(np.logical_and.reduce(masks) if masks else None)
