"""Tables of docs/line_format.md that stand in the code: parameters and set-points, sections of a recipe.

`python -m tools.line_format_tables` writes them anew; `tests/docs/test_docs.py` compares.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from twin.core.units import unit_of
from twin.line.recipe import Recipe
from twin.stations.contract.kinds import kinds, load

PAGE = Path(__file__).resolve().parents[1] / "docs" / "line_format.md"
_BLOCK = re.compile(r"(<!-- table: ([\w.]+) -->\n).*?(<!-- end -->\n)", re.DOTALL)


def models() -> dict[str, type[BaseModel]]:
    """Return the model behind each table of the recipe, by the name in its marker."""
    return {
        f"recipe.{name}": kind
        for name, info in Recipe.model_fields.items()
        for kind in (info.annotation, *get_args(info.annotation))  # a section, or one that may be left out
        if isinstance(kind, type) and issubclass(kind, BaseModel)
    }


def table(model: type[BaseModel]) -> str:
    """Return a table with a row per key: unit, what is allowed, meaning."""
    rows = ["| key | unit | allowed | meaning |", "|---|---|---|---|"]
    for name, info in model.model_fields.items():
        rows.append(f"| `{name}` | {unit_of(name)} | {_allowed(info)} | {info.description} |")
    return "\n".join(rows) + "\n"


def stations() -> str:
    """Return what there is to say about every kind: what it does, its set-points, its parameters."""
    rows = ["| kind | does | form after it |", "|---|---|---|"]
    sections = []
    for kind in kinds():
        station = load(kind)
        purpose, _, more = (sys.modules[station.transform.__module__].__doc__ or "").partition("\n")
        purpose = purpose.rstrip(".")
        rows.append(f"| `{kind}` | {purpose} | {station.form or 'as it came'} |")
        if station.params.model_fields:
            noisy = ", ".join(f"`{name}`" for name in station.set_points)
            noise = f"Set-points that take noise: {noisy}.\n\n" if noisy else ""
            sections.append(f"\n### `{kind}`\n\n{purpose}.\n{more}\n{noise}{table(station.params)}")
    return "\n".join(rows) + "\n" + "".join(sections)


def tables() -> dict[str, str]:
    """Return every table by the name in its marker."""
    return {"stations": stations()} | {name: table(model) for name, model in models().items()}


def _allowed(info: FieldInfo) -> str:
    """Return the bounds of a field in words, or the words it may be; and whether it may be left out."""
    optional = "" if info.is_required() or info.annotation is str else ", or left out"
    return _bounds(info) + optional


def _bounds(info: FieldInfo) -> str:
    if info.annotation is str:
        return "a name"
    parts = [part for part in get_args(info.annotation) if part is not type(None)]
    choices = [word for part in parts for word in get_args(part)] or [p for p in parts if isinstance(p, str)]
    if choices:
        return " or ".join(f"`{choice}`" for choice in choices)
    found = {
        key: getattr(item, key)
        for item in info.metadata
        for key in ("gt", "ge", "le")
        if getattr(item, key, None) is not None
    }
    low = f"above {found['gt']:g}" if "gt" in found else f"{found['ge']:g}"
    return f"{low} to {found['le']:g}"


def named(page: str) -> set[str]:
    """Return the names of the tables of a page."""
    return {name for _, name, _ in _BLOCK.findall(page)}


def renewed(page: str) -> str:
    """Return the page with every table written from the code."""
    known = tables()
    return _BLOCK.sub(lambda found: found[1] + known[found[2]] + found[3], page)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
