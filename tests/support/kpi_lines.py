"""A line that has every KPI: the shipped dry line, with webs that go back to the calender."""

from __future__ import annotations

from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.model.line import Line


def reworking_line() -> Line:
    """Return the shipped dry line; some lots pass the calender again before the press."""
    document = load_line(lines_folder() / "dry_sulfide_cathode.toml").to_dict()
    (density,) = (limit for limit in document["limit"] if limit["at"] == "calender")
    density |= {"lower": 3.099, "action": "rework", "to": "calender", "at_most": 1}
    (calender,) = (station for station in document["station"] if station["name"] == "calender")
    calender["equipment"].pop("buffer_before")  # a full buffer would leave no place to come back to
    document["name"] = "reworks"
    return load_line(document)
