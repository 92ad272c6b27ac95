"""How every figure looks, where its parts stand, and how it becomes text: the same bytes each time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

WIDTH_IN = 4.5
"""Width of every figure: two stand side by side on a desk, one fills a phone with letters still readable."""

LINE_COLOURS = (
    "#0B62A4", "#D55E00", "#00876C", "#A3499C", "#8C6D1F", "#4A4E69", "#5AA9DD", "#C43C63", "#7A9A01",
)  # fmt: skip
"""Lines in the order given (Okabe-Ito hues darkened to carry text); a tenth line starts anew."""

STATE_COLOURS = {
    "working": "#2A7F62",
    "setup": "#E0A526",
    "starved": "#CFD8DF",
    "blocked": "#8FA1B3",
    "down": "#B5382F",
    "waiting_for_crew": "#E58A7B",
    "maintenance": "#6C5B9E",
    "off_shift": "#F0EFEB",
}
"""Machine states, in the order of stacking."""

CAUSE_COLOURS = ("#B5382F", "#E0A526", "#6C5B9E", "#0B7A75", "#8C6D1F", "#A3499C", "#5B7083", "#D98E73")

INK = "#1F2933"
SOFT = "#5F6C78"
GRID = "#E3E7EB"
EDGE = "#9AA5B1"
SIGNAL = "#B5382F"
DASHED = (0, (4, 2))

_PAGE_COLOURS = {INK: "--ink", SOFT: "--soft", GRID: "--rule", EDGE: "--edge"}
"""Colours that follow the page, which is light or dark."""

_LETTERS_PT = 8.5
_TITLE_PT = 9.5
_ROW = 1.32
"""Height of a row of letters over their size."""

_TICKS_PT = 8.0 + _LETTERS_PT * _ROW
_TITLE_GAP_PT = 6.0

_RC = {
    "axes.axisbelow": True,
    "axes.edgecolor": EDGE,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "axes.labelcolor": SOFT,
    "axes.labelsize": _LETTERS_PT,
    "axes.linewidth": 0.8,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": _TITLE_PT,
    "axes.titleweight": "bold",
    "axes.unicode_minus": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "font.family": "DejaVu Sans",
    "font.size": _LETTERS_PT,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.6,
    "legend.fontsize": _LETTERS_PT,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "svg.fonttype": "none",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": SOFT,
    "xtick.labelsize": _LETTERS_PT,
    "ytick.color": SOFT,
    "ytick.labelcolor": INK,
    "ytick.labelsize": _LETTERS_PT,
    "ytick.left": False,
}


class Chart(NamedTuple):
    """One figure of a page: its name, what it says for those who cannot see it, its <svg>."""

    name: str
    says: str
    svg: str


class Legend(NamedTuple):
    """What the colours mean, above or below the axes; without handles that of the first axes."""

    columns: int
    above: bool = True
    handles: Sequence[Artist] | None = None


@contextmanager
def house_style() -> Iterator[None]:
    """Draw within this block: settings of the user's matplotlibrc do not reach the page."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)  # type: ignore[arg-type]  # the stubs want literal keys
        yield


def line_colour(index: int) -> str:
    """Return the colour of the n-th line of the report."""
    return LINE_COLOURS[index % len(LINE_COLOURS)]


def panel(height_in: float, rows: int = 1) -> tuple[Figure, list[Axes]]:
    """Return an empty figure of the house width and its axes from top to bottom; no window."""
    figure = Figure(figsize=(WIDTH_IN, height_in))
    return figure, list(figure.subplots(rows, 1, squeeze=False)[:, 0])


def finish(
    figure: Figure, axes: Sequence[Axes], legend: Legend | None = None, right_pt: float = 10.0
) -> Figure:
    """Place legend, title, axes and labels, each once: matplotlib's own layouts draw every figure twice."""
    width, height = 72.0 * figure.get_figwidth(), 72.0 * figure.get_figheight()
    above, below = _legend(figure, axes, legend)
    title, label = axes[0].get_title(loc="left"), axes[-1].get_xlabel()
    top = above + (_TITLE_PT * _ROW * (title.count("\n") + 1) + _TITLE_GAP_PT if title else 5.0)
    bottom = below + _TICKS_PT + (_LETTERS_PT * _ROW + 2.0 if label else 0.0) + 2.0
    gap = _TICKS_PT + 6.0
    each = (height - top - bottom - gap * (len(axes) - 1)) / len(axes)
    lowest = [bottom + (len(axes) - 1 - place) * (each + gap) for place in range(len(axes))]
    for one, low in zip(axes, lowest, strict=True):  # the height says how many ticks there are
        one.set_position((0.2, low / height, 0.7, each / height))
    left = max(_left_pt(one) for one in axes)
    across = width - left - right_pt
    for one, low in zip(axes, lowest, strict=True):
        one.set_position((left / width, low / height, across / width, each / height))
        one.yaxis.set_label_coords((_LETTERS_PT + 2.0 - left) / across, 0.5)
        half = min(_letters_pt(one.get_xlabel()) / 2.0, width / 2.0)
        middle = min(max(left + across / 2.0, half + 1.0), max(width - half - 1.0, half))
        one.xaxis.set_label_coords((middle - left) / across, -(_TICKS_PT + 1.0) / each)
    wide = max(_letters_pt(row, _TITLE_PT, bold=True) for row in title.split("\n"))
    start = min(left, max(1.0, width - 2.0 - wide))
    up = 1.0 + _TITLE_GAP_PT / each
    axes[0].set_title(title, loc="left", pad=0.0, x=(start - left) / across, y=up)
    return figure


def _legend(figure: Figure, axes: Sequence[Axes], legend: Legend | None) -> tuple[float, float]:
    """Draw the legend; return how many points it takes above and below the axes."""
    if legend is None:
        return 0.0, 0.0
    handles = legend.handles if legend.handles is not None else axes[0].get_legend_handles_labels()[0]
    labels = [str(handle.get_label()) for handle in handles]
    if not labels:
        return 0.0, 0.0
    figure.legend(
        handles=list(handles), labels=labels, loc="upper left" if legend.above else "lower left",
        bbox_to_anchor=(0.0, 1.0 if legend.above else 0.0), ncols=legend.columns, handlelength=1.4,
        columnspacing=1.2, borderaxespad=0.2,
    )  # fmt: skip
    rows = -(-len(labels) // legend.columns)
    taken = _LETTERS_PT * (_ROW * rows + 0.5 * (rows - 1) + 1.2)
    return (taken, 0.0) if legend.above else (0.0, taken)


def _left_pt(axes: Axes) -> float:
    """Return the points that labels need left of some axes."""
    low, high = sorted(axes.get_ylim())
    places = [place for place in axes.yaxis.get_majorticklocs() if low <= place <= high]
    labels = axes.yaxis.get_major_formatter().format_ticks(places) if len(places) else []
    widest = max((_letters_pt(label) for label in labels), default=0.0)
    return 9.0 + widest + (_LETTERS_PT * _ROW + 1.0 if axes.get_ylabel() else 0.0)


@lru_cache(maxsize=4096)
def _letters_pt(text: str, size_pt: float = _LETTERS_PT, *, bold: bool = False) -> float:
    """Return the width of a text in points, in the letters it is drawn with."""
    font = FontProperties(family="DejaVu Sans", size=size_pt, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


def chart(name: str, says: str, figure: Figure) -> Chart:
    """Return a figure as part of a page; `name` is unique in its page."""
    return Chart(name, says, svg(figure, name))


def svg(figure: Figure, name: str) -> str:
    """Return a figure as an <svg> element for a page; the same figure and name give the same text.

    Identifiers start with `name`, so that several figures can stand in one page.
    """
    buffer = io.StringIO()
    metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with mpl.rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
        FigureCanvasSVG(figure).print_svg(buffer, metadata=metadata)  # type: ignore[no-untyped-call]  # savefig draws twice
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'<g id="[^"]*">', "<g>", text)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    text = re.sub(r'id="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", text)
    text = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', text)
    # the page decides on the letters; DejaVu is wider than any of them, so nothing overflows
    text = text.replace("'DejaVu Sans'", "var(--letters)")
    for colour, variable in _PAGE_COLOURS.items():
        text = text.replace(f": {colour.lower()}", f": var({variable})")
    text = text.replace("fill: #ffffff; stroke", "fill: var(--paper); stroke")
    text = text.replace("stroke: #ffffff", "stroke: var(--paper)")
    size = re.search(r'<svg [^>]*?width="([\d.]+)pt"', text)
    width_px = float(size[1]) * 4 / 3 if size else 0.0
    text = re.sub(r'(<svg [^>]*?)height="[\d.]+pt" ', r"\1", text, count=1)
    text = re.sub(r'(<svg [^>]*?)width="[\d.]+pt"', rf'\1style="max-width:{width_px:.0f}px"', text, count=1)
    return re.sub(r"\s*\n\s*", " ", text).replace("> <", "><").strip()
