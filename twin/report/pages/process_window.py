"""The page of process windows: maps over two set-points of a station, one HTML file and one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import metadata, resources
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from twin.analysis.process_window import Axis, Map, Window, room
from twin.core.material import Array
from twin.laws.registry.book import LAWS
from twin.line.model.line import Line
from twin.records.tables import write_csv
from twin.report.figures.style import house_style, svg
from twin.report.figures.window import window_map
from twin.report.folder import MARK, replacing
from twin.report.labels import property_label, property_unit
from twin.report.numbers import number


class Shown(NamedTuple):
    """One window of the page: sentences, and a figure with its description per map."""

    key: str
    title: str
    sentences: list[str]
    figures: list[tuple[str, str]]


def write_windows(
    windows: Sequence[Window], line: Line, folder: str | PathLike[str], command: str = ""
) -> Path:
    """Write the page, window.csv and run.json into a folder; return the path of the page.

    Raises FolderRefused for a folder that is not empty and that twin did not write.
    """
    document = {"format": 1, "line": line.name, "command": command, "tables": ["window.csv"]}
    with replacing(Path(folder)) as new:
        with new.file("window.csv") as out:
            write_csv(table(windows), out)
        new.text("index.html", windows_page(windows, line, command))
        new.seal(MARK, document)
    return Path(folder) / "index.html"


def windows_page(windows: Sequence[Window], line: Line, command: str) -> str:
    """Return the page of one line."""
    with house_style():
        shown = [_shown(one) for one in windows]
    environment = Environment(
        loader=PackageLoader("twin.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("window.html.j2").render(
        version=metadata.version("electrode-twin"),
        name=line.name,
        description=line.description,
        command=command,
        windows=shown,
        points=" and ".join(str(one.maps[0].values.size) for one in windows),
        style=Markup(_file("page.css")),
        script=Markup(_file("page.js")),
    )


def table(windows: Sequence[Window]) -> pd.DataFrame:
    """Return every point of every map: station, set-points and their values, figure, at, value, outside."""
    parts = []
    for one in windows:
        across, up = np.meshgrid(one.x.values, one.y.values)
        left = ["; ".join(names) for names in _left_at(one)]
        for shown in one.maps:
            columns = {
                "station": one.station,
                "x": one.x.name,
                "x_value": across.ravel(),
                "y": one.y.name,
                "y_value": up.ravel(),
                "figure": shown.figure,
                "at": shown.at,
                "value": shown.values.ravel(),
                "outside": left,
            }
            parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def _left_at(found: Window) -> Iterator[list[str]]:
    """Yield the laws left at each point, row by row."""
    marks = sorted(found.outside)
    for row, column in np.ndindex(*found.maps[0].values.shape):
        yield [f"{mark.law}: {mark.argument}" for mark in marks if found.outside[mark][row, column]]


def _shown(found: Window) -> Shown:
    names = [property_label(axis.name) for axis in (found.x, found.y)]
    key = found.station.replace("_", "-")
    figures = [
        (_says(found, shown), svg(window_map(found, shown), f"{key}-{n}"))
        for n, shown in enumerate(found.maps, start=1)
    ]
    return Shown(key, f"{found.station}: {names[1]} and {names[0]}", list(sentences(found)), figures)


def sentences(found: Window) -> Iterator[str]:
    """Yield what the maps say: today, the room within each limit, the laws left behind."""
    x, y = found.x, found.y
    figures = ", ".join(
        f"{property_label(m.figure)} {number(m.today)} {property_unit(m.figure)}".strip() for m in found.maps
    )
    yield f"Today at {_point(x, x.today)} and {_point(y, y.today)}: {figures}."
    for shown in found.maps:
        for limit in shown.limits:
            if limit.at == shown.at:
                yield _room_said(found, shown, limit.lower, limit.upper)
    for mark, where in sorted(found.outside.items()):
        argument = LAWS[mark.law].argument(mark.argument)
        share = 100.0 * float(where.mean())
        yield (
            f"Hatched, {number(share, 2)} % of the points: "
            f"outside the range of {mark.law} ({mark.argument}), "
            f"which holds from {number(argument.low)} to {number(argument.high)} {argument.unit}.".rstrip()
        )


def _room_said(found: Window, shown: Map, lower: float | None, upper: float | None) -> str:
    limit = next(
        one for one in shown.limits if one.at == shown.at and (one.lower, one.upper) == (lower, upper)
    )
    ends = " to ".join(number(one) for one in (lower, upper) if one is not None)
    name = f"{property_label(shown.figure)} within {ends} {property_unit(shown.figure)}"
    said = []
    for along, other, values in (
        (found.x, found.y, _cut(found.y, shown.values)),
        (found.y, found.x, _cut(found.x, shown.values.T)),
    ):
        kept = room(along, values, limit)
        if kept is None:
            return f"Today's set-point does not keep {name}."
        unit = property_unit(along.name)
        said.append(
            f"{property_label(along.name)} from {number(kept[0])} to {number(kept[1])} {unit} "
            f"at {_point(other, other.today)}"
        )
    return f"To keep {name}: {', or '.join(said)}."


def _cut(across: Axis, values: Array) -> Array:
    """Return a map, `across` along its rows, at today's value of that axis."""
    return np.array([np.interp(across.today, across.values, column) for column in values.T])


def _point(axis: Axis, value: float) -> str:
    return f"{number(value)} {property_unit(axis.name)}"


def _says(found: Window, shown: Map) -> str:
    low, high = number(float(shown.values.min())), number(float(shown.values.max()))
    over = f"{property_label(found.x.name)} and {property_label(found.y.name)}"
    return f"{property_label(shown.figure)} after {shown.at} over {over}: {low} to {high}"


def _file(name: str) -> str:
    return resources.files("twin.report").joinpath("templates", name).read_text(encoding="utf-8")
