"""Files that cannot be read are one clear problem each: quickly, and never a traceback."""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.good_line import GOOD
from support.paths import ROOT

from twin.core.errors import LineError, Problem
from twin.line.api import load_line
from twin.line.library import lines_folder

LINES = ROOT / "tests" / "lines"


def the_problem(path: Path | str) -> Problem:
    """Return the only problem of a file."""
    with pytest.raises(LineError) as caught:
        load_line(path)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty-file", "empty"),
        (b" \n\t\n", "empty-file", "empty"),
        (b"\xff\xfe\x00f", "not-text", "byte 0xff at offset 0"),
        (b"name = '\xe9'", "not-text", "UTF-8"),
        (b"\x00" * 40, "invalid-toml", "not TOML"),
        (b"format = 1\nname = \n", "invalid-toml", "Invalid value"),
        (b"[station\n", "invalid-toml", "Expected"),
        (b"format = 1\nformat = 1\n", "invalid-toml", "overwrite"),
        (b'name = "x', "invalid-toml", "not TOML"),
        (b"a = " + b"9" * 5000, "invalid-toml", "not TOML"),
        (b"a = " + b"[" * 5000, "too-deep", "nested"),
        (b"a = " + b"{a = " * 5000, "too-deep", "nested"),
        (b"a" + b".a" * 50_000 + b" = 1", "too-deep", "nested"),
        (b"[a" + b".a" * 50_000 + b"]", "too-deep", "nested"),
        (b"#" * 3_000_000, "too-large", "at most 2 MB"),
    ],
    ids=lambda part: repr(part[:12]),
)
def test_bad_content_is_one_problem(tmp_path: Path, content: bytes, code: str, words: str) -> None:
    path = tmp_path / "line.toml"
    path.write_bytes(content)
    problem = the_problem(path)
    assert (problem.file, problem.code) == (str(path), code)
    assert words in problem.message


def test_broken_toml_says_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "line.toml"
    path.write_text('format = 1\nname = "x"\nlots == 3\n')
    problem = the_problem(path)
    assert (problem.line, problem.column) == (3, 7)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("letters", [bytes(range(256)), bytes(range(32, 127)), b"[]{}=.\"'#\n a1"])
def test_five_megabytes_of_noise_are_refused_quickly(tmp_path: Path, seed: int, letters: bytes) -> None:
    path = tmp_path / "line.toml"
    path.write_bytes(bytes(random.Random(seed).choices(letters, k=5_000_000)))
    start = time.perf_counter()
    assert the_problem(path).message
    assert time.perf_counter() - start < 2.0


@pytest.mark.parametrize("seed", range(20))
def test_noise_of_an_allowed_size_is_refused_too(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "line.toml"
    path.write_text("".join(random.Random(seed).choices("[]{}=.\"'#\n a1,", k=20_000)))
    assert the_problem(path).message


def test_a_missing_file_suggests_the_one_meant(tmp_path: Path) -> None:
    (tmp_path / "dry_line.toml").write_text(GOOD)
    problem = the_problem(tmp_path / "dry_lin.toml")
    assert (problem.code, problem.hint) == ("missing-file", "did you mean dry_line.toml?")


def test_a_folder_is_no_line(tmp_path: Path) -> None:
    assert "folder" in the_problem(tmp_path).message


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000, "/dev/null"])
def test_odd_paths_are_refused(name: str) -> None:
    assert the_problem(name).message


@pytest.mark.skipif(os.name != "posix", reason="named pipes are a thing of POSIX")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    assert "regular" in the_problem(tmp_path / "pipe.toml").message


def test_windows_line_ends_and_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / "line.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    plain = tmp_path / "plain.toml"
    plain.write_text(GOOD)
    assert load_line(path) == load_line(plain)


@pytest.mark.parametrize("path", sorted(LINES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_small_line_is_read_and_comes_back_from_its_dict(path: Path) -> None:
    line = load_line(path)
    assert load_line(line.to_dict()) == line


# --- recipes


SHIPPED = lines_folder() / "recipes" / "ncm811_lpscl.toml"


def with_recipe(tmp_path: Path, content: str | None) -> Path:
    """Write the good line with a recipe beside it."""
    if content is not None:
        (tmp_path / "recipe.toml").write_text(content)
    path = tmp_path / "line.toml"
    path.write_text(
        GOOD.replace('mode = "saturated"', 'mode = "saturated"\nrecipe = "recipe.toml"\nlot_kg = 60')
    )
    return path


def test_a_recipe_is_read_relative_to_the_line_file(tmp_path: Path) -> None:
    line = load_line(with_recipe(tmp_path, SHIPPED.read_text()))
    assert line.source[0].recipe is not None
    assert line.source[0].recipe.name == "ncm811-lpscl"


def test_a_missing_recipe_points_to_the_line_file(tmp_path: Path) -> None:
    path = with_recipe(tmp_path, None)
    problem = the_problem(path)
    assert (problem.file, problem.path, problem.code) == (str(path), "powder.recipe", "missing-file")
    assert problem.line == 8


SPOILED: list[tuple[Callable[[str], str], str, str]] = [
    (lambda t: t.replace("d50_um = ", "d50_mu = ", 1), "powder.recipe.active.d50_mu", "unknown-key"),
    (
        lambda t: t.replace("active_mass_frac = { value = 0.85", "active_mass_frac = { value = 0.845"),
        "powder.recipe.composition",
        "invalid-value",
    ),
    (lambda t: t.replace("format = 1", "format = 3"), "powder.recipe.format", "unknown-format"),
    (lambda t: t.replace("[binder]", "[bindr]"), "powder.recipe.bindr", "unknown-key"),
    (lambda _: "", "", "empty-file"),
    (lambda _: "name = ", "", "invalid-toml"),
]


@pytest.mark.parametrize(("spoil", "path", "code"), SPOILED)
def test_a_mistake_in_a_recipe_points_to_the_recipe_file(
    tmp_path: Path, spoil: Callable[[str], str], path: str, code: str
) -> None:
    problem = the_problem(with_recipe(tmp_path, spoil(SHIPPED.read_text())))
    assert (problem.file, problem.path, problem.code) == (str(tmp_path / "recipe.toml"), path, code)


def test_a_recipe_of_two_sources_is_blamed_once(tmp_path: Path) -> None:
    path = with_recipe(tmp_path, SHIPPED.read_text().replace("format = 1", "format = 3"))
    path.write_text(
        path.read_text().replace('name = "foil"', 'name = "foil"\nrecipe = "recipe.toml"\nlot_kg = 1')
    )
    assert the_problem(path).path == "powder.recipe.format"


# --- tables of times


def with_table(tmp_path: Path, csv: str | None, column: str = "s1") -> Path:
    """Write the good line with a service table from a CSV file beside it."""
    if csv is not None:
        (tmp_path / "times.csv").write_text(csv)
    table = f'{{ dist = "table", file = "times.csv", column = "{column}" }}'
    path = tmp_path / "line.toml"
    path.write_text(GOOD.replace('{ value = "30 min", source = "assumption" }', table))
    return path


ROWS = "".join(f"{n},{2 * n}\n" for n in range(1, 21))


def test_a_table_is_read_from_a_column(tmp_path: Path) -> None:
    line = load_line(with_table(tmp_path, f"# seconds\nlot,s1\n{ROWS}# end\n"))
    service = line.station[1].equipment.service
    assert service is not None
    assert service.values == tuple(float(2 * n) for n in range(1, 21))
    assert load_line(line.to_dict()) == line
    assert "file" not in line.to_dict()["station"][1]["equipment"]["service"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("csv", "column", "key", "words"),
    [
        (None, "s1", "file", "there is no file"),
        (f"lot,s1\n{ROWS}", "s2", "column", "has no column 's2'; it has lot, s1"),
        ("lot,s1\n1,x\n", "s1", "file", "row 1"),
        ("lot,s1\n1,-2\n", "s1", "file", "0 s or more"),
        ("lot,s1\n1\n", "s1", "file", "row 1"),
        ("lot,s1\n", "s1", "file", "has no rows"),
        ("", "s1", "column", "it has none"),
    ],
)
def test_a_faulty_table_file_is_one_problem(
    tmp_path: Path, csv: str | None, column: str, key: str, words: str
) -> None:
    problem = the_problem(with_table(tmp_path, csv, column))
    assert problem.path == f"film.equipment.service.{key}"
    assert words in problem.message


def test_a_table_file_shorter_than_the_lots_is_refused(tmp_path: Path) -> None:
    problem = the_problem(with_table(tmp_path, "s1\n1\n2\n"))
    assert problem.code == "table-too-short"
    assert "20 lots come here" in problem.message
