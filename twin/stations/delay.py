"""Time only: transport, storage, theory. Leaves the material as it is."""

from twin.core.material import Material
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Params, Visit


class DelayParams(Params):
    """Nothing to set: the time is the equipment's `service`."""


def transform(material: Material, params: DelayParams, visit: Visit) -> Material:  # noqa: ARG001
    """Return the material unchanged."""
    return material


def duration_s(material: Material, params: DelayParams) -> float:  # noqa: ARG001
    """Return no time: a delay lasts as long as its `service` says."""
    return 0.0


STATION = Station(params=DelayParams, needs=(), sets=(), transform=transform, duration_s=duration_s)
