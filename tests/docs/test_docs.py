"""What the pages say is true: examples load, commands run, tables are those of the code."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support.command_line import COMMAND
from support.paths import ROOT

import twin
from tools import line_format_tables
from twin.cli.app import COMMANDS
from twin.line.library import lines_folder
from twin.line.model.line import (
    Batch,
    Calendar,
    Control,
    Crew,
    Equipment,
    Failure,
    Gauge,
    Grid,
    Limit,
    Maintenance,
    Room,
    Setup,
    Source,
    Split,
    StationPlan,
)
from twin.line.read.blocks import LineHead
from twin.line.read.messages import keys_of

HERE = ROOT
PAGES = [HERE / "README.md", HERE / "CHANGELOG.md", *sorted((HERE / "docs").glob("*.md"))]
README = (HERE / "README.md").read_text(encoding="utf-8")
FORMAT = line_format_tables.PAGE.read_text(encoding="utf-8")
FIRST_LINE = README.split("## First own line")[1].split("\n## ")[0]
LARGEST_PICTURE_BYTES = 150_000
TABLES = [LineHead, Source, StationPlan, Equipment, Setup, Batch, Split, Failure, Maintenance]
TABLES += [Gauge, Control, Limit, Room, Crew, Grid, Calendar]
PAGE_IDS = [page.name for page in PAGES]


def blocks(text: str, language: str) -> list[str]:
    """Return the code blocks of a language on a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def examples() -> list[tuple[str, str]]:
    """Return every line file on a page, with the name of the page."""
    found = [(page.name, text) for page in PAGES for text in blocks(page.read_text("utf-8"), "toml")]
    return [(name, text) for name, text in found if text.startswith("format = 1") and "[[station]]" in text]


@pytest.mark.parametrize("page", PAGES, ids=PAGE_IDS)
def test_every_toml_block_is_toml(page: Path) -> None:
    for text in blocks(page.read_text(encoding="utf-8"), "toml"):
        assert tomllib.loads(text)


def test_the_pages_show_line_files() -> None:
    assert {name for name, _ in examples()} >= {"README.md", "line_format.md"}


@pytest.mark.parametrize(
    "text", [text for _, text in examples()], ids=lambda text: tomllib.loads(text)["name"]
)
def test_every_line_file_on_a_page_loads(text: str, tmp_path: Path) -> None:
    shutil.copytree(lines_folder() / "recipes", tmp_path / "recipes")
    file = tmp_path / "line.toml"
    file.write_text(text, encoding="utf-8")
    assert twin.load_line(file).name == tomllib.loads(text)["name"]


@pytest.mark.parametrize("page", PAGES, ids=PAGE_IDS)
def test_links_and_pictures_are_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).is_file(), target


def test_the_picture_is_small() -> None:
    picture = HERE / "docs" / "picture.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < LARGEST_PICTURE_BYTES


@pytest.mark.parametrize("name", ["compare", "test"])
def test_each_command_stands_once_right_after_its_marker(name: str) -> None:
    found = re.findall(rf"^<!-- command: {name} -->\n```sh\n(.+)\n```$", README, re.MULTILINE)
    assert len(found) == 1
    assert found[0].startswith("python3 -m venv .venv && .venv/bin/pip install ")


def test_ci_asks_for_the_markers_of_the_readme() -> None:
    asked = (HERE / ".ci" / "run").read_text(encoding="utf-8")
    assert {*re.findall(r"command_of (\w+)", asked)} == {*re.findall(r"<!-- command: (\w+) -->", README)}


def test_the_first_own_line_does_what_the_readme_says(tmp_path: Path) -> None:
    (tmp_path / "my_line.toml").write_text(blocks(FIRST_LINE, "toml")[0], encoding="utf-8")
    said = ""
    for command in "".join(blocks(FIRST_LINE, "sh")).splitlines():
        words, _, into = command.partition(" > ")
        typed = [*COMMAND, *shlex.split(words)[1:]]
        done = subprocess.run(typed, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        said += done.stdout
        if into:
            (tmp_path / into).write_text(done.stdout, encoding="utf-8")
    for sentence in "".join(blocks(FIRST_LINE, "console")).splitlines():
        assert sentence in said


def test_the_script_of_the_readme_runs(tmp_path: Path) -> None:
    (tmp_path / "my_line.toml").write_text(blocks(FIRST_LINE, "toml")[0], encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(blocks(README, "python")[0], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script.name], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "reports" / "what_three_places_are_worth" / "index.html").is_file()


def test_the_readme_lists_every_command() -> None:
    for name in COMMANDS:
        assert f"`twin {name}" in README


def test_tables_are_those_of_the_code() -> None:
    assert line_format_tables.named(FORMAT) == set(line_format_tables.tables())
    assert line_format_tables.renewed(FORMAT) == FORMAT, "run python -m tools.generate"


@pytest.mark.parametrize("block", TABLES, ids=lambda block: block.__name__)
def test_every_key_of_a_line_file_is_on_the_page(block: type) -> None:
    code = re.findall(r"`[^`\n]+`", FORMAT)
    missing = [key for key in keys_of(block) if not any(re.search(rf"\b{key}\b", span) for span in code)]
    assert not missing


def test_every_kind_of_a_shipped_line_is_on_the_page_about_the_model() -> None:
    model = (HERE / "docs" / "model.md").read_text(encoding="utf-8")
    shipped = [twin.load_line(file) for file in lines_folder().glob("*.toml") if file.name != "sources.toml"]
    assert [plan.kind for line in shipped for plan in line.station if f"`{plan.kind}`" not in model] == []
