"""Read the blocks of a line into a draft; of a block with mistakes what could be read is kept."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from pydantic import Field

from twin.core.near_match import did_you_mean
from twin.line.fields.block import Block, Name
from twin.line.fields.files import Files
from twin.line.fields.value_faults import quoted
from twin.line.model.line import FORMAT, Calendar, Crew, Grid, Limit, Room, Source, StationPlan
from twin.line.model.materials import NAMED, NamedBinder, NamedCoating, Solvent
from twin.line.read.document import Document, Plain, table_at
from twin.line.read.findings import Finding, Findings
from twin.line.read.named_materials import NamedMaterials
from twin.line.read.positions import Place, scan
from twin.line.read.recipe_file import read_recipe
from twin.line.read.validated_block import read_block
from twin.line.read.value_sources import separate_sources
from twin.line.read.written_ranges import WrittenRanges
from twin.stations.contract.fields import solvent_keys_of
from twin.stations.contract.kinds import kinds, load
from twin.stations.contract.station import Station as Kind

MOST_BLOCKS = 10_000
BlockTables = tuple[dict[str, object], ...]


class LineHead(Block):
    """The top level of a line file: the keys outside the blocks, and the blocks as plain tables."""

    format: int
    name: Name
    description: str = ""
    grid: Grid | None = None
    source: BlockTables = Field(min_length=1, max_length=MOST_BLOCKS)
    station: BlockTables = Field(min_length=1, max_length=MOST_BLOCKS)
    crew: BlockTables = Field((), max_length=MOST_BLOCKS)
    limit: BlockTables = Field((), max_length=MOST_BLOCKS)
    calendar: Calendar | None = None
    room: Room | None = None
    sources: dict[str, object] = Field(default_factory=dict)
    solvents: dict[str, Solvent] = Field(default_factory=dict)
    binders: dict[str, NamedBinder] = Field(default_factory=dict)
    coatings: dict[str, NamedCoating] = Field(default_factory=dict)


@dataclass
class DraftStation:
    """One station as written, and its model; None for what has a mistake."""

    place: Place
    name: str | None
    inputs: tuple[str, ...] | None
    kind: Kind | None
    plain: Plain
    model: StationPlan | None


@dataclass
class Draft:
    """The blocks of a line as written and as models; `document`: the resolved dict behind `Line.to_dict`."""

    document: Plain
    files: Files
    head: LineHead | None
    plain: Plain
    named: NamedMaterials
    sources: list[tuple[Place, str | None, Source | None]] = field(default_factory=list)
    stations: list[DraftStation] = field(default_factory=list)
    crews: list[tuple[Place, str | None, Crew | None]] = field(default_factory=list)
    limits: list[tuple[Place, Plain, Limit | None]] = field(default_factory=list)
    source_texts: dict[Place, str] = field(default_factory=dict)
    ranges: WrittenRanges = field(default_factory=WrittenRanges)

    def whole(self) -> LineHead | None:
        """Return the top level with the models of its blocks in it, None where there is no top level."""
        blocks: dict[str, object] = {
            "source": [source for _, _, source in self.sources],
            "station": [station.model for station in self.stations],
            "crew": [crew for _, _, crew in self.crews],
            "limit": [limit for _, _, limit in self.limits],
            **{table: self.named.models.get(table, {}) for table in NAMED},
        }
        return None if self.head is None else self.head.model_copy(update=blocks)


def read_draft(document: Document, findings: Findings, *, allow_outside: bool) -> Draft:
    """Read every block of a document; what is wrong goes to the findings.

    The paths of a file lead below its folder unless `allow_outside`; who writes a dict reads what he names.
    """
    separated = separate_sources({k: v for k, v in document.data.items() if k != "sources"}, (), findings)
    plain = separated.plain
    assert isinstance(plain, dict)
    head = read_block(LineHead, plain, (), findings)
    if head is not None and head.format != FORMAT:
        message = f"must be {FORMAT}, the format this program reads; found {head.format}"
        findings.add(Finding(("format",), "unknown-format", message))
    files = Files(document.folder, may_leave=allow_outside or document.text is None)
    texts, ranges = separated.sources, separated.ranges
    written = deepcopy(document.data)
    named = NamedMaterials(written, plain, texts, ranges, findings)
    draft = Draft(written, files, head, plain, named, source_texts=texts, ranges=ranges)
    for place, table in tables(plain, "source"):
        draft.sources.append((place, text_in(table, "name"), _read_source(draft, place, table, findings)))
    before = _blocks_before(document, plain)
    for place, table in tables(plain, "station"):
        draft.stations.append(_read_station(draft, place, table, before, findings))
    named.forget_unused()
    for place, table in tables(plain, "crew"):
        draft.crews.append((place, text_in(table, "name"), read_block(Crew, table, place, findings)))
    for place, table in tables(plain, "limit"):
        draft.limits.append((place, table, read_block(Limit, table, place, findings)))
    return draft


def tables(plain: Plain, key: str) -> list[tuple[Place, Plain]]:
    """Return the blocks of a kind, each with its place."""
    blocks = plain.get(key)
    if not isinstance(blocks, list):
        return []
    return [
        ((key, number), block) for number, block in enumerate(blocks[:MOST_BLOCKS]) if isinstance(block, dict)
    ]


def text_in(table: Mapping[str, object], key: str) -> str | None:
    """Return the text at a key, None where there is none."""
    value = table.get(key)
    return value if isinstance(value, str) else None


def _blocks_before(document: Document, plain: Plain) -> dict[int, str | None]:
    """Return for each station the name of the block before it, the default of `from`."""
    sources, stations = tables(plain, "source"), tables(plain, "station")
    places = [place for place, _ in (*sources, *stations)]
    keys = list(document.data)
    in_order = len(sources) == 1 and bool(stations) and keys.index("source") < keys.index("station")
    if document.text is not None and sources and stations and not in_order:
        spots = scan(document.text)
        places.sort(key=lambda place: spots[place].key)
    names = {place: text_in(table, "name") for place, table in (*sources, *stations)}
    before: dict[int, str | None] = {}
    earlier: str | None = None
    for place in places:
        if place[0] == "station" and isinstance(place[1], int):
            before[place[1]] = earlier
        earlier = names[place]
    return before


def _read_source(draft: Draft, place: Place, table: Plain, findings: Findings) -> Source | None:
    rest = {key: value for key, value in table.items() if key != "recipe"}
    source = read_block(Source, rest, place, findings, draft.files)
    if "recipe" not in table:
        return source
    recipe = read_recipe(draft.named, draft.files, place, table["recipe"])
    return source.model_copy(update={"recipe": recipe}) if source is not None else None


def _read_station(
    draft: Draft, place: Place, table: Plain, before: dict[int, str | None], findings: Findings
) -> DraftStation:
    rest = {key: value for key, value in table.items() if key != "params"}
    number = place[1]
    assert isinstance(number, int)
    default = before[number]
    if "from" not in rest and not findings.below((*place, "from")):
        if default is None:
            words = "from is missing, and no source or station with a name stands before this one"
            findings.add(Finding((*place, "from"), "missing-key", words))
        else:
            rest["from"] = [default]
            table_at(draft.document, place)["from"] = [default]
    station = read_block(StationPlan, rest, place, findings, draft.files)
    kind = _read_kind(place, table, findings)
    if kind is not None and not _lacks_params(kind, place, table, findings):
        keys = solvent_keys_of(kind.params)
        given = draft.named.filled_params(table.get("params", {}), keys, place, before)
        params = read_block(kind.params, given, (*place, "params"), findings)
        if station is not None and params is not None:
            station = station.model_copy(update={"params": params})
    inputs = rest.get("from")
    good = isinstance(inputs, list) and all(isinstance(name, str) for name in inputs)
    named = tuple(str(name) for name in inputs) if isinstance(inputs, list) and good else None
    return DraftStation(place, text_in(table, "name"), named, kind, table, station)


def _lacks_params(kind: Kind, place: Place, table: Plain, findings: Findings) -> bool:
    """Tell of a station without parameters once, not key by key; True where there are none to read."""
    filled = solvent_keys_of(kind.params)
    fields = kind.params.model_fields.items()
    needed = [name for name, info in fields if info.is_required() and name not in filled]
    if not needed or table.get("params", {}) != {}:
        return False
    if not any(did_you_mean(key, ["params"]) for key in table if key not in StationPlan.model_fields):
        message = f"params is missing; a {table['kind']} needs: {', '.join(needed)}"
        findings.add(Finding((*place, "params"), "missing-key", message))
    return True


def _read_kind(place: Place, table: Plain, findings: Findings) -> Kind | None:
    kind = text_in(table, "kind")
    if kind is None:
        return None  # the model says that it is missing
    if kind not in kinds():
        message = f"there is no station of kind {quoted(kind)}; there are {', '.join(kinds())}"
        findings.add(Finding((*place, "kind"), "unknown-kind", message, did_you_mean(kind, kinds())))
        return None
    return load(kind)
