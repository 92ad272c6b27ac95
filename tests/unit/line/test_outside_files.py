"""A file from a stranger reads below its own folder only, and nothing from elsewhere is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import twin
from support.shipped import shipped

from twin.core.errors import LineError
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.toml_text import toml_text

SECRET = "root:$6$salt$hash:19000"
LINE = """\
format = 1
name = "stranger"
[[source]]
name = "lots"
mode = "saturated"
lots = 2
{source}
[[station]]
name = "m"
kind = "delay"
[station.equipment]
service = {service}
"""


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file outside the folder of the line."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "own" / "below").mkdir(parents=True)
    file = tmp_path / "etc" / "shadow"
    file.write_text(f"{SECRET}\n{SECRET},{SECRET}\n")
    return file


def line_in(folder: Path, *, recipe: str = "", table: str = "") -> Path:
    source = f'recipe = "{recipe}"' if recipe else ""
    service = f'{{ dist = "table", file = "{table}", column = "t" }}' if table else "1"
    file = folder / "line.toml"
    file.write_text(LINE.format(source=source, service=service))
    return file


@pytest.mark.parametrize("key", ["recipe", "table"])
@pytest.mark.parametrize("way", ["absolute", "up", "link"])
def test_a_file_outside_is_not_read_and_not_shown(key: str, way: str, secret: Path) -> None:
    own = secret.parents[1] / "own"
    (own / "below" / "link").symlink_to(secret)
    named = {"absolute": str(secret), "up": "below/../../etc/shadow", "link": "below/link"}[way]
    said = twin("check", str(line_in(own, **{key: named})), cwd=own)
    assert said.returncode == 3
    assert "outside folder" in said.stderr
    assert "--allow-outside" in said.stderr
    assert SECRET not in said.stdout + said.stderr


@pytest.mark.parametrize("key", ["recipe", "table"])
def test_what_cannot_be_used_from_outside_is_not_shown_even_where_it_is_read(key: str, secret: Path) -> None:
    own = secret.parents[1] / "own"
    file = line_in(own, **{key: str(secret)})
    said = twin("check", str(file), "--allow-outside", "--json", cwd=own)
    plain = twin("check", str(file), "--allow-outside", cwd=own)
    assert said.returncode == plain.returncode == 3
    everything = said.stdout + said.stderr + plain.stdout + plain.stderr
    assert "so nothing of it is shown" in everything
    assert "$6$" not in everything


@pytest.mark.parametrize("key", ["recipe", "table"])
def test_a_dict_reads_what_its_writer_names_and_shows_nothing_of_it(
    key: str, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(secret.parents[1] / "own")
    station = {"name": "m", "kind": "delay", "equipment": {"service": 1}}
    document = {
        "format": 1,
        "name": "x",
        "source": [{"name": "s", "mode": "saturated"}],
        "station": [station],
    }
    if key == "recipe":
        document["source"][0]["recipe"] = str(secret)  # type: ignore[index]
    else:
        station["equipment"] = {"service": {"dist": "table", "file": str(secret), "column": "t"}}
    with pytest.raises(LineError) as told:
        load_line(document)
    assert "so nothing of it is shown" in str(told.value)
    assert "$6$" not in str(told.value)


def test_absolute_paths_below_the_folder_and_to_the_shipped_lines_are_read(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "times.csv").write_text("t\n1\n2\n")
    recipe = lines_folder() / "recipes" / "ncm811_lpscl.toml"
    file = line_in(tmp_path, recipe=str(recipe), table=str(tmp_path / "below" / "times.csv"))
    line = load_line(file)
    assert line.source[0].recipe == shipped("dry_sulfide_cathode").source[0].recipe


def test_a_trusted_file_reads_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "times.csv").write_text("t\n1\n2\n")
    file = line_in(tmp_path / "own", table="../times.csv")
    with pytest.raises(LineError, match="lies outside the folder"):
        load_line(file)
    assert load_line(file, allow_outside=True).station[0].equipment.service.values == (1.0, 2.0)  # type: ignore[union-attr]
    said = twin("run", str(file), "--allow-outside", "--replications", "1", "--out", "page", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert "--allow-outside" in (tmp_path / "page" / "run.json").read_text()


def test_the_data_of_a_measured_set_lie_below_its_folder(secret: Path) -> None:
    own = secret.parents[1] / "own"
    (own / "set.toml").write_text(f'format = 1\nlaw = "heckel_porosity"\ndata = "{secret}"\n')
    for trusted in ((), ("--allow-outside",)):
        said = twin("validate", "set.toml", *trusted, cwd=own)
        assert said.returncode == 3
        assert "$6$" not in said.stdout + said.stderr


def test_a_resolved_line_needs_no_trust(tmp_path: Path) -> None:
    file = tmp_path / "resolved.toml"
    file.write_text(toml_text(shipped("dry_sulfide_cathode").to_dict()), encoding="utf-8")
    assert load_line(file) == shipped("dry_sulfide_cathode")
