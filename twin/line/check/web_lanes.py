"""Check the stations that cut a web: something is left, lanes can be parted, joined and sent back."""

from __future__ import annotations

from twin.core.lanes import whole_lanes
from twin.line.check.route import Route
from twin.line.model.line import StationPlan
from twin.line.model.web_lanes import Webs, webs_leaving, webs_worked_on
from twin.line.read.blocks import Draft, text_in
from twin.line.read.findings import Finding, Findings
from twin.stations.contract.kinds import load


def check_web_lanes(draft: Draft, route: Route | None, findings: Findings) -> None:
    """Find cuts that leave nothing, parts that are no whole lanes, and ways that lots cut apart cannot go."""
    grid = None if draft.head is None else draft.head.grid
    plans = {} if route is None else _plans(route)
    if route is None or grid is None or not any(_cuts(plan) for plan in plans.values()):
        return
    whole = frozenset({whole_lanes(grid.lanes)})
    leaving: dict[str, Webs] = dict.fromkeys(route.sources, whole)
    for name, plan in plans.items():
        _check_control(plan, route, findings)
        if _check_join(plan, leaving, route, findings):
            leaving[name] = _check_cut(plan, leaving[plan.inputs[0]], route, findings)
        else:
            leaving[name] = whole
    for place, table, _ in draft.limits:
        _check_rework(text_in(table, "at"), text_in(table, "to"), (*place, "to"), route, findings)


def _plans(route: Route) -> dict[str, StationPlan]:
    """Return the stations in the order of flow; none where one of them could not be read."""
    plans = {
        name: station.model
        for name, station in route.stations.items()
        if station.kind is not None
        and station.model is not None
        and (station.model.params is not None or not station.kind.params.model_fields)
    }
    return plans if len(plans) == len(route.stations) else {}


def _cuts(plan: StationPlan) -> bool:
    kind = load(plan.kind)
    return kind.lanes_left is not None or kind.lanes_of_parts is not None


def _check_cut(plan: StationPlan, arriving: Webs, route: Route, findings: Findings) -> Webs:
    """Return the lanes behind a station; those that came where it cannot cut them."""
    place = route.stations[plan.name].place
    try:
        worked_on = webs_worked_on(plan, arriving)
    except ValueError as error:
        findings.add(Finding((*place, "params"), "nothing-left", f'"{plan.name}" cuts too much: {error}'))
        return arriving
    if load(plan.kind).lanes_of_parts is not None and plan.equipment.split is None:
        message = f"split is missing: it says how many rolls a {plan.kind} makes of one"
        where = (*place, "equipment", "split")
        findings.add(Finding(where, "missing-key", message, "write split = { into = 5 }"))
        return worked_on
    try:
        return webs_leaving(plan, worked_on)
    except ValueError as error:
        where = (*place, "equipment", "split", "into")
        findings.add(Finding(where, "lanes-not-divisible", f'"{plan.name}": {error}'))
        return worked_on


def _check_join(plan: StationPlan, leaving: dict[str, Webs], route: Route, findings: Findings) -> bool:
    """Return whether the lots a station joins have the same lanes, all of them."""
    branches = [leaving[name] for name in plan.inputs]
    if len(branches) == 1 or (len(branches[0]) == 1 and all(webs == branches[0] for webs in branches)):
        return True
    message = f'"{plan.name}" joins webs whose lanes were cut differently'
    findings.add(Finding((*route.stations[plan.name].place, "from"), "lanes-differ", message))
    return False


def _check_control(plan: StationPlan, route: Route, findings: Findings) -> None:
    """Find a control of knives: lots of one station would differ in their lanes."""
    if plan.control is not None and load(plan.kind).lanes_left is not None:
        place = (*route.stations[plan.name].place, "control")
        findings.add(Finding(place, "not-allowed", f"a {plan.kind} takes no control", on_key=True))


def _check_rework(
    at: str | None, to: str | None, place: tuple[str | int, ...], route: Route, findings: Findings
) -> None:
    """Find rework that sends a lot back past a cut, to where webs are wider."""
    if at not in route.stations or to not in route.stations:
        return
    name: str | None = to
    while name is not None:
        plan = route.stations[name].model
        kind = None if plan is None else load(plan.kind)
        if kind and (kind.lanes_left is not None or (kind.lanes_of_parts is not None and name != at)):
            message = f'rework from "{at}" cannot go back past "{name}", where webs are cut'
            findings.add(Finding(place, "rework-past-cut", message))
            return
        name = None if name == at else route.downstream(name)
