"""Every key and value of a TOML text is found where it stands."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.good_line import GOOD

from twin.line.read.positions import line_and_column, scan
from twin.line.toml_text import toml_text

TEXT = '''\
# a comment = 1
a = 1
"b c".d = [1, # inside
 {e = "x, ]", f.g = 'y'}, [2,
  3],
]
[[s]]
x = """a = 2
"b" """
[s.eq]
m=-2.5e3   # last
[[s.eq.f]]
n = 1
[[s.eq.f]]
n = 1979-05-27 07:32:00
[[s]]
y = { value = 2.0, source = "k" }
[t . "q.r"]
z = true
'''


@pytest.mark.parametrize(
    ("place", "line", "column", "text"),
    [
        (("a",), 2, 5, "1"),
        (("b c", "d", 0), 3, 12, "1"),
        (("b c", "d", 1, "e"), 4, 7, '"x, ]"'),
        (("b c", "d", 1, "f", "g"), 4, 21, "'y'"),
        (("b c", "d", 2, 1), 5, 3, "3"),
        (("s", 0, "x"), 8, 5, '"""a = 2\n"b" """'),
        (("s", 0, "eq", "m"), 11, 3, "-2.5e3"),
        (("s", 0, "eq", "f", 1, "n"), 15, 5, "1979-05-27 07:32:00"),
        (("s", 1, "y", "source"), 17, 29, '"k"'),
        (("t", "q.r", "z"), 19, 5, "true"),
    ],
)
def test_a_value_is_found_at_its_line_and_column(
    place: tuple[str | int, ...], line: int, column: int, text: str
) -> None:
    spot = scan(TEXT)[place]
    assert line_and_column(TEXT, spot.value) == (line, column)
    assert TEXT[spot.value : spot.value_end] == text


@pytest.mark.parametrize(
    ("place", "line", "column"),
    [
        (("s",), 7, 3),
        (("s", 0), 7, 3),
        (("s", 1), 16, 3),
        (("s", 0, "eq", "f", 1), 14, 8),
        (("t", "q.r"), 18, 6),
    ],
)
def test_a_table_is_found_at_its_header(place: tuple[str | int, ...], line: int, column: int) -> None:
    assert line_and_column(TEXT, scan(TEXT)[place].key) == (line, column)


def places(value: object, place: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], object]]:
    """List every scalar and list below a value with its place."""
    if isinstance(value, dict):
        return [found for key, part in value.items() for found in places(part, (*place, key))]
    inside = (
        [f for n, part in enumerate(value) for f in places(part, (*place, n))]
        if isinstance(value, list)
        else []
    )
    return [(place, value), *inside]


KEYS = st.text(min_size=1, max_size=6)
SCALARS = st.one_of(st.booleans(), st.integers(-99, 99), st.floats(allow_nan=False), st.text(max_size=9))
TABLES = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=9,
    ),
    max_size=4,
)


@given(TABLES)
def test_the_text_at_every_spot_means_the_value(table: dict[str, object]) -> None:
    text = toml_text(table)
    data = tomllib.loads(text)
    spots = scan(text.replace("\r\n", "\n"))
    for place, value in places(data):
        spot = spots[place]
        if spot.value > spot.key or isinstance(place[-1], int):
            assert tomllib.loads("x = " + text[spot.value : spot.value_end])["x"] == value


def test_a_whole_line_file_is_covered() -> None:
    spots = scan(GOOD)
    assert all(place in spots for place, _ in places(tomllib.loads(GOOD)))
