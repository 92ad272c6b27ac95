"""The page that says where everything is names rooms that exist."""

from __future__ import annotations

import re

import pytest
from support.paths import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PATHS = sorted({path for path in re.findall(r"`([\w./]+(?:\.py|/))`", PAGE) if "<" not in path})


@pytest.mark.parametrize("path", PATHS)
def test_a_room_on_the_page_exists(path: str) -> None:
    assert (ROOT / path).exists() or (ROOT / "twin" / path).exists()


def test_the_page_names_rooms() -> None:
    assert len(PATHS) > 25
