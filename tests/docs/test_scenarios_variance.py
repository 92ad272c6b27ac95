"""The scenarios on quality variance answer their questions."""

import subprocess
import sys

import pytest
from support.paths import SCENARIOS


def answered(name, folder):
    """Return what a scenario prints when it runs short in a folder."""
    command = [sys.executable, str(SCENARIOS / f"{name}.py"), "--quick"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_density_tolerance_of_both_lines_with_interval_and_causes(tmp_path):
    said = answered("variance_dry_vs_wet", tmp_path)
    assert said.count("density after") == 2
    assert said.count("made by") == 10
    assert "wet minus dry" in said
    assert (tmp_path / "reports" / "variance_dry_vs_wet" / "index.html").is_file()


@pytest.mark.slow
def test_causes_are_ranked_and_checked_on_the_running_line(tmp_path):
    said = answered("tighten_what", tmp_path)
    assert said.count("frozen on the running line") == 2
    assert said.count("halved, the spread falls by") == 20
    for kind in ("dry", "wet"):
        assert (tmp_path / "reports" / "tighten_what" / kind / "index.html").is_file()


def test_control_on_and_off_is_compared_on_both_lines(tmp_path):
    said = answered("control_on_off", tmp_path)
    assert said.count("target") == 4
    assert said.count("off minus on") == 12
    for kind in ("dry", "wet"):
        assert (tmp_path / "reports" / "control_on_off" / kind / "index.html").is_file()
