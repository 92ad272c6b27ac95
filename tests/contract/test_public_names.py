"""The public names: all there, loaded when first used."""

import subprocess
import sys

import pytest

import twin

HEAVY = ("numpy", "pandas", "scipy", "pydantic", "matplotlib", "simpy", "jinja2")


def test_every_public_name_resolves() -> None:
    assert set(dir(twin)) == set(twin.__all__)
    for name in twin.__all__:
        assert getattr(twin, name) is not None


def test_a_faulty_line_is_a_value_error() -> None:
    assert issubclass(twin.LineError, ValueError)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="simulat"):
        _ = twin.simulat


def test_import_loads_nothing_heavy() -> None:
    code = f"import sys, twin; print([name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "[]"
