"""The route of a line: who feeds whom, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from twin.core.near_match import did_you_mean, listed
from twin.line.read.blocks import Draft, DraftStation
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place


@dataclass(frozen=True)
class Route:
    """A sound route: every station by name, in the order lots meet them; `after`: who takes from whom."""

    stations: dict[str, DraftStation]
    sources: tuple[str, ...]
    after: dict[str, str]

    def inputs(self, name: str) -> tuple[str, ...]:
        """Return what feeds a station, nothing for a source."""
        station = self.stations.get(name)
        return station.inputs or () if station else ()

    def upstream(self, name: str) -> set[str]:
        """Return every source and station before one, itself not counted."""
        before: set[str] = set()
        pending = list(self.inputs(name))
        while pending:
            earlier = pending.pop()
            if earlier not in before:
                before.add(earlier)
                pending += self.inputs(earlier)
        return before

    def downstream(self, name: str) -> str | None:
        """Return the station that takes from a source or station."""
        return self.after.get(name)


def check_route(draft: Draft, findings: Findings) -> Route | None:
    """Return the route where it is sound; None where it is not, with findings that say why."""
    named = _check_names(draft, findings)
    stations = {s.name: s for s in draft.stations if s.name and not findings.below((*s.place, "name"))}
    sources = tuple(n for place, n, _ in draft.sources if n and not findings.below((*place, "name")))
    complete = len(stations) == len(draft.stations) and len(sources) == len(draft.sources)
    if not named or not complete or not stations or not sources:
        return None
    if any(s.inputs is None or findings.below((*s.place, "from")) for s in draft.stations):
        return None
    if not _check_inputs(draft, stations, sources, findings):
        return None
    after = {earlier: name for name, station in stations.items() for earlier in station.inputs or ()}
    consumed = _check_consumers(draft, findings)
    ordered = _order(stations)
    if len(ordered) < len(stations):
        _tell_loops(stations, set(stations) - set(ordered), findings)
    if not consumed or len(ordered) < len(stations):
        return None
    route = Route({name: stations[name] for name in ordered}, sources, after)
    return route if _check_ends(draft, route, findings) else None


def _check_names(draft: Draft, findings: Findings) -> bool:
    """Return whether the names of sources, stations and crews are all different."""
    seen: dict[str, Place] = {}
    unique = True
    blocks = [(place, name) for place, name, _ in draft.sources]
    blocks += [(station.place, station.name) for station in draft.stations]
    crews = [(place, name) for place, name, _ in draft.crews]
    for place, name in blocks + crews:
        if name is None:
            continue
        if name in seen:
            earlier = seen[name]
            words = (
                f'there is already a {earlier[0]} named "{name}"; '
                "names of sources, stations and crews are unique"
            )
            findings.add(Finding((*place, "name"), "duplicate-name", words, other=(*earlier, "name")))
            unique = unique and place[0] == "crew"
        seen.setdefault(name, place)
    return unique


def _check_inputs(
    draft: Draft, stations: dict[str, DraftStation], sources: tuple[str, ...], findings: Findings
) -> bool:
    """Return whether every name in a `from` is a source or station, once."""
    crews = [name for _, name, _ in draft.crews]
    good = True
    for name, station in stations.items():
        inputs = station.inputs or ()
        for number, wanted in enumerate(inputs):
            place = (*station.place, "from", number)
            if wanted in inputs[:number]:
                findings.add(Finding(place, "duplicate-name", f'"{wanted}" stands twice in this join'))
                good = False
            elif wanted not in stations and wanted not in sources:
                known = [other for other in (*sources, *stations) if other != name]
                is_crew = f'; "{wanted}" is a crew' if wanted in crews else ""
                message = (
                    f'there is no source or station named "{wanted}"{is_crew}; there are {listed(known)}'
                )
                findings.add(Finding(place, "unknown-name", message, did_you_mean(wanted, known)))
                good = False
    return good


def _check_consumers(draft: Draft, findings: Findings) -> bool:
    """Return whether no source or station feeds two stations."""
    taken: dict[str, DraftStation] = {}
    good = True
    for station in draft.stations:
        for number, wanted in enumerate(station.inputs or ()):
            if wanted in taken:
                first = taken[wanted]
                message = (
                    f'"{wanted}" already feeds "{first.name}"; every source and station feeds exactly one'
                )
                place = (*station.place, "from", number)
                findings.add(Finding(place, "several-consumers", message, other=(*first.place, "from")))
                good = False
            taken.setdefault(wanted, station)
    return good


def _order(stations: dict[str, DraftStation]) -> list[str]:
    """Return the stations each after those that feed it; those in or behind a loop are left out."""
    missing = {name: sum(i in stations for i in station.inputs or ()) for name, station in stations.items()}
    takers: dict[str, list[str]] = {}
    for name, station in stations.items():
        for earlier in station.inputs or ():
            takers.setdefault(earlier, []).append(name)
    ready = [name for name, count in missing.items() if count == 0]
    for name in ready:  # grows while it is walked
        for later in takers.get(name, []):
            missing[later] -= 1
            if missing[later] == 0:
                ready.append(later)
    return ready


def _tell_loops(stations: dict[str, DraftStation], stuck: set[str], findings: Findings) -> None:
    """Find each loop once, at its first station in the file."""
    reported: set[str] = set()
    for name in (n for n in stations if n in stuck):
        path = [name]
        while path[0] not in path[1:] and path[0] not in reported:
            path.insert(0, next(i for i in stations[path[0]].inputs or () if i in stuck))
        if path[0] not in reported:
            circle = path[: path.index(path[0], 1) + 1]
            first = min(circle, key=list(stations).index)
            turn = circle.index(first)
            around = [*circle[turn:-1], *circle[:turn], first]
            message = f"the route is a loop: {' -> '.join(around)}"
            findings.add(Finding((*stations[first].place, "from"), "route-loop", message))
        reported.update(path)


def _check_ends(draft: Draft, route: Route, findings: Findings) -> bool:
    """Return whether every source feeds a station and just one station feeds none."""
    good = True
    for place, name, _ in draft.sources:
        if name is not None and route.downstream(name) is None:
            message = f'no station takes from the source "{name}"'
            findings.add(Finding((*place, "name"), "orphan", message))
            good = False
    ends = [s.name for s in draft.stations if s.name and route.downstream(s.name) is None]
    for name in ends[:-1]:
        last = route.stations[ends[-1]]
        message = f'"{name}" feeds no station, and neither does "{ends[-1]}"; only one may be the last'
        findings.add(
            Finding((*route.stations[name].place, "name"), "orphan", message, other=(*last.place, "name"))
        )
        good = False
    return good
