"""The page on reliability promises what a test shows: every test it names is there."""

from __future__ import annotations

import re

from support.paths import ROOT


def test_every_promise_names_a_test_that_is_there() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    tests = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    tables = re.findall(r"^\| promise \| test \|\n\|[-| ]+\|\n((?:\|.*\n)+)", page, re.MULTILINE)
    promises = [row for table in tables for row in table.splitlines()]
    named = [re.findall(r"`(test_\w+)`", row) for row in promises]
    without = [row for row, names in zip(promises, named, strict=True) if not names]
    assert {name for names in named for name in names} - tests == set()
    assert len(promises) > 20
    assert without == []
