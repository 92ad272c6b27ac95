"""The sensitivity page: which station and which noise make the variance of a figure, one HTML file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import metadata, resources
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from twin.analysis.variance_attribution import Attribution
from twin.report.figures.shares import shares
from twin.report.figures.style import house_style, line_colour, svg
from twin.report.folder import MARK, replacing
from twin.report.labels import property_label, property_unit
from twin.report.numbers import fixed, number

COMPONENT_WORDS = {
    "lot": "lot to lot",
    "lane": "across the web",
    "run_out": "run-out",
    "cell": "cell to cell",
    "": "the material's own",
}
"""Components of a noise for the reader; dice that belong to no set-point are the physics' own."""


class Row(NamedTuple):
    """One origin as the table shows it."""

    label: str
    frozen: str
    frozen_value: float
    first: str
    total: str
    if_halved: str


class Shown(NamedTuple):
    """One figure of the page."""

    key: str
    title: str
    answer: list[str]
    stations: list[Row]
    origins: list[Row]
    station_svg: str
    origin_svg: str


def origin_label(station: str, source: str, component: str) -> str:
    """Return an origin for the reader; `source` "" = the station as a whole."""
    if not source:
        return station
    return f"{station}: {property_label(source)}, {COMPONENT_WORDS[component]}"


def answer(found: Attribution) -> list[str]:
    """Return the result in sentences: how large the spread is, who makes it, what halving it gains."""
    unit, name = property_unit(found.figure), property_label(found.figure)
    worst, first = found.origins.iloc[0], found.stations.iloc[0]
    label = origin_label(worst["station"], worst["source"], worst["component"])
    share, low, high = (100.0 * worst[column] for column in ("frozen", "frozen_low", "frozen_high"))
    gain = 100.0 * (1.0 - worst["sd_if_halved"])
    said = [
        f"A cell's {name} after {found.at} is {number(found.mean, 4)} {unit} with a standard deviation of "
        f"{number(found.sd)} {unit} over lots and machines.",
        f"The largest cause is {label}: {fixed(share, 0)} % of the variance "
        f"({fixed(low, 0)} to {fixed(high, 0)} %). Halve it and the spread falls by {fixed(gain, 0)} %.",
        f"Of the stations {first['station']} makes most: {fixed(100.0 * first['frozen'], 0)} %.",
    ]
    if found.built_in_sd > 0.1 * found.sd:
        said.append(
            f"Besides, places of the web differ by {number(found.built_in_sd)} {unit} (standard deviation) "
            "in the mean lot: this no noise makes and no smaller noise removes."
        )
    return said


def write_variance(
    found: Sequence[Attribution], name: str, command: str, document: Mapping[str, object], folder: Path
) -> Path:
    """Write the page and run.json into a folder; return the path of the page.

    Raises FolderRefused for a folder that is not empty and that twin did not write.
    """
    with replacing(folder) as new:
        new.text("index.html", variance_page(found, name, command))
        new.seal(MARK, document)
    return folder / "index.html"


def variance_page(found: Sequence[Attribution], name: str, command: str) -> str:
    """Return the page of one line."""
    with house_style():
        figures = [_shown(one) for one in found]
    environment = Environment(
        loader=PackageLoader("twin.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("variance.html.j2").render(
        version=metadata.version("electrode-twin"),
        name=name,
        command=command,
        rows=found[0].rows,
        figures=figures,
        style=Markup(_file("page.css")),
        script=_file("page.js"),
    )


def _shown(found: Attribution) -> Shown:
    key = f"{found.figure}-{found.at}".replace("_", "-")
    title = f"{property_label(found.figure)} after {found.at}"
    drawn = {
        kind: svg(shares(_labelled(table), line_colour(0), heading), f"{key}-{kind}")
        for kind, heading, table in (
            ("stations", "By station", found.stations),
            ("causes", "By cause", found.origins),
        )
    }
    return Shown(
        key=key,
        title=title,
        answer=answer(found),
        stations=_rows(found.stations),
        origins=_rows(found.origins),
        station_svg=drawn["stations"],
        origin_svg=drawn["causes"],
    )


def _labelled(table: pd.DataFrame) -> pd.DataFrame:
    labels = [origin_label(*row) for row in table[["station", "source", "component"]].itertuples(index=False)]
    return table.assign(label=labels)


def _rows(table: pd.DataFrame) -> list[Row]:
    """Return the rows of a table, shares in percent with their limits."""
    texts = {kind: _percent(table, kind) for kind in ("frozen", "first", "total")}
    halved = [fixed(100.0 * (value - 1.0), 1) for value in table["sd_if_halved"]]
    columns = (_labelled(table)["label"], texts["frozen"], table["frozen"], texts["first"], texts["total"])
    return [Row(*row) for row in zip(*columns, halved, strict=True)]


def _percent(table: pd.DataFrame, kind: str) -> list[str]:
    """Return shares as "12.3 [10.1, 14.5]"."""
    columns = (100.0 * table[kind], 100.0 * table[f"{kind}_low"], 100.0 * table[f"{kind}_high"])
    return [f"{fixed(v, 1)} [{fixed(a, 1)}, {fixed(b, 1)}]" for v, a, b in zip(*columns, strict=True)]


def _file(name: str) -> str:
    return resources.files("twin.report").joinpath("templates", name).read_text(encoding="utf-8")
