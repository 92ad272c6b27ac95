"""The route of a line as a drawing: plain SVG, top to bottom, branches side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape

from twin.line.model.line import Line
from twin.line.route import Stop, stops

BOX_WIDTH = 300
GAP = 18
ARROW = 34
_LETTER = 6.1
_STYLE = "font-family:var(--letters,Helvetica,Arial,sans-serif)"


class Box(NamedTuple):
    """A stop with its place on the drawing: middle, top, height."""

    stop: Stop
    middle: float
    top: float
    height: float
    rows: tuple[str, ...]


def diagram(line: Line, colour: str = "#0B62A4") -> str:
    """Return the route as an <svg> element that stands alone or in a page."""
    boxes = _placed(stops(line))
    width = max(box.middle for box in boxes.values()) + BOX_WIDTH / 2 + 1
    height = max(box.top + box.height for box in boxes.values()) + 1
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'style="max-width:{width:.0f}px;{_STYLE}"><title>{escape(f"route of {line.name}")}</title>'
    ]
    for box in boxes.values():
        parts += [_arrow(boxes[name], box) for name in box.stop.inputs]
        parts.append(_box(box, colour))
    return "".join([*parts, "</svg>"])


def _placed(route: list[Stop]) -> dict[str, Box]:
    """Place each stop below all that feed it; a source takes a column, a join the middle of its branches."""
    boxes: dict[str, Box] = {}
    columns = 0
    for stop in route:
        rows = tuple(row for detail in stop.details for row in _wrapped(detail))
        height = 38.0 + 15.0 * len(rows)
        if stop.inputs:
            feeders = [boxes[name] for name in stop.inputs]
            middle = sum(box.middle for box in feeders) / len(feeders)
            top = max(box.top + box.height for box in feeders) + ARROW
        else:
            middle = columns * (BOX_WIDTH + GAP) + BOX_WIDTH / 2 + 1
            columns += 1
            top = 1.0
        boxes[stop.name] = Box(stop, middle, top, height, rows)
    return _sources_lowered(boxes)


def _sources_lowered(boxes: dict[str, Box]) -> dict[str, Box]:
    """Move each source down to just above the station it feeds."""
    lowered: Mapping[str, float] = {
        name: box.top - ARROW
        for box in boxes.values()
        for name in box.stop.inputs
        if not boxes[name].stop.inputs
    }
    return {
        name: box._replace(top=lowered[name] - box.height) if name in lowered else box
        for name, box in boxes.items()
    }


def _wrapped(text: str) -> list[str]:
    """Break a text at blanks into rows that fit the box."""
    longest = int((BOX_WIDTH - 20) / _LETTER)
    rows = [""]
    for part in text.split(" "):
        if rows[-1] and len(rows[-1]) + 1 + len(part) > longest:
            rows.append("")
        rows[-1] = f"{rows[-1]} {part}".strip()
    return rows


def _box(box: Box, colour: str) -> str:
    left = box.middle - BOX_WIDTH / 2
    source = not box.stop.inputs
    fill, radius = ("#F4F6F8", 16) if source else ("#FFFFFF", 5)
    parts = [
        f'<rect x="{left:.1f}" y="{box.top:.1f}" width="{BOX_WIDTH}" height="{box.height:.1f}" rx="{radius}" '
        f'fill="{fill}" stroke="{colour}" stroke-width="1.4"/>',
        f'<text x="{left + 11:.1f}" y="{box.top + 16:.1f}" font-size="12.5" font-weight="700" fill="#1F2933">'
        f"{escape(box.stop.name)}</text>",
        f'<text x="{left + 11:.1f}" y="{box.top + 30:.1f}" font-size="10.5" fill="{colour}">'
        f"{escape(box.stop.kind)}</text>",
    ]
    for number, row in enumerate(box.rows):
        y = box.top + 45 + 15 * number
        parts.append(
            f'<text x="{left + 11:.1f}" y="{y:.1f}" font-size="10.5" fill="#5F6C78">{escape(row)}</text>'
        )
    return "".join(parts)


def _arrow(start: Box, end: Box) -> str:
    x1, y1 = start.middle, start.top + start.height
    x2, y2 = end.middle, end.top
    bend = (y1 + max(y1, y2 - ARROW) + ARROW) / 2 if x1 == x2 else y2 - ARROW / 2
    path = f"M{x1:.1f} {y1:.1f}V{bend:.1f}H{x2:.1f}V{y2 - 6:.1f}"
    head = f"M{x2 - 4:.1f} {y2 - 7:.1f}h8l-4 7z"
    label = "" if end.stop.places == "unlimited" else end.stop.places
    return (
        f'<path d="{path}" fill="none" stroke="#7B8794" stroke-width="1.3"/><path d="{head}" fill="#7B8794"/>'
        f'<text x="{x1 + 7:.1f}" y="{y1 + 14:.1f}" font-size="9.5" fill="#7B8794">{escape(label)}</text>'
    )
