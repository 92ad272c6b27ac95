"""The bill of materials names everything that is needed to run, once, and nothing of this machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from support.paths import ROOT

from tools.sbom import closure, document, needed


def written(hash_seed: str) -> str:
    """Return what the tool prints in a process of its own."""
    env = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-m", "tools.sbom"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout


def test_every_dependency_of_the_project_is_listed_as_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {re.split("[<>=!~]", text)[0] for text in project["dependencies"]}
    bill = document()
    versions = {item["name"]: item["version"] for item in bill["components"]}  # type: ignore[attr-defined]
    assert direct <= versions.keys()
    assert all(metadata.version(name) == version for name, version in versions.items())
    assert set(needed("electrode-twin")) == direct


def test_every_reference_is_a_component_and_every_component_is_needed() -> None:
    bill = json.loads(written("0"))
    components = [bill["metadata"]["component"], *bill["components"]]
    known = [item["bom-ref"] for item in components]
    assert len(known) == len(set(known))
    assert {edge["ref"] for edge in bill["dependencies"]} == set(known)
    assert {name for edge in bill["dependencies"] for name in edge["dependsOn"]} == set(known[1:])
    assert closure("electrode-twin")["pandas"] == needed("pandas") != []
    assert not {"pytest", "ruff", "mypy"} & {item["name"] for item in components}


def test_the_bill_is_the_same_in_every_run_and_names_no_path() -> None:
    text = written("0")
    assert text == written("1")
    assert all(place not in text for place in (str(Path.home()), sys.prefix, str(ROOT)))
    assert not re.search("timestamp|serialNumber", text)
