"""Load a line, change it: read the blocks, check what they ask of each other, list every number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path

from twin.core.errors import LineError, Problem
from twin.line.change import changed
from twin.line.check.dependent_keys import check_dependent_keys
from twin.line.check.input_ranges import check_ranges
from twin.line.check.lot_counts import check_lot_counts
from twin.line.check.material_flow import check_material
from twin.line.check.route import check_route
from twin.line.check.solvent_binder import check_solvents_and_binders
from twin.line.check.web_lanes import check_web_lanes
from twin.line.library import line_file
from twin.line.model.line import Line
from twin.line.numbers import numbers_in
from twin.line.read.blocks import Draft, LineHead, read_draft
from twin.line.read.document import TOO_DEEP, Document, is_too_deep, read_document
from twin.line.read.findings import MOST, Findings, TooManyFindings
from twin.line.read.references import Reference, check_sources, read_references
from twin.line.read.resolve import resolved
from twin.line.values import list_defaults, list_values


class LoadedLine(Line):
    """A line as it was read: it can be changed by dotted path, and is checked again as a whole."""

    def with_changes(self, changes: Mapping[str, object]) -> LoadedLine:
        """Return the line with values set by dotted path, checked again; None takes a key away.

        A path starts with the name of a station, source or crew, or with a top-level key. The line itself
        stays as it is. Raises LineError with a problem for every wrong path or value.

        >>> line = load_line("lines/dry_sulfide_cathode.toml")
        >>> stiffer = line.with_changes({"calender.params.line_load_N_mm": 900.0})
        >>> [value.value for value in stiffer.values if value.path == "calender.params.line_load_N_mm"]
        [900.0]
        """
        return replace(read_line(changed(self.document, changes)), file=self.file)


def load_line(line: str | PathLike[str] | Mapping[str, object], *, allow_outside: bool = False) -> LoadedLine:
    """Return the line of a file, of a shipped line by its bare name, or of a dict as `tomllib` makes them.

    Paths in a file are relative to its folder, in a dict to the current folder. A file, which may come from a
    stranger, reads recipes and tables below its own folder and of the shipped lines only, unless
    `allow_outside`. Raises LineError with every mistake found.

    >>> line = load_line("lines/dry_sulfide_cathode.toml")
    >>> [station.name for station in line.station]
    ['mixer', 'kneader', 'film', 'calender', 'laminate', 'edge_trim', 'ald', 'hot_press']
    >>> next(value for value in line.values if value.path == "calender.params.line_load_N_mm")
    Value(path='calender.params.line_load_N_mm', value=..., unit='N/mm', source=..., ...)
    """
    if isinstance(line, Mapping):
        return read_line(Document("<dict>", Path(), None, dict(line)))
    document = read_document(line_file(Path(line)))
    if isinstance(document, Problem):
        raise LineError([document])
    return read_line(document, allow_outside=allow_outside)


def read_line(document: Document, *, allow_outside: bool = False) -> LoadedLine:
    """Return the line of an opened document. Raises LineError with every mistake found."""
    if is_too_deep(document.data):
        raise LineError([Problem(document.file, None, None, "", "too-deep", TOO_DEEP)])
    findings = Findings(document)
    try:
        draft, used = _checked(document, findings, allow_outside=allow_outside)
    except TooManyFindings:
        message = f"there are more than {MOST} mistakes; only the first are listed"
        more = Problem(document.file, None, None, "", "too-many", message)
        raise LineError([*findings.problems(), more]) from None
    whole = draft.whole()
    if findings or whole is None:
        raise LineError(findings.problems())
    return _line(draft, whole, document, used, findings)


def _checked(
    document: Document, findings: Findings, *, allow_outside: bool
) -> tuple[Draft, dict[str, Reference]]:
    """Return the blocks of a document and its references; what is wrong goes to the findings."""
    draft = read_draft(document, findings, allow_outside=allow_outside)
    used = check_sources(draft.source_texts, read_references(document, findings), findings)
    route = check_route(draft, findings)
    check_dependent_keys(draft, route, findings)
    check_material(draft, route, findings)
    check_solvents_and_binders(draft, route, findings)
    check_lot_counts(draft, route, findings)
    check_web_lanes(draft, route, findings)
    if (whole := draft.whole()) is not None:
        check_ranges(list(numbers_in(draft.plain, whole)), draft.ranges, findings)
    return draft, used


def _line(
    draft: Draft, head: LineHead, document: Document, used: Mapping[str, Reference], findings: Findings
) -> LoadedLine:
    numbers = numbers_in(draft.plain, head)
    return LoadedLine(
        name=head.name,
        description=head.description,
        grid=head.grid,
        source=tuple(source for _, _, source in draft.sources if source is not None),
        station=tuple(s.model for s in draft.stations if s.model is not None),
        crew=tuple(crew for _, _, crew in draft.crews if crew is not None),
        limit=tuple(limit for _, _, limit in draft.limits if limit is not None),
        calendar=head.calendar,
        room=head.room,
        values=list_values(numbers, draft.source_texts, draft.ranges, findings.path),
        defaults=list_defaults(head, findings.path),
        references={key: reference.printed() for key, reference in used.items()},
        file=document.file,
        document=resolved(draft.document, draft.files, used),
    )
