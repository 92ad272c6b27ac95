"""Which law was asked for values beyond those it holds for, where and how often."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from twin.line.model.line import Line
from twin.records.tables import Tables

_MARK = re.compile(r"(\S+): (\S+) at (.+)")


class Left(NamedTuple):
    """A law that was asked beyond its range at one place of a line; `what`: visits, at a source lots."""

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


def left_ranges(tables: Tables, line: Line, stations: list[str]) -> list[Left]:
    """Return every law and place of a line with visits beyond a range, in the order of flow."""
    lots = tables.lots
    marked: dict[tuple[str, str, str], set[int]] = {}
    for lot, entry in zip(lots["lot"].tolist(), lots["outside"].astype(str).tolist(), strict=True):
        for text in entry.split("; "):
            mark = _MARK.fullmatch(text)
            if mark:
                marked.setdefault((mark[3], mark[1], mark[2]), set()).add(lot)
    order = [source.name for source in line.source] + stations
    visits = tables.readings[["lot", "station", "visit"]].drop_duplicates()
    left = []
    for key, lots_there in sorted(marked.items(), key=lambda item: (order.index(item[0][0]), item[0])):
        where, law, argument = key
        count = _visits(visits, where, lots_there) if where in stations else _lots(tables, where, lots_there)
        left.append(Left(line.name, law, argument, where, *count))
    return left


def _visits(visits: pd.DataFrame, station: str, marked: set[int]) -> tuple[int, int, str]:
    """Return how many visits to a station were made by marked lots, of how many."""
    here = visits.loc[visits["station"].astype(str) == station, "lot"]
    return int(here.isin(marked).sum()), len(here), "visits"


def _lots(tables: Tables, source: str, marked: set[int]) -> tuple[int, int, str]:
    """Return how many lots of a source are marked, of how many."""
    events = tables.events
    made = (events["station"].astype(str) == source) & (events["event"].astype(str) == "created")
    lots = set(events.loc[made, "lot"].tolist())
    return len(lots & marked), len(lots), "lots"
