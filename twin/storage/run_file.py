"""run.json: what ran, with which versions, how long; the one file that differs between equal runs."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from importlib import metadata
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from twin.analysis.results import Results
from twin.core.version import __version__, code_digest, numeric_platform
from twin.storage.folder import FORMAT

PACKAGES = ("simpy", "numpy", "pandas", "matplotlib", "pydantic", "scipy", "jinja2", "click", "rich")


def versions() -> dict[str, str]:
    """Return the versions of Python, this package and what it needs."""
    return {
        "python": platform.python_version(),
        "electrode-twin": __version__,
        **{name: metadata.version(name) for name in PACKAGES},
    }


def run_id(results: Results, line_files: Mapping[str, str], code: str = "") -> str:
    """Return ten letters for lines, settings, code and what moves last digits: equal id, equal numbers.

    `code`: digest of the program, left out that of this one. Last digits: `numeric_platform`.
    """
    known = [
        __version__,
        code or code_digest(),
        numeric_platform(),
        asdict(results.settings),
        dict(line_files),
    ]
    text = json.dumps(known, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def sha256(text: str) -> str:
    """Return the hash of a file's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def run_document(results: Results, line_files: Mapping[str, str]) -> dict[str, object]:
    """Return what run.json says; `line_files`: file name -> text of the resolved lines, in their order."""
    return {
        "format": FORMAT,
        "run_id": run_id(results, line_files),
        "command": results.command,
        "version": __version__,
        "seed": results.settings.seed,
        "replications": results.settings.replications,
        "horizon_s": results.settings.horizon_s,
        "warmup_s": results.settings.warmup_s,
        "interrupted": results.interrupted,
        "misses": list(results.misses),
        "lines": [
            {
                "name": result.name,
                "file": result.file,
                "resolved": file,
                "sha256": sha256(line_files[file]),
                "failed": [list(failure) for failure in result.failed],
            }
            for result, file in zip(results.lines, line_files, strict=True)
        ],
        "wall_s": None if results.wall_s != results.wall_s else round(results.wall_s, 3),
        "versions": versions(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", allow_inf_nan=False)


class SavedLine(_Part):
    """What run.json says of one line; `resolved` is a file of the folder."""

    name: str = Field(min_length=1)
    file: str
    resolved: str = Field(pattern=r"^[^/\\:]+\.toml$")
    sha256: str
    failed: tuple[tuple[int, str], ...]


class RunFile(_Part):
    """What is read from run.json to rebuild a page."""

    command: str
    seed: int = Field(ge=0)
    replications: int = Field(ge=1)
    horizon_s: float | None = Field(gt=0)
    warmup_s: float = Field(ge=0)
    interrupted: bool
    misses: tuple[str, ...] = ()
    wall_s: float | None
    lines: tuple[SavedLine, ...] = Field(min_length=1)


def read_run_document(document: Mapping[str, object], path: Path) -> RunFile:
    """Check what run.json says. Raises ValueError with the first mistake."""
    try:
        run = RunFile.model_validate_json(json.dumps(document))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ValueError(
            f"{path} is not that of a run or a comparison: {place}: {first['msg'].lower()}"
        ) from None
    for what in ("name", "resolved"):
        if len({getattr(line, what) for line in run.lines}) < len(run.lines):
            raise ValueError(f"{path} is not that of a run or a comparison: two lines have the same {what}")
    return run
