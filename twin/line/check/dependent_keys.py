"""Check keys that need or exclude each other within a block, and the names of crews and stations in it."""

from __future__ import annotations

from twin.core.near_match import did_you_mean, listed
from twin.line.check.route import Route
from twin.line.fields.value_faults import quoted
from twin.line.read.blocks import Draft, DraftStation, tables, text_in
from twin.line.read.document import Plain
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place

_MODES = {"saturated": (), "arrivals": ("interval",), "table": ("times",)}
_ROOM_ENERGY = ("floor_m2", "reference_kW_m2", "reference_dew_point_C", "load_per_K")


def check_dependent_keys(draft: Draft, route: Route | None, findings: Findings) -> None:
    """Find keys that lack or exclude another one, and names of stations and crews that do not exist."""
    for place, table in tables(draft.plain, "source"):
        _check_mode(place, table, findings)
    for station in draft.stations:
        for key in ("failure", "maintenance"):
            _check_equipment(draft, station, key, findings)
    _check_room(draft.plain, findings)
    for place, table, _ in draft.limits:
        _check_limit(place, table, draft, findings)
        if route is not None:
            _check_rework(place, table, route, findings)


def _check_mode(place: Place, table: Plain, findings: Findings) -> None:
    """Find what a mode of a source lacks or has no use for."""
    mode = text_in(table, "mode")
    if mode not in _MODES:
        return  # the model says so
    for key in ("interval", "times"):
        wanted = key in _MODES[mode]
        if wanted and key not in table and not _is_reported((key,), place, table, findings):
            findings.add(Finding((*place, key), "missing-key", f'{key} is missing; mode = "{mode}" needs it'))
        if not wanted and key in table:
            owner = next(m for m, keys in _MODES.items() if key in keys)
            message = f'{key} belongs to mode = "{owner}", this source has mode = "{mode}"'
            findings.add(Finding((*place, key), "not-allowed", message, on_key=True))


def _check_room(plain: Plain, findings: Findings) -> None:
    """Find an energy of the room that is told in part."""
    room = plain.get("room")
    if not isinstance(room, dict):
        return
    given = [key for key in _ROOM_ENERGY if key in room]
    for key in _ROOM_ENERGY if given else ():
        if key not in room and not _is_reported((key,), ("room",), room, findings):
            message = f"{key} is missing; {given[0]} asks for the room's energy, which needs all of "
            message += ", ".join(_ROOM_ENERGY)
            findings.add(Finding(("room", key), "missing-key", message))


def _is_reported(keys: tuple[str, ...], place: Place, table: Plain, findings: Findings) -> bool:
    """Return whether a missing key was told already: as a faulty one, or as an unknown one like it."""
    faulty = any(findings.below((*place, key)) for key in keys)
    return faulty or any(did_you_mean(key, keys) and findings.below((*place, key)) for key in table)


def _check_equipment(draft: Draft, station: DraftStation, key: str, findings: Findings) -> None:
    """Check the failures or the maintenance of a station."""
    equipment = station.plain.get("equipment")
    blocks = equipment.get(key) if isinstance(equipment, dict) else None
    names: dict[str, Place] = {}
    for number, block in enumerate(blocks if isinstance(blocks, list) else []):
        if not isinstance(block, dict):
            continue
        place = (*station.place, "equipment", key, number)
        _check_crew(draft, place, block, findings)
        if key == "maintenance":
            _check_interval(place, block, findings)
            continue
        _check_hazard(place, block, station, findings)
        name = text_in(block, "name")
        if name in names:
            words = f'there is already a failure named "{name}" at this station'
            findings.add(Finding((*place, "name"), "duplicate-name", words, other=(*names[name], "name")))
        elif name is not None:
            names[name] = place


def _check_hazard(place: Place, block: Plain, station: DraftStation, findings: Findings) -> None:
    """Find a hazard that a kind does not have, and one on a clock that does not follow the work."""
    name = text_in(block, "hastened_by")
    if name is None or station.kind is None:
        return
    hazards = tuple(station.kind.hazards)
    if name not in hazards:
        message = f'a {text_in(station.plain, "kind")} has no hazard "{name}"; hazards: {listed(hazards)}'
        findings.add(Finding((*place, "hastened_by"), "unknown-name", message, did_you_mean(name, hazards)))
    elif text_in(block, "clock") == "calendar":
        message = 'hastened_by is for the clock of the work, this failure has clock = "calendar"'
        findings.add(Finding((*place, "hastened_by"), "not-allowed", message, on_key=True))


def _check_crew(draft: Draft, place: Place, block: Plain, findings: Findings) -> None:
    crew = text_in(block, "crew")
    crews = [name for _, name, _ in draft.crews if name is not None]
    if crew is not None and crew not in crews:
        message = f'there is no crew named "{crew}"; crews: {listed(crews)}'
        findings.add(Finding((*place, "crew"), "unknown-name", message, did_you_mean(crew, crews)))


def _check_interval(place: Place, block: Plain, findings: Findings) -> None:
    """Find a maintenance without an interval, with two, or with a clock it does not use."""
    given = [key for key in ("every", "every_lots") if key in block]
    if len(given) == 2:
        message = "either every or every_lots, not both"
        findings.add(
            Finding((*place, "every_lots"), "not-allowed", message, on_key=True, other=(*place, "every"))
        )
    elif not given and not _is_reported(("every", "every_lots"), place, block, findings):
        findings.add(Finding((*place, "every"), "missing-key", "every or every_lots is missing"))
    if given == ["every_lots"] and "clock" in block:
        message = "clock belongs to every; every_lots counts lots"
        findings.add(Finding((*place, "clock"), "not-allowed", message, on_key=True))


def _check_limit(place: Place, table: Plain, draft: Draft, findings: Findings) -> None:
    """Check one limit: its station, its bounds, its gauge, its action."""
    stations = {s.name: s for s in draft.stations if s.name is not None}
    for key in ("at", "to"):
        name = text_in(table, key)
        if name is not None and name not in stations:
            message = f'there is no station named "{name}"; there are {listed(list(stations))}'
            findings.add(Finding((*place, key), "unknown-name", message, did_you_mean(name, list(stations))))
    lower, upper = table.get("lower"), table.get("upper")
    if lower is None and upper is None and not _is_reported(("lower", "upper"), place, table, findings):
        findings.add(Finding((*place, "lower"), "missing-key", "lower or upper is missing"))
    if isinstance(lower, int | float) and isinstance(upper, int | float) and lower > upper:
        message = f"must not be less than lower ({lower:g}), found {quoted(upper)}"
        findings.add(Finding((*place, "upper"), "invalid-value", message, other=(*place, "lower")))
    _check_judged(place, table, stations, findings)
    for key in ("to", "at_most"):
        if text_in(table, "action") == "rework":
            if key not in table and not _is_reported((key,), place, table, findings):
                findings.add(
                    Finding((*place, key), "missing-key", f'{key} is missing; action = "rework" needs it')
                )
        elif key in table and text_in(table, "action") in ("scrap_cells", "scrap_lot", "flag"):
            message = f'{key} belongs to action = "rework"'
            findings.add(Finding((*place, key), "not-allowed", message, on_key=True))


def _check_judged(place: Place, table: Plain, stations: dict[str, DraftStation], findings: Findings) -> None:
    station = stations.get(text_in(table, "at") or "")
    name = text_in(table, "property")
    if text_in(table, "judged_on") != "measured" or station is None or name is None:
        return
    gauge = station.plain.get("gauge")
    measured = tuple(gauge) if isinstance(gauge, dict) else ()
    if name not in measured:
        message = f'"{station.name}" has no gauge of {name}; gauges there: {", ".join(measured) or "none"}'
        findings.add(Finding((*place, "judged_on"), "no-gauge", message, did_you_mean(name, measured)))


def _check_rework(place: Place, table: Plain, route: Route, findings: Findings) -> None:
    """Find rework that sends a lot to where it has never been."""
    at, to = text_in(table, "at"), text_in(table, "to")
    if at not in route.stations or to not in route.stations or at == to:
        return
    before = route.upstream(at)
    if to not in before:
        message = f'"{to}" does not come before "{at}"; rework goes back or to the same station'
        findings.add(Finding((*place, "to"), "rework-forward", message))
        return
    join = next((n for n in _way(route, to, at) if len(route.inputs(n)) > 1), None)
    if join is not None:
        message = f'rework from "{at}" cannot go back past "{join}", where lots are joined'
        findings.add(Finding((*place, "to"), "rework-past-join", message))


def _way(route: Route, first: str, last: str) -> list[str]:
    """Return the stations after the first up to the last."""
    way: list[str] = []
    name: str | None = first
    while name != last and name is not None:
        name = route.downstream(name)
        way.append(name or last)
    return way
