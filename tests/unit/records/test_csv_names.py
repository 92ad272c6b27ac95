"""No name in a CSV file of ours is a formula to a spreadsheet, and every name comes back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from support.command_line import line_file
from support.command_line import twin as typed

import twin
from twin.records.tables import read_csv, write_csv

NAMES = ["=1+1", "+x", "-x", "@x", "'x", "''", "\tx", "plain", "", "a=b", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("kind", ["str", "category"])
def test_names_are_quoted_in_the_file_and_come_back(kind: str) -> None:
    table = pd.DataFrame(
        {"station": pd.Series(NAMES, dtype="str").astype(kind), "value": [-1.5] * len(NAMES)}
    )
    file = io.BytesIO()
    write_csv(table, file)
    cells = [row[0] for row in csv.reader(io.StringIO(file.getvalue().decode()))][1:]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert b",-1.5\n" in file.getvalue()
    file.seek(0)
    assert read_csv(file)["station"].tolist() == NAMES


def test_a_report_of_a_line_named_as_a_formula_is_written_and_rebuilt(tmp_path: Path) -> None:
    file = Path(line_file(tmp_path, "plain"))
    file.write_text(file.read_text().replace('"plain"', '"=1+1"').replace('"first"', '"@sum"'))
    study = twin.simulate(twin.load_line(file), "1 d", replications=2, workers=1)
    page = twin.write_report(study, tmp_path / "page")
    before = page.read_text(encoding="utf-8")
    for table in (tmp_path / "page").rglob("*.csv"):
        cells = [cell for row in csv.reader(table.read_text().splitlines()) for cell in row]
        assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    assert typed("report", "page", cwd=tmp_path).returncode == 0
    assert page.read_text(encoding="utf-8") == before
