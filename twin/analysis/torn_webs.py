"""Webs that did not bear the tension of a machine: lots that could not be worked on at all."""

from __future__ import annotations

import pandas as pd

from twin.line.model.line import Line
from twin.records.log import TORN_WEB


def torn_webs(events: pd.DataFrame, line: Line) -> tuple[str, ...]:
    """Return a sentence for each station at which webs tore under their tension.

    `events`: the table of one replication.
    """
    torn = events[(events["event"].astype(str) == "scrapped") & (events["cause"].astype(str) == TORN_WEB)]
    sentences = []
    for station in line.station:
        lots = int((torn["station"].astype(str) == station.name).sum())
        if lots:
            begun = int(((events["event"] == "started") & (events["station"] == station.name)).sum())
            tension = getattr(station.params, "web_tension_N_m", float("nan"))
            sentences.append(
                f"{station.name}: the web tears in {lots} of {begun} lots: it does not bear its tension of "
                f"{tension:g} N/m; more binder, better drawn, a thicker web or cooler rolls make it stronger"
            )
    return tuple(sentences)
