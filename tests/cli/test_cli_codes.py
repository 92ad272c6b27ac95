"""Exit codes and messages of the command line, as a subprocess."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.command_line import COMMAND, line_file, twin

SHORT = ("--days", "4", "--warmup", "1", "--replications", "2", "--workers", "1")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nonsense",), "No such command"),
        (("run",), "Missing argument"),
        (("run", "LINE", "--nonsense"), "No such option"),
        (("run", "LINE", "--days", "-1"), "must be a time of 0 or more"),
        (("run", "LINE", "--days", "0"), "--days must be longer than 0"),
        (("run", "LINE", "--days", "soon"), "neither a number of days nor a time"),
        (("run", "LINE", "--days", "2", "--warmup", "2"), "must be shorter than --days"),
        (("run", "LINE", "--replications", "0"), "not in the range"),
        (("run", "LINE", "--set", "first.equipment.machines"), "is not PATH=VALUE"),
        (("run", "LINE", "--fail-if", "yield"), "is not a condition"),
        (("run", "LINE", "--fail-if", "yield<much"), "is not a condition"),
        (("run", "LINE", "--out", "foreign"), "twin replaces only folders it wrote"),
        (("compare", "LINE"), "needs two lines or more"),
    ],
)
def test_a_wrong_command_is_refused_with_code_2(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    file = line_file(tmp_path, "plain")
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "thesis.txt").write_text("mine")
    done = twin(*(file if argument == "LINE" else argument for argument in arguments), cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert (tmp_path / "foreign" / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize("command", ["run", "check", "show"])
def test_a_missing_file_gives_code_3_and_no_traceback(tmp_path: Path, command: str) -> None:
    done = twin(command, "nowhere.toml", cwd=tmp_path)
    assert done.returncode == 3
    assert "nowhere.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_mistakes_of_all_files_are_told_in_one_pass(tmp_path: Path) -> None:
    one, two = line_file(tmp_path, "one", "-1 min"), line_file(tmp_path, "two", "eleven")
    done = twin("compare", one, two, cwd=tmp_path)
    assert done.returncode == 3
    assert "one.toml" in done.stderr
    assert "two.toml" in done.stderr
    assert not (tmp_path / "reports").exists()


def test_a_wrong_path_in_set_gives_code_3(tmp_path: Path) -> None:
    done = twin("run", line_file(tmp_path, "plain"), "--set", "third.equipment.machines=2", cwd=tmp_path)
    assert done.returncode == 3
    assert "third" in done.stderr


def test_errors_as_json_are_one_document_on_stdout(tmp_path: Path) -> None:
    done = twin("check", line_file(tmp_path, "bad", "eleven"), "--json", cwd=tmp_path)
    document = json.loads(done.stdout)
    assert done.returncode == 3
    assert document["format"] == 1
    assert set(document["errors"][0]) == {"file", "line", "column", "path", "code", "message", "hint"}
    assert done.stderr == ""


def test_a_line_that_ships_nothing_gives_code_4(tmp_path: Path) -> None:
    done = twin("run", line_file(tmp_path, "endless", "900 d"), *SHORT, cwd=tmp_path)
    assert done.returncode == 4
    assert "endless shipped nothing" in done.stderr


def test_a_missed_target_gives_code_5_and_a_met_one_0(tmp_path: Path) -> None:
    file = line_file(tmp_path, "plain")
    met = twin("run", file, *SHORT, "--fail-if", "throughput_per_h<1", cwd=tmp_path)
    short = twin("run", file, *SHORT, "--fail-if", "second.queue_time_s>=0", cwd=tmp_path)
    assert met.returncode == 0
    assert short.returncode == 5
    assert "target missed by plain: second.queue_time_s>=0" in short.stderr


def test_a_target_for_an_unknown_figure_is_a_wrong_command(tmp_path: Path) -> None:
    done = twin("run", line_file(tmp_path, "plain"), *SHORT, "--fail-if", "speed<1", cwd=tmp_path)
    assert done.returncode == 2
    assert "there is no KPI speed" in done.stderr


def broken(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command line of a twin with a mistake in its code."""
    mistake = "import twin.study.api; twin.study.api.simulate = None; from twin.cli.app import main; main()"
    command = [sys.executable, "-c", mistake, *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_an_internal_error_is_one_line_and_a_log(tmp_path: Path) -> None:
    done = broken("run", line_file(tmp_path, "plain"), *SHORT, cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    log = Path(done.stderr.split("details: ")[1].strip())
    assert "Traceback" in log.read_text()
    log.unlink()


def test_the_traceback_shows_with_v_only(tmp_path: Path) -> None:
    done = broken("run", line_file(tmp_path, "plain"), *SHORT, "-v", cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_ctrl_c_keeps_what_is_finished_and_the_same_command_goes_on(tmp_path: Path) -> None:
    file = line_file(tmp_path, "plain")
    command = ["run", file, "--days", "400", "--replications", "12", "--workers", "1", "--out", "report"]
    running = subprocess.Popen(
        [*COMMAND, *command], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    store = tmp_path / ".report.unfinished"
    until = time.monotonic() + 120
    while len(list(store.glob("*/replication-*/kpis.csv"))) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "To go on: twin run" in said
    partial = json.loads((tmp_path / "report" / "run.json").read_text())
    assert partial["interrupted"] is True
    assert "interrupted" in (tmp_path / "report" / "index.html").read_text()

    again = twin(*command, cwd=tmp_path)
    whole = (tmp_path / "report" / "kpi.csv").read_bytes()
    assert again.returncode == 0
    assert not store.exists()
    fresh = twin(*command[:-1], "fresh", cwd=tmp_path)
    assert fresh.returncode == 0
    assert (tmp_path / "fresh" / "kpi.csv").read_bytes() == whole
