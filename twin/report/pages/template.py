"""How every page is made: one environment of templates, one way to write the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from twin.core.version import __version__
from twin.records.tables import write_csv
from twin.report.figures.style import line_colour
from twin.storage.folder import MARK, replacing

PAGE = "index.html"


def render(template: str, **values: object) -> str:
    """Return a page; style, script and version are the same for all of them."""
    page = _environment().get_template(template)
    return page.render(style=_file("page.css"), script=_file("page.js"), version=__version__, **values)


def write_page(
    text: str, document: Mapping[str, object], folder: Path, tables: Mapping[str, pd.DataFrame] | None = None
) -> Path:
    """Write a page, tables by file name, and run.json with a document; return the path of the page.

    Raises FolderRefused for a folder that is not empty and that twin did not write, OSError where the
    disk says no.
    """
    with replacing(folder) as new:
        for name, table in (tables or {}).items():
            with new.file(name) as out:
                write_csv(table, out)
        new.text(PAGE, text)
        new.seal(MARK, document)
    return folder / PAGE


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("twin.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["unbroken"] = _unbroken
    environment.filters["line_colour"] = line_colour
    return environment


@cache
def _file(name: str) -> Markup:
    return Markup(resources.files("twin.report").joinpath("templates", name).read_text(encoding="utf-8"))


def _unbroken(text: str) -> str:
    """Keep a number with its interval and its unit on one row."""
    return re.sub(r"(?<=[0-9]) (?=[±%])|(?<=±) ", "\u00a0", text)
