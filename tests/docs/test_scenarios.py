"""Every scenario runs from any folder with --quick and leaves a report."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import SCENARIOS

OF_REPORTS = ("dry_vs_wet", "gradient_cathode", "process_window")


@pytest.mark.parametrize("name", OF_REPORTS)
def test_a_scenario_answers_its_question(name: str, tmp_path: Path) -> None:
    command = [sys.executable, str(SCENARIOS / f"{name}.py"), "--quick"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(Path("reports") / name / "index.html")
    assert (tmp_path / "reports" / name / "index.html").stat().st_size > 100_000


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.py")), ids=lambda file: file.stem)
def test_a_scenario_is_short_and_asks_a_question(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    question = ast.get_docstring(tree)
    assert question is not None
    assert "?" in question
    assert len(text.splitlines()) < 60
    guard = tree.body[-1]
    assert isinstance(guard, ast.If)
    assert ast.unparse(guard.test) == "__name__ == '__main__'"


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.py")), ids=lambda file: file.stem)
def test_a_scenario_says_what_it_does_and_refuses_what_it_does_not_know(file: Path, tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, str(file), "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert "--quick" in told.stdout
    assert "?" in told.stdout
    refused = subprocess.run(
        [sys.executable, str(file), "--qick"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
    assert "--qick" in refused.stderr
    assert list(tmp_path.iterdir()) == []
