"""Problems as text: the line of the file, a caret under the mistake, what is allowed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from twin.core.errors import Problem

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[A-Za-z0-9_.+:-]+|[\[{].*?(?=\s*(?:#|$))|\S')
_HEADER = re.compile(r"\s*\[")
_LONGEST = 100


def format_problems(problems: Sequence[Problem], texts: Mapping[str, str] | None = None) -> str:
    """Return one block per problem and a line that counts them.

    `texts`: file -> content, to show the line in question; left out, the files are read again.
    """
    if texts is None:
        texts = {file: text for file in {p.file for p in problems} if (text := _text_of(file)) is not None}
    blocks: list[str] = []
    last_header: tuple[str, int] | None = None
    width = max((len(_label(p)) for p in problems), default=0)
    for problem in problems:
        block = [f"{_where(problem)}  {_label(problem):{width}}  {problem.path}".rstrip()]
        lines = texts[problem.file].split("\n") if problem.file in texts else []
        if problem.line is None or problem.line > len(lines):
            block.append(f"     | {_words(problem)}")
        else:
            header = _header_above(lines, problem.line)
            if header is not None and (problem.file, header) != last_header:
                last_header = (problem.file, header)
                block.append(_numbered(header, lines[header - 1]))
            block += _marked(problem, lines[problem.line - 1])
        blocks.append("\n".join(block))
    return "\n".join([*blocks, summary(problems)])


def summary(problems: Sequence[Problem]) -> str:
    """Return the line that counts problems and files."""
    files = len({p.file for p in problems})
    return f"{_count(len(problems), 'problem')} in {_count(files, 'file')}. Nothing was run."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _text_of(file: str) -> str | None:
    """Return what is in a file, None where it cannot be shown (a dict, a folder, no text)."""
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None


def _where(problem: Problem) -> str:
    return problem.file if problem.line is None else f"{problem.file}:{problem.line}:{problem.column}"


def _label(problem: Problem) -> str:
    return problem.code.replace("-", " ")


def _words(problem: Problem) -> str:
    return f"{problem.message}; {problem.hint}" if problem.hint else problem.message


def _header_above(lines: list[str], line: int) -> int | None:
    """Return the number of the table header a line stands under, None for the line itself."""
    if _HEADER.match(lines[line - 1]):
        return None
    return next((n for n in range(line - 1, 0, -1) if _HEADER.match(lines[n - 1])), None)


def _numbered(number: int, text: str) -> str:
    return f"{number:4} | {text[:_LONGEST]}"


def _marked(problem: Problem, text: str) -> list[str]:
    """Return the line and the caret below it; a long line is cut around the column."""
    column = (problem.column or 1) - 1
    start = max(0, column - _LONGEST // 2) if len(text) > _LONGEST else 0
    part, column = text[start : start + _LONGEST], column - start
    token = _TOKEN.match(part, column)
    length = max(1, len(token[0])) if token else 1
    blank = "".join("\t" if letter == "\t" else " " for letter in part[:column])
    return [_numbered(problem.line or 1, part), f"     | {blank}{'^' * length} {_words(problem)}"]
