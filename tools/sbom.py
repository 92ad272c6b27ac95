"""Write the bill of materials of the installed package, as CycloneDX 1.5 JSON: `python -m tools.sbom [FILE]`.

It lists the package and everything it needs to run, directly or not, in the versions installed here, with the
license each one states. Same environment, same bytes: no time, no serial number, no path of this machine.
"""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGE = "electrode-twin"

LICENSE_LETTERS = 80
"""A license field longer than this holds the text, not the name."""


def needed(name: str) -> list[str]:
    """Return the canonical names of what an installed distribution needs here, without extras; sorted."""
    stated = (Requirement(text) for text in metadata.requires(name) or ())
    return sorted(
        canonicalize_name(requirement.name)
        for requirement in stated
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    )


def closure(name: str) -> dict[str, list[str]]:
    """Return what a distribution needs, and what that needs: canonical name -> names, sorted.

    Raises importlib.metadata.PackageNotFoundError where something needed is not installed.
    """
    needs: dict[str, list[str]] = {}
    waiting: list[str] = [canonicalize_name(name)]
    while waiting:
        current = waiting.pop()
        if current not in needs:
            needs[current] = needed(current)
            waiting += needs[current]
    return dict(sorted(needs.items()))


def license_of(name: str) -> str:
    """Return the license that a distribution states: expression, short name or classifier; "" for none."""
    about = metadata.metadata(name)
    expression, short = (
        about[field].strip() if field in about else "" for field in ("License-Expression", "License")
    )
    classifiers = [
        text.rsplit(" :: ", 1)[1]
        for text in about.get_all("Classifier") or ()
        if text.startswith("License :: ") and text != "License :: OSI Approved"
    ]
    known = short if short and len(short) <= LICENSE_LETTERS and "\n" not in short else ""
    return expression or known or ", ".join(sorted(classifiers))


def reference(name: str) -> str:
    """Return the package URL of an installed distribution."""
    return f"pkg:pypi/{canonicalize_name(name)}@{metadata.version(name)}"


def component(name: str, kind: str = "library") -> dict[str, object]:
    """Return the CycloneDX component of an installed distribution."""
    stated = license_of(name)
    return {
        "type": kind,
        "bom-ref": reference(name),
        "name": canonicalize_name(name),
        "version": metadata.version(name),
        "purl": reference(name),
        **({"licenses": [{"license": {"name": re.sub(r"\s+", " ", stated)}}]} if stated else {}),
    }


def document(package: str = PACKAGE) -> dict[str, object]:
    """Return the bill of materials of an installed package."""
    needs = closure(package)
    root = canonicalize_name(package)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": component(root, "application")},
        "components": [component(name) for name in needs if name != root],
        "dependencies": [
            {"ref": reference(name), "dependsOn": [reference(other) for other in names]}
            for name, names in needs.items()
        ],
    }


def main() -> None:
    """Write the document to the file named, or to standard output."""
    text = json.dumps(document(), indent=2, sort_keys=True) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
