"""Draw the layers of the package for docs/architecture.md, from the ranks and the docstrings of the folders.

`python -m tools.architecture_picture` writes it anew; `tests/docs/test_generated.py` compares.
"""

from __future__ import annotations

from html import escape
from textwrap import wrap

from tools.layers import RANKS, ROOT, purpose

PICTURE = ROOT / "docs" / "architecture.svg"
WIDTH, LEFT, GAP, HEAD, LINE = 1120, 20, 18, 32, 15
_STYLE = (
    "text{font-family:sans-serif;fill:#1a2733}.name{font-size:15px;font-weight:bold}.purpose{font-size:11.5px}"
    "rect{fill:#eef4f8;stroke:#3b6e8f}.arrow{stroke:#7a8b99;stroke-width:1.5;marker-end:url(#tip)}"
)
_CHARACTER_PX = 6.1


def picture() -> str:
    """Return the picture as SVG: a row per rank, the highest on top, a box per folder."""
    boxes, top = [], GAP
    rows = list(reversed(RANKS))
    for folders in rows:
        width = (WIDTH - 2 * LEFT - (len(folders) - 1) * GAP) / len(folders)
        texts = [wrap(purpose(folder), int((width - 20) / _CHARACTER_PX)) for folder in folders]
        height = HEAD + LINE * max(map(len, texts))
        for place, (folder, lines) in enumerate(zip(folders, texts, strict=True)):
            boxes.append(_box(folder, lines, LEFT + place * (width + GAP), top, width, height))
        if folders is not rows[-1]:
            middle, start = f"{WIDTH / 2:g}", top + height
            ends = f'x1="{middle}" y1="{start}" x2="{middle}" y2="{start + GAP - 3}"'
            boxes.append(f'<line class="arrow" {ends}/>')
        top += height + GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img"'
            ' aria-label="Layers of the package: a file imports from its own row or from rows below">',
            f'<rect x="0" y="0" width="{WIDTH}" height="{top}" style="fill:#fff;stroke:none"/>',
            f"<style>{_STYLE}</style>",
            '<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="6" refY="3" orient="auto">'
            '<path d="M0,0 L6,3 L0,6 z" fill="#7a8b99"/></marker></defs>',
            *boxes,
            "</svg>\n",
        ]
    )


def _box(folder: str, lines: list[str], left: float, top: float, width: float, height: float) -> str:
    """Return a folder as a box with its name and what it is for."""
    texts = [f'<text class="name" x="{left + 10:g}" y="{top + 20}">{escape(folder)}</text>']
    texts += [
        f'<text class="purpose" x="{left + 10:g}" y="{top + 38 + LINE * number}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
    return f'<rect x="{left:g}" y="{top}" width="{width:g}" height="{height}" rx="6"/>' + "".join(texts)


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
