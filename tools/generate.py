"""Write every file of docs/ that follows from the code: `python -m tools.generate`.

`--check` writes nothing, names the files that are out of date and exits with 1 if there are any.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tools import (
    architecture_picture,
    command_reference,
    kpi_catalogue,
    law_catalogue,
    line_format_tables,
    support_tables,
)


def _line_format() -> str:
    return line_format_tables.renewed(line_format_tables.PAGE.read_text(encoding="utf-8"))


GENERATED: dict[Path, Callable[[], str]] = {
    architecture_picture.PICTURE: architecture_picture.picture,
    command_reference.PAGE: command_reference.page,
    kpi_catalogue.PAGE: kpi_catalogue.page,
    law_catalogue.PAGE: law_catalogue.page,
    line_format_tables.PAGE: _line_format,
    support_tables.PAGE: support_tables.page,
}
"""File -> what it should hold."""


def outdated() -> list[Path]:
    """Return the generated files that do not hold what the code says."""
    return [
        file
        for file, text in GENERATED.items()
        if not file.is_file() or file.read_text(encoding="utf-8") != text()
    ]


def main() -> int:
    """Write, or with --check only compare; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is out of date")
    check = parser.parse_args().check
    files = outdated()
    for file in files:
        if not check:
            file.write_text(GENERATED[file](), encoding="utf-8")
        sys.stdout.write(f"{'out of date' if check else 'written'}: {file.relative_to(Path.cwd())}\n")
    return 1 if check and files else 0


if __name__ == "__main__":
    sys.exit(main())
