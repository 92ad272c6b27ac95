"""Read a line file, format 1: every mistake in one pass, or a frozen Line."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from twin.errors import LineError, Problem
from twin.line.check_flow import check_flow
from twin.line.check_material import check_material
from twin.line.check_words import check_words
from twin.line.document import Document, read_document
from twin.line.draft import Draft, read_draft
from twin.line.findings import Findings
from twin.line.model import Line
from twin.line.route import check_route
from twin.line.sources import check_sources, read_references

__all__ = ["Line", "load_line"]


def load_line(line: str | PathLike[str] | Mapping[str, object]) -> Line:
    """Return the line of a file, or of a dict such as `tomllib` makes of one.

    Raises LineError with every mistake found.
    """
    if isinstance(line, Mapping):
        return read_line(Document("<dict>", Path(), None, dict(line)))
    document = read_document(Path(line))
    if isinstance(document, Problem):
        raise LineError([document])
    return read_line(document)


def read_line(document: Document) -> Line:
    """Return the line of an opened document. Raises LineError with every mistake found."""
    findings = Findings(document)
    draft = read_draft(document, findings)
    route = check_route(draft, findings)
    check_words(draft, route, findings)
    check_material(draft, route, findings)
    check_flow(draft, route, findings)
    references = check_sources(draft.source_texts, read_references(document, findings), findings)
    if findings:
        raise LineError(findings.problems())
    return _line(draft, document, references)


def _line(draft: Draft, document: Document, references: dict[str, str]) -> Line:
    head = draft.head
    assert head is not None
    return Line(
        name=head.name,
        description=head.description,
        grid=head.grid,
        source=tuple(source for _, _, source in draft.sources if source is not None),
        station=tuple(s.model for s in draft.stations if s.model is not None),
        crew=tuple(crew for _, _, crew in draft.crews if crew is not None),
        limit=tuple(limit for _, _, limit in draft.limits if limit is not None),
        calendar=head.calendar,
        room=head.room,
        values=(),
        defaults=(),
        references=references,
        file=document.file,
        document=draft.document,
    )
