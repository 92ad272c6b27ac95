"""What the docstring of a law says: a sentence, the equation, remarks, and an example that runs."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any, NamedTuple

_INDENT = "    "
_PROMPT = re.compile(r"^>{3} ", re.MULTILINE)


class Explanation(NamedTuple):
    """The parts of the docstring of a law.

    `equation`: its indented lines. `example`: everything from the first prompt on.
    """

    sentence: str
    equation: str
    remarks: tuple[str, ...]
    example: str


def explanation_of(function: Callable[..., Any]) -> Explanation:
    """Return the parts of the docstring of a function."""
    docstring = inspect.getdoc(function) or ""
    prompt = _PROMPT.search(docstring)
    start = prompt.start() if prompt else len(docstring)
    text, example = docstring[:start], docstring[start:]
    blocks = [block for block in text.split("\n\n") if block.strip()]
    equations = [block for block in blocks if block.lstrip("\n").startswith(_INDENT)]
    words = [" ".join(block.split()) for block in blocks if block not in equations]
    equation = "\n".join(
        line.removeprefix(_INDENT) for block in equations for line in block.strip("\n").splitlines()
    )
    return Explanation(words[0] if words else "", equation, tuple(words[1:]), example.strip())
