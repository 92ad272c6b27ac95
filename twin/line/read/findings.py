"""Collect mistakes by place while a line is read, and give them file, line and column at the end."""

from __future__ import annotations

from typing import NamedTuple

from twin.core.errors import Problem
from twin.line.read.document import Document
from twin.line.read.positions import Place, Spot, line_and_column, scan


class Finding(NamedTuple):
    """One mistake at a place; `on_key` points to the key, else to the value; `other` = a second place."""

    place: Place
    code: str
    message: str
    hint: str = ""
    on_key: bool = False
    other: Place | None = None


MOST = 200
"""Nobody reads more; looking for near matches of many thousand mistakes would take minutes."""


class TooManyFindings(Exception):
    """The reading is given up: there are more mistakes than anybody reads."""


class Findings:
    """The mistakes of one reading, in the documents they were made in."""

    def __init__(self, document: Document) -> None:
        self._documents: dict[Place, Document] = {(): document}
        self._by_place: dict[Place, Finding] = {}
        self._ready: list[Problem] = []

    def mount(self, place: Place, document: Document) -> None:
        """Say that everything below a place stands in another document."""
        self._documents[place] = document

    def add(self, finding: Finding) -> None:
        """Keep a finding; a place that already has one keeps the first. Raises TooManyFindings."""
        if len(self._by_place) >= MOST:
            raise TooManyFindings
        self._by_place.setdefault(finding.place, finding)

    def add_problem(self, problem: Problem) -> None:
        """Keep a problem that already knows its file."""
        if problem not in self._ready:
            self._ready.append(problem)

    def below(self, place: Place) -> bool:
        """Return whether a mistake was found at a place or inside it."""
        return any(mistake[: len(place)] == place for mistake in self._by_place)

    def path(self, place: Place) -> str:
        """Return the dotted path of a place, blocks by their name."""
        return Names(self._documents).path(place)

    def __bool__(self) -> bool:
        return bool(self._by_place or self._ready)

    def problems(self) -> list[Problem]:
        """Return every problem once, in order of file and position."""
        names = Names(self._documents)
        spots = {mount: scan(d.text) for mount, d in self._documents.items() if d.text is not None}
        files = {d.file: rank for rank, d in enumerate(self._documents.values())}
        listed = [*self._ready, *(self._problem(f, spots, names) for f in self._by_place.values())]
        listed.sort(key=lambda p: (files.get(p.file, len(files)), p.line or 0, p.column or 0))
        unique = {
            (p.file, p.line, p.column, p.code, p.message, p.line or p.path): p for p in reversed(listed)
        }
        return list(reversed(unique.values()))

    def _problem(self, finding: Finding, spots: dict[Place, dict[Place, Spot]], names: Names) -> Problem:
        mount, document = self._document(finding.place)
        line, column = None, None
        if document.text is not None:
            offset = _offset(finding.place[len(mount) :], spots[mount], on_key=finding.on_key)
            line, column = line_and_column(document.text, offset)
        message = finding.message
        if finding.other is not None:
            message += self._see(finding.other, spots)
        path = names.path(finding.place)
        return Problem(document.file, line, column, path, finding.code, message, finding.hint)

    def _see(self, place: Place, spots: dict[Place, dict[Place, Spot]]) -> str:
        mount, document = self._document(place)
        if document.text is None:
            return ""
        offset = _offset(place[len(mount) :], spots[mount], on_key=True)
        return f" (see line {line_and_column(document.text, offset)[0]})"

    def _document(self, place: Place) -> tuple[Place, Document]:
        for depth in range(len(place), -1, -1):
            if place[:depth] in self._documents:
                return place[:depth], self._documents[place[:depth]]
        raise LookupError("there is no document")


class Names:
    """Write places as people do: blocks by their name instead of their number."""

    def __init__(self, documents: dict[Place, Document]) -> None:
        self._documents = documents

    def path(self, place: Place) -> str:
        """Return the dotted path of a place: `calender.params.gap_um`."""
        parts: list[str] = []
        value: object = self._documents[()].data
        for depth, key in enumerate(place):
            value = _inside(value, key)
            if place[: depth + 1] in self._documents:
                value = self._documents[place[: depth + 1]].data
            name = _inside(_inside(value, "name"), "value") or _inside(value, "name")
            if isinstance(key, int) and isinstance(name, str) and name:
                if depth == 1 and place[0] in ("station", "source", "crew"):
                    parts.clear()
                parts.append(name)
            else:
                parts.append(str(key))
        return ".".join(parts)


def _inside(value: object, key: str | int) -> object:
    if isinstance(value, dict):
        return value.get(key)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return None


def _offset(place: Place, spots: dict[Place, Spot], *, on_key: bool) -> int:
    """Return the offset a finding points to: its own key or value, else the table it is missing from."""
    exact = spots.get(place)
    if exact is None:
        while place and place not in spots:
            place = place[:-1]
        return spots[place].key if place else 0
    wrapped = spots.get((*place, "value"))
    if on_key:
        return exact.key
    return wrapped.value if wrapped and (*place, "dist") not in spots else exact.value
