"""The section on ranges: which law was asked for values beyond those it holds for, where and how often."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from twin.laws.registry.book import LAWS
from twin.report.blocks import Cell, Head, Section, Table
from twin.report.numbers import number
from twin.report.results import Results, Shown

_MARK = re.compile(r"(\S+): (\S+) at (.+)")
_TEXT = (
    "A law holds for the values it was made and tested with, widened by a factor of two at most. Beyond "
    "them it goes on as written and nobody has looked: figures that hang on these visits are extrapolated. "
    "Every visit of the first replication counts, the warm-up included."
)


class Left(NamedTuple):
    """A law that was asked beyond its range at one place of a line."""

    line: str
    law: str
    argument: str
    where: str
    beyond: int
    total: int
    what: str

    @property
    def sentence(self) -> str:
        """Return it in words."""
        asked = f"outside the range of {self.law} ({self.argument})"
        return f"{self.line}: {asked} in {self.beyond} of {self.total} {self.what} at {self.where}"


def left_ranges(results: Results) -> list[Left]:
    """Return every law and place with visits beyond a range; at a source lots count instead of visits."""
    return [one for shown in results.lines for one in _of_line(shown)]


def outside_ranges(results: Results) -> list[str]:
    """Return a sentence per law, argument and place."""
    return [one.sentence for one in left_ranges(results)]


def _of_line(shown: Shown) -> list[Left]:
    lots = shown.tables.lots
    marked: dict[tuple[str, str, str], set[int]] = {}
    for lot, entry in zip(lots["lot"].tolist(), lots["outside"].astype(str).tolist(), strict=True):
        for text in entry.split("; "):
            found = _MARK.fullmatch(text)
            if found:
                marked.setdefault((found[3], found[1], found[2]), set()).add(lot)
    order = [source.name for source in shown.line.source] + shown.stations
    visits = shown.tables.readings[["lot", "station", "visit"]].drop_duplicates()
    return [
        _count(shown, visits, where, law, argument, lots_there)
        for (where, law, argument), lots_there in sorted(
            marked.items(), key=lambda item: (order.index(item[0][0]), item[0])
        )
    ]


def _count(shown: Shown, visits: pd.DataFrame, where: str, law: str, argument: str, marked: set[int]) -> Left:
    """Return how many visits to a station were made by marked lots; at a source, how many of its lots."""
    if where in shown.stations:
        here = visits.loc[visits["station"].astype(str) == where, "lot"]
        return Left(shown.name, law, argument, where, int(here.isin(marked).sum()), len(here), "visits")
    events = shown.tables.events
    made = (events["station"].astype(str) == where) & (events["event"].astype(str) == "created")
    lots = set(events.loc[made, "lot"].tolist())
    return Left(shown.name, law, argument, where, len(lots & marked), len(lots), "lots")


def ranges_section(results: Results) -> Section:
    """Return the section; it is empty where no law was left."""
    found = left_ranges(results)
    colours = {shown.name: shown.colour for shown in results.lines}
    head = (Head("line"), Head("where"), Head("law and argument"), Head("holds"), Head("beyond it"))
    body = tuple(
        (
            Cell(one.line, colour=colours[one.line]),
            Cell(one.where),
            Cell(f"outside the range of {one.law} ({one.argument})", small=LAWS[one.law].title),
            Cell(_range(one)),
            Cell(f"in {one.beyond} of {one.total} {one.what}"),
        )
        for one in found
    )
    return Section("ranges", "Outside their ranges", _TEXT, tables=(Table(head, body),) if body else ())


def _range(one: Left) -> str:
    argument = LAWS[one.law].argument(one.argument)
    return f"{number(argument.low)} to {number(argument.high)} {argument.unit}".rstrip()
