"""What is the user's stays: files in and beside a report, kept replications, links, line files."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from support.command_line import Said, line_file, twin_here

import twin
from twin.line.library import lines_folder
from twin.study.replication_cache import Store

SHORT = ("--days", "2", "--warmup", "0.5", "--replications", "2", "--workers", "1")


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    return line_file(tmp_path, "plain")


def run(line: str, *more: str) -> Said:
    return twin_here("run", line, *SHORT, *more)


@pytest.mark.parametrize("run_json", [None, "", "{", "{}", '{"format": 1, "command": "of another program"}'])
def test_a_folder_with_somebodys_work_is_refused_before_the_run(
    line: str, tmp_path: Path, run_json: str | None
) -> None:
    (tmp_path / "u").mkdir()
    (tmp_path / "u" / "thesis.txt").write_text("mine")
    if run_json is not None:
        (tmp_path / "u" / "run.json").write_text(run_json)
    done = run(line, "--out", "u")
    assert done.code == 2
    assert "thesis.txt" in done.stderr
    assert "move it elsewhere, or name another folder" in done.stderr
    assert (tmp_path / "u" / "thesis.txt").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plain.toml", "u"]


def test_what_is_added_to_a_report_or_changed_in_it_is_kept(line: str, tmp_path: Path) -> None:
    assert run(line, "--out", "o").code == 0
    report = tmp_path / "o"
    (report / "notes.txt").write_text("mine")
    assert "o holds notes.txt, which twin did not write" in run(line, "--out", "o").stderr
    (report / "notes.txt").unlink()
    table = (report / "summary.csv").read_bytes()
    (report / "summary.csv").write_bytes(table + b"my own row\n")
    assert "o holds summary.csv, changed since twin wrote it" in run(line, "--out", "o").stderr
    (report / "summary.csv").write_bytes(table)
    (report / ".DS_Store").write_bytes(b"\0")  # every folder a desktop shows has one
    assert run(line, "--out", "o").code == 0
    assert (report / "summary.csv").read_bytes() == table


@pytest.mark.parametrize("out", [".", "..", "/", "/proc/report", "o/plain.toml/report"])
def test_an_out_that_cannot_be_written_is_told_before_the_run(
    line: str, out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "o").mkdir()
    (tmp_path / "o" / "plain.toml").write_text("")
    monkeypatch.setattr("twin.study.api.simulate", None)
    monkeypatch.setattr("twin.cli.job.simulated", None)
    done = run(line, "--out", out)
    assert done.code == 2
    assert "Error: --out: " in done.stderr
    assert "internal error" not in done.stderr


def kept(line: str, out: Path, seed: int) -> Store:
    """Leave what an interrupted run leaves: two replications in the store of a report."""
    store = out.with_name(f".{out.name}.unfinished")
    study = twin.simulate(
        twin.load_line(line), "2 d", "0.5 d", replications=2, seed=seed, workers=1, store=store
    )
    return Store(store, [study.line], study.settings)


def test_another_run_keeps_the_replications_of_an_interrupted_one_and_says_so(
    line: str, tmp_path: Path
) -> None:
    interrupted = kept(line, tmp_path / "o", seed=5)
    folder = interrupted.folders[0].relative_to(tmp_path)
    done = run(line, "--out", "o")
    assert done.code == 0
    assert (
        f"{folder} keeps 2 replications of a run of plain (2 days, seed 5) that was not finished; "
        "delete that folder if they are not needed\n"
    ) in done.stderr
    assert len(list(interrupted.folders[0].iterdir())) == 2
    went_on = run(line, "--out", "o", "--seed", "5")
    assert (went_on.code, "keeps" in went_on.stderr) == (0, False)
    assert not interrupted.folder.exists()


def test_a_damaged_replication_is_told_and_computed_again(line: str, tmp_path: Path) -> None:
    assert run(line, "--out", "whole").code == 0
    store = kept(line, tmp_path / "o", seed=1)
    damaged = store.folders[0] / "replication-00001" / "kpis.csv"
    damaged.write_bytes(damaged.read_bytes()[:90])
    done = run(line, "--out", "o")
    assert done.code == 0
    assert "replication 1 of plain was damaged on disk and is computed again" in done.stderr
    assert (tmp_path / "o" / "kpi.csv").read_bytes() == (tmp_path / "whole" / "kpi.csv").read_bytes()


def test_a_store_of_a_later_version_is_refused(line: str, tmp_path: Path) -> None:
    seal = kept(line, tmp_path / "o", seed=1).folders[0] / "replication-00000" / "replication.json"
    seal.write_text(json.dumps({"format": 9}))
    done = run(line, "--out", "o")
    assert done.code == 3
    assert "has format 9, written by a later version; this one reads up to format 1" in done.stderr


def test_what_a_killed_run_left_beside_the_report_is_told(line: str, tmp_path: Path) -> None:
    (tmp_path / ".o.writing-abc123" / "new").mkdir(parents=True)
    done = run(line, "--out", "o")
    assert done.code == 0
    assert ".o.writing-abc123 is left of a run that was killed while it wrote its report" in done.stderr


def test_a_drawing_never_replaces_a_file_of_other_content(line: str, tmp_path: Path) -> None:
    before = Path(line).read_bytes()
    done = twin_here("show", line, "--svg", line)
    assert (done.code, Path(line).read_bytes()) == (2, before)
    assert "plain.toml is there already, with other content; name another, or move it away" in done.stderr
    for _ in range(2):  # the same drawing again is no harm
        assert twin_here("show", line, "--svg", "route.svg").code == 0
    assert (tmp_path / "route.svg").read_text().startswith("<svg")


def test_a_drawing_follows_no_link_and_makes_no_folder(line: str, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    (tmp_path / "full.svg").symlink_to(tmp_path / "thesis.txt")
    (tmp_path / "empty.svg").symlink_to(tmp_path / "nothing")
    for name in ("full.svg", "empty.svg"):
        done = twin_here("show", line, "--svg", name)
        assert (done.code, "is a link" in done.stderr) == (2, True)
    done = twin_here("show", line, "--svg", "nodir/x.svg")
    assert (done.code, done.stderr.splitlines()[-1]) == (2, "Error: --svg: there is no folder nodir")
    assert (tmp_path / "thesis.txt").read_text() == "mine"
    assert not (tmp_path / "nothing").exists()


def test_a_copy_follows_no_link_out_of_its_folder(line: str, tmp_path: Path) -> None:
    del line
    (tmp_path / "mine").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "mine" / "recipes").symlink_to(tmp_path / "elsewhere")
    done = twin_here("show", "dry_sulfide_cathode", "--copy", "mine")
    assert done.code == 2
    assert "mine/recipes is a link, and may lead out of mine" in done.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["recipes"]


@pytest.mark.parametrize("name", ["dry_sulfide_cathode", "wet_sulfide_cathode", "dry_gradient_cathode"])
def test_a_copy_has_a_name_and_so_a_report_of_its_own(line: str, name: str, tmp_path: Path) -> None:
    del line
    assert twin_here("show", name, "--copy", "line lab").code == 0
    copy, shipped = tmp_path / "line lab" / f"{name}.toml", lines_folder() / f"{name}.toml"
    ours, theirs = (tomllib.loads(file.read_text(encoding="utf-8")) for file in (copy, shipped))
    assert ours == theirs | {"name": f"{theirs['name']}-line-lab"}
    changed = [
        pair for pair in zip(copy.read_text().split("\n"), shipped.read_text().split("\n"), strict=True)
        if pair[0] != pair[1]
    ]  # fmt: skip
    assert len(changed) == 1
    assert twin_here("check", str(copy)).code == 0


def test_a_line_that_names_itself_in_odd_letters_is_copied(line: str, tmp_path: Path) -> None:
    text = Path(line).read_text().replace('name = "plain"', "\"name\" = '''\nÄ \\ \"x\"'''  # mine", 1)
    (tmp_path / "odd.toml").write_text(text, encoding="utf-8")
    assert twin_here("show", "odd.toml", "--copy", "lab").code == 0
    copied = (tmp_path / "lab" / "odd.toml").read_text(encoding="utf-8")
    assert tomllib.loads(copied)["name"] == 'Ä \\ "x"-lab'
    assert copied.split("  # mine")[1] == text.split("  # mine")[1]


def test_a_page_of_another_kind_is_no_report(line: str, tmp_path: Path) -> None:
    del line
    assert twin_here("validate", "--out", "v").code == 0
    done = twin_here("report", "v")
    assert (done.code, done.stdout) == (3, "")
    assert "v/run.json is not that of a run or a comparison" in done.stderr
    (tmp_path / "v" / "notes.txt").write_text("mine")
    assert twin_here("validate", "--out", "v").code == 2
