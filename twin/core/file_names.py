"""Names of files and folders made of names of lines: good on every system."""

from __future__ import annotations

import hashlib
import re

LONGEST = 80
"""Characters; with what is put around it a name stays within the 255 bytes of a file system."""

_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³")}
"""Names that Windows keeps for devices, whatever stands behind a dot."""


def file_name(name: str, other: str = "line") -> str:
    """Return a name as that of a file or folder: letters, digits, `_`, `.` and `-`, no longer than LONGEST.

    What two long names differ in beyond that stands in a digest. `other`: where no letter is left.

    >>> file_name("dry / 2 kneaders")
    'dry-2-kneaders'
    >>> file_name("con.2 ...")
    'line-con.2'
    """
    text = re.sub(r"[^\w.-]+", "-", name).strip("-.") or other
    if text.split(".")[0].upper() in _DEVICES:
        text = f"{other}-{text}"
    if len(text) > LONGEST or len(text.encode()) > 2 * LONGEST:
        digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
        text = f"{text[: LONGEST // 2].rstrip('-.')}-{digest}"
    return text
