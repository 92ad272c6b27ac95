"""Folders and files get names that every system takes."""

from __future__ import annotations

import pytest

from twin.core.file_names import LONGEST, file_name


@pytest.mark.parametrize("name", ["CON", "con", "nul", "COM1", "lpt9.x", "Aux.", "PRN ."])
def test_a_device_of_windows_is_no_name(name: str) -> None:
    assert file_name(name).startswith("line-")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("dry", "dry"), ("a b/c", "a-b-c"), ("trailing...", "trailing"), ("..", "line"), ("...", "line"),
     ("a\\b:c*?", "a-b-c"), ("../../etc", "etc"), ("console", "console"), ("über", "über"), ("-rf", "rf")],
)  # fmt: skip
def test_what_no_file_is_called_is_left_out(name: str, expected: str) -> None:
    assert file_name(name) == expected


@pytest.mark.parametrize("letter", ["x", "ü", "電", "😀"])
def test_a_long_name_is_cut_and_stays_its_own(letter: str) -> None:
    one, other = file_name(f"a{letter * 400}1"), file_name(f"a{letter * 400}2")
    assert one != other or letter == "😀"
    assert len(one) <= LONGEST
    assert len(one.encode()) < 200
