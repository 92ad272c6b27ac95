"""`--precision`, `--warmup auto`, `--best` and what is said about runs that are too short."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.command_line import line_file

from twin.cli.app import app

SHORT = ("--days", "20", "--warmup", "2", "--workers", "1")


def asked(*words):
    """Return the outcome of one command."""
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def line(tmp_path):
    """Return the file of a line of two stations."""
    return line_file(tmp_path, "plain")


def test_replications_go_on_until_the_precision_is_reached(line, tmp_path):
    done = asked("run", line, *SHORT, "--precision", "1%", "--out", tmp_path / "r", "--json")
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    rows = [r for r in document["summary"] if r["kpi"] == "throughput_per_h" and not r["station"]]
    assert rows[0]["ci_high"] - rows[0]["mean"] <= 0.01 * rows[0]["mean"]
    assert rows[0]["n"] == document["settings"]["replications"] > 10
    assert "expected in all" in done.stderr
    assert " s: ±" in done.stderr
    assert json.loads((tmp_path / "r" / "run.json").read_text())["command"].endswith("--precision 0.01")


def test_the_most_replications_end_the_search_and_say_so(line, tmp_path):
    words = ("--precision", "0.001", "--replications", "12", "--out", tmp_path / "r")
    done = asked("run", line, *SHORT, *words)
    assert done.exit_code == 0, done.stderr
    assert "precision not reached" in done.stderr
    assert "after 12 replications" in done.stderr


@pytest.mark.parametrize("share", ["0", "100%", "2 percent", "-1%"])
def test_a_precision_that_is_no_share_is_wrong_usage(line, share):
    done = asked("run", line, "--precision", share)
    assert done.exit_code == 2
    assert "share" in done.output


def test_the_warm_up_is_found_and_told(line, tmp_path):
    done = asked("run", line, "--days", "20", "--warmup", "auto", "--workers", "1", "--replications", "5",
                 "--out", tmp_path / "r", "--json")  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "warm-up by MSER-5: output" in done.stderr
    warmup_s = json.loads(done.stdout)["settings"]["warmup_s"]
    assert 0.0 <= warmup_s <= 10 * 86_400.0
    assert warmup_s % (20 * 86_400.0 / 40) == pytest.approx(0.0)


def test_a_warm_up_is_refused_where_the_line_has_not_settled(tmp_path):
    # a machine slower than what arrives: the queue only grows
    text = f'format = 1\nname = "full"\n{ARRIVALS}\n{STATION}'
    file = tmp_path / "full.toml"
    file.write_text(text)
    done = asked("run", file, "--days", "5", "--warmup", "auto", "--workers", "1", "--out", tmp_path / "r")
    assert done.exit_code == 2
    assert "no warm-up can be stated for full" in done.output
    assert "run longer" in done.output
    assert not (tmp_path / "r").exists()


ARRIVALS = '[[source]]\nname = "in"\nmode = "arrivals"\ninterval = { dist = "constant", value = "5 min" }'
STATION = (
    '[[station]]\nname = "slow"\nkind = "delay"\n[station.equipment]\n'
    'service = { dist = "exponential", mean = "10 min" }'
)


def test_a_run_too_short_for_its_interval_is_told_on_stderr_and_on_the_page(line, tmp_path):
    done = asked("run", line, "--days", "1", "--warmup", "0", "--replications", "3", "--workers", "1",
                 "--out", tmp_path / "r")  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "too short to support the interval of" in done.stderr
    page = (tmp_path / "r" / "index.html").read_text()
    assert "too short to support the interval of" in page.split('class="warning"')[1]
    assert "3 replications are too few" in page.split('id="statistics"')[1]


def test_the_best_of_three_lines_is_named_with_its_guarantee(tmp_path):
    files = [
        line_file(tmp_path, name, time) for name, time in (("a", "14 min"), ("b", "9 min"), ("c", "12 min"))
    ]
    done = asked("compare", *files, *SHORT, "--replications", "10", "--best", "throughput_per_h",
                 "--indifference", "0.05", "--out", tmp_path / "r", "--json")  # fmt: skip
    assert done.exit_code == 0, done.stderr
    best = json.loads(done.stdout)["best"]
    assert best["line"] == "b"
    assert best["confidence"] == 0.95
    assert min(best["replications"]) >= 10
    assert best["means"][1] == max(best["means"])


def test_close_lines_take_more_replications_than_those_compared(tmp_path):
    files = [line_file(tmp_path, name, "10 min") for name in "ab"]
    # the same line under a station of another name throws other dice: equal but for chance
    Path(files[1]).write_text(Path(files[1]).read_text().replace('"second"', '"other"'))
    done = asked("compare", *files, *SHORT, "--replications", "10", "--best", "flow_time_s",
                 "--indifference", "12", "--out", tmp_path / "r")  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "Best by flow_time_s: " in done.stdout
    assert "further replications" in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--best", "yield"), "go together"),
        (("--best", "wip_mean", "--indifference", "1"), "neither more nor less"),
        (("--best", "yield", "--indifference", "0.1", "--replications", "3"), "10 or more"),
    ],
)
def test_a_choice_that_makes_no_sense_is_wrong_usage(words, message, tmp_path):
    files = [line_file(tmp_path, name) for name in "ab"]
    done = asked("compare", *files, "--days", "1", "--warmup", "0", "--workers", "1", *words)
    assert done.exit_code == 2
    assert message in done.output


def test_three_lines_have_wider_intervals_that_hold_together(tmp_path):
    files = [
        line_file(tmp_path, name, time) for name, time in (("a", "14 min"), ("b", "9 min"), ("c", "12 min"))
    ]
    found = {}
    for lines in (files[:2], files):
        done = asked("compare", *lines, *SHORT, "--replications", "5", "--out", tmp_path / "r", "--json")
        document = json.loads(done.stdout)
        row = next(r for r in document["differences"] if r["line"] == "b" and r["kpi"] == "throughput_per_h")
        found[len(lines)] = row["ci_high"] - row["ci_low"], document["settings"]["difference_confidence"]
    assert found[2][1] == 0.95
    assert found[3][1] == 0.975
    # t quantiles with 4 degrees of freedom: 2.776 at 95 %, 3.495 at 97.5 %
    assert found[3][0] / found[2][0] == pytest.approx(3.4954 / 2.7764, rel=1e-3)
    page = (tmp_path / "r" / "index.html").read_text()
    assert "b − a (97.5 %)" in page
    assert "Bonferroni" in page
