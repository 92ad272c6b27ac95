"""The sets and data that come with the package, and what is to be said about them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).resolve().parent
_DERIVED = "# derived from:"


class Notes(NamedTuple):
    """Why sets miss their target, data files are not scored, laws have no target or no series at all."""

    missed: dict[str, str]
    reference: dict[str, str]
    no_target: dict[str, str]
    none_found: dict[str, str]

    def why_missed(self, set_file: str) -> str:
        """Return why a shipped set misses its target, "" for any other file, whatever its name."""
        path = Path(set_file)
        return self.missed.get(path.stem, "") if path.resolve() in _resolved(shipped_sets()) else ""


def _resolved(paths: list[Path]) -> set[Path]:
    return {path.resolve() for path in paths}


def shipped_sets() -> list[Path]:
    """Return the shipped set files in order of their names."""
    return sorted((_HERE / "series").glob("*.toml"))


def unscored_sets() -> list[Path]:
    """Return the shipped set files of data that lack what a law needs: they imply a constant, no more."""
    return sorted((_HERE / "unscored").glob("*.toml"))


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
    return Notes(raw["missed"], raw["reference"], raw["no_target"], raw["none_found"])
