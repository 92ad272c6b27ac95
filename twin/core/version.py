"""Which code this is: the version of the installed package, and a digest of its files."""

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

__version__ = version("electrode-twin")

NUMERIC = ("numpy", "scipy", "pandas")
"""Packages whose version can move the last digits of a result."""


def numeric_platform() -> dict[str, str]:
    """Return what can move the last digits of a result beside the code: packages, Python, processor."""
    return {
        "python": ".".join(platform.python_version_tuple()[:2]),
        "machine": platform.machine(),
        **{name: version(name) for name in NUMERIC},
    }


@cache
def code_digest() -> str:
    """Return a digest of the program's own files: other code, other numbers."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
