"""The sensitivity page: which station and which noise make the variance of a figure, one HTML file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from twin.analysis.variance_attribution import Attribution, origin_label
from twin.core.number_text import fixed, number, percent, share_text
from twin.kpi.labels import property_label, property_unit
from twin.report.blocks import Built, Cell, Content, Table, group, numbers, table
from twin.report.figures.bars import Axis, Layer, bars
from twin.report.figures.style import house_style, line_colour
from twin.report.pages.template import render, write_page

MOST_BARS = 15
"""Origins drawn; the table holds all of them."""

_HEADINGS = {"first": "First, %", "total": "Total, %", "shapley": "Shapley, %"}

_SHAPLEY_NOTE = (
    "Shapley shares add up to 100 %: what causes make together is split evenly among them, so a share lies "
    "between first and total. A station's is the sum over its causes."
)

_NOTES = (
    "{rows} rows; in each, one lot runs through the stations with its own dice, and again with one cause "
    "drawn anew (Sobol, first and total) or set to zero under the same dice (frozen). Shares count every "
    "cell; brackets hold 95 % bootstrap limits over rows. Frozen shares need not add up to 100 %: causes "
    "that act on each other are counted with both, or with none. A total share far above the frozen one "
    "means that a cause only moves another one's pattern along the web, as a lot's length does with a "
    "roll's run-out that is sampled too coarsely.",
    "Lots run without clock: no waiting, no gauge, no run-to-run control, no cells cut. “The material's "
    "own” is what the physics draws, such as the granularity of the blend: it shrinks with better mixing, "
    "not with a better machine.",
)


def answer(found: Attribution) -> list[str]:
    """Return the result in sentences: how large the spread is, who makes it, what halving it gains."""
    unit, name = property_unit(found.figure), property_label(found.figure)
    worst, first = found.origins.iloc[0], found.stations.iloc[0]
    label = origin_label(worst["station"], worst["source"], worst["component"])
    low, high = (fixed(percent(worst[column]), 0) for column in ("frozen_low", "frozen_high"))
    gain = 100.0 * (1.0 - worst["sd_if_halved"])
    sentences = [
        f"A cell's {name} after {found.at} is {number(found.mean, 4)} {unit} with a standard deviation of "
        f"{number(found.sd)} {unit} over lots and machines.",
        f"The largest cause is {label}: {fixed(100.0 * worst['frozen'], 0)} % of the variance "
        f"({low} to {high} %). Halve it and the spread falls by {fixed(gain, 0)} %.",
        f"Of the stations {first['station']} makes most: {fixed(100.0 * first['frozen'], 0)} %.",
    ]
    if found.built_in_sd > 0.1 * found.sd:
        sentences.append(
            f"Besides, places of the web differ by {number(found.built_in_sd)} {unit} (standard deviation) "
            "in the mean lot: this no noise makes and no smaller noise removes."
        )
    return sentences


def write_variance(
    found: Sequence[Attribution], name: str, command: str, document: Mapping[str, object], folder: Path
) -> Path:
    """Write the page and run.json into a folder; return the path of the page.

    Raises FolderRefused for a folder that is not empty and that twin did not write.
    """
    return write_page(variance_page(found, name, command), document, folder)


def variance_page(found: Sequence[Attribution], name: str, command: str) -> str:
    """Return the page of one line."""
    notes = tuple(note.format(rows=found[0].rows) for note in _NOTES)
    if "shapley" in found[0].table:
        notes = (*notes, _SHAPLEY_NOTE)
    with house_style():
        sections = [section for attribution in found for section in _sections(attribution)]
    return render(
        "sections.html.j2",
        title="Which station makes the variance",
        window_title=f"Which station makes the variance: {name}",
        eyebrow="twin sensitivity",
        question=f"{name}: what spreads the figures of a cell, and what would it gain to tighten it?",
        sections=[*sections, Built("how", "How to read it", Content(notes=notes, code=(command,)))],
    )


def _sections(found: Attribution) -> Iterator[Built]:
    key = f"{found.figure}-{found.at}".replace("_", "-")
    title = f"{property_label(found.figure)} after {found.at}"
    yield Built(key, title, Content(answer=tuple(answer(found))))
    drawn = [
        (f"{title}: share {heading.lower()}", _shares(rows, heading))
        for heading, rows in (("By station", found.stations), ("By cause", found.origins))
    ]
    tables = (_table(found.stations, "Station", "Stations"), _table(found.origins, "Cause", "Causes"))
    yield Built("", "", Content(groups=(group(key, drawn),), tables=tables))


def _labels(rows: pd.DataFrame) -> list[str]:
    return [origin_label(*row) for row in rows[["station", "source", "component"]].itertuples(index=False)]


def _shares(rows: pd.DataFrame, title: str) -> Figure:
    """Draw the largest shares as bars with their limits; a share below 0 is drawn as 0."""
    largest = rows.head(MOST_BARS)
    bar = Layer("", list(100.0 * largest["frozen"].clip(lower=0.0)), line_colour(0), alpha=0.55)
    ends = ([percent(value) for value in largest[f"frozen_{end}"]] for end in ("low", "high"))
    limits = list(zip(*ends, strict=True))
    return bars(_labels(largest), [bar], Axis("% of the variance"), title, limits=limits)


def _table(rows: pd.DataFrame, what: str, heading: str) -> Table:
    """Return shares in percent with their limits."""
    kinds = _kinds(rows)
    head = numbers("Goes when frozen, %", *kinds.values(), "Spread if halved, %")
    return table((what, *head), _rows(rows, tuple(kinds)), heading, sortable=True)


def _kinds(rows: pd.DataFrame) -> dict[str, str]:
    """Return the kinds of share beside the frozen one, and their headings."""
    return {kind: heading for kind, heading in _HEADINGS.items() if kind in rows}


def _rows(rows: pd.DataFrame, kinds: Sequence[str]) -> Iterator[tuple[Cell | str, ...]]:
    for label, row in zip(_labels(rows), rows.to_dict("records"), strict=True):
        frozen, *others = (
            share_text(row[kind], row[f"{kind}_low"], row[f"{kind}_high"]) for kind in ("frozen", *kinds)
        )
        halved = fixed(100.0 * (row["sd_if_halved"] - 1.0), 1)
        yield label, Cell(frozen, value=f"{row['frozen']:.6g}"), *others, halved
