"""Service times: how long a visit takes where the line file says it, drawn from the streams of the lot."""

from __future__ import annotations

from twin.floor.random_streams import RandomStreams, Times
from twin.floor.state import FloorState, LotState, StationState


class ServiceTimes:
    """Every visit of a lot has an entry of its own, but in a table of times."""

    def __init__(self, state: FloorState, streams: RandomStreams) -> None:
        self.streams = streams
        self.revisits = bool(state.rework_routes)
        self.one_stream = not self.revisits and len(state.sources) == 1
        self.times: dict[tuple[int, int, int], Times] = {}

    def of(self, station: StationState, lot: LotState) -> float:
        """Return the time of a visit in seconds; 0 where the line file gives none."""
        service = station.plan.equipment.service
        if service is None:
            return 0.0
        visit = lot.visits.get(station.index, 0) if self.revisits else 0
        key = (station.index, lot.source.index, visit)
        times = self.times.get(key)
        if times is None:
            name = station.plan.name
            address = ("service", name, lot.source.plan.name, visit)
            is_table = service.dist == "table"
            times = self.streams.times(service, *((name, "service") if is_table else address))
            self.times[key] = times
            if self.one_stream:
                station.service_times = times
        return times.at(lot.index)
