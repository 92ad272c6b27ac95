"""Which code this is: the version of the installed package, and a digest of its files."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

__version__ = version("electrode-twin")


@cache
def code_digest() -> str:
    """Return a digest of the program's own files: other code, other numbers."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
