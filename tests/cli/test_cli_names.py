"""Names of lines and stations are printed as they are, whatever they look like."""

from __future__ import annotations

from pathlib import Path

from support.command_line import line_file, twin

MARKUP = "film [/lab] :smile: [bold]x"
SHORT = ("--days", "2", "--warmup", "0", "--replications", "2", "--workers", "1")


def test_a_name_that_looks_like_markup_is_printed_whole(tmp_path: Path) -> None:
    file = line_file(tmp_path, "plain")
    Path(file).write_text(Path(file).read_text().replace('"plain"', f'"{MARKUP}"'))
    said = twin("run", file, *SHORT, "--out", "page", cwd=tmp_path)
    assert said.returncode == 0
    assert MARKUP in said.stdout.splitlines()[0]
