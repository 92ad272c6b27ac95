"""The page of process windows: maps over two set-points of a station, one HTML file and one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path

from matplotlib.figure import Figure

from twin.analysis.process_window import Axis, Map, Window, any_outside, points, rooms_today
from twin.core.number_text import number
from twin.kpi.labels import property_label, property_title, property_unit
from twin.laws.registry.book import LAWS
from twin.line.model.line import Limit, Line
from twin.report.blocks import Built, Content, group
from twin.report.figures.map import Contour, Side, map_of
from twin.report.figures.style import house_style
from twin.report.pages.template import render, write_page

_NOTES = (
    "{description}. Each map: one lot runs through the stations at every pair of set-points ({points} "
    "points), all other numbers as in the line file; the figure is the mean over its cells. Black contours "
    "are the limits of the line, dashed where the line judges the same property at another station.",
    "Without noise, wear, waiting and run-to-run control: a set-point close to a contour loses cells to its "
    "spread. The stations behind the one that is moved keep their set-points, so that a density made up for "
    "in the press shows as such. Hatched: a law of the station goes on beyond the values it was made and "
    "tested with.",
    "Every point stands in window.csv beside this page.",
)


def write_windows(
    windows: Sequence[Window], line: Line, folder: str | PathLike[str], command: str = ""
) -> Path:
    """Write the page, window.csv and run.json into a folder; return the path of the page.

    Raises FolderRefused for a folder that is not empty and that twin did not write.
    """
    document = {"format": 1, "line": line.name, "command": command, "tables": ["window.csv"]}
    page = windows_page(windows, line, command)
    return write_page(page, document, Path(folder), {"window.csv": points(windows)})


def windows_page(windows: Sequence[Window], line: Line, command: str) -> str:
    """Return the page of one line."""
    counts = " and ".join(str(one.maps[0].values.size) for one in windows)
    notes = tuple(note.format(description=line.description, points=counts) for note in _NOTES)
    how = Content(notes=notes, code=(command,) if command else ())
    with house_style():
        sections = [section for window in windows for section in _sections(window)]
    return render(
        "sections.html.j2",
        title=f"Process windows of {line.name}",
        window_title=f"Process windows: {line.name}",
        eyebrow="process window",
        question="How far can the set-points be moved before the electrode leaves its limits, "
        "and what is gained or lost on the way?",
        sections=[*sections, Built("how", "How to read it", how)],
    )


def _sections(window: Window) -> Iterator[Built]:
    key = window.station.replace("_", "-")
    x, y = (property_label(axis.name) for axis in (window.x, window.y))
    yield Built(key, f"{window.station}: {y} and {x}", Content(answer=tuple(sentences(window))))
    yield Built(
        "", "", Content(groups=(group(key, ((_says(window, m), _map(window, m)) for m in window.maps)),))
    )


def _map(window: Window, shown: Map) -> Figure:
    """Draw one map with the limits on its figure that lie within it."""
    title = f"{property_title(shown.figure)} (after {shown.at})"
    low, high = shown.values.min(), shown.values.max()
    contours = [
        Contour(limit.at, edges, limit.at != shown.at)
        for limit in shown.limits
        if (edges := [end for end in (limit.lower, limit.upper) if end is not None and low < end < high])
    ]
    return map_of(shown.values, _side(window.x), _side(window.y), title, contours, any_outside(window))


def _side(axis: Axis) -> Side:
    return Side(property_title(axis.name), axis.values, axis.today)


def sentences(window: Window) -> Iterator[str]:
    """Yield what the maps say: today, the room within each limit, the laws left behind."""
    x, y = window.x, window.y
    figures = ", ".join(
        f"{property_label(m.figure)} {number(m.today)} {property_unit(m.figure)}".strip() for m in window.maps
    )
    yield f"Today at {_point(x, x.today)} and {_point(y, y.today)}: {figures}."
    for shown in window.maps:
        for limit in shown.limits:
            if limit.at == shown.at:
                yield _room_sentence(window, shown, limit)
    for mark, where in sorted(window.outside.items()):
        argument = LAWS[mark.law].argument(mark.argument)
        share = 100.0 * float(where.mean())
        yield (
            f"Hatched, {number(share, 2)} % of the points: "
            f"outside the range of {mark.law} ({mark.argument}), "
            f"which holds from {number(argument.low)} to {number(argument.high)} {argument.unit}.".rstrip()
        )


def _room_sentence(window: Window, shown: Map, limit: Limit) -> str:
    ends = " to ".join(number(end) for end in (limit.lower, limit.upper) if end is not None)
    name = f"{property_label(shown.figure)} within {ends} {property_unit(shown.figure)}"
    parts = []
    for along, other, kept in zip(
        (window.x, window.y), (window.y, window.x), rooms_today(window, shown, limit), strict=True
    ):
        if kept is None:
            return f"Today's set-point does not keep {name}."
        span = f"from {number(kept[0])} to {number(kept[1])} {property_unit(along.name)}"
        parts.append(f"{property_label(along.name)} {span} at {_point(other, other.today)}")
    return f"To keep {name}: {', or '.join(parts)}."


def _point(axis: Axis, value: float) -> str:
    return f"{number(value)} {property_unit(axis.name)}"


def _says(window: Window, shown: Map) -> str:
    low, high = number(float(shown.values.min())), number(float(shown.values.max()))
    over = f"{property_label(window.x.name)} and {property_label(window.y.name)}"
    return f"{property_label(shown.figure)} after {shown.at} over {over}: {low} to {high}"
