"""Run a short part of the tests with the oldest versions of everything that pyproject.toml allows.

Run from the project's folder: `python tools/lower_bounds.py`. It makes a virtual environment in a temporary
folder (or in the one given), installs each dependency at its lower bound, and runs the tests named below.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

TELLING = (
    "tests/cli/test_cli_names.py",
    "tests/contract/test_public_names.py",
    "tests/unit/line/test_line_values.py",
    "tests/unit/records/test_tables.py",
    "tests/unit/stats/test_stats_selection.py",
    "tests/unit/floor/test_good_cells.py",
    "tests/cli/test_cli_conditions.py::test_a_condition_that_can_decide_does",
)
"""Tests that between them import every dependency and use what changes between its versions."""

_BOUND = re.compile(r"([A-Za-z0-9._-]+)>=([0-9.]+)")


def lower_bounds(project: dict[str, object]) -> list[str]:
    """Return the requirements of the package and of its tests, each at its lower bound.

    Raises ValueError for a requirement without one.
    """
    table = project["project"]
    assert isinstance(table, dict)
    found = [*table["dependencies"], *table["optional-dependencies"]["test"]]
    pinned = []
    for requirement in found:
        bound = _BOUND.fullmatch(requirement)
        if bound is None:
            raise ValueError(f"{requirement!r} has no lower bound such as numpy>=1.26")
        pinned.append(f"{bound[1]}=={bound[2]}")
    return pinned


def main(folder: Path) -> int:
    """Install and test in a folder; return the exit code of the tests."""
    pinned = lower_bounds(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    print(f"oldest allowed: {', '.join(pinned)}", flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--only-binary", ":all:", *pinned], check=True)
    subprocess.run([*pip, "--no-deps", "--editable", str(ROOT)], check=True)
    tests = [str(python), "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *TELLING]
    return subprocess.run(tests, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory() as scratch:
        sys.exit(main(Path(scratch)))
