"""Find lots without end that nothing holds up: all of them would come in one instant."""

from __future__ import annotations

from twin.line.model.line import Line, StationPlan
from twin.stations.contract.kinds import load


def zero_time_reason(line: Line) -> str:
    """Return why no time would ever pass on a line, "" where it does.

    A line may be written like this, or be on its way to its times; it cannot be run.
    """
    instant: dict[str, list[str]] = {
        source.name: [] for source in line.source if source.mode == "saturated" and source.lots is None
    }
    bounded = {source.name for source in line.source if source.conwip is not None}
    for station in line.in_flow_order():
        bounded |= {station.name for name in station.inputs if name in bounded}
        if not all(name in instant for name in station.inputs) or _takes_time(station):
            continue
        before = [name for earlier in station.inputs for name in instant[earlier]]
        instant[station.name] = [*dict.fromkeys(before), station.name]
        after = next((other for other in line.station if station.name in other.inputs), None)
        piles_up = after is not None and after.equipment.buffer_before is None
        if after is None or (piles_up and station.name not in bounded):
            names = ", ".join(instant[station.name])
            return f"lots without end take no time at {names}; give one of them a service, or the source lots"
    return ""


def _takes_time(station: StationPlan) -> bool:
    """Return whether a station may hold a lot up: its work, a setup, a maintenance, a wait for others."""
    equipment = station.equipment
    service, setup, batch = equipment.service, equipment.setup, equipment.batch
    works = load(station.kind).works_on_material if service is None else service.mean_s > 0
    sets_up = setup is not None and setup.time.mean_s > 0
    maintained = any(m.every_lots is not None and m.time.mean_s > 0 for m in equipment.maintenance)
    return works or sets_up or maintained or (batch is not None and batch.wait is not None)
