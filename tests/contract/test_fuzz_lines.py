"""Random and mutated line files: each runs and balances or is refused with a message, none hangs."""

from __future__ import annotations

import json
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from support.accounting import check_run
from support.flowlines import constant, exponential, failure, line, station

import twin

FILES = 5000
HORIZON_S = 120.0
PATIENCE_S = 20

ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    -1,
    0,
    1,
    3,
    0.5,
    float("nan"),
    float("inf"),
    "",
    " ",
    "s1",
    "lots",
    "saturated",
    "full",
    "5 s",
    "5 parsecs",
    "-3 min",
    "operating",
    "ünïcode ☃",
    "a" * 300,
    [],
    [0],
    ["s1", "s1"],
    {},
    {"dist": "constant", "value": 1},
    {"dist": "exponential"},
    {"dist": "nonsense", "mean": 1},
    {"dist": "table", "values": [1, 2]},
    {"dist": "table", "file": "nowhere.csv", "column": "x"},
    {"dist": "uniform", "low": 5, "high": 1},
)
ODD_KEYS = (
    "mode",
    "servce",
    "service",
    "batch",
    "split",
    "max_wait",
    "blocking",
    "lots",
    "conwip",
    "from",
    "name",
    "machines",
    "x y",
)


def seeds() -> list[dict[str, Any]]:
    """Lines that use every word of the floor, to be mutated."""
    saturated = {"name": "lots", "mode": "saturated", "conwip": 6}
    arriving = {"name": "lots", "mode": "arrivals", "interval": exponential(2), "lots": 30}
    released = {"name": "others", "mode": "table", "times": {"values": [0, 1, 1, 5, 9]}}
    oven = {"batch": {"lots": 3, "wait": 4}, "setup": {"every_lots": 2, "time": 1}, "max_wait": 20}
    broken = {"failure": [failure(9, 2, "calendar", crew="fitters", then="restart")]}
    kept = {"maintenance": [{"every": 20, "time": 3, "restores": ["stop"], "crew": "fitters"}]}
    crew = {"crew": [{"name": "fitters", "size": 1}]}
    week = {"calendar": {"shifts": ["Mon-Fri 00:00-00:01", "Mon-Sun 00:01-22:00"]}}
    one = station("s1", exponential(1), machines=2, split={"into": 2}, blocking="before_service")
    two = station("s2", constant(1), buffer_before=4, **oven)
    three = station("s3", exponential(1), buffer_before=1, **broken, **kept)
    join = {**station("s3", exponential(1), buffer_before=1, **broken), "from": ["s1", "others"]}
    return [
        line("chain", [saturated], [one, two, three], **crew, **week),
        line("queue", [arriving], [two, three], **crew),
        line("join", [arriving, released], [{**one, "from": ["lots"]}, join], **crew),
    ]


def places(tree: Any) -> list[tuple[Any, Any]]:
    """Return every (container, key) of a tree of tables and arrays."""
    found = []
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        found.append((tree, key))
        found += places(value)
    return found


def mutate(dice: random.Random, tree: dict[str, Any]) -> None:
    """Change one thing: a value, a key, a block."""
    container, key = dice.choice(places(tree))
    way = dice.choice(("value", "value", "drop", "double", "rename", "swap"))
    if way == "value":
        container[key] = dice.choice(ODD_VALUES)
    elif way == "drop":
        del container[key]
    elif way == "double" and isinstance(container, list):
        container.append(json.loads(json.dumps(container[key])))
    elif way == "rename" and isinstance(container, dict):
        container[dice.choice(ODD_KEYS)] = container.pop(key)
    else:
        other, name = dice.choice(places(tree))
        container[key] = json.loads(json.dumps(other[name]))


def toml(value: Any) -> str:
    """Write a value as TOML, tables inline; None as an empty string's worth of nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(k))} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False) if value is not None else '""'


def spoil(dice: random.Random, text: str) -> str:
    """Delete, double or replace a few characters of a file."""
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(text))
        text = text[:at] + dice.choice(("", text[at] * 2, '"', "]", "\n", "\x00", "é", "=")) + text[at + 1 :]
    return text


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Fail when something takes longer than so many seconds."""

    def give_up(*_: Any) -> None:
        raise TimeoutError(f"no answer within {seconds} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def stations(loaded: Any) -> list[str]:
    return [item.name for item in loaded.station]


def outcome(given: Any, seed: int) -> str:
    """Return `refused`, `stopped`, `balanced` or `no message`; an exception is an error of the twin."""
    try:
        loaded = twin.load_line(given)
    except twin.LineError as error:
        return "refused" if error.problems and all(p.message for p in error.problems) else "no message"
    try:
        study = twin.simulate(loaded, horizon=HORIZON_S, replications=1, seed=seed, workers=1)
    except twin.ModelStopped as stop:
        return "stopped" if str(stop) else "no message"
    check_run(study, stations(loaded))
    return "balanced"


def random_file(dice: random.Random, folder: Any) -> Any:
    """Return a mutated line: as a dictionary, as a file, or as a file with spoiled text."""
    tree = json.loads(json.dumps(dice.choice(seeds())))
    for _ in range(dice.choice((0, 1, 1, 1, 2, 3))):
        mutate(dice, tree)
    kind = dice.choice(("dict", "file", "text"))
    if kind == "dict":
        return tree
    text = "\n".join(f"{json.dumps(str(key))} = {toml(value)}" for key, value in tree.items())
    file = folder / "line.toml"
    file.write_text(spoil(dice, text) if kind == "text" else text, encoding="utf-8")
    return file


def run_many(numbers: range, folder: Any) -> dict[str, int]:
    counts = {"refused": 0, "stopped": 0, "balanced": 0, "no message": 0}
    for number in numbers:
        given = random_file(random.Random(number), folder)
        try:
            with patience(PATIENCE_S):
                counts[outcome(given, number)] += 1
                assert not counts["no message"]
        except Exception as error:
            text = given.read_text() if hasattr(given, "read_text") else repr(given)
            raise AssertionError(f"file {number}: {type(error).__name__}: {error}\n{text}") from error
    return counts


def test_two_hundred_mutated_files_run_or_are_refused(tmp_path):
    counts = run_many(range(200), tmp_path)
    assert counts["refused"] > 50
    assert counts["balanced"] > 20


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
def test_five_thousand_mutated_files_run_or_are_refused(part, tmp_path):
    first = part * FILES // 10
    run_many(range(first, first + FILES // 10), tmp_path)
