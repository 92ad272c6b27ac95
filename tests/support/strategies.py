"""Random valid line files of delay stations, for property tests: any mix of the words of format 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

HALVES = st.integers(0, 12).map(lambda n: n / 2)
SOME = st.integers(1, 12).map(lambda n: n / 2)


@dataclass(frozen=True)
class Words:
    """Which words a random line may use."""

    random: bool = True
    failures: bool = True
    maintenance: bool = True
    calendar: bool = True
    joins: bool = True
    splits: bool = True
    batches: bool = True
    max_wait: bool = True
    setup: bool = True
    several: bool = True
    before_service: bool = True
    finite_only: bool = False
    longest: int = 8


@st.composite
def durations(draw: Any, words: Words, zero: bool = True) -> dict[str, Any]:
    """A distribution of times of some seconds."""
    value = draw(HALVES if zero else SOME)
    kind = "constant"
    if words.random and value:
        kind = draw(
            st.sampled_from(
                ["constant", "exponential", "uniform", "gamma", "lognormal", "weibull", "triangular"]
            )
        )
    return {
        "constant": {"dist": "constant", "value": value},
        "exponential": {"dist": "exponential", "mean": value},
        "uniform": {"dist": "uniform", "low": value / 2, "high": value},
        "gamma": {"dist": "gamma", "mean": value, "shape": 2},
        "lognormal": {"dist": "lognormal", "mean": value, "cv": 0.5},
        "weibull": {"dist": "weibull", "scale": value, "shape": 2},
        "triangular": {"dist": "triangular", "low": 0.0, "mode": value, "high": 2 * value},
    }[kind]


@st.composite
def failures(draw: Any, words: Words, name: str, crew: bool) -> dict[str, Any]:
    """One way to break down; rare or often, on either clock."""
    mean = draw(st.sampled_from([5.0, 20.0, 80.0]))
    up = {"dist": "exponential", "mean": mean} if words.random else {"dist": "constant", "value": mean}
    found = {
        "name": name,
        "clock": draw(st.sampled_from(["operating", "calendar"])),
        "uptime": up,
        "repair": draw(durations(words)),
        "then": draw(st.sampled_from(["resume", "restart", "scrap"])),
    }
    if crew and draw(st.booleans()):
        found["crew"] = "fitters"
    return found


@st.composite
def maintenances(draw: Any, words: Words, crew: bool, restorable: list[str]) -> dict[str, Any]:
    """Planned work by hours on either clock or by lots."""
    found: dict[str, Any] = {"time": draw(durations(words))}
    if draw(st.booleans()):
        found |= {
            "every": draw(st.sampled_from([10.0, 40.0])),
            "clock": draw(st.sampled_from(["operating", "calendar"])),
        }
    else:
        found["every_lots"] = draw(st.integers(1, 5))
    if restorable and draw(st.booleans()):
        found["restores"] = restorable[:1]
    if crew and draw(st.booleans()):
        found["crew"] = "fitters"
    return found


def optional(draw: Any, allowed: bool, one_in: int = 4) -> bool:
    return allowed and draw(st.integers(1, one_in)) == one_in


@st.composite
def equipments(draw: Any, words: Words, crew: bool, join: bool, first: bool) -> dict[str, Any]:
    """Everything a station may say but what concerns the station after it.

    A first station takes time and lets lots wait some: else endless lots could come in one instant.
    """
    found: dict[str, Any] = {"service": draw(durations(words, zero=not first))}
    if optional(draw, words.several, 3):
        found["machines"] = draw(st.integers(1, 3))
    if optional(draw, words.setup):
        found["setup"] = {"every_lots": draw(st.integers(1, 3)), "time": draw(durations(words))}
    if optional(draw, words.batches and not join):
        wait = draw(st.sampled_from(["full", 2, 0, 9]))
        found["batch"] = {"lots": draw(st.integers(1, 4)), "wait": wait}
    if optional(draw, words.splits):
        found["split"] = {"into": draw(st.integers(1, 3))}
    if optional(draw, words.max_wait):
        found["max_wait"] = draw(st.sampled_from([1, 5, 30] if first else [0, 1, 5, 30]))
    names = [f"stop {n + 1}" for n in range(draw(st.sampled_from([0, 0, 1, 1, 2])) if words.failures else 0)]
    if names:
        found["failure"] = [draw(failures(words, name, crew)) for name in names]
    if optional(draw, words.maintenance):
        found["maintenance"] = [draw(maintenances(words, crew, names))]
    return found


def hands_over(station: dict[str, Any]) -> int:
    """Return how many lots a machine of this station hands over at once."""
    equipment = station["equipment"]
    return equipment.get("batch", {}).get("lots", 1) * equipment.get("split", {}).get("into", 1)


def needs_together(station: dict[str, Any]) -> int:
    return station["equipment"].get("batch", {}).get("lots", 1)


@st.composite
def sources(draw: Any, words: Words, name: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "mode": draw(st.sampled_from(["saturated", "arrivals", "table"]))}
    if found["mode"] == "arrivals":
        found["interval"] = draw(durations(words, zero=False))
    if found["mode"] == "table":
        gaps = draw(st.lists(HALVES, min_size=1, max_size=20))
        times = [sum(gaps[: n + 1]) for n in range(len(gaps))]
        return found | {"times": {"values": times}}
    if words.finite_only or draw(st.booleans()):
        found["lots"] = draw(st.integers(1, 30))
    if optional(draw, True):
        found["conwip"] = draw(st.integers(1, 8))
    return found


@st.composite
def lines(draw: Any, words: Words = Words()) -> dict[str, Any]:
    """A valid line of 1 to `longest` stations; with a join, two branches meet and go on as one."""
    count = draw(st.integers(1, words.longest))
    crew = draw(st.booleans()) if words.failures or words.maintenance else False
    join_at = draw(st.integers(0, count - 1)) if optional(draw, words.joins, 4) else -1
    side = draw(st.integers(0, 2)) if join_at >= 0 else 0
    found_sources = [draw(sources(words, "lots"))]
    stations: list[dict[str, Any]] = []

    def add(name: str, inputs: list[str]) -> None:
        first = any(name in ("lots", "others") for name in inputs)
        equipment = draw(equipments(words, crew, join=len(inputs) > 1, first=first))
        stations.append({"name": name, "kind": "delay", "from": inputs, "equipment": equipment})

    before = "lots"
    for n in range(count):
        inputs = [before]
        if n == join_at:
            found_sources.append(draw(sources(words, "others")))
            other = "others"
            for m in range(side):
                add(f"side {m + 1}", [other])
                other = f"side {m + 1}"
            inputs.append(other)
        before = f"s{n + 1}"
        add(before, inputs)
    largest = max(needs_together(station) for station in stations)
    for source in found_sources:
        if "conwip" in source:
            source["conwip"] = max(source["conwip"], largest)
    by_name = {station["name"]: station for station in stations}
    for station in stations:
        feeds = [by_name[name] for name in station["from"] if name in by_name]
        places = draw(st.sampled_from([None, 0, 0, 1, 2, 3, 5]))
        least = needs_together(station)
        if feeds and words.before_service and places is not None and optional(draw, True, 3):
            for feed in feeds:
                feed["equipment"]["blocking"] = "before_service"
                least = max(least, hands_over(feed))
        if places is not None:
            station["equipment"]["buffer_before"] = (
                max(places, least) if least > 1 or is_reserving(feeds) else places
            )
    line: dict[str, Any] = {"format": 1, "name": "random", "source": found_sources, "station": stations}
    if crew:
        line["crew"] = [{"name": "fitters", "size": draw(st.integers(1, 2))}]
    if optional(draw, words.calendar, 6):
        line["calendar"] = {"shifts": ["Mon-Sun 00:00-00:01", "Mon-Sun 00:03-00:04"]}
    return line


def is_reserving(feeds: list[dict[str, Any]]) -> bool:
    return any(feed["equipment"].get("blocking") == "before_service" for feed in feeds)


def station_names(line: dict[str, Any]) -> list[str]:
    return [station["name"] for station in line["station"]]
