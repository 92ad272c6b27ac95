"""The folder of a page: refused with a reason before any time is spent where none can be made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from twin.cli.app import app
from twin.report.folder import FolderRefused, check_folder

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
