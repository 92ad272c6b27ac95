"""What the origins of a variance are called."""

from __future__ import annotations

from twin.report.labels import property_label

COMPONENT_WORDS = {
    "lot": "lot to lot",
    "lane": "across the web",
    "run_out": "run-out",
    "cell": "cell to cell",
    "": "the material's own",
}
"""Components of a noise for the reader; dice that belong to no set-point are the physics' own."""


def origin_label(station: str, source: str, component: str) -> str:
    """Return an origin for the reader; `source` "" = the station as a whole."""
    if not source:
        return station
    return f"{station}: {property_label(source)}, {COMPONENT_WORDS[component]}"
