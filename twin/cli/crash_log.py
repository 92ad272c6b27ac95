"""Logs of internal errors: in one folder, a few of them, none without end."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from twin.core.version import __version__

MOST_LOGS = 20
MOST_LETTERS = 200_000

_NAME = "crash-*.log"


def crash_folder() -> Path:
    """Return where logs of internal errors are kept: where the system keeps the state of programs."""
    if state := os.environ.get("XDG_STATE_HOME"):
        return Path(state) / "electrode-twin"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "electrode-twin"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs" / "electrode-twin"
    return Path.home() / ".local" / "state" / "electrode-twin"


def write_crash_log(text: str, arguments: Sequence[str]) -> Path | None:
    """Write a log and take the oldest away; return its path, None where it cannot be written."""
    head = f"electrode-twin {__version__}, Python {platform.python_version()}, {platform.system()}\n"
    try:
        folder = crash_folder()
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
        log.write_text(f"{head}twin {' '.join(arguments)}\n{text[-MOST_LETTERS:]}", encoding="utf-8")
    except (OSError, RuntimeError):  # RuntimeError: nobody's home is known
        return None
    for old in sorted(folder.glob(_NAME))[:-MOST_LOGS]:
        with suppress(OSError):
            old.unlink()
    return log
