"""Find the files a line file reads, so that it can be copied with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from twin.core.errors import Problem
from twin.line.read.document import Document, read_document
from twin.line.read.positions import scan
from twin.line.read.recipe_file import BASE
from twin.line.read.references import references_file


def files_of(document: Document) -> dict[Path, Path]:
    """Return every file of a line by its place in a copy: the line, recipes, tables of times, references.

    Raises ValueError for a file above the folder of the line: a copy would not find it.
    """
    line = Path(document.file)
    files = {Path(line.name): line}
    for text in named_files(document.data):
        if Path(text).is_absolute():
            continue  # found from everywhere
        if ".." in Path(text).parts:
            raise ValueError(f"{document.file} reads {text}, which is not below its folder")
        files[Path(text)] = document.folder / text
        base = _base_of(document.folder / text)
        if base is not None:
            files[Path(text).parent / base] = document.folder / Path(text).parent / base
    references = references_file(document.folder)
    if references is not None:
        files[Path(references.name)] = references
    return files


def _base_of(file: Path) -> str | None:
    """Return the recipe that a recipe says it is based on, None for a file that is based on none."""
    document = read_document(file)
    base = None if isinstance(document, Problem) else document.data.get(BASE)
    return base if isinstance(base, str) else None


def named_files(data: object) -> Iterator[str]:
    """Yield the paths a line names: recipes, and the files of tables of times."""
    if isinstance(data, list):
        for part in data:
            yield from named_files(part)
    elif isinstance(data, dict):
        for key, part in data.items():
            is_path = key == "recipe" or (key == "file" and "column" in data)
            if is_path and isinstance(part, str):
                yield part
            else:
                yield from named_files(part)


def renamed(document: Document, name: str) -> str:
    """Return the text of a line under another name; everything else stays letter by letter."""
    if document.text is None:
        raise ValueError("a line that was no file has no text")
    spot = scan(document.text)[("name",)]
    # JSON escapes are TOML escapes; DEL alone is legal in one and not in the other
    text = json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007F")
    return document.text[: spot.value] + text + document.text[spot.value_end :]
