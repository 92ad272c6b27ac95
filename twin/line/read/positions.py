"""Where keys and values stand in a TOML text; tomllib tells what they are but not where.

The scanner is for text that tomllib has accepted: it trusts the grammar and only keeps count.
"""

from __future__ import annotations

import re
from typing import NamedTuple

Place = tuple[str | int, ...]
"""Keys and list indices from the top of a file down to a value."""


class Spot(NamedTuple):
    """Offsets in the text: the key from `key` to `key_end`, the value from `value` to `value_end`."""

    key: int
    key_end: int
    value: int
    value_end: int


_BLANK = re.compile(r"[ \t]*")
_SPACE = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:""?(?!"))?|\'\'\'.*?\'\'\'(?:\'\'?(?!\'))?|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}
_ESCAPE = re.compile(r'\\(?:([btnfr"\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))')


def normalized(text: str) -> str:
    """Return the text with the line ends tomllib counts in."""
    return text.replace("\r\n", "\n")


def scan(text: str) -> dict[Place, Spot]:
    """Return the spot of every key, table and list entry of a text without carriage returns."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.spots


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.spots: dict[Place, Spot] = {}
        self.lists: dict[Place, int] = {}

    def document(self) -> None:
        """Walk statement by statement from the top."""
        table: Place = ()
        while True:
            self.skip(_SPACE)
            if self.at >= len(self.text):
                return
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()

    def header(self) -> Place:
        """Read `[a.b]` or `[[a.b]]` and return the place of its table."""
        is_list = self.text.startswith("[[", self.at)
        self.at += 2 if is_list else 1
        keys = self.dotted_key()
        self.at += 2 if is_list else 1
        place: Place = ()
        for number, (key, start, end) in enumerate(keys):
            place = (*place, key)
            last = number == len(keys) - 1
            if last and is_list:
                self.lists[place] = self.lists.get(place, -1) + 1
            self.spots.setdefault(place, Spot(start, end, start, end))
            if place in self.lists:
                place = (*place, self.lists[place])
                self.spots.setdefault(place, Spot(start, end, start, end))
            elif last:
                self.spots[place] = Spot(start, end, start, end)
        return place

    def pair(self, table: Place) -> None:
        """Read `key = value` inside a table."""
        place = table
        keys = self.dotted_key()
        for key, start, end in keys:
            place = (*place, key)
            self.spots.setdefault(place, Spot(start, end, start, end))
        self.at += 1  # the equals sign
        self.skip(_BLANK)
        start, end = keys[-1][1], keys[-1][2]
        self.value(place, start, end)

    def dotted_key(self) -> list[tuple[str, int, int]]:
        """Read the parts of a key, each with its offsets; stops before `=` or `]`."""
        parts: list[tuple[str, int, int]] = []
        while True:
            self.skip(_BLANK)
            start = self.at
            quoted = self.text[start] in "\"'"
            match = (_STRING if quoted else _BARE_KEY).match(self.text, start)
            if not match:
                raise ValueError(f"no key at offset {start}")
            self.at = match.end()
            parts.append((_unquoted(match[0]) if quoted else match[0], start, self.at))
            self.skip(_BLANK)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def value(self, place: Place, key: int, key_end: int) -> None:
        """Read one value and note where it stands."""
        start = self.at
        first = self.text[start]
        if first == "[":
            self.entries(place)
        elif first == "{":
            self.inline_table(place)
        else:
            match = (_STRING if first in "\"'" else _SCALAR).match(self.text, start)
            if not match:
                raise ValueError(f"no value at offset {start}")
            self.at = match.start() + len(match[0].rstrip())
        self.spots[place] = Spot(key, key_end, start, self.at)

    def entries(self, place: Place) -> None:
        """Read a list, over several lines where it goes on."""
        self.at += 1
        number = 0
        while True:
            self.skip(_SPACE)
            if self.text[self.at] == "]":
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.value((*place, number), self.at, self.at)
            number += 1

    def inline_table(self, place: Place) -> None:
        """Read `{ a = 1, b = 2 }`."""
        self.at += 1
        while True:
            self.skip(_SPACE)
            if self.text[self.at] == "}":
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.pair(place)


def _unquoted(text: str) -> str:
    """Return the key a quoted key stands for."""
    if text[0] == "'":
        return text[1:-1]
    return _ESCAPE.sub(lambda m: _ESCAPES[m[1]] if m[1] else chr(int(m[2] or m[3], 16)), text[1:-1])


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
