"""What is generated in docs/ is what the code says today."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.generate import GENERATED


@pytest.mark.parametrize("file", GENERATED, ids=lambda file: file.name)
def test_a_generated_file_is_up_to_date(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == GENERATED[file](), "run python -m tools.generate"
