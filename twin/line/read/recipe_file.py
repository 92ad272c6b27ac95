"""Read the recipe of a source: a file or a table; a file may be based on another and state what differs."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

from twin.core.errors import Problem
from twin.line.fields.files import HOW_TO_ALLOW, OUTSIDE, Files, hidden
from twin.line.fields.value_faults import quoted
from twin.line.model.line import FORMAT
from twin.line.read.document import Document, Plain, read_document, table_at
from twin.line.read.findings import Finding, Findings
from twin.line.read.named_materials import NamedMaterials
from twin.line.read.positions import Place
from twin.line.read.validated_block import read_block
from twin.line.read.value_sources import separate_sources
from twin.line.read.written_ranges import WrittenRanges
from twin.line.recipe import Recipe

BASE = "based_on"


def read_recipe(named: NamedMaterials, files: Files, block: Place, raw: object) -> Recipe | None:
    """Return a recipe from its file or its table; a file's mistakes point to that file."""
    place, findings = (*block, "recipe"), named.findings
    if isinstance(raw, str):
        document = _opened(raw, files, place, findings)
        if document is None:
            return None
        findings.mount(place, document)
        data = _with_base(document, raw, files, findings)
        if data is None:
            return None
        table_at(named.document, block)["recipe"] = data
        separated = separate_sources(data, place, findings)
        named.texts.update(separated.sources)
        named.ranges.update(separated.ranges)
        raw = table_at(named.plain, block)["recipe"] = separated.plain
    if not isinstance(raw, dict):
        message = f"must be the path of a recipe file or a table, found {quoted(raw)}"
        findings.add(Finding(place, "invalid-value", message))
        return None
    recipe = read_block(Recipe, named.filled_recipe(raw, place), place, findings)
    if recipe is not None and recipe.format != FORMAT:
        message = f"must be {FORMAT}, the format this program reads; found {recipe.format}"
        findings.add(Finding((*place, "format"), "unknown-format", message))
    return recipe


def _opened(path: str, files: Files, place: Place, findings: Findings) -> Document | None:
    """Return the document of a recipe, or tell at the place that names it why there is none."""
    if why := files.refuses(path):
        findings.add(Finding(place, OUTSIDE, why, HOW_TO_ALLOW))
        return None
    document = read_document(files.path(path))
    if isinstance(document, Document):
        return document
    problem: Problem = document if files.is_own(files.path(path)) else hidden(document)
    if problem.code in ("missing-file", "unreadable-file") or not path:
        message = f"the recipe {problem.file} cannot be read: {problem.message}"
        findings.add(Finding(place, problem.code, message, problem.hint))
    else:
        findings.add_problem(problem)
    return None


def _with_base(document: Document, path: str, files: Files, findings: Findings) -> Plain | None:
    """Return what a recipe says, over what the recipe it is based on says; None where that one is faulty."""
    data = deepcopy(document.data)
    base = data.pop(BASE, None)
    if base is None:
        return data
    inside = Findings(document)
    if not isinstance(base, str):
        inside.add(
            Finding((BASE,), "invalid-value", f"must be the path of a recipe file, found {quoted(base)}")
        )
    earlier = (
        _opened(str(Path(path).parent / base), files, (BASE,), inside) if isinstance(base, str) else None
    )
    if earlier is not None and BASE in earlier.data:
        message = f"{base} is itself based on a recipe; a base stands on its own"
        inside.add(Finding((BASE,), "not-allowed", message))
    elif earlier is not None:
        _check_alone(earlier, inside)
    for problem in inside.problems():
        findings.add_problem(problem)
    return None if inside or earlier is None else _merged(earlier.data, data)


def _check_alone(base: Document, findings: Findings) -> None:
    """Read a base by itself, so that its mistakes point into its own file."""
    alone = Findings(base)
    plain = separate_sources(base.data, (), alone).plain
    assert isinstance(plain, dict)
    filled = NamedMaterials({}, {}, {}, WrittenRanges(), alone).filled_recipe(plain, ())
    read_block(Recipe, filled, (), alone)
    for problem in alone.problems():
        findings.add_problem(problem)


def _merged(base: Plain, over: Plain) -> Plain:
    """Return a table with the values of another in place of its own; what is a value is taken whole."""
    merged = deepcopy(base)
    for key, part in over.items():
        below = merged.get(key)
        both_tables = isinstance(part, dict) and isinstance(below, dict)
        if both_tables and "value" not in part and "value" not in below:  # type: ignore[operator]
            merged[key] = _merged(below, part)  # type: ignore[arg-type]
        else:
            merged[key] = part
    return merged
