"""A saved report: refused with one clear message or read to the same numbers, whatever happened to it."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import tomllib
import zipfile
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command_line import TWO_STATIONS, Said, twin_here
from support.paths import DATA

import twin
from twin.analysis.results import Results
from twin.core.durable_files import Content
from twin.core.sealed_folder import Sealed, read_seal
from twin.records import cells_table
from twin.report.pages.comparison import write_page
from twin.storage.folder import MARK, FolderRefused, check_folder
from twin.storage.saved import load_saved, unpacked

LISTED_NOW = "listed no files, as in version 0.1.0; its tables agree, and are listed now"
OF_0_1_0 = DATA / "saved_0_1_0"


@cache
def lines() -> list[twin.Line]:
    texts = (TWO_STATIONS.format(name=name, second="12 min", source="") for name in ("quick", "sources"))
    return [twin.load_line(tomllib.loads(text)) for text in texts]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved") / "report"
    twin.write_report(twin.compare(lines(), "8 h", "1 h", replications=2, workers=1), folder)
    return folder


@pytest.fixture(scope="module")
def known(saved: Path) -> Results:
    return load_saved(saved)[1]


def copy_of(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("copy") / "report"
    shutil.copytree(folder, copy)
    return copy


def assert_same(found: Results, known: Results) -> None:
    """Check that a page of these results would say the same."""
    for name in ("kpis", "summary", "differences"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(known, name), check_exact=True)
    assert (found.settings, found.command) == (known.settings, known.command)
    for ours, theirs in zip(found.lines, known.lines, strict=True):
        assert (ours.name, ours.line, ours.failed, ours.interrupted) == (
            theirs.name, theirs.line, theirs.failed, theirs.interrupted,
        )  # fmt: skip
        for table in ("events", "readings", "lots", "cells"):
            pd.testing.assert_frame_equal(
                getattr(ours.tables, table), getattr(theirs.tables, table), check_exact=True
            )
        pd.testing.assert_frame_equal(ours.courses, theirs.courses, check_exact=True)


KINDS = (
    "cut", "empty", "flip", "byte", "append", "delete", "double row", "drop row", "swap", "folder", "link",
    "packed",
)  # fmt: skip


@st.composite
def damages(draw: st.DrawFn) -> tuple[str, float, float, float, int]:
    """Draw a kind of damage, which files it meets, where in them, and a byte."""
    shares = (draw(st.floats(0.0, 0.999)) for _ in range(3))
    return draw(st.sampled_from(KINDS)), *shares, draw(st.integers(1, 255))


def damage(folder: Path, drawn: tuple[str, float, float, float, int]) -> None:
    """Let a damage happen to a folder."""
    kind, first, second, place, byte = drawn
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    path, other = files[int(first * len(files))], files[int(second * len(files))]
    data = path.read_bytes()
    is_packed = kind in ("double row", "drop row", "packed") and path.suffix == ".gz"
    data = gzip.decompress(data) if is_packed else data
    rows = data.splitlines(keepends=True)
    at, row = int(place * len(data)), int(place * len(rows))
    changed = {
        "cut": data[:at],
        "empty": b"",
        "flip": bytes(one ^ (n == at) << byte % 8 for n, one in enumerate(data)),
        "packed": bytes(one ^ (n == at) << byte % 8 for n, one in enumerate(data)),
        "byte": data[:at] + bytes([byte]) + data[at:],
        "append": data + data[at:],
        "double row": b"".join([*rows[: row + 1], *rows[row:]]),
        "drop row": b"".join([*rows[:row], *rows[row + 1 :]]),
        "swap": other.read_bytes(),
    }
    if kind in changed:
        if kind == "swap":
            other.write_bytes(data)
        path.write_bytes(gzip.compress(changed[kind]) if is_packed else changed[kind])
        return
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to(other)


@given(st.lists(damages(), min_size=1, max_size=2))
def test_every_damage_is_refused_or_harmless(
    saved: Path,
    known: Results,
    tmp_path_factory: pytest.TempPathFactory,
    happened: list[tuple[str, float, float, float, int]],
) -> None:
    folder = copy_of(saved, tmp_path_factory)
    for drawn in happened:
        damage(folder, drawn)
    said = ""
    try:
        assert_same(load_saved(folder)[1], known)
    except (ValueError, OSError) as error:
        said = str(error)
    assert not said or ("\n" not in said and str(folder) in said)


@settings(max_examples=12)
@given(damages())
def test_a_report_without_a_list_is_refused_or_can_be_shown(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[str, float, float, float, int]
) -> None:
    """What version 0.1.0 saved holds no checksums; its tables are held against each other."""
    folder = copy_of(OF_0_1_0, tmp_path_factory)
    damage(folder, drawn)
    try:
        _, found = load_saved(folder)
    except (ValueError, OSError):
        return
    known = load_saved(OF_0_1_0)[1]
    pd.testing.assert_frame_equal(found.summary, known.summary, rtol=1e-9)
    write_page(*load_saved(folder))


def test_a_report_of_0_1_0_opens_and_is_listed_from_then_on(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    shutil.copytree(OF_0_1_0, folder)
    with pytest.raises(FolderRefused, match=r"`twin report .*old` adds the list"):
        check_folder(folder)
    assert report(folder) == Said(0, f"report: {folder}/index.html\n", f"{folder} {LISTED_NOW}\n")
    check_folder(folder)
    page = (folder / "index.html").read_bytes()
    assert report(folder) == Said(0, f"report: {folder}/index.html\n", "")
    assert (folder / "index.html").read_bytes() == page
    (folder / "kpi.csv").write_bytes((folder / "kpi.csv").read_bytes().replace(b"9", b"8", 1))
    assert "kpi.csv has other content than was written" in refusal(folder)


def reseal(folder: Path, name: str, data: bytes) -> None:
    """Write a file and a seal that fits, as somebody would who wants to be believed."""
    read_seal(folder, MARK, 1).replace(name, data)


def reseal_run(folder: Path, **changes: object) -> None:
    """Write run.json with other words and a seal that fits."""
    found = read_seal(folder, MARK, 1)
    forged = Sealed(folder, MARK, {**found.document, **changes}, found.files)
    forged.replace("index.html", b"")


def entry(folder: Path, **changes: object) -> list[object]:
    """Return the lines of run.json, the first of them changed."""
    first, *rest = read_seal(folder, MARK, 1).document["lines"]
    return [first | changes, *rest]


def refusal(folder: Path) -> str:
    """Return the one message with which a folder is refused."""
    done = report(folder)
    assert (done.code, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def report(folder: Path) -> Said:
    """Run `twin report` on a folder."""
    return twin_here("report", str(folder))


@pytest.mark.parametrize("name", ["../secret.toml", "/etc/passwd", "a/b.toml", "..\\x.toml", "C:x.toml", "x"])
def test_a_resolved_line_elsewhere_is_refused(name: str, saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    shutil.copytree(saved, folder)
    shutil.copy(folder / "quick.toml", tmp_path / "secret.toml")
    reseal_run(folder, lines=entry(folder, resolved=name))
    assert "lines.0.resolved" in refusal(folder)


def test_a_resolved_line_reads_no_other_file(saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    shutil.copytree(saved, folder)
    text = (
        (folder / "quick.toml").read_text().replace("[[source]]", '[[source]]\nrecipe = "/etc/hostname"', 1)
    )
    reseal(folder, "quick.toml", text.encode())
    assert "is not the line that was run" in refusal(folder)
    reseal_run(folder, lines=entry(folder, sha256=hashlib.sha256(text.encode()).hexdigest()))
    assert "quick.toml reads /etc/hostname: a resolved line reads no other file" in refusal(folder)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"format": "1"},
        {"replications": 0},
        {"replications": "2"},
        {"warmup_s": "1 h"},
        {"horizon_s": -1.0},
        {"seed": -1},
        {"lines": []},
        {"lines": [{"name": "x"}]},
        {"lines": 5},
        {"interrupted": None},
        {"command": ["x"]},
    ],
)
def test_a_run_file_of_another_kind_is_refused(
    changes: dict[str, object], saved: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "report"
    shutil.copytree(saved, folder)
    reseal_run(folder, **changes)
    assert MARK in refusal(folder)


def test_a_later_format_is_refused_before_anything_else(saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    shutil.copytree(saved, folder)
    (folder / MARK).write_text(json.dumps({"format": 7}))
    assert "has format 7, written by a later version; this one reads up to format 1" in refusal(folder)
    with pytest.raises(FolderRefused, match="later version"):
        check_folder(folder)


def test_a_table_that_unpacks_without_end_is_refused(saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    shutil.copytree(saved, folder)
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < 60_000
    reseal(folder, "tables/quick/events.csv.gz", bomb)
    assert "unpacks to more than" in refusal(folder)
    with pytest.raises(ValueError, match="unpacks to more"):
        unpacked(gzip.compress(bomb), "events.csv") and unpacked(bomb, "events.csv")


def archive(**arrays: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as packed:
        for name, data in arrays.items():
            packed.writestr(f"{name}.npy", data)
    return held.getvalue()


def array_bytes(array: np.ndarray) -> bytes:
    held = io.BytesIO()
    np.save(held, array)
    return held.getvalue()


def test_cells_that_promise_more_than_is_there_are_refused() -> None:
    lots, names = array_bytes(np.arange(3)), array_bytes(np.array(["a_um"]))
    values = array_bytes(np.zeros((3, 1, 2, 2), dtype=np.float32))
    good = archive(lots=lots, names=names, values=values)
    assert len(cells_table.load(good)) == 12
    huge = values.replace(b"(3, 1, 2, 2), }" + 13 * b" ", b"(3, 1, 2, 20000000000000), }")
    assert huge != values
    assert len(huge) == len(values)
    for data in (
        b"",
        good[:-30],
        archive(lots=lots, names=names),
        archive(lots=lots, names=names, values=huge),
        archive(lots=lots, names=names, values=values[:-4]),
        archive(lots=lots[:5], names=names, values=values),
        archive(lots=array_bytes(np.arange(4)), names=names, values=values),
        archive(lots=array_bytes(np.array([None], dtype=object)), names=names, values=values),
    ):
        with pytest.raises(ValueError, match=r"cells|magic|array|EOF|header|expected"):
            cells_table.load(data)


def test_a_name_in_the_folder_is_never_that_of_the_references(saved: Path) -> None:
    assert (saved / "sources-2.toml").is_file()
    assert not (saved / "sources.toml").exists()


def test_a_file_added_to_the_folder_does_no_harm_to_the_page(
    saved: Path, known: Results, tmp_path: Path
) -> None:
    folder = tmp_path / "report"
    shutil.copytree(saved, folder)
    (folder / "sources.toml").write_text("not TOML at all")
    assert_same(load_saved(folder)[1], known)


def test_the_page_is_written_beside_and_never_through_a_link(saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    shutil.copytree(saved, folder)
    (tmp_path / "thesis.txt").write_text("mine")
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(tmp_path / "thesis.txt")
    write_page(*load_saved(folder))
    assert (tmp_path / "thesis.txt").read_text() == "mine"
    assert (folder / "index.html").read_bytes() == (saved / "index.html").read_bytes()
    check_folder(folder)


def test_what_is_listed_is_what_is_there(saved: Path) -> None:
    found = read_seal(saved, MARK, 1)
    there = {path.relative_to(saved).as_posix() for path in saved.rglob("*") if path.is_file()}
    assert there == {*found.files, MARK}
    assert all(isinstance(content, Content) for content in found.files.values())
