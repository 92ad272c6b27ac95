"""The sets and data that come with the package, and what is to be said about them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).resolve().parent
_DERIVED = "# derived from:"


class Notes(NamedTuple):
    """Why shipped sets miss their target, and why data files are not scored."""

    missed: dict[str, str]
    reference: dict[str, str]


def shipped_sets() -> list[Path]:
    """Return the shipped set files in order of their names."""
    return sorted((_HERE / "series").glob("*.toml"))


def shipped_data() -> list[Path]:
    """Return the shipped data files in order of their names."""
    return sorted((_HERE / "series").glob("*.csv"))


def derived_from(data_file: Path) -> tuple[str, ...]:
    """Return the data files a data file was computed from, as its header says."""
    with data_file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(_DERIVED):
                return tuple(name.strip() for name in line.removeprefix(_DERIVED).split(","))
            if not line.startswith("#"):
                break
    return ()


def notes() -> Notes:
    """Return the notes on the shipped sets and data."""
    raw = tomllib.loads((_HERE / "notes.toml").read_text(encoding="utf-8"))
    return Notes(raw["missed"], raw["reference"])
