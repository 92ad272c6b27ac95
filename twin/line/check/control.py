"""Check the run-to-run control of a station: its words, its gauge, the guard of its set-point."""

from __future__ import annotations

from typing import get_args

from twin.core.material import PROPERTIES
from twin.core.near_match import did_you_mean
from twin.line.read.blocks import DraftStation, text_in
from twin.line.read.document import Plain
from twin.line.read.findings import Finding, Findings
from twin.stations.contract.station import Station as Kind
from twin.stations.contract.visit import Params


def check_control(control: Plain, station: DraftStation, kind: Kind, findings: Findings) -> None:
    """Find a set-point or a property that is not there, a control without its gauge, a guard that is none."""
    numbers = numbers_of(kind.params)
    setpoint, name = text_in(control, "setpoint"), text_in(control, "property")
    if setpoint is not None and setpoint not in numbers:
        message = f'"{setpoint}" is no number of a {text_in(station.plain, "kind")}; there are '
        message += ", ".join(numbers) or "none"
        place = (*station.place, "control", "setpoint")
        findings.add(Finding(place, "unknown-setpoint", message, did_you_mean(setpoint, numbers)))
    gauge = station.plain.get("gauge")
    measured = tuple(gauge) if isinstance(gauge, dict) else ()
    if name in PROPERTIES and name not in measured:
        words = (
            f"control needs a gauge of {name} at this station; gauges here: {', '.join(measured) or 'none'}"
        )
        findings.add(
            Finding((*station.place, "control", "property"), "no-gauge", words, did_you_mean(name, measured))
        )
    _check_guard(control, station, findings)
    _check_in_line(control, station, kind, findings)


def _check_guard(control: Plain, station: DraftStation, findings: Findings) -> None:
    """Find bounds of a set-point that exclude one another."""
    low, high = (control.get(key) for key in ("setpoint_lower", "setpoint_upper"))
    if isinstance(low, int | float) and isinstance(high, int | float) and low >= high:
        words = f"must be above setpoint_lower, {low:g}; found {high:g}"
        findings.add(Finding((*station.place, "control", "setpoint_upper"), "empty-range", words))


def _check_in_line(control: Plain, station: DraftStation, kind: Kind, findings: Findings) -> None:
    """Find control in line of what the kind cannot hold while the web runs."""
    name = text_in(control, "property")
    if "in_line" not in control or name in (None, kind.holds):
        return
    message = (
        f"a {text_in(station.plain, 'kind')} holds {kind.holds or 'nothing'} while the web runs, not {name}"
    )
    findings.add(Finding((*station.place, "control", "in_line"), "not-allowed", message, on_key=True))


def numbers_of(params: type[Params]) -> tuple[str, ...]:
    """Return the names of a kind's parameters that are plain numbers."""
    return tuple(
        n for n, info in params.model_fields.items() if float in (info.annotation, *get_args(info.annotation))
    )
