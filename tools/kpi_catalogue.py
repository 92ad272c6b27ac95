"""Write docs/kpis.md from the declarations of the KPIs.

`python -m tools.kpi_catalogue` writes it anew; `tests/docs/test_generated.py` compares.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from twin.kpi.declaration import Declaration
from twin.kpi.registry import declared

PAGE = Path(__file__).resolve().parents[1] / "docs" / "kpis.md"
_BETTER = {1: "more", -1: "less", 0: "–"}
_HEAD = """\
# KPIs

Written from the code by `python -m tools.generate`. `twin kpis` prints the list, `twin kpis NAME` one of it.

Every KPI is a pure function of the tables of a replication (events, readings, lots), counted in the window
(warm-up, end]. Shares and ratios are fractions in the tables and percent on the page; a value that is not
defined is empty. "Area" means lots where lots carry no material. "Asked for as" is the form of `--fail-if`
and `--best`. A KPI that follows from another one is shown, not counted again when lines are compared.
"""


def page() -> str:
    """Return the page: a section per topic, a row per KPI."""
    sections = [_HEAD]
    for topic, kpis in groupby(declared().values(), key=lambda kpi: kpi.topic):
        rows = ["| KPI | label | unit | better | definition | ISO 22400-2 |", "|---|---|---|---|---|---|"]
        rows += [_row(kpi) for kpi in kpis]
        sections.append(f"## {topic.value}\n\n" + "\n".join(rows) + "\n")
    places = ["| KPI | asked for as | on the page of a line | follows from |", "|---|---|---|---|"]
    places += [_place(kpi) for kpi in declared().values()]
    sections.append("## Where each is\n\n" + "\n".join(places) + "\n")
    return "\n".join(sections)


def _row(kpi: Declaration) -> str:
    shown = f", shown in {kpi.shown_in}" if kpi.shown_in else ""
    lots = f"; {kpi.unit_of_lots} without material" if kpi.unit_of_lots else ""
    unit = f"{kpi.unit or 'that of the property'}{shown}{lots}"
    return f"| `{kpi.name}` | {kpi.label} | {unit} | {_BETTER[kpi.better]} | {kpi.definition} | {kpi.iso} |"


def _place(kpi: Declaration) -> str:
    paths = ", ".join(f"`{path}`" for path in kpi.paths)
    places = ", ".join(place.value for place in kpi.places)
    return f"| `{kpi.name}` | {paths} | {places} | {f'`{kpi.restates}`' if kpi.restates else ''} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
