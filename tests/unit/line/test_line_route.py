"""The route: what stands before is what feeds, loops and orphans are told once, sizes have an end."""

from pathlib import Path
from typing import Any

import pytest

from twin.core.errors import LineError, Problem
from twin.line.api import load_line

HEAD = 'format = 1\nname = "x"\n'


def source(name: str, **words: object) -> str:
    """Return a source block."""
    more = "".join(f"{key} = {value}\n" for key, value in words.items())
    return f'[[source]]\nname = "{name}"\nmode = "saturated"\n{more}'


def station(name: str, *inputs: str, **words: object) -> str:
    """Return a delay station, with `from` where inputs are given, and equipment."""
    feeds = f"from = {list(inputs)}\n" if inputs else ""
    more = "".join(f"{key} = {value}\n" for key, value in words.items())
    return f'[[station]]\nname = "{name}"\nkind = "delay"\n{feeds}[station.equipment]\nservice = 1\n{more}'


def problems_of(tmp_path: Path, text: str) -> list[Problem]:
    """Return what is found in a file."""
    (tmp_path / "line.toml").write_text(HEAD + text)
    with pytest.raises(LineError) as caught:
        load_line(tmp_path / "line.toml")
    return caught.value.problems


def inputs_of(tmp_path: Path, text: str) -> dict[str, tuple[str, ...]]:
    """Return what feeds each station of a file."""
    (tmp_path / "line.toml").write_text(HEAD + text)
    return {s.name: s.inputs for s in load_line(tmp_path / "line.toml").station}


def test_from_is_the_block_before_in_the_text(tmp_path: Path) -> None:
    text = source("a") + station("s") + source("b") + station("t") + station("u", "s", "t")
    assert inputs_of(tmp_path, text) == {"s": ("a",), "t": ("b",), "u": ("s", "t")}


def test_from_of_the_first_station_in_a_dict_is_the_last_source() -> None:
    line: dict[str, Any] = {
        "format": 1,
        "name": "x",
        "source": [{"name": "a", "mode": "saturated"}, {"name": "b", "mode": "saturated"}],
        "station": [{"name": "s", "kind": "delay"}, {"name": "t", "kind": "delay", "from": ["s", "a"]}],
    }
    assert [s.inputs for s in load_line(line).station] == [("b",), ("s", "a")]


def test_a_station_before_every_source_must_say_from(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, station("s") + source("a"))
    assert (problem.path, problem.code) == ("s.from", "missing-key")
    assert inputs_of(tmp_path, station("s", "a") + source("a")) == {"s": ("a",)}


def test_stations_may_stand_in_any_order(tmp_path: Path) -> None:
    text = source("a") + station("last", "middle") + station("middle", "first") + station("first", "a")
    assert inputs_of(tmp_path, text) == {"last": ("middle",), "middle": ("first",), "first": ("a",)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (station("s", "s"), [("s.from", "route-loop", "loop: s -> s")]),
        (
            station("s", "u") + station("t") + station("u"),
            [("s.from", "route-loop", "loop: s -> t -> u -> s")],
        ),
        (
            station("s", "t") + station("t", "s") + station("u", "v") + station("v", "u"),
            [("s.from", "route-loop", "s -> t -> s"), ("u.from", "route-loop", "u -> v -> u")],
        ),
        (
            station("s", "a", "u") + station("t") + station("u"),
            [("s.from", "route-loop", "s -> t -> u -> s")],
        ),
        (station("s") + station("t", "a"), [("t.from.0", "several-consumers", '"a" already feeds "s"')]),
        (station("s", "nobody"), [("s.from.0", "unknown-name", 'named "nobody"; there are a')]),
    ],
)
def test_a_broken_route_is_told_where_it_breaks(
    tmp_path: Path, text: str, found: list[tuple[str, str, str]]
) -> None:
    problems = problems_of(tmp_path, source("a") + text)
    assert [(p.path, p.code) for p in problems] == [(path, code) for path, code, _ in found]
    assert all(words in p.message for p, (_, _, words) in zip(problems, found, strict=True))


def test_a_message_names_the_second_place(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, source("a") + station("s") + station("t") + station("u", "s"))
    assert problem.line == 19
    assert problem.message.endswith("(see line 11)")


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        (
            source("a", conwip=3) + station("s", batch='{ lots = 4, wait = "full" }'),
            "s.equipment.batch.lots",
            "conwip lets at most 3",
        ),
        (
            source("a") + station("s") + station("t", buffer_before=0, batch="{ lots = 2 }"),
            "t.equipment.batch.lots",
            "hold at most 1",
        ),
        (
            source("a")
            + station("s", blocking='"before_service"', batch="{ lots = 3 }")
            + station("t", buffer_before=2),
            "s.equipment.blocking",
            "reserves 3 places",
        ),
        (
            source("a") + station("s", buffer_before=200_000),
            "s.equipment.buffer_before",
            "fills these places at once",
        ),
        (source("a", conwip=10**9) + station("s"), "a.conwip", "allowed 1 to 100000"),
        (
            source("a").replace("saturated", "arrivals").replace("mode", "interval = 0\nmode") + station("s"),
            "a.interval",
            "must be longer than 0 s",
        ),
    ],
)
def test_a_line_that_could_never_work_is_refused(tmp_path: Path, text: str, path: str, words: str) -> None:
    (problem,) = problems_of(tmp_path, text)
    assert problem.path == path
    assert words in problem.message


@pytest.mark.parametrize(
    "text",
    [
        source("a", conwip=3, lots=3) + station("s", batch='{ lots = 4, wait = "full" }'),
        source("a", conwip=2) + station("s", split="{ into = 2 }") + station("t", batch="{ lots = 4 }"),
        source("a") + station("s", machines=3) + station("t", buffer_before=1, batch="{ lots = 4 }"),
        source("a") + station("s") + station("t", buffer_before=0, batch="{ lots = 9, wait = 5 }"),
        source("a") + station("s", blocking='"before_service"') + station("t", buffer_before=1),
        source("a") + station("s", blocking='"before_service"') + station("t"),
        source("a") + station("s", blocking='"before_service"'),
        source("a", lots=9) + station("s", buffer_before=200_000),
        source("a") + station("s") + station("t", buffer_before=200_000),
    ],
)
def test_a_line_at_the_edge_of_what_works_is_read(tmp_path: Path, text: str) -> None:
    assert inputs_of(tmp_path, text)["s"] == ("a",)


def test_a_long_chain_is_read(tmp_path: Path) -> None:
    chain = "".join(station(f"s{n}") for n in range(1500))
    inputs = inputs_of(tmp_path, source("a") + chain)
    assert inputs["s1499"] == ("s1498",)


def test_a_flood_of_mistakes_is_cut_off(tmp_path: Path) -> None:
    problems = problems_of(
        tmp_path, "".join(f"k{n} = {n}\n" for n in range(5000)) + source("a") + station("s")
    )
    assert len(problems) == 201
    assert problems[-1].code == "too-many"


def test_references_beside_the_line_come_before_the_shipped_ones(tmp_path: Path) -> None:
    text = source("a") + station("s").replace("= 1", '= { value = 1, source = "hare2026" }')
    assert "hare2026" in load_shipped(tmp_path, text)
    (tmp_path / "sources.toml").write_text('[mine]\ntitle = "My log"\n')
    (problem,) = problems_of(tmp_path, text)
    assert (problem.path, problem.code) == ("s.equipment.service.source", "unknown-source")
    assert load_shipped(tmp_path, text.replace("hare2026", "mine")) == {"mine": "My log"}


def load_shipped(tmp_path: Path, text: str) -> dict[str, str]:
    """Return the references a file uses."""
    (tmp_path / "line.toml").write_text(HEAD + text)
    return dict(load_line(tmp_path / "line.toml").references)


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        ("[mine]\ntitel = 'x'\n", 2, "unknown-key"),
        ("[mine]\n", 1, "missing-key"),
        ("[mine\n", 1, "invalid-toml"),
    ],
)
def test_a_mistake_in_sources_points_to_sources(tmp_path: Path, content: str, line: int, code: str) -> None:
    (tmp_path / "sources.toml").write_text(content)
    (problem,) = problems_of(tmp_path, source("a") + station("s"))
    assert (problem.file, problem.line, problem.code) == (str(tmp_path / "sources.toml"), line, code)
