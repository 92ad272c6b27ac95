"""The contract of a station: what one kind of machine does to material."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from twin.core.material import Form, Material
from twin.laws.validity import Setting
from twin.stations.contract.setting_ranges import Settings
from twin.stations.contract.visit import Params, Visit
from twin.stations.shared.storage import waited


@dataclass(frozen=True)
class Station:
    """What one kind of machine does to material.

    `needs`/`sets`: fields of Material read and written. `set_points`: parameters that may carry noise,
    those `transform` asks of `visit.set_point`. `form`: what leaves the station, None = as it
    came. `energy_kWh(before, after, params)`: energy of one visit. `circumference_m(params)`: length of
    one roll turn, None without a roll. A kind without `sets` (delay) needs neither recipe nor grid.
    `ranges`: parameters that go unchanged into a law; what else a law is asked, `transform` checks.
    """

    params: type[Params]
    needs: tuple[str, ...]
    sets: tuple[str, ...]
    transform: Callable[..., Material]
    duration_s: Callable[..., float]
    energy_kWh: Callable[..., float] | None = None
    form: Form | None = None
    circumference_m: Callable[..., float] | None = None
    set_points: tuple[str, ...] = ()
    ranges: tuple[Setting, ...] = ()

    @cached_property
    def settings(self) -> Settings:
        """Return the parameters with a range, ready to be looked at."""
        return Settings(self.ranges, self.set_points)


def process(station: Station, material: Material, params: Params, visit: Visit) -> Material:
    """Return what one visit makes of a lot: waiting takes its toll, then the machine does its work.

    A web rolled before goes on growing while it waits, and while any machine but a press has it.
    """
    free_s = visit.waited_s
    if material.form == "web" and "springback_left_frac" not in station.sets:
        free_s += station.duration_s(material, params)
    outside = station.settings.outside(params, visit)
    come = waited(material, visit.waited_s, free_s, visit.water_ppmv, outside)
    done = station.transform(come, params, visit)
    return done if station.form is None else done.with_(form=station.form)
