"""Write docs/laws.md from the declarations of the laws.

`python -m tools.law_catalogue` writes it anew; `tests/docs/test_generated.py` compares.
"""

from __future__ import annotations

from pathlib import Path

from twin.core.units import SUFFIXES
from twin.laws.registry.book import laws_of, topics
from twin.laws.registry.law import Law
from twin.validation.law_state import state_lines

PAGE = Path(__file__).resolve().parents[1] / "docs" / "laws.md"
_HEAD = """\
# Laws

Written from the code by `python -m tools.generate`. `twin laws` prints the list, `twin laws NAME` one of it;
`twin validate` tests them against measured series ([validation.md](validation.md)).

A law is a function of `twin/laws/`: the one that the simulator runs is the one that `twin validate` tests.
Range: that of the data, widened by a factor of two at most; a lot taken beyond it is marked. Examples are run
by the tests.
"""


def page() -> str:
    """Return the page: a section per file of twin/laws, a part per law."""
    sections = [_HEAD]
    for topic in topics():
        laws = list(laws_of(topic))
        if laws:
            title = (topic.__doc__ or "").strip().splitlines()[0].rstrip(".")
            sections.append("\n".join([f"## {title}\n", *map(_part, laws)]))
    return "\n".join(sections)


def _part(law: Law) -> str:
    explanation = law.explanation
    rows = ["| symbol | argument | unit | typical | range | meaning |", "|---|---|---|---|---|---|"]
    rows += [
        f"| {a.symbol} | `{a.name}` | {a.unit} | {'' if a.typical is None else format(a.typical, '.4g')} "
        f"| {a.low:g} to {a.high:g} | {a.doc} |"
        for a in law.arguments
    ]
    blocks = [
        f"### {law.name}",
        f"**{law.title}**, {SUFFIXES.get(law.unit, law.unit)}. {explanation.sentence}",
        f"```text\n{explanation.equation}\n```",
        "\n".join(rows),
        *explanation.remarks,
        f"Source: {law.source}.",
        f"```pycon\n{explanation.example}\n```",
        "\n".join(f"- {line}" for line in state_lines(law)),
    ]
    return "\n\n".join(blocks) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
