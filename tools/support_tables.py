"""The generated tables of docs/model.md: outputs before and now, what each rests on, one input at a time."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from twin.analysis.one_at_a_time import FIGURES, Swing, recorded
from twin.laws.registry.book import LAWS
from twin.validation.model import Outcome
from twin.validation.reader import read_series
from twin.validation.runner import run_series
from twin.validation.shipped import notes, shipped_sets
from twin.validation.verdict_text import rmse_text

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "model.md"
KPIS = ROOT / "tests" / "data" / "shipped_kpis.csv"
DRY, WET = "dry-sulfide-cathode", "wet-sulfide-cathode"
_BEGIN, _END = "<!-- generated: {} -->\n", "<!-- end of {} -->\n"
_SHOWN = 8
_WH_PER_MAH_CM2 = 10.0 * 3.75


class Output(NamedTuple):
    """One output of the shipped lines: as in 0.1.0, what published work says, and what it rests on."""

    name: str
    before: str
    plausible: str
    laws: tuple[str, ...]
    remark: str = ""


OUTPUTS = (
    Output(
        "contact_area_frac",
        "0.036 / 0.017",
        "0.85-0.98 in cells pressed at 400-500 MPa",
        (
            "kept_contact_frac",
            "contact_left_frac",
            "agglomerate_contact_ratio",
            "fresh_roughness_um",
            "nip_roughness_um",
        ),
        "pressed at 120 MPa only",
    ),
    Output(
        "interface_resistance_ohm_cm2",
        "141 / 278",
        "1-30",
        ("constriction_resistance", "interface_resistance"),
        "current narrowing to the spots; charge transfer is in the arc",
    ),
    Output(
        "ionic_conductivity_mS_cm",
        "0.0135 / 0.0034",
        "0.013-0.04 dry",
        ("ionic_conductivity", "solvent_retention", "electrolyte_size_um", "sheared_conductivity"),
    ),
    Output(
        "electronic_conductivity_mS_cm",
        "7.37 / 7.39",
        "dry 2-15 times wet",
        ("electronic_conductivity", "dried_carbon_um"),
    ),
    Output(
        "area_resistance_ohm_cm2",
        "332 / 989",
        "30-150 at 3-5 mAh/cm2",
        ("porous_electrode", "reaction_resistance"),
    ),
    Output(
        "energy_density_Wh_L",
        "713 / 478",
        "600-800",
        ("usable_frac", "relative_density", "calendered_porosity"),
    ),
    Output(
        "retention_frac",
        "0.73 / 0.59",
        "0.80 (2 MPa) to 0.95 (75 MPa) dry",
        ("retention_frac", "fade_frac", "side_reaction_ratio", "coating_left", "coating_attack_per_h"),
    ),
    Output("first_cycle_efficiency_frac", "0.895 / 0.851", "0.85-0.90", ("first_cycle_efficiency_frac",)),
    Output(
        "roughness_um",
        "0.25 / 1.00",
        "1.1 for pressed layers of 0.5 um grains",
        ("fresh_roughness_um", "wrinkle_um", "nip_roughness_um"),
    ),
    Output("binder_surface_ratio", "- / 2.6", "mild: 1-1.5", ("binder_surface_ratio",)),
    Output(
        "porosity_frac",
        "0.194 / 0.194",
        "depends on what comes in",
        ("relative_density", "calendered_porosity", "springback"),
    ),
    Output(
        "cracked_frac", "0.029 / 0.028", "near 0 for single crystals", ("cracked_frac", "bedded_strength_MPa")
    ),
    Output("coverage_frac", "0.96 / 0.86", "unknown", ("film_coverage", "deposited_thickness")),
    Output(
        "yield",
        "0.99 / 0.96",
        "0.85-0.95",
        ("guest_loading_cv", "uneven_flow_cv", "settled_ratio", "held_ratio"),
        "trim, starts and limits; residues, splices and metres of a break are not modelled",
    ),
)
"""What a review of 0.1.0 doubted; plausible: published values, never targets of a fit."""

STATION_ENERGIES = (
    ("vacuum oven", "oven", "- / 0.5", "about 2", ("vacuum_pump_kW", "heating_kWh")),
    ("mixing", "mixer, kneader / slurry", "0.03", "about 0.3", ("mechanical_kWh", "specific_power_W_kg")),
    (
        "coater with recovery",
        "coater",
        "-",
        "5-10 kWh per kg of solvent",
        ("evaporation_rate", "recovery_kWh", "dryer_air_kW"),
    ),
)


@cache
def _tested() -> dict[str, list[Outcome]]:
    """Return the shipped series by law."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for series in read_series(shipped_sets()):
        found[series.law.name].append(run_series(series))
    return found


def support(law: str) -> str:
    """Return how a law was tested: its error over the test rows of each series, or why there is none."""
    sets = _tested().get(law, [])
    scored = [outcome for outcome in sets if outcome.rmse is not None]
    if scored:
        rows = sum(outcome.count("test") for outcome in scored)
        texts = [rmse_text(outcome) for outcome in scored]
        shown = texts[0] if len(texts) == 1 else f"{texts[0]} to {texts[-1]}"
        if len(texts) > 1:
            ordered = sorted(scored, key=lambda outcome: outcome.rmse or 0.0)
            shown = f"{rmse_text(ordered[0])} to {rmse_text(ordered[-1])}"
        return f"`{law}`: {shown} on {rows} test rows of {len(scored)} series"
    if sets:
        return f"`{law}`: a series, all of it calibrates"
    looked = notes().none_found.get(law)
    return f"`{law}`: none found ({looked})" if looked else f"`{law}`: no series"


def outputs_table() -> Iterator[str]:
    """Yield the rows of the table of outputs."""
    yield "| output | 0.1.0, dry / wet | now, dry / wet | published | rests on, with measured support |"
    yield "|---|---|---|---|---|"
    for output in OUTPUTS:
        now = " / ".join(_number(_value(line, output.name)) for line in (DRY, WET))
        rests = "; ".join(support(law) for law in output.laws if law in LAWS)
        remark = f" ({output.remark})" if output.remark else ""
        yield f"| `{output.name}` | {output.before} | {now} | {output.plausible}{remark} | {rests} |"
    for name, stations, before, plausible, laws in STATION_ENERGIES:
        parts = [part.strip() for part in stations.replace("/", ",").split(",")]
        now = " / ".join(_number(_energy(line, parts)) for line in (DRY, WET))
        rests = "; ".join(support(law) for law in laws if law in LAWS)
        yield f"| energy: {name}, kWh per kWh of cell | {before} | {now} | {plausible} | {rests} |"


def swings_table() -> Iterator[str]:
    """Yield the widest swings of each figure, and all that turn its sign."""
    for figure in FIGURES:
        swings = [swing for swing in recorded() if swing.figure == figure]
        turning = [swing for swing in swings if swing.turns]
        yield f"**{figure}**, dry minus wet as the files stand: {_number(swings[0].usual)}."
        yield (
            f"{len(turning)} of {len(swings)} inputs turn its sign within their range."
            if turning
            else f"None of {len(swings)} inputs turns its sign within its range."
        )
        yield ""
        yield "| input | line | value | range | difference at low | at high | |"
        yield "|---|---|---|---|---|---|---|"
        shown = dict.fromkeys([*swings[:_SHOWN], *turning])
        yield from map(_swing_row, shown)
        yield ""


def _swing_row(swing: Swing) -> str:
    ends = f"{_number(swing.low)} to {_number(swing.high)}"
    mark = "turns" if swing.turns else ""
    return (
        f"| `{swing.path}` | {swing.lines} | {_number(swing.value)} | {ends} | "
        f"{_number(swing.at_low)} | {_number(swing.at_high)} | {mark} |"
    )


@cache
def _kpis() -> dict[tuple[str, str, str, str], float]:
    values: dict[tuple[str, str, str, str], list[float]] = defaultdict(list)
    with KPIS.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["value"]:
                place = (row["line"], row["station"], row["property"], row["kpi"])
                values[place].append(float(row["value"]))
    return {place: mean(found) for place, found in values.items()}


def _value(line: str, name: str) -> float | None:
    """Return a property at the last station that sets it, or a KPI of the line."""
    if (line, "", "", name) in _kpis():
        return _kpis()[line, "", "", name]
    at = [
        value
        for (known, _, prop, kpi), value in _kpis().items()
        if (known, prop, kpi) == (line, name, "mean")
    ]
    return at[-1] if at else None


def _energy(line: str, stations: list[str]) -> float | None:
    """Return the energy of stations per energy of the cells, kWh/kWh."""
    capacity = _value(line, "areal_capacity_mAh_cm2")
    per_m2 = [_kpis()[key] for name in stations if (key := (line, name, "", "energy_kWh_per_m2")) in _kpis()]
    return 1000.0 * sum(per_m2) / (capacity * _WH_PER_MAH_CM2) if per_m2 and capacity else None


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def renewed(text: str) -> str:
    """Return the page with its generated tables written anew."""
    for name, rows in (("outputs", outputs_table), ("one at a time", swings_table)):
        begin, end = _BEGIN.format(name), _END.format(name)
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = before + begin + "\n" + "\n".join(rows()).rstrip() + "\n\n" + end + after
    return text


def page() -> str:
    """Return what the page should hold."""
    return renewed(PAGE.read_text(encoding="utf-8"))
