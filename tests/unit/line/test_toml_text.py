"""Resolved lines are written as TOML that reads back to the same values."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.line.toml_text import toml_text

KEYS = st.text(max_size=6)
PLAIN = st.one_of(
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False),
    st.text(max_size=12).filter(str.isprintable),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_what_is_written_reads_back_to_the_same(table: dict[str, object]) -> None:
    assert tomllib.loads(toml_text(table)) == table


def test_nothing_is_no_value() -> None:
    with pytest.raises(TypeError, match="NoneType has no form"):
        toml_text({"horizon": None})
