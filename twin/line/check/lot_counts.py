"""Check how many lots meet where: places for hand-overs, batches that can fill, tables long enough."""

from __future__ import annotations

from difflib import get_close_matches
from math import inf

from twin.core.near_match import did_you_mean
from twin.line.check.route import Route
from twin.line.distributions import Distribution
from twin.line.model.line import MOST_LOTS, Equipment, Source, StationPlan
from twin.line.read.blocks import Draft
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place


def check_lot_counts(draft: Draft, route: Route | None, findings: Findings) -> None:
    """Find stations that could never start, never hand over, or run out of a table."""
    for place, _, source in draft.sources:
        if source is not None:
            _check_times(place, source, findings)
    for station in draft.stations:
        if station.model is not None:
            _check_restores(station.place, station.model, findings)
            _check_uptimes(station.place, station.model, findings)
    if route is None:
        return
    sources = {name: source for _, name, source in draft.sources if name is not None and source is not None}
    if len(sources) < len(draft.sources) or any(s.model is None for s in draft.stations):
        return
    plans = {name: s.model for name, s in route.stations.items() if s.model is not None}
    counts = _LotCounts(route, plans, sources)
    for name, plan in plans.items():
        place = (*route.stations[name].place, "equipment")
        counts.check_places(name, plan, place, findings)
        counts.check_batch(name, plan.equipment, place, findings)
        counts.check_table(name, plan.equipment, place, findings)
    for place, source_name, _ in draft.sources:
        if source_name is not None:
            counts.check_interval(source_name, place, findings)
            counts.check_filling(source_name, findings)


def _check_times(place: Place, source: Source, findings: Findings) -> None:
    """Find release times that end before the lots, and arrivals without end that come all at once."""
    if source.interval is not None and source.interval.mean_s == 0 and source.lots is None:
        message = "must be longer than 0 s where the source has no end (lots)"
        findings.add(Finding((*place, "interval"), "invalid-value", message))
    if source.times is not None and source.lots is not None and len(source.times) < source.lots:
        message = f"times has {len(source.times)} entries, lots asks for {source.lots}"
        findings.add(Finding((*place, "times"), "table-too-short", message, other=(*place, "lots")))


def _check_uptimes(place: Place, station: StationPlan, findings: Findings) -> None:
    """Find a machine that breaks down before it has worked at all, again and again."""
    for number, failure in enumerate(station.equipment.failure):
        if failure.uptime.mean_s == 0.0:
            message = "must be longer than 0 s, found 0 s: the machine would never work"
            where = (*place, "equipment", "failure", number, "uptime")
            findings.add(Finding(where, "invalid-value", message))


def _check_restores(place: Place, station: StationPlan, findings: Findings) -> None:
    """Find a name that is restored twice, and one that looks like a misspelt failure."""
    failures = [failure.name for failure in station.equipment.failure]
    for number, maintenance in enumerate(station.equipment.maintenance):
        for entry, name in enumerate(maintenance.restores):
            where = (*place, "equipment", "maintenance", number, "restores", entry)
            if name in maintenance.restores[:entry]:
                findings.add(Finding(where, "duplicate-name", f'"{name}" stands twice in this list'))
            elif name not in failures and get_close_matches(name, failures, n=1, cutoff=0.8):
                message = f'"{name}" is no failure of this station, and too like one to be a wear'
                findings.add(Finding(where, "unknown-name", message, did_you_mean(name, failures)))


def _ends_after(source: Source) -> float:
    """Return how many lots a source makes, infinity without end."""
    ends = [source.lots, None if source.times is None else len(source.times)]
    return min((end for end in ends if end is not None), default=inf)


class _LotCounts:
    """How many lots come where: `lots` a block hands on in all (a join follows its first branch), and
    how many of them can be `inside` the line together, as far as `conwip` says.
    """

    def __init__(self, route: Route, plans: dict[str, StationPlan], sources: dict[str, Source]) -> None:
        self.route = route
        self.plans = plans
        self.sources = sources
        self.lots = {name: _ends_after(source) for name, source in sources.items()}
        self.inside = {name: self._conwip(name) for name in sources}
        for name, plan in plans.items():
            inputs = route.inputs(name)
            into = plan.equipment.split.into if plan.equipment.split else 1
            self.lots[name] = self.lots[inputs[0]] * into
            self.inside[name] = min(self.inside[earlier] for earlier in inputs) * into

    def _conwip(self, name: str) -> float:
        conwip = self.sources[name].conwip
        return conwip if conwip is not None and conwip < self.lots[name] else inf

    def handed_over(self, equipment: Equipment) -> int:
        """Return how many lots a machine hands over at once."""
        batch, split = equipment.batch, equipment.split
        return (batch.lots if batch else 1) * (split.into if split else 1)

    def check_places(self, name: str, plan: StationPlan, place: Place, findings: Findings) -> None:
        """Find a reservation that needs more places than there are."""
        after = self.route.downstream(name)
        if plan.equipment.blocking != "before_service" or after is None:
            return
        places = self.plans[after].equipment.buffer_before
        needed = self.handed_over(plan.equipment)
        if places is not None and places < needed:
            message = (
                f'"{name}" reserves {needed} {"place" if needed == 1 else "places"} before it starts, '
                f'but "{after}" has buffer_before = {places}'
            )
            other = (*self.route.stations[after].place, "equipment", "buffer_before")
            findings.add(Finding((*place, "blocking"), "too-few-places", message, other=other))

    def check_batch(self, name: str, equipment: Equipment, place: Place, findings: Findings) -> None:
        """Find a batch that waits to be full and can never be."""
        batch = equipment.batch
        if batch is None or batch.wait is not None:
            return
        for earlier in self.route.inputs(name):
            together, inside = self._together(earlier, equipment), self.inside[earlier]
            most = min(together, inside)
            if batch.lots > most and self.lots[earlier] > most:
                why = f"conwip lets at most {inside:g} be there"
                if together <= inside:
                    places = f"buffer_before = {equipment.buffer_before}"
                    why = f'{places} and the machines of "{earlier}" hold at most {together:g}'
                message = f"a full batch of {batch.lots} lots can never wait together: {why}"
                findings.add(Finding((*place, "batch", "lots"), "batch-never-full", message))
                return

    def _together(self, earlier: str, equipment: Equipment) -> float:
        """Return how many lots can wait for a station: its places, and lots held by machines before it."""
        if equipment.buffer_before is None or earlier in self.sources:
            return inf
        before = self.plans[earlier].equipment
        on_machines = 0 if before.blocking == "before_service" else before.machines * self.handed_over(before)
        return equipment.buffer_before + on_machines

    def check_table(self, name: str, equipment: Equipment, place: Place, findings: Findings) -> None:
        """Find a table of service times that ends before the lots do."""
        service = equipment.service
        if service is not None and service.dist == "table" and service.values:
            self._check_long(service, self.lots[self.route.inputs(name)[0]], (*place, "service"), findings)

    def check_interval(self, name: str, place: Place, findings: Findings) -> None:
        """Find a table of arrival intervals that ends before the lots do."""
        interval = self.sources[name].interval
        if interval is not None and interval.dist == "table":
            self._check_long(interval, self.lots[name], (*place, "interval"), findings)

    def check_filling(self, name: str, findings: Findings) -> None:
        """Find a first buffer so large that a saturated source, which fills it at once, never ends."""
        first, source = self.route.downstream(name), self.sources[name]
        if first is None or source.mode != "saturated":
            return
        places = self.plans[first].equipment.buffer_before or 0
        if min(places, self.lots[name], source.conwip or inf) > MOST_LOTS:
            message = (
                f"must be at most {MOST_LOTS}, found {places}: the saturated source "
                f'"{name}" fills these places at once (left out, it makes lots one by one)'
            )
            place = (*self.route.stations[first].place, "equipment", "buffer_before")
            findings.add(Finding(place, "invalid-value", message))

    def _check_long(self, table: Distribution, lots: float, place: Place, findings: Findings) -> None:
        entries = len(table.values)
        if lots == inf:
            message = f"the table has {entries} entries, lots without end come here; give their source lots"
        elif entries < lots:
            message = f"the table has {entries} entries, {lots:g} lots come here"
        else:
            return
        findings.add(Finding(place, "table-too-short", message))
