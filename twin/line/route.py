"""The route of a line in words: what stands where, with how many machines and places between."""

from __future__ import annotations

from typing import NamedTuple

from twin.line.model.line import Equipment, Line, Source, StationPlan


class Stop(NamedTuple):
    """One source or station: its name, what it is, what feeds it and the places in front of it."""

    name: str
    kind: str
    details: tuple[str, ...]
    inputs: tuple[str, ...]
    places: str


def stops(line: Line) -> list[Stop]:
    """Return sources and stations branch by branch, each after all that feed it."""
    known = {
        stop.name: stop for stop in (*map(_source, line.source), *(_station(s, line) for s in line.station))
    }
    fed = {name for stop in known.values() for name in stop.inputs}
    done: dict[str, Stop] = {}
    # depth first without recursion: a line may be longer than Python nests
    waiting = [name for name in known if name not in fed]
    while waiting:
        stop = known[waiting[-1]]
        missing = [name for name in stop.inputs if name not in done]
        if missing:
            waiting.append(missing[0])
        else:
            done[waiting.pop()] = stop
    return list(done.values())


def station_names(line: Line) -> list[str]:
    """Return the names of the stations, each after those that feed it."""
    return [stop.name for stop in stops(line) if stop.inputs]


def duration_text(seconds: float) -> str:
    """Return a time in the unit that reads best: "36 s", "12 min", "3.5 h", "7 d"."""
    units = (("d", 86400.0), ("h", 3600.0), ("min", 60.0))
    whole = next(((unit, size) for unit, size in units if seconds >= size and seconds % size == 0), None)
    unit, size = whole or next(((unit, size) for unit, size in units if seconds >= 2 * size), ("s", 1.0))
    return f"{seconds / size:.4g} {unit}"


def _source(source: Source) -> Stop:
    details: list[str] = [source.mode]
    if source.interval is not None:
        details.append(f"one per {duration_text(source.interval.mean_s)}")
    if source.lot_kg is not None:
        details.append(f"{source.lot_kg:g} kg a lot")
    if source.conwip is not None:
        details.append(f"at most {source.conwip} lots inside")
    if source.lots is not None:
        details.append(f"{source.lots} lots")
    if source.recipe is not None:
        details.append(source.recipe.name)
    return Stop(source.name, "source", tuple(details), (), "")


def _station(station: StationPlan, line: Line) -> Stop:
    equipment = station.equipment
    places = _places(equipment.buffer_before)
    details = _equipment(equipment)
    details += [f"gauge: {', '.join(sorted(station.gauge))}"] if station.gauge else []
    details += [f"control of {station.control.setpoint}"] if station.control else []
    details += [
        f"limit on {limit.property}: {limit.action}" for limit in line.limit if limit.at == station.name
    ]
    return Stop(station.name, station.kind, tuple(details), tuple(station.inputs), places)


def _places(count: int | None) -> str:
    if count is None:
        return "unlimited"
    return f"{count} place" if count == 1 else f"{count} places"


def _equipment(equipment: Equipment) -> list[str]:
    details = [f"{equipment.machines} machines"] if equipment.machines > 1 else []
    if equipment.service is not None:
        details.append(f"service {duration_text(equipment.service.mean_s)}")
    if equipment.batch is not None:
        details.append(f"batch of {equipment.batch.lots}")
    if equipment.split is not None:
        details.append(f"split into {equipment.split.into}")
    if equipment.setup is not None:
        every = "each lot" if equipment.setup.every_lots == 1 else f"every {equipment.setup.every_lots} lots"
        details.append(f"set-up {duration_text(equipment.setup.time.mean_s)} after {every}")
    if equipment.max_wait is not None:
        details.append(f"waits at most {duration_text(equipment.max_wait)}")
    details += [
        f"{failure.name} every {duration_text(failure.uptime.mean_s)}" for failure in equipment.failure
    ]
    if equipment.maintenance:
        details.append("planned maintenance")
    return details


def route_text(line: Line) -> str:
    """Return the route for a terminal, one block per stop, arrows showing what feeds what."""
    rows: list[str] = []
    for stop in stops(line):
        for feeder in stop.inputs:
            rows.append(
                f"    │ from {feeder}, {stop.places} in between"
                if len(stop.inputs) > 1
                else f"    │ {stop.places}"
            )
        head = f"  {'▶' if stop.inputs else '●'} {stop.name}  ({stop.kind})"
        rows.append(head)
        rows += [f"      {detail}" for detail in stop.details]
    return "\n".join(rows)
