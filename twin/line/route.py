"""The route of a line: who feeds whom, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from twin.line.document import near
from twin.line.draft import Draft, DraftStation
from twin.line.findings import Finding, Findings
from twin.line.positions import Place


@dataclass(frozen=True)
class Route:
    """A sound route: every station by name, in the order lots meet them."""

    stations: dict[str, DraftStation]
    sources: tuple[str, ...]

    def inputs(self, name: str) -> tuple[str, ...]:
        """Return what feeds a station, nothing for a source."""
        station = self.stations.get(name)
        return station.inputs or () if station else ()

    def upstream(self, name: str) -> set[str]:
        """Return every source and station before one, itself not counted."""
        found: set[str] = set()
        pending = list(self.inputs(name))
        while pending:
            earlier = pending.pop()
            if earlier not in found:
                found.add(earlier)
                pending += self.inputs(earlier)
        return found

    def downstream(self, name: str) -> str | None:
        """Return the station that takes from a source or station."""
        return next((s for s in self.stations if name in self.inputs(s)), None)


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
    route = Route(stations, sources)
    consumed = _check_consumers(draft, findings)
    if not _check_loops(route, findings) or not consumed or not _check_ends(draft, route, findings):
        return None
    return Route({name: stations[name] for name in _order(route)}, sources)


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
                    f'there is no source or station named "{wanted}"{is_crew}; there are {", ".join(known)}'
                )
                findings.add(Finding(place, "unknown-name", message, near(wanted, known)))
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


def _check_loops(route: Route, findings: Findings) -> bool:
    """Return whether no station comes before itself."""
    looped = [name for name in route.stations if name in route.upstream(name)]
    told: set[str] = set()
    for name in looped:
        if name in told:
            continue
        circle = [other for other in looped if other == name or _between(route, name, other)]
        told.update(circle)
        path = _circle(route, name)
        message = f"the route is a loop: {' -> '.join(path)}"
        findings.add(Finding((*route.stations[name].place, "from"), "route-loop", message))
    return not looped


def _between(route: Route, name: str, other: str) -> bool:
    """Return whether two stations are on the same loop."""
    return other in route.upstream(name) and name in route.upstream(other)


def _circle(route: Route, name: str) -> list[str]:
    """Return one way round a loop, in the direction of the lots."""
    path = [name]
    while True:
        earlier = next(e for e in route.inputs(path[0]) if e == name or name in route.upstream(e))
        path.insert(0, earlier)
        if earlier == name:
            return path


def _check_ends(draft: Draft, route: Route, findings: Findings) -> bool:
    """Return whether every source feeds a station and just one station feeds none."""
    good = True
    for place, name, _ in draft.sources:
        if name is not None and route.downstream(name) is None:
            message = f'no station takes from the source "{name}"'
            findings.add(Finding((*place, "name"), "orphan", message))
            good = False
    ends = [name for name in route.stations if route.downstream(name) is None]
    for name in ends[:-1]:
        last = route.stations[ends[-1]]
        message = f'"{name}" feeds no station, and neither does "{ends[-1]}"; only one may be the last'
        findings.add(
            Finding((*route.stations[name].place, "name"), "orphan", message, other=(*last.place, "name"))
        )
        good = False
    return good


def _order(route: Route) -> list[str]:
    """Return the stations so that each comes after those that feed it."""
    ordered: list[str] = []
    waiting = list(route.stations)
    while waiting:
        ready = [n for n in waiting if all(i in ordered or i in route.sources for i in route.inputs(n))]
        ordered += ready
        waiting = [n for n in waiting if n not in ready]
    return ordered
