"""Whatever is in a file or dict: a line, or LineError with problems that can be printed."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.good_line import GOOD

from twin.core.errors import LineError, Problem
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.model.line import Line
from twin.line.problem_text import format_problems

TEXTS = (GOOD, (lines_folder() / "dry_sulfide_cathode.toml").read_text(encoding="utf-8"))
TOKENS = st.sampled_from(
    [
        "[",
        "[[",
        "]",
        "{",
        "}",
        "=",
        '"',
        "'",
        '"""',
        ".",
        ",",
        "\n",
        "#",
        "-1",
        "nan",
        "1e400",
        "true",
        "\\",
        "\t",
        "é",
        "1979-05-27",
        "{ value = 3 }",
        "[[station]]",
        'from = ["powder"]',
        'name = "film"',
        "[]",
        "{}",
        "9" * 30,
        "\0",
    ]
)
WORDS = st.sampled_from(
    [
        "name",
        "kind",
        "from",
        "film",
        "powder",
        "mixer",
        "value",
        "source",
        "dist",
        "values",
        "file",
        "column",
        "full",
        "delay",
        "equipment",
        "params",
        "failure",
        "restores",
        "lots",
        "rework",
        "limit",
        "crew",
        "table",
        "Mon 06:00-07:00",
    ]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 9),
    st.floats(),
    WORDS,
    st.text(max_size=5),
    st.just(10**40),
    st.sampled_from(["5 s", "-3 h", "5 parsecs"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


def problems_of(read: Callable[[], Line]) -> list[Problem] | None:
    """Return the problems that keep a line from being read, None where it is read."""
    try:
        read()
    except LineError as error:
        return error.problems
    return None


def loads_or_explains(line: Any) -> None:
    """Load a line; a faulty one has at least one problem, and all of them can be printed."""
    problems = problems_of(lambda: load_line(line))
    if problems is None:
        read = load_line(line)
        assert load_line(read.to_dict()) == read
        return
    assert problems
    assert format_problems(problems).endswith("Nothing was run.")
    assert all(p.message and p.code and p.file for p in problems)


@st.composite
def spoiled_texts(draw: st.DrawFn) -> str:
    """A good file with a few tokens put in, pieces cut out and lines moved."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        change = draw(st.sampled_from(["put", "cut", "drop line", "copy line", "letter"]))
        if change == "put":
            text = text[:at] + draw(TOKENS) + text[at:]
        elif change == "cut":
            text = text[:at] + text[at + draw(st.integers(1, 12)) :]
        elif change == "letter":
            text = text[:at] + draw(st.characters(exclude_categories=["Cs"])) + text[at + 1 :]
        else:
            lines = text.split("\n")
            number = draw(st.integers(0, len(lines) - 1))
            line = lines.pop(number)
            if change == "copy line":
                lines.insert(number, line)
                lines.insert(draw(st.integers(0, len(lines))), line)
            text = "\n".join(lines)
    return text


@given(spoiled_texts())
@settings(max_examples=300)
def test_a_spoiled_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "spoiled.toml"
    path.write_text(text, encoding="utf-8", newline="")
    loads_or_explains(path)


@given(st.binary(max_size=300))
def test_random_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.toml"
    path.write_bytes(content)
    with pytest.raises(LineError):
        load_line(path)


def inner(value: object) -> list[Any]:
    """List every dict and list in a value."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    own = [value] if isinstance(value, dict | list) and value else []
    return own + [found for part in parts for found in inner(part)]


@given(st.data())
@settings(max_examples=300)
def test_a_spoiled_dict_is_read_or_refused(data: st.DataObject) -> None:
    line = tomllib.loads(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        container = data.draw(st.sampled_from(inner(line)))
        keys = range(len(container)) if isinstance(container, list) else list(container)
        key = data.draw(st.sampled_from([*keys]))
        change = data.draw(st.sampled_from(["set", "drop", "add"]))
        if change == "set":
            container[key] = data.draw(VALUES)
        elif change == "drop":
            del container[key]
        elif isinstance(container, list):
            container.append(data.draw(VALUES))
        else:
            container[data.draw(WORDS)] = data.draw(VALUES)
        if not inner(line):
            break
    loads_or_explains(line)


@given(st.dictionaries(WORDS | st.sampled_from(["format", "station", "source"]), VALUES, max_size=6))
def test_a_random_dict_is_read_or_refused(line: dict[str, object]) -> None:
    loads_or_explains(line)


@given(
    WORDS.flatmap(lambda word: st.lists(WORDS, max_size=4).map(lambda rest: ".".join([word, *rest]))), VALUES
)
def test_a_random_change_is_made_or_refused(path: str, value: object) -> None:
    line = load_line(tomllib.loads(GOOD))
    problems = problems_of(lambda: line.with_changes({path: value}))
    assert problems is None or all(p.message and p.code for p in problems)
