"""Check that properties of the material are set before a station, limit, gauge or control uses them."""

from __future__ import annotations

from twin.core.material import PROPERTIES
from twin.core.near_match import did_you_mean
from twin.line.check.control import check_control
from twin.line.check.route import Route
from twin.line.read.blocks import Draft, DraftStation, tables, text_in
from twin.line.read.document import Plain
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place
from twin.stations.contract.station import Station as Kind


def check_material(draft: Draft, route: Route | None, findings: Findings) -> None:
    """Find stations that lack material or a property, and words about properties nobody sets."""
    for station in draft.stations:
        _check_noise(station, findings)
    _check_presence(draft, findings)
    _check_property_names(draft, findings)
    if route is None or any(station.kind is None for station in draft.stations):
        return  # what is set along the route is not known
    known, made = _known(draft, route)
    _check_needs(route, known, findings)
    for place, table, _ in draft.limits:
        at = text_in(table, "at")
        if at in route.stations:
            _check_set(place, table, at, made, findings)
    for station in draft.stations:
        _check_seen(station, made, findings)


def _fresh(draft: Draft) -> dict[str, frozenset[str]]:
    """Return for each source what is known of its powder; everything where the recipe is faulty."""
    return {
        name: frozenset(PROPERTIES if source is None or source.recipe is None else source.recipe.fresh())
        for _, name, source in draft.sources
        if name is not None
    }


def _known(draft: Draft, route: Route) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Return for each station what is known before it, and what was set by then, its own included."""
    known: dict[str, frozenset[str]] = {}
    made: dict[str, frozenset[str]] = {}
    after = _fresh(draft)
    nothing: frozenset[str] = frozenset()
    for name, station in route.stations.items():
        inputs = route.inputs(name)
        sets = frozenset(station.kind.sets) if station.kind else nothing
        known[name] = frozenset.intersection(*(after[earlier] for earlier in inputs))
        after[name] = known[name] | sets
        made[name] = frozenset.intersection(*(made.get(earlier, nothing) for earlier in inputs)) | sets
    return known, made


def _check_needs(route: Route, known: dict[str, frozenset[str]], findings: Findings) -> None:
    for name, station in route.stations.items():
        needs = station.kind.needs if station.kind else ()
        missing = [need for need in needs if need not in known[name]]
        if missing:
            setters = {other for other in route.stations if _sets(route.stations[other]) & set(missing)}
            later = (
                f"; set by {', '.join(sorted(setters - {name}))}, which comes later"
                if setters - {name}
                else ""
            )
            words = f"{name} needs {', '.join(missing)}, which no station before it sets{later}"
            findings.add(Finding((*station.place, "kind"), "field-not-set", words))


def _sets(station: DraftStation) -> set[str]:
    return set(station.kind.sets) if station.kind else set()


def _check_presence(draft: Draft, findings: Findings) -> None:
    """Find the recipe, mass or grid that stations which change material cannot do without."""
    asking = next((s for s in draft.stations if s.kind and s.kind.works_on_material), None)
    if asking is None:
        return
    why = f'station "{asking.name}" works on material'
    for place, table in tables(draft.plain, "source"):
        for key in ("recipe", "lot_kg"):
            if key not in table and not findings.below((*place, key)) and not _unknown_near(key, table):
                findings.add(Finding((*place, key), "missing-key", f"{key} is missing; {why}"))
    if "grid" not in draft.plain and not findings.below(("grid",)) and not _unknown_near("grid", draft.plain):
        example = "write grid = { lanes = 5, segments = 24 }"
        findings.add(Finding(("grid",), "missing-key", f"grid is missing; {why}", example))


def _unknown_near(key: str, table: Plain) -> bool:
    """Return whether a table holds a misspelling of a key: one mistake, told once."""
    return any(did_you_mean(other, [key]) for other in table)


def _check_property_names(draft: Draft, findings: Findings) -> None:
    """Find words about properties that material does not have."""
    for place, table, _ in draft.limits:
        _check_property((*place, "property"), text_in(table, "property"), findings, on_key=False)
    for station in draft.stations:
        gauge = station.plain.get("gauge")
        for name in gauge if isinstance(gauge, dict) else ():
            _check_property((*station.place, "gauge", name), name, findings, on_key=True)
        control = station.plain.get("control")
        if isinstance(control, dict):
            place = (*station.place, "control", "property")
            _check_property(place, text_in(control, "property"), findings, on_key=False)


def _check_property(place: Place, name: str | None, findings: Findings, *, on_key: bool) -> None:
    if name is not None and name not in PROPERTIES:
        message = f'material has no property "{name}"'
        findings.add(
            Finding(place, "unknown-property", message, did_you_mean(name, tuple(PROPERTIES)), on_key)
        )


def _check_set(
    place: Place,
    table: Plain,
    at: str,
    made: dict[str, frozenset[str]],
    findings: Findings,
) -> None:
    """Find a property that no station at or before `at` sets."""
    name = text_in(table, "property")
    if name is None or name not in PROPERTIES or name in made[at]:
        return
    can = ", ".join(sorted(made[at])) or "nothing"
    words = f'no station at or before "{at}" sets {name}; set by then: {can}'
    findings.add(
        Finding((*place, "property"), "property-not-set", words, did_you_mean(name, sorted(made[at])))
    )


def _check_seen(station: DraftStation, made: dict[str, frozenset[str]], findings: Findings) -> None:
    """Find a gauge on a property that is not there to be measured."""
    gauge = station.plain.get("gauge")
    if station.name is None or not isinstance(gauge, dict):
        return
    for name in gauge:
        if name in PROPERTIES and name not in made[station.name]:
            can = ", ".join(sorted(made[station.name])) or "nothing"
            words = f'no station at or before "{station.name}" sets {name}; set by then: {can}'
            place = (*station.place, "gauge", name)
            findings.add(
                Finding(
                    place, "property-not-set", words, did_you_mean(name, sorted(made[station.name])), True
                )
            )


def _check_noise(station: DraftStation, findings: Findings) -> None:
    """Find noise on, and control of, what the kind does not vary; control without its gauge."""
    if station.kind is None:
        return
    noise = station.plain.get("noise")
    for name in noise if isinstance(noise, dict) else ():
        if name not in station.kind.set_points:
            findings.add(_no_noise(name, station, station.kind))
    control = station.plain.get("control")
    if isinstance(control, dict):
        check_control(control, station, station.kind, findings)


def _no_noise(name: str, station: DraftStation, kind: Kind) -> Finding:
    allowed = kind.set_points
    message = f'a {text_in(station.plain, "kind")} has no noise on "{name}"; set-points with noise: '
    message += ", ".join(allowed) or "none"
    place = (*station.place, "noise", name)
    return Finding(place, "unknown-setpoint", message, did_you_mean(name, allowed), on_key=True)
