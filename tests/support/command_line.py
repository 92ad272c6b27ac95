"""Run `twin` as a user does: another process, its own folder."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from twin.cli.app import main

COMMAND = [sys.executable, "-c", "from twin.cli.app import main; main()"]

TWO_STATIONS = """\
format = 1
name = "{name}"
[[source]]
name = "in"
mode = "saturated"
{source}
[[station]]
name = "first"
kind = "delay"
[station.equipment]
service = {{ dist = "exponential", mean = "10 min" }}
[[station]]
name = "second"
kind = "delay"
[station.equipment]
buffer_before = 2
service = {{ dist = "exponential", mean = "{second}" }}
"""


def line_file(folder: Path, name: str, second: str = "12 min", source: str = "") -> str:
    """Write a line of two delay stations and return its path."""
    file = folder / f"{name}.toml"
    file.write_text(TWO_STATIONS.format(name=name, second=second, source=source), encoding="utf-8")
    return str(file)


class Said(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    stdout: str
    stderr: str


def twin_here(*arguments: str) -> Said:
    """Run `twin` in this process: quicker, for commands that start no other."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with redirect_stdout(stdout), redirect_stderr(stderr), pytest.raises(SystemExit) as ended:
        main(arguments)
    return Said(int(ended.value.code or 0), stdout.getvalue(), stderr.getvalue())


def twin(*arguments: str, cwd: Path, hash_seed: str = "") -> subprocess.CompletedProcess[str]:
    """Run `twin` in a folder and return what it said; `hash_seed`: what sets of words are ordered by."""
    command = [*COMMAND, *arguments]
    env = {**os.environ, "PYTHONHASHSEED": hash_seed} if hash_seed else None
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)
