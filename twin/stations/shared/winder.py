"""A machine that unwinds a web, runs it at a speed and winds it up again."""

from __future__ import annotations

from twin.core.material import Material
from twin.laws.energy_demand import running_kWh
from twin.stations.contract.fields import parameter
from twin.stations.contract.visit import Params


class WinderParams(Params):
    """Unwinder, drives and winder."""

    web_width_m: float = parameter(0.01, 10, "Width of the web that comes in.")
    speed_m_min: float = parameter(0.01, 500, "Web speed.")
    power_kW: float = parameter(0, 10_000, "Electric power of the drives.", running_kWh="power_kW")


def duration_s(material: Material, params: WinderParams) -> float:
    """Return the time for the web to pass: its length over the speed."""
    return 60.0 * material.area_m2 / params.web_width_m / params.speed_m_min


def energy_kWh(before: Material, after: Material, params: WinderParams) -> float:  # noqa: ARG001
    """Return the electric energy of one pass."""
    return running_kWh(params.power_kW, duration_s(before, params))
