"""Digital twin of electrode manufacturing lines: the names a script needs, loaded when first used."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twin.core.errors import LineError, ModelStopped
    from twin.line.api import load_line
    from twin.report.pages.comparison import write_report
    from twin.study.api import compare, simulate

    __version__: str

__all__ = ["LineError", "ModelStopped", "__version__", "compare", "load_line", "simulate", "write_report"]

_HOME = {
    "LineError": "twin.core.errors",
    "ModelStopped": "twin.core.errors",
    "__version__": "twin.core.version",
    "compare": "twin.study.api",
    "load_line": "twin.line.api",
    "simulate": "twin.study.api",
    "write_report": "twin.report.pages.comparison",
}


def __getattr__(name: str) -> object:
    """Import a public name from its module the first time it is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'twin' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
