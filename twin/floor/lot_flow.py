"""How many lots come from each block of a line in a time, as far as times, places and counts bound them."""

from __future__ import annotations

from math import inf

from twin.line.model.line import Line, Source, StationPlan


def _made(source: Source, span_s: float) -> float:
    """Return how many lots a source makes at most, as far as the source itself says."""
    ends = [source.lots, None if source.times is None else len(source.times)]
    most = min((float(end) for end in ends if end is not None), default=inf)
    if source.interval is not None:
        mean_s = source.interval.mean_s
        most = min(most, span_s / mean_s + 1.0 if mean_s > 0.0 else inf)
    return most


def _most(station: StationPlan, seconds: float, span_s: float) -> float:
    """Return how many lots the machines of a station can work off in a time."""
    equipment = station.equipment
    batch = 1 if equipment.batch is None else equipment.batch.lots
    setup = equipment.setup
    per_batch_s = seconds + (0.0 if setup is None else setup.time.mean_s * min(batch / setup.every_lots, 1.0))
    for plan in equipment.maintenance:
        if plan.every_lots is not None:
            per_batch_s += plan.time.mean_s * min(batch / plan.every_lots, 1.0)
    return equipment.machines * batch * (span_s / per_batch_s + 1.0) if per_batch_s > 0.0 else inf


class LotFlow:
    """Lots that come from each block (`lots`), and visits that each station works off (`visits`)."""

    def __init__(self, line: Line, span_s: float, times_s: dict[str, float]) -> None:
        self.line = line
        self.lots = {source.name: _made(source, span_s) for source in line.source}
        self.visits = {s.name: _most(s, times_s[s.name], span_s) for s in line.station}
        self.order = line.in_flow_order()
        self._downwards()
        self._upwards()
        self._downwards()

    def is_split_or_joined(self, station: StationPlan) -> bool:
        """Return whether a station makes new lots of those that come."""
        return station.equipment.split is not None or len(station.inputs) > 1

    def _downwards(self) -> None:
        """Let no station work off more than comes."""
        for station in self.order:
            coming = min(self.lots[name] for name in station.inputs)
            visits = self.visits[station.name] = min(self.visits[station.name], coming)
            split = station.equipment.split
            self.lots[station.name] = visits * (1 if split is None else split.into)

    def _upwards(self) -> None:
        """Let no block hand on more than the next one takes, where the places between them are bounded."""
        for station in reversed(self.order):
            places = station.equipment.buffer_before
            for name in station.inputs:
                source = next((source for source in self.line.source if source.name == name), None)
                if source is not None:
                    on_demand = source.mode == "saturated" and source.conwip is None
                    room = (places or 0) if on_demand else source.conwip
                    if room is not None:
                        self.lots[name] = min(self.lots[name], self.visits[station.name] + room)
                    continue
                if places is None:
                    continue
                before = next(other for other in self.line.station if other.name == name)
                split, machines = before.equipment.split, before.equipment.machines
                into = 1 if split is None else split.into
                most = (self.visits[station.name] + places) / into + machines
                self.visits[name] = min(self.visits[name], most)
