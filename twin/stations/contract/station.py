"""The contract of a station: what one kind of machine does to material."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from twin.core.lanes import Lanes
from twin.core.material import Form, Material
from twin.core.webs import cut_to
from twin.stations.contract.fields import set_points_of
from twin.stations.contract.setting_ranges import SettingRanges
from twin.stations.contract.storage import waited
from twin.stations.contract.visit import Params, Visit


@dataclass(frozen=True)
class Station:
    """What one kind of machine does to material.

    `needs`/`sets`: fields of Material read and written. `form`: what leaves the station, None = as it
    came. `energy_kWh(before, after, params)`: energy of one visit. `circumference_m(params)`: length of
    one roll turn, None without a roll. A kind that neither needs nor sets a field (delay) works on no
    material, and needs neither recipe nor grid.

    `holds`: the property that control can hold on target while the web runs ("" = none); `transform` then
    takes `visit.in_line` into account.

    A kind may cut the web, and says so: `lanes_left(lanes, params)` is what `transform` leaves of the lanes,
    the rest is scrapped with the kind as cause; None = all of them, with all area and mass.
    `lanes_of_parts(lanes, into)` gives each lot of a `split` lanes of its own; None = every lot has an equal
    length of the whole web. Both raise ValueError for what cannot be cut.

    `hazards`: by name, how many times as fast the clock of a failure runs while the machine works on a lot
    (a failure of the line file says which under `hastened_by`); inf = the machine cannot work on it.

    What a parameter is stands at its field: `set_points` are those that may carry noise, which `transform`
    asks of `visit.set_point`; `setting_ranges` watches those that go unchanged into laws. What else a law
    is asked, `transform` checks. Building the station resolves the laws by name: KeyError for one there
    is not.
    """

    params: type[Params]
    needs: tuple[str, ...]
    sets: tuple[str, ...]
    transform: Callable[..., Material]
    duration_s: Callable[..., float]
    energy_kWh: Callable[..., float] | None = None
    form: Form | None = None
    circumference_m: Callable[..., float] | None = None
    holds: str = ""
    lanes_left: Callable[[Lanes, Any], Lanes] | None = None
    lanes_of_parts: Callable[[Lanes, int], tuple[Lanes, ...]] | None = None
    hazards: Mapping[str, Callable[[Material, Any], float]] = field(default_factory=dict)
    set_points: tuple[str, ...] = field(init=False)
    setting_ranges: SettingRanges = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "set_points", set_points_of(self.params))
        object.__setattr__(self, "setting_ranges", SettingRanges(self.params))

    @property
    def works_on_material(self) -> bool:
        """Return whether the kind needs lots that carry material."""
        return bool(self.needs or self.sets)


def process(station: Station, material: Material, params: Params, visit: Visit) -> Material:
    """Return what one visit makes of a lot: waiting takes its toll, then the machine does its work.

    A web rolled before goes on growing while it waits, and while any machine but a press has it.
    """
    free_s = visit.waited_s
    if material.form == "web" and "springback_left_frac" not in station.sets:
        free_s += station.duration_s(material, params)
    marks = station.setting_ranges.outside(params, visit)
    entering = waited(material, visit.waited_s, free_s, visit.water_ppmv, marks)
    leaving = station.transform(entering, params, visit)
    return leaving if station.form is None else leaving.with_(form=station.form)


def part_of(station: Station, material: Material, into: int, place: int) -> Material:
    """Return one of the lots a station makes of one: with lanes of its own, or an equal length of the web."""
    if station.lanes_of_parts is None:
        return material.with_(mass_kg=material.mass_kg / into, area_m2=material.area_m2 / into)
    return cut_to(material, station.lanes_of_parts(material.lanes, into)[place])
