"""The folder of a page: refused with a reason before any time is spent where none can be made."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.disk_faults import disk_that, power_lost_at, refused

from twin.cli.app import app
from twin.core.sealed_folder import read_seal
from twin.storage.folder import MARK, FolderRefused, check_folder, left_behind, replacing

COMMANDS = {
    "validate": ["validate"],
    "run": ["run", "lines/dry_sulfide_cathode.toml", "--days", "1", "--replications", "1"],
    "compare": ["compare", "--days", "1", "--replications", "1"],
    "sensitivity": ["sensitivity", "lines/dry_sulfide_cathode.toml"],
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("below", ["page", "more/page"])
def test_a_path_below_a_file_is_wrong_usage(name: str, below: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    run = CliRunner().invoke(app, [*COMMANDS[name], "--out", str(tmp_path / "file" / below)])
    assert run.exit_code == 2
    assert f"{tmp_path / 'file'} is not a folder" in run.output.replace("\n", " ")


def test_a_folder_that_can_be_made_is_not_refused(tmp_path: Path) -> None:
    check_folder(tmp_path / "new" / "page")
    check_folder(Path("reports/some/new/page"))


def test_a_name_no_disk_takes_is_refused(tmp_path: Path) -> None:
    for name in ("x" * 300, "x\0y"):
        with pytest.raises(FolderRefused, match="cannot be used"):
            check_folder(tmp_path / name)


def test_a_link_that_leads_nowhere_is_refused_on_the_way_too(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "absent")
    with pytest.raises(FolderRefused, match="is not a folder"):
        check_folder(tmp_path / "link" / "page")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FolderRefused, match="may not be written to"):
        check_folder(tmp_path / "page")
    tmp_path.chmod(0o700)


def write(folder: Path, text: str) -> None:
    """Write a small report."""
    with replacing(folder) as new:
        new.text("index.html", text)
        new.text("tables/a/events.csv", text * 3)
        new.seal(MARK, {"format": 1, "said": text})


def text_in(folder: Path) -> str:
    """Return what a whole report says; fails for one that is not whole."""
    report = read_seal(folder, MARK, 1)
    assert report.foreign() == []
    text = report.read("index.html").decode()
    assert (report.read("tables/a/events.csv").decode(), report.document["said"]) == (text * 3, text)
    return text


def calls_of_a_rewrite(folder: Path) -> int:
    write(folder / "report", "old")
    with disk_that(refused) as disk:
        write(folder / "report", "new")
    return disk.calls


def test_a_disk_that_refuses_leaves_the_report_of_before_or_the_new_one(tmp_path: Path) -> None:
    for at in range(1, calls_of_a_rewrite(tmp_path) + 1):
        folder = tmp_path / str(at) / "report"
        write(folder, "old")
        is_told = False
        with disk_that(refused, at):
            try:
                write(folder, "new")
            except (OSError, FolderRefused):
                is_told = True
        assert text_in(folder) in (("old", "new") if is_told else ("new",))
        write(folder, "newer")
        assert text_in(folder) == "newer"


def test_a_power_cut_leaves_the_report_of_before_or_the_new_one(tmp_path: Path) -> None:
    """Between the two renames the one of before stands beside its place, and is named."""
    states = []
    for at in range(1, calls_of_a_rewrite(tmp_path) + 1):
        folder = tmp_path / str(at) / "report"
        write(folder, "old")
        assert power_lost_at(at, partial(write, folder, "new"))
        left = left_behind(folder)
        if folder.exists():
            states.append(text_in(folder))
        else:
            assert [text_in(path / "old") for path in left] == ["old"]
            states.append("beside")
        write(folder, "newer")
        assert text_in(folder) == "newer"
        assert left_behind(folder) == left
    assert set(states) == {"old", "beside", "new"}
    assert states == sorted(states, key=["old", "beside", "new"].index)


def test_somebody_elses_links_and_folders_are_never_followed_nor_taken_away(tmp_path: Path) -> None:
    write(tmp_path / "report", "old")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("mine")
    (tmp_path / "report" / "home").symlink_to(tmp_path / "home")
    with pytest.raises(FolderRefused, match="report holds home, which twin did not write"):
        write(tmp_path / "report", "new")
    (tmp_path / "report" / "home").unlink()
    (tmp_path / "report" / "tables").rename(tmp_path / "aside")
    (tmp_path / "report" / "tables").symlink_to(tmp_path / "aside")
    with pytest.raises(FolderRefused, match="report holds tables"):
        write(tmp_path / "report", "new")
    assert (tmp_path / "home" / "thesis.txt").read_text() == "mine"
    assert (tmp_path / "aside" / "a" / "events.csv").read_text() == "oldoldold"


def test_a_link_to_a_report_leads_to_it(tmp_path: Path) -> None:
    write(tmp_path / "report", "old")
    (tmp_path / "latest").symlink_to(tmp_path / "report")
    write(tmp_path / "latest", "new")
    assert (tmp_path / "latest").is_symlink()
    assert text_in(tmp_path / "report") == "new"


def test_a_disk_of_its_own_and_the_folder_one_is_in_are_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "report", "old")
    with monkeypatch.context() as patched:
        patched.setattr("os.path.ismount", lambda path: Path(path) == tmp_path / "report")
        with pytest.raises(FolderRefused, match="is a disk of its own"):
            check_folder(tmp_path / "report")
    monkeypatch.chdir(tmp_path / "report")
    with pytest.raises(FolderRefused, match="holds the folder you are in"):
        check_folder(tmp_path)
