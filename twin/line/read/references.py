"""Read sources.toml, where every reference stands once: one table per key.

    [hare2026]
    title = "Mixing kinetics of ..."      # required
    authors = "Hare, A.; Stone, B."       # optional, as are all keys below
    year = 2026
    journal = "Powder Technology 123, 45"
    doi = "10.1000/xyz"
    url = "https://..."
    note = "table 2, dry blend"

A line file may carry references of its own in the same form under `[sources.<key>]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from twin.core.errors import Problem
from twin.core.near_match import nearest
from twin.line import library
from twin.line.fields.block import Block
from twin.line.fields.files import Files, hidden
from twin.line.read.document import Document, read_document
from twin.line.read.findings import Finding, Findings, TooManyFindings
from twin.line.read.positions import Place
from twin.line.read.validated_block import read_block
from twin.line.read.value_sources import without_faults

ASSUMPTION = "assumption"
CALIBRATED = "calibrated"
"""A number chosen with a target in view: `source = "calibrated: against what"`."""


class Reference(Block):
    """One published source."""

    title: str
    authors: str = ""
    year: int | None = None
    journal: str = ""
    doi: str = ""
    url: str = ""
    note: str = ""

    def printed(self) -> str:
        """Return the reference as one line, with its DOI or address."""
        year = f" ({self.year})" if self.year is not None else ""
        head = [self.authors + year, self.title] if self.authors else [self.title + year]
        link = f"https://doi.org/{self.doi}" if self.doi else self.url
        parts = [*head, self.journal, link, self.note]
        return ". ".join(part.rstrip(".") for part in parts if part)


def read_references(document: Document, findings: Findings) -> dict[str, Reference]:
    """Return the references of a line: its own, then those beside it, else the shipped ones."""
    references = _shared(document, findings)
    own = document.data.get("sources", {})
    if not isinstance(own, dict):
        findings.add(Finding(("sources",), "invalid-value", "must be a table with one table per key"))
        return references
    return references | _references(own, ("sources",), findings)


def references_file(folder: Path) -> Path | None:
    """Return the sources.toml of a line in a folder: beside it, else the shipped one; None without any."""
    try:
        beside = folder / "sources.toml"
        path = beside if beside.is_file() else library.lines_folder() / "sources.toml"
        return path if path.is_file() else None
    except (OSError, ValueError):
        return None


def _shared(document: Document, findings: Findings) -> dict[str, Reference]:
    path = references_file(document.folder)
    try:
        stamp = None if path is None else path.stat().st_mtime_ns
    except OSError:
        return {}
    if path is None or stamp is None:
        return {}
    references, problems = _read_shared(path, stamp)
    is_own = Files(document.folder).is_own(path)
    for problem in problems:
        findings.add_problem(problem if is_own else hidden(problem))
    return dict(references)


@lru_cache(maxsize=8)
def _read_shared(path: Path, stamp: int) -> tuple[Mapping[str, Reference], tuple[Problem, ...]]:  # noqa: ARG001
    """Read a sources.toml once as long as its time stamp stays."""
    document = read_document(path)
    if isinstance(document, Problem):
        return {}, (document,)
    inside = Findings(document)
    try:
        references = _references(document.data, (), inside)
    except TooManyFindings:
        references = {}
    return references, tuple(inside.problems())


def _references(raw: Mapping[str, object], place: Place, findings: Findings) -> dict[str, Reference]:
    references: dict[str, Reference] = {}
    for key, entry in raw.items():
        if not isinstance(key, str) or not key or any(letter.isspace() for letter in key):
            findings.add(Finding((*place, str(key)), "invalid-value", "a key must be one word", on_key=True))
            continue
        block = read_block(Reference, without_faults(entry, (*place, key), findings), (*place, key), findings)
        if block is not None:
            references[key] = block
    return references


def is_calibrated(source: str) -> bool:
    """Return whether a source says that a number was chosen with a target in view."""
    return source.strip().lower().startswith(CALIBRATED)


def check_sources(
    sources: Mapping[Place, str], known: Mapping[str, Reference], findings: Findings
) -> dict[str, Reference]:
    """Return the references that are used by key; other single words are mistakes."""
    used: dict[str, Reference] = {}
    for place, text in sources.items():
        if text in known:
            used[text] = known[text]
        elif is_calibrated(text):
            if not text.partition(":")[2].strip():
                message = f'"{text[:60]}" must say against what: "{CALIBRATED}: ..."'
                findings.add(Finding((*place, "source"), "unknown-source", message))
        elif text != ASSUMPTION and not any(letter.isspace() for letter in text.strip()):
            close = nearest(text, (*known, ASSUMPTION))
            hint = f"did you mean {close}?" if close else ""
            message = (
                f'"{text[:60]}" is no key of sources.toml; '
                'allowed: a key, "assumption", "calibrated: against what", or free text of several words'
            )
            findings.add(Finding((*place, "source"), "unknown-source", message, hint))
    return dict(sorted(used.items()))
