"""`twin validate` with case files: one document, exit codes, the page."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from support.command_line import COMMAND
from support.press_line import PRESS_LINE

CASE = """\
format = 1
kind = "measurement"
id = "output"
subject = "output of a press"
source = "stop watch, 40 lots"
stated = { value = 8.0, unit = "lots/h" }
case = [{ name = "press", line = "line.toml" }]
answer = { figure = "throughput_per_h", of = ["press"], as = "value" }
"""


def validate(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "validate", *words], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_case_is_run_and_its_error_told(tmp_path: Path) -> None:
    (tmp_path / "line.toml").write_text(PRESS_LINE)
    (tmp_path / "case.toml").write_text(CASE)
    done = validate(tmp_path, ".", "--quick", "--json", "--workers", "1")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    (row,) = document["claims"]
    assert document["format"] == 1
    assert document["measurements"] == [row]
    assert abs(row["twin"]["value"] - 10.0) < 0.1
    assert abs(row["error"] - 2.0) < 0.1
    page = (tmp_path / "reports" / "validation" / "index.html").read_text(encoding="utf-8")
    assert "Measurements of whole lines" in page
    assert "output of a press" in page


def test_a_malformed_case_is_refused_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "line.toml").write_text(PRESS_LINE)
    (tmp_path / "case.toml").write_text(CASE.replace("throughput_per_h", "thruput"))
    done = validate(tmp_path, "case.toml", "--json")
    assert done.returncode == 3
    (error,) = json.loads(done.stdout)["errors"]
    assert (error["file"], error["line"], error["path"]) == ("case.toml", 8, "answer.figure")


def test_a_claim_is_not_run_by_validate(tmp_path: Path) -> None:
    (tmp_path / "line.toml").write_text(PRESS_LINE)
    (tmp_path / "case.toml").write_text(CASE.replace('"measurement"', '"claim"'))
    done = validate(tmp_path, "case.toml")
    assert done.returncode == 3
    assert 'this command runs kind = "measurement"' in done.stderr
