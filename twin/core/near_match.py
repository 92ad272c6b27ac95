"""Near matches for messages: which allowed word a misspelt one was probably meant to be."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path


def did_you_mean_file(path: Path) -> str:
    """Return "did you mean ...?" for a file of a like name in the same folder, else ""."""
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except (OSError, ValueError):
        return ""
    return did_you_mean(path.name, names)


def listed(words: list[str] | tuple[str, ...]) -> str:
    """Return words for a message, the first twenty of a long list; "none" for none."""
    return ", ".join(words[:20]) + (f" and {len(words) - 20} more" if len(words) > 20 else "") or "none"


def did_you_mean(word: str, allowed: list[str] | tuple[str, ...]) -> str:
    """Return "did you mean ...?" for the allowed word most like the one found, else "".

    >>> did_you_mean("calendar", ["mixer", "calender"])
    'did you mean calender?'
    """
    close = nearest(word, allowed)
    return f"did you mean {close}?" if close else ""


def nearest(word: str, allowed: list[str] | tuple[str, ...]) -> str:
    """Return the allowed word most like the one found, "" where none is."""
    if len(word) > 100:
        return ""
    lower = {name.lower(): name for name in reversed(allowed[:1000])}
    close = get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    if not close and len(word) > 2:
        close = [name for name in lower if name.startswith(word.lower())]
    return lower[close[0]] if close else ""
