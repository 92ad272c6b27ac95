"""What one input alone does to dry minus wet: `python -m tools.tornado [--record]`.

Every number with a range is put at either end of it, the others stay; numbers at one path, or tied by name,
with the same value and range in both lines move together. A lot goes through each line alone: run-to-run
control is settled first, figures of the cell are those of a lot without noise, the yield is the share of the
cells of some noisy lots that limits and knives leave. Stops, queues and what waiting costs are not in it.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

import twin
from twin.analysis.one_at_a_time import COLUMNS, FIGURES, FILE, SHIPPED, Swing
from twin.analysis.single_lot import Chain, QuietDice
from twin.core.errors import LineError
from twin.floor.material.inspection import outside_of
from twin.floor.random_streams import RandomStreams
from twin.line.api import LoadedLine
from twin.line.library import lines_folder
from twin.line.model.line import Control, StationPlan
from twin.line.register import RangedInput, ranged_inputs
from twin.stations.contract.visit import Params

_LOTS = 4
_WAITED_S = 4 * 3600.0
_MATERIAL = (".params.", ".recipe.", ".noise.", ".gauge.", ".control.")


def settled(line: LoadedLine, waits: dict[str, float]) -> dict[str, Params]:
    """Return the parameters of the stations whose run-to-run control has brought a property to its target."""
    params: dict[str, Params] = {}
    for plan in line.in_flow_order():
        if plan.control is not None and plan.params is not None:
            params[plan.name] = _settled(line, plan, plan.control, params, waits)
    return params


def _settled(
    line: LoadedLine,
    plan: StationPlan,
    control: Control,
    before: dict[str, Params],
    waits: dict[str, float],
) -> Params:
    chain, params = Chain(line, plan.name, waits), plan.params
    assert params is not None

    low = -np.inf if control.setpoint_lower is None else control.setpoint_lower
    high = np.inf if control.setpoint_upper is None else control.setpoint_upper

    def at(setting: float) -> tuple[Params, float]:
        moved = params.model_copy(update={control.setpoint: min(max(setting, low), high)})
        found = chain.lot(QuietDice(), params={**before, plan.name: moved})
        return moved, float(np.mean(found[control.property])) - control.target

    start: float = getattr(params, control.setpoint)
    (one, miss), (two, near) = at(start), at(1.02 * start)
    for _ in range(5):
        x, y = getattr(one, control.setpoint), getattr(two, control.setpoint)
        if abs(near) < 1e-5 * abs(control.target) or near == miss or x == y:
            break
        one, miss, (two, near) = two, near, at(y - near * (y - x) / (near - miss))
    return two if abs(near) < abs(miss) else one


def figures(line: LoadedLine) -> dict[str, float]:
    """Return the figures of a line, from lots that go through it alone."""
    waits = {plan.name: _WAITED_S for plan in line.station}
    params = settled(line, waits)
    cell = Chain(line, None, waits).lot(QuietDice(), params=params)
    found = {name: float(np.mean(cell[name])) for name in FIGURES if name in cell}
    return found | {"yield": _kept_share(line, params, waits)}


def _kept_share(line: LoadedLine, params: dict[str, Params], waits: dict[str, float]) -> float:
    """Return the share of the web that limits and knives leave."""
    kept = 1.0
    for plan in line.station:
        if plan.kind == "trim" and plan.params is not None:
            strip_m = 0.002 * getattr(plan.params, "trim_mm")  # noqa: B009
            kept *= 1.0 - strip_m / getattr(plan.params, "web_width_m")  # noqa: B009
    for limit in line.limit:
        chain = Chain(line, limit.at, waits)
        lost = [
            np.mean(outside_of(limit, chain.lot(RandomStreams(1, n), params=params)[limit.property]))
            for n in range(_LOTS)
        ]
        kept *= 1.0 - float(np.mean(lost))
    return kept


def shared(inputs: list[list[RangedInput]]) -> Iterator[dict[int, list[RangedInput]]]:
    """Yield the numbers that move together, by the number of their line."""
    groups: dict[tuple[object, ...], dict[int, list[RangedInput]]] = {}
    for place, known in enumerate(inputs):
        for entry in known:
            if any(part in entry.path for part in _MATERIAL):
                key = (entry.tied or entry.path, entry.value, entry.low, entry.high)
                groups.setdefault(key, {}).setdefault(place, []).append(entry)
    yield from groups.values()


def swings() -> Iterator[Swing]:
    """Yield what every input does to every difference, dry minus wet."""
    lines = [twin.load_line(name) for name in SHIPPED]
    usual = [figures(line) for line in lines]
    for group in shared([ranged_inputs(line) for line in lines]):
        ends = [_moved(lines, group, usual, end) for end in ("low", "high")]
        first = next(iter(group.values()))[0]
        names = " and ".join(SHIPPED[place].split("_")[0] for place in group)
        for figure in FIGURES:
            at_low, at_high = (end[0][figure] - end[1][figure] for end in ends)
            difference = usual[0][figure] - usual[1][figure]
            label = first.tied or first.path
            yield Swing(
                figure,
                label,
                names,
                first.value,
                first.low,
                first.high,
                difference,
                at_low,
                at_high,
            )


def _moved(
    lines: list[LoadedLine],
    group: dict[int, list[RangedInput]],
    usual: list[dict[str, float]],
    end: str,
) -> list[dict[str, float]]:
    """Return the figures of both lines with a group of numbers at one end; as usual where none can be run."""
    found = list(usual)
    for place, entries in group.items():
        changes: dict[str, object] = {entry.path: _at(entry, end) for entry in entries}
        changes |= _others(lines[place], entries, end)
        try:
            found[place] = figures(_with(lines[place], changes))
        except (LineError, ValueError):
            sys.stderr.write(f"left out: {end} of {entries[0].path}\n")
    return found


def _with(line: LoadedLine, changes: dict[str, object]) -> LoadedLine:
    """Return a line with changed numbers; those of machines and recipes are set without reading it again."""
    slow: dict[str, object] = {}
    for path, value in changes.items():
        block, kind, *keys = path.split(".")
        if kind == "params":
            station = tuple(
                _set(plan, ["params", *keys], value) if plan.name == block else plan for plan in line.station
            )
            line = replace(line, station=station)
        elif kind == "recipe":
            source = tuple(
                _set(plan, ["recipe", *keys], value) if plan.name == block else plan for plan in line.source
            )
            line = replace(line, source=source)
        else:
            slow[path] = value
    return line.with_changes(slow) if slow else line


def _set(part: Any, keys: list[str], value: object) -> Any:
    key, *below = keys
    return part.model_copy(update={key: _set(getattr(part, key), below, value) if below else value})


def _at(entry: RangedInput, end: str) -> float:
    value: float = getattr(entry, end)
    return round(value) if entry.is_count else value


def _others(line: LoadedLine, entries: list[RangedInput], end: str) -> dict[str, object]:
    """Return for a mass share what makes up for it: the active material, for that the electrolyte."""
    changes: dict[str, object] = {}
    values = {value.path: value.value for value in line.values}
    for entry in entries:
        stem, _, share = entry.path.rpartition(".")
        if share.endswith("_mass_frac"):
            other = "electrolyte" if share.startswith("active") else "active"
            path = f"{stem}.{other}_mass_frac"
            changes[path] = values[path] + entry.value - _at(entry, end)
    return changes


def main() -> None:
    """Print the largest swings of each figure; with --record write all of them down."""
    found = list(swings())
    for figure in FIGURES:
        rows = sorted(
            (s for s in found if s.figure == figure),
            key=lambda s: -s.width,
        )[:12]
        sys.stdout.write(f"{figure}: dry minus wet {rows[0].usual:.4g}\n")
        for s in rows:
            mark = "  TURNS" if s.turns else ""
            sys.stdout.write(
                f"  {s.at_low:10.4g} {s.at_high:10.4g}  {s.path} ({s.low:g} to {s.high:g}){mark}\n"
            )
    if "--record" in sys.argv:
        with (lines_folder() / FILE).open("w", encoding="utf-8", newline="") as out:
            out.write(
                "# dry minus wet, one input at either end of its range: python -m tools.tornado --record\n"
            )
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows((*s[:3], *(f"{value:.6g}" for value in s[3:])) for s in found)


if __name__ == "__main__":
    main()
