"""run.json: what ran, with which versions, how long; the one file that differs between equal runs."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from importlib import metadata
from pathlib import Path

from twin.core.version import __version__, code_digest
from twin.report.results import Results

PACKAGES = ("simpy", "numpy", "pandas", "matplotlib", "pydantic", "scipy", "jinja2", "click", "rich")


def versions() -> dict[str, str]:
    """Return the versions of Python, this package and what it needs."""
    return {
        "python": platform.python_version(),
        "electrode-twin": __version__,
        **{name: metadata.version(name) for name in PACKAGES},
    }


def run_id(results: Results, line_files: Mapping[str, str], code: str = "") -> str:
    """Return ten letters that are the same for the same lines, settings and code: equal id, equal numbers.

    `code`: digest of the program, left out that of this one.
    """
    known = [__version__, code or code_digest(), asdict(results.settings), dict(line_files)]
    said = json.dumps(known, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:10]


def sha256(text: str) -> str:
    """Return the hash of a file's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def write_run_file(results: Results, line_files: Mapping[str, str], folder: Path) -> None:
    """Write run.json; `line_files`: file name -> text of the resolved lines, in the order of the lines."""
    document = {
        "format": 1,
        "run_id": run_id(results, line_files),
        "command": results.command,
        "version": __version__,
        "seed": results.settings.seed,
        "replications": results.settings.replications,
        "horizon_s": results.settings.horizon_s,
        "warmup_s": results.settings.warmup_s,
        "interrupted": results.interrupted,
        "lines": [
            {
                "name": shown.name,
                "file": shown.file,
                "resolved": file,
                "sha256": sha256(line_files[file]),
                "failed": [list(one) for one in shown.failed],
            }
            for shown, file in zip(results.lines, line_files, strict=True)
        ],
        "wall_s": None if results.wall_s != results.wall_s else round(results.wall_s, 3),
        "versions": versions(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    (folder / "run.json").write_text(text, encoding="utf-8")
