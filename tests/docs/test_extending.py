"""Every recipe of docs/extending.md works: it is performed, block by block, in a copy of the project."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.command_line import COMMAND
from support.paths import ROOT

PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
RECIPES = {section.partition("\n")[0]: section for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}
_BLOCK = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
_PLACE = re.compile(r"# (file|add to): (\S+)\n")
COPIED = ("twin", "lines", "tests", "tools", "docs", "scenarios")
FILES = ("pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "justfile")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the project, free to be changed."""
    ignored = shutil.ignore_patterns("__pycache__", "_build", ".hypothesis")
    for folder in COPIED:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    for file in FILES:
        shutil.copy(ROOT / file, tmp_path)
    return tmp_path


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_works_as_it_stands(recipe: str, project: Path) -> None:
    blocks = [(language, text) for _, language, text in _BLOCK.findall(RECIPES[recipe])]
    assert any(language == "sh" for language, _ in blocks), "a recipe ends in a command that proves it"
    for language, text in blocks:
        if language == "sh":
            for command in text.splitlines():
                run(command, project)
        elif place := _PLACE.match(text):
            write(project / place[2], text[place.end() :], append=place[1] == "add to")


def write(file: Path, text: str, *, append: bool) -> None:
    """Write a new file, or add to one that is there."""
    assert file.is_file() == append, f"{file.name} is {'not there' if append else 'there already'}"
    with file.open("a", encoding="utf-8") as out:
        out.write(text)


def run(command: str, project: Path) -> None:
    """Run a command of the page with this interpreter and the code of the copy."""
    program, *arguments = shlex.split(command)
    words = {"twin": COMMAND, "python": [sys.executable]}[program]
    environment = os.environ | {"PYTHONPATH": str(project)}
    done = subprocess.run(
        [*words, *arguments], cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
