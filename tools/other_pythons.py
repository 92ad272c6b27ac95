"""Run the recorded KPIs of the shipped lines on the other versions of Python that are installed.

Run from the project's folder: `python tools/other_pythons.py`. For each version it makes a virtual
environment in a temporary folder, installs the package and runs the golden KPI test; a version that is not
there gets a line that says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSIONS = ("3.11", "3.12", "3.13")
GOLDEN = "tests/golden/test_shipped_kpis.py"


def candidates(version: str) -> list[str]:
    """Return where an interpreter of a version may be: on the path, then among those of pyenv."""
    on_path = shutil.which(f"python{version}")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    installed = sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True)
    return [*([on_path] if on_path else []), *map(str, installed)]


def interpreter(version: str) -> str | None:
    """Return the first candidate that runs and is of that version (a shim may point nowhere)."""
    ask = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    for candidate in candidates(version):
        done = subprocess.run([candidate, "-c", ask], capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip() == version:
            return candidate
    return None


def golden(python: str, folder: Path) -> int:
    """Install the package with an interpreter and run the golden KPI test; return its exit code."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    inner = str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    install = [inner, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--editable", f"{ROOT}[test]"], check=True)
    test = [inner, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", GOLDEN]
    return subprocess.run(test, cwd=ROOT, check=False).returncode


def main() -> int:
    """Test every other version that is there; return 1 where one gives other numbers."""
    failed = False
    for version in VERSIONS:
        if version == f"{sys.version_info.major}.{sys.version_info.minor}":
            continue
        python = interpreter(version)
        if python is None:
            print(f"Python {version}: not installed, skipped", flush=True)
            continue
        print(f"Python {version}: recorded KPIs", flush=True)
        with tempfile.TemporaryDirectory() as scratch:
            failed |= golden(python, Path(scratch)) != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
