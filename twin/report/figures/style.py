"""How every figure looks, and how it becomes text: one palette, one size, the same bytes each time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

WIDTH_IN = 4.5
"""Width of every figure: two stand side by side on a desk, one fills a phone with letters still readable."""

LINE_COLOURS = ("#0B62A4", "#D55E00", "#00876C", "#A3499C", "#8C6D1F", "#4A4E69")
"""Lines in the order given (Okabe-Ito hues darkened to carry text); a seventh line starts anew."""

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

_RC = {
    "axes.axisbelow": True,
    "axes.edgecolor": "#9AA5B1",
    "axes.grid": True,
    "axes.grid.axis": "x",
    "axes.labelcolor": SOFT,
    "axes.labelsize": 8.5,
    "axes.linewidth": 0.8,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.unicode_minus": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.6,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "svg.fonttype": "none",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": SOFT,
    "xtick.labelsize": 8.5,
    "ytick.color": SOFT,
    "ytick.labelcolor": INK,
    "ytick.labelsize": 8.5,
    "ytick.left": False,
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw within this block: settings of the user's matplotlibrc do not reach the page."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)  # type: ignore[arg-type]  # the stubs want literal keys
        yield


def panel(height_in: float, rows: int = 1) -> tuple[Figure, list[Axes]]:
    """Return an empty figure of the house width and its axes from top to bottom; no window."""
    figure = Figure(figsize=(WIDTH_IN, height_in), layout="constrained")
    return figure, list(figure.subplots(rows, 1, squeeze=False)[:, 0])


def line_colour(index: int) -> str:
    """Return the colour of the n-th line of the report."""
    return LINE_COLOURS[index % len(LINE_COLOURS)]


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
    size = re.search(r'<svg [^>]*?width="([\d.]+)pt"', text)
    width_px = float(size[1]) * 4 / 3 if size else 0.0
    text = re.sub(r'(<svg [^>]*?)height="[\d.]+pt" ', r"\1", text, count=1)
    text = re.sub(r'(<svg [^>]*?)width="[\d.]+pt"', rf'\1style="max-width:{width_px:.0f}px"', text, count=1)
    return re.sub(r"\s*\n\s*", " ", text).replace("> <", "><").strip()
