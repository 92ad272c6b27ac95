"""Look up solvents, binders and coatings by name: in the line itself, else in `materials/<table>.toml`.

What a name stands for is written into the resolved line, so that it needs no other file; a station or recipe
that states a number itself keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from twin.core.errors import Problem
from twin.core.near_match import did_you_mean
from twin.line import library
from twin.line.fields.block import Block
from twin.line.fields.value_faults import quoted
from twin.line.model.materials import NAMED
from twin.line.read.document import Document, Plain, read_document
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place
from twin.line.read.validated_block import read_block
from twin.line.read.value_sources import separate_sources
from twin.line.read.written_ranges import WrittenRanges

_IN_RECIPE = {"binder": "binders", "coating": "coatings"}
"""Section of a recipe that may name its material -> table it is looked up in."""
_FOR_THE_CHECK = ("aliases", "dry_film", "aqueous", "least_polarity_index")


@dataclass
class NamedMaterials:
    """The materials a line names, by table and name; `document`, `plain`: the line, which takes them in."""

    document: Plain
    plain: Plain
    texts: dict[Place, str]
    ranges: WrittenRanges
    findings: Findings
    models: dict[str, dict[str, Block]] = field(default_factory=dict)

    def find(self, table: str, name: str, place: Place) -> Block | None:
        """Return a material by its name or an alias; what there is not becomes a finding at the place."""
        own = self.plain.get(table)
        entries = own if isinstance(own, dict) else {}
        file = None if _named(entries, name) is not None else _file_of(table)
        key = _named(entries if file is None else file.data, name)
        if key is None:
            known = sorted({*entries, *({} if file is None else file.data)})
            message = f"there is no {table[:-1]} {quoted(name)} in the tables; there are {', '.join(known)}"
            code = f"unknown-{table[:-1]}"
            self.findings.add(Finding(place, code, message, did_you_mean(name, known)))
            return None
        if key not in self.models.setdefault(table, {}):
            if file is not None:
                self._take_in(table, key, file)
            entry = read_block(NAMED[table], _at(self.plain, table).get(key), (table, key), self.findings)
            if entry is None:
                return None
            self.models[table][key] = entry
        return self.models[table][key]

    def _take_in(self, table: str, key: str, file: Document) -> None:
        """Write an entry of a file of materials into the line."""
        if table not in self.document:
            self.findings.mount((table,), file)
        _at(self.document, table)[key] = deepcopy(file.data[key])
        separated = separate_sources(file.data[key], (table, key), self.findings)
        _at(self.plain, table)[key] = separated.plain
        self.texts.update(separated.sources)
        self.ranges.update(separated.ranges)

    def forget_unused(self) -> None:
        """Take entries nobody names out of the line: a changed line would carry its former solvent on."""
        by_place: tuple[dict[Place, Any], ...] = (
            self.texts,
            self.ranges.own,
            self.ranges.factors,
            self.ranges.ties,
        )
        for table in NAMED:
            entries = self.plain.get(table)
            unused = set(entries if isinstance(entries, dict) else ()) - set(self.models.get(table, ()))
            for key in unused:
                for known in (self.plain, self.document):
                    _at(known, table).pop(key)
                for places in by_place:
                    for place in [place for place in places if place[:2] == (table, key)]:
                        del places[place]
            for known in (self.plain, self.document):
                if known.get(table) == {}:
                    del known[table]

    def filled_recipe(self, recipe: Plain, place: Place) -> Plain:
        """Return a recipe with the numbers of its named binder and coating, where it has none of its own."""
        filled = dict(recipe)
        for section, table in _IN_RECIPE.items():
            given = recipe.get(section)
            name = given.get("name") if isinstance(given, dict) else None
            if not isinstance(given, dict) or not isinstance(name, str) or not name:
                continue
            entry = self.find(table, name, (*place, section, "name"))
            if entry is None:
                entry = self._stand_in(table)
            filled[section] = _numbers(entry) | given
        return filled

    def filled_params(
        self, params: object, keys: Mapping[str, str], place: Place, before: Mapping[int, str | None]
    ) -> object:
        """Return the parameters of a station with the numbers of its solvent, where it has none of its own.

        `keys`: parameter -> key of the solvent; `before`: station -> block before it, the default of `from`.
        """
        named = self._solvent_before(place, before) if keys else None
        if named is None or not isinstance(params, dict):
            return params
        where, name = named
        known = _numbers(self.find("solvents", name, where) or self._stand_in("solvents"))
        return {own: known[key] for own, key in keys.items() if key in known} | params

    def _solvent_before(self, place: Place, before: Mapping[int, str | None]) -> tuple[Place, str] | None:
        """Return the solvent named at a station or at the nearest before it, and where it is named."""
        blocks = self.plain.get("station")
        stations = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
        places = {str(block.get("name")): number for number, block in enumerate(stations)}
        here: int | None = place[1] if isinstance(place[1], int) else None
        for _ in stations:
            if here is None or here >= len(stations):
                return None
            params, inputs = stations[here].get("params"), stations[here].get("from")
            name = params.get("solvent") if isinstance(params, dict) else None
            if isinstance(name, str) and name:
                return ("station", here, "params", "solvent"), name
            first = inputs[0] if isinstance(inputs, list) and inputs else before.get(here)
            here = places.get(first) if isinstance(first, str) else None
        return None

    def _stand_in(self, table: str) -> Block:
        """Return any material for one there is not: the name is the mistake, not the numbers that lack."""
        file = _file_of(table)
        key, nowhere = next(iter(file.data)), Findings(file)
        plain = separate_sources(file.data[key], (key,), nowhere).plain
        entry = read_block(NAMED[table], plain, (key,), nowhere)
        assert entry is not None
        return entry


def _numbers(entry: Block) -> Plain:
    plain = entry.model_dump(exclude_none=True)
    return {key: value for key, value in plain.items() if key not in _FOR_THE_CHECK}


def _named(entries: Mapping[str, object], name: str) -> str | None:
    """Return the key of an entry by name or alias; large letters and blanks may be written otherwise."""
    for key, entry in entries.items():
        aliases = entry.get("aliases", ()) if isinstance(entry, dict) else ()
        words = (key, *(aliases if isinstance(aliases, list | tuple) else ()))
        if _plain(name) in {_plain(str(word)) for word in words}:
            return key
    return None


def _plain(name: str) -> str:
    return name.strip().casefold().replace("_", " ")


def _at(document: Plain, table: str) -> Plain:
    entries = document.setdefault(table, {})
    assert isinstance(entries, dict)
    return entries


def _file_of(table: str) -> Document:
    return _read(library.lines_folder() / "materials" / f"{table}.toml")


@lru_cache(maxsize=8)
def _read(path: Path) -> Document:
    """Return a shipped file of materials. Raises RuntimeError where the installation is damaged."""
    document = read_document(path)
    if isinstance(document, Problem):
        raise RuntimeError(f"{document.file}: {document.message}")
    return document
