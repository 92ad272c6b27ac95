"""What the command line prints and writes when all goes well."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from support.command_line import COMMAND, line_file, twin

from twin.line.library import lines_folder

SHORT = ("--days", "4", "--warmup", "1", "--replications", "3", "--workers", "1")
HEAVY = ("pandas", "matplotlib", "pydantic", "scipy", "simpy", "jinja2", "rich", "numpy")


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom twin.cli.app import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "compare" in done.stdout
    assert "HEAVY []" in done.stdout


def test_json_of_a_run_has_the_agreed_shape(tmp_path: Path) -> None:
    done = twin("run", line_file(tmp_path, "plain"), *SHORT, "--json", cwd=tmp_path)
    document = json.loads(done.stdout, parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))
    assert set(document) == {"format", "lines", "settings", "kpis", "summary"}
    assert document["lines"] == [{"name": "plain", "file": str(tmp_path / "plain.toml")}]
    assert document["settings"] == {"horizon_s": 345600.0, "warmup_s": 86400.0, "replications": 3, "seed": 1}
    assert set(document["kpis"][0]) == {"line", "replication", "station", "property", "kpi", "value", "unit"}
    assert set(document["summary"][0]) == {
        "line", "station", "property", "kpi", "mean", "ci_low", "ci_high", "n", "unit",
    }  # fmt: skip


def test_json_writes_nan_as_null(tmp_path: Path) -> None:
    arguments = ("--days", "4", "--warmup", "1", "--replications", "1", "--json")
    done = twin("run", line_file(tmp_path, "plain"), *arguments, cwd=tmp_path)
    rows = [row for row in json.loads(done.stdout)["summary"] if row["kpi"] == "throughput_per_h"]
    assert rows[0]["ci_low"] is None
    assert math.isfinite(rows[0]["mean"])


def test_json_of_a_comparison_has_differences(tmp_path: Path) -> None:
    files = (line_file(tmp_path, "quick"), line_file(tmp_path, "slow", "15 min"))
    done = twin("compare", *files, *SHORT, "--json", cwd=tmp_path)
    differences = json.loads(done.stdout)["differences"]
    made = next(row for row in differences if row["kpi"] == "throughput_per_h" and row["station"] == "")
    assert (made["line"], made["reference"]) == ("slow", "quick")
    assert made["ci_high"] < 0


def test_the_table_names_every_line_and_the_report(tmp_path: Path) -> None:
    files = (line_file(tmp_path, "quick"), line_file(tmp_path, "slow", "15 min"))
    done = twin("compare", *files, *SHORT, cwd=tmp_path)
    assert done.returncode == 0
    for word in ("quick", "slow", "slow − quick", "lots/h", "flow time", "reports/quick_vs_slow/index.html"):
        assert word in done.stdout
    assert "\x1b[" not in done.stdout


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder, run.json apart: it says when and how long."""
    files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.*")}
    return {name: content for name, content in files.items() if name != "run.json"}


@pytest.mark.parametrize("lines", [("quick", "slow"), ("dry_sulfide_cathode",)], ids=["delays", "electrodes"])
def test_workers_and_hash_seeds_change_no_byte(tmp_path: Path, lines: tuple[str, ...]) -> None:
    if lines[0] == "quick":
        words = ("compare", line_file(tmp_path, "quick"), line_file(tmp_path, "slow", "15 min"), *SHORT[:-2])
    else:
        words = ("run", *lines, "--days", "0.5", "--warmup", "0", "--replications", "2")
    for out, workers, hash_seed in (("one", "1", "0"), ("two", "2", "1")):
        done = twin(*words, "--workers", workers, "--out", out, cwd=tmp_path, hash_seed=hash_seed)
        assert done.returncode == 0
    one, two = files_below(tmp_path / "one"), files_below(tmp_path / "two")
    assert one.keys() == two.keys()
    assert {"index.html", "kpi.csv", "summary.csv", "lots.csv"} <= one.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_a_report_is_replaced_whole(tmp_path: Path) -> None:
    files = (line_file(tmp_path, "plain"), line_file(tmp_path, "slow", "15 min"))
    twin("compare", *files, *SHORT, "--out", "report", cwd=tmp_path)
    assert (tmp_path / "report" / "slow.toml").exists()
    done = twin("run", files[0], *SHORT, "--out", "report", cwd=tmp_path)
    assert done.returncode == 0
    assert not (tmp_path / "report" / "slow.toml").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plain.toml", "report", "slow.toml"]


def test_a_resolved_line_runs_to_the_same_numbers(tmp_path: Path) -> None:
    twin("run", line_file(tmp_path, "plain"), *SHORT, "--set", "second.equipment.machines=2", cwd=tmp_path)
    done = twin("run", "reports/plain/plain.toml", *SHORT, "--out", "again", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "again/kpi.csv").read_bytes() == (tmp_path / "reports/plain/kpi.csv").read_bytes()


def test_sources_that_end_run_until_the_line_is_empty(tmp_path: Path) -> None:
    file = line_file(tmp_path, "batch", source="lots = 5")
    done = twin("run", file, "--replications", "2", "--json", cwd=tmp_path)
    document = json.loads(done.stdout)
    assert document["settings"]["horizon_s"] is None
    assert document["settings"]["warmup_s"] == 0.0


def test_set_takes_toml_values_and_bare_words(tmp_path: Path) -> None:
    file = line_file(tmp_path, "plain")
    changes = ("--set", "second.equipment.service=90 min", "--set", "first.equipment.machines=3")
    done = twin("show", file, "--json", *changes, cwd=tmp_path)
    stations = {station["name"]: station["equipment"] for station in json.loads(done.stdout)["station"]}
    assert stations["first"]["machines"]["value"] == 3
    assert stations["second"]["service"]["value"] == "90 min"


def test_check_says_how_the_numbers_are_backed(tmp_path: Path) -> None:
    done = twin("check", line_file(tmp_path, "plain"), cwd=tmp_path)
    assert done.returncode == 0
    assert "fine" in done.stdout
    assert "without a source given" in done.stdout


def test_a_number_set_by_a_change_is_counted_as_such(tmp_path: Path) -> None:
    file = line_file(tmp_path, "plain")
    plain = twin("check", file, cwd=tmp_path).stdout
    changed = twin("check", file, "--set", "second.equipment.buffer_before=9", cwd=tmp_path).stdout
    assert "3 numbers:\n  0 sourced, 0 assumed, 3 without a source given\n" in plain
    assert "  0 sourced, 0 assumed, 2 without a source given, 1 set by a change\n" in changed


def test_check_says_that_a_delay_without_service_takes_no_time(tmp_path: Path) -> None:
    file = tmp_path / "idle.toml"
    text = Path(line_file(tmp_path, "plain")).read_text(encoding="utf-8")
    file.write_text("\n".join(row for row in text.splitlines() if "service" not in row), encoding="utf-8")
    said = twin("check", str(file), cwd=tmp_path).stdout
    assert "  first.equipment.service: 0 s\n" in said
    assert "cannot be run: lots without end take no time at first, second; give one of them a service" in said


def test_a_shipped_line_is_copied_with_all_it_reads(tmp_path: Path) -> None:
    done = twin("show", "dry_gradient_cathode", "--copy", "mine", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    copied = {path.relative_to(tmp_path).as_posix() for path in (tmp_path / "mine").rglob("*.toml")}
    assert copied == set(done.stdout.split()) >= {"mine/sources.toml", "mine/recipes/gradient_top.toml"}
    text = (tmp_path / "mine" / "dry_gradient_cathode.toml").read_text(encoding="utf-8")
    shipped = (lines_folder() / "dry_gradient_cathode.toml").read_text(encoding="utf-8")
    assert text == shipped.replace('name = "dry-gradient-cathode"', 'name = "dry-gradient-cathode-mine"', 1)
    assert "the copy is named dry-gradient-cathode-mine" in done.stderr
    assert twin("check", "mine/dry_gradient_cathode.toml", cwd=tmp_path).returncode == 0


def test_a_copy_replaces_no_edited_file_and_takes_no_change(tmp_path: Path) -> None:
    copy = ("show", "dry_sulfide_cathode", "--copy", "mine")
    assert twin(*copy, cwd=tmp_path).returncode == twin(*copy, cwd=tmp_path).returncode == 0
    edited = tmp_path / "mine" / "recipes" / "ncm811_lpscl.toml"
    edited.write_text("# mine\n", encoding="utf-8")
    done = twin(*copy, cwd=tmp_path)
    assert (done.returncode, edited.read_text(encoding="utf-8")) == (2, "# mine\n")
    assert "is there already, with other content" in done.stderr
    assert twin(*copy, "--set", "powder.lots=3", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize("typed", ["dry_sulphide_cathode", "dry_sulphide_cathode.toml"])
def test_a_mistyped_shipped_line_gets_the_names_and_a_near_match(tmp_path: Path, typed: str) -> None:
    done = twin("check", typed, cwd=tmp_path)
    assert done.returncode == 3
    shipped = "shipped are dry_gradient_cathode, dry_sulfide_cathode, wet_sulfide_cathode"
    assert f"{shipped}; did you mean dry_sulfide_cathode?" in done.stderr


@pytest.mark.parametrize("command", ["run", "compare", "check", "show"])
def test_help_says_that_shipped_lines_go_by_name(tmp_path: Path, command: str) -> None:
    said = " ".join(twin(command, "--help", cwd=tmp_path).stdout.split())
    assert "the bare name of a shipped line such as dry_sulfide_cathode" in said
    assert "e.g. hot_press.params.pressure_MPa=300" in said


def test_the_change_that_help_shows_works_on_every_shipped_line(tmp_path: Path) -> None:
    names = [path.stem for path in lines_folder().glob("*_cathode.toml")]
    change = ("--set", "hot_press.params.pressure_MPa=300")
    for name in names:
        assert twin("check", name, *change, cwd=tmp_path).returncode == 0, name


def test_check_as_json_is_an_empty_list_of_errors(tmp_path: Path) -> None:
    done = twin("check", line_file(tmp_path, "plain"), "--json", cwd=tmp_path)
    assert json.loads(done.stdout) == {"format": 1, "errors": [], "without_range": []}


def test_show_names_the_stations_in_order(tmp_path: Path) -> None:
    done = twin("show", line_file(tmp_path, "plain"), cwd=tmp_path)
    assert done.stdout.index("in  (source)") < done.stdout.index("first") < done.stdout.index("second")
    assert "2 places" in done.stdout


def test_show_draws_the_route(tmp_path: Path) -> None:
    twin("show", line_file(tmp_path, "plain"), "--svg", "route.svg", cwd=tmp_path)
    drawing = ElementTree.parse(tmp_path / "route.svg").getroot()
    words = {element.text for element in drawing.iter("{http://www.w3.org/2000/svg}text")}
    assert {"in", "first", "second"} <= words


def test_report_rebuilds_the_page_from_the_tables(tmp_path: Path) -> None:
    files = (line_file(tmp_path, "quick"), line_file(tmp_path, "slow", "15 min"))
    twin("compare", *files, *SHORT, "--out", "report", cwd=tmp_path)
    page = (tmp_path / "report" / "index.html").read_bytes()
    (tmp_path / "report" / "index.html").unlink()
    done = twin("report", "report", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "report" / "index.html").read_bytes() == page


@pytest.mark.parametrize("content", [None, "{", '{"format": 1}'])
def test_report_refuses_a_folder_it_cannot_read(tmp_path: Path, content: str | None) -> None:
    (tmp_path / "report").mkdir()
    if content is not None:
        (tmp_path / "report" / "run.json").write_text(content)
    done = twin("report", "report", cwd=tmp_path)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_bare_compare_takes_the_shipped_lines(tmp_path: Path) -> None:
    done = twin("compare", "--days", "3", "--warmup", "1", "--replications", "2", "--json", cwd=tmp_path)
    document = json.loads(done.stdout)
    assert done.returncode == 0
    assert [line["name"] for line in document["lines"]] == ["dry-sulfide-cathode", "wet-sulfide-cathode"]
    assert (tmp_path / "reports" / "dry_vs_wet" / "index.html").is_file()


def test_the_shell_completes_paths_of_the_line(tmp_path: Path) -> None:
    file = line_file(tmp_path, "plain")
    words = {"COMP_WORDS": f"twin run {file} --set second.eq", "COMP_CWORD": "4"}
    environment = os.environ | {"_TWIN_COMPLETE": "bash_complete"} | words
    done = subprocess.run(COMMAND, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "second.equipment.service.mean=" in done.stdout
    assert "first." not in done.stdout


def test_check_lists_assumed_numbers_without_a_range_as_a_warning(tmp_path: Path) -> None:
    file = line_file(tmp_path, "plain")
    change = ("--set", 'second.equipment.idle_kW={value = 3, source = "assumption"}')
    said = twin("check", file, *change, cwd=tmp_path)
    assert said.returncode == 0
    assert "no range:\n    second.equipment.idle_kW" in said.stdout
    document = json.loads(twin("check", file, *change, "--json", cwd=tmp_path).stdout)
    assert document == {"format": 1, "errors": [], "without_range": ["second.equipment.idle_kW"]}
