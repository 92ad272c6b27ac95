"""Write set files and their data for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from twin.core.errors import LineError, Problem
from twin.validation.model import Outcome
from twin.validation.reader import read_series
from twin.validation.runner import run_series

Rows = Mapping[str, Sequence[float | str]]


def write_set(
    folder: Path,
    law: str,
    columns: Rows,
    constants: Mapping[str, float] | None = None,
    use: str = "",
    error: str = "absolute",
) -> Path:
    """Write a set whose columns are called as the arguments of the law, the last one the measured one."""
    *inputs, output = columns
    lines = [",".join(columns), *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
    (folder / "data.csv").write_text("\n".join(lines) + "\n")
    path = folder / "set.toml"
    path.write_text(
        f'format = 1\ntitle = "A set"\nsource = "a test"\nlaw = "{law}"\ndata = "data.csv"\n[inputs]\n'
        + "".join(f'{name} = "{name}"\n' for name in inputs)
        + "[constants]\n"
        + "".join(f"{name} = {value}\n" for name, value in (constants or {}).items())
        + f'[output]\ncolumn = "{output}"\nerror = "{error}"\n[use]\n{use}'
    )
    return path


def outcome_of(path: Path) -> Outcome:
    """Return what comes out of one set file."""
    return run_series(read_series([path])[0])


def problems_of(path: Path) -> list[Problem]:
    """Return what is wrong with one set file."""
    with pytest.raises(LineError) as caught:
        read_series([path])
    return caught.value.problems
