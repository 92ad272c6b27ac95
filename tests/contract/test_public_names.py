"""The public names: all there, loaded when first used."""

import subprocess
import sys

import pytest

import twin

HEAVY = ("numpy", "pandas", "scipy", "pydantic", "matplotlib", "simpy", "jinja2")
COMMANDS = "import twin.cli.app as a; [a.app.get_command(None, name) for name in a.COMMANDS]"


def test_every_public_name_resolves() -> None:
    assert set(dir(twin)) == set(twin.__all__)
    for name in twin.__all__:
        assert getattr(twin, name) is not None


def test_a_faulty_line_is_a_value_error() -> None:
    assert issubclass(twin.LineError, ValueError)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="simulat"):
        _ = twin.simulat


@pytest.mark.parametrize("imports", ["import twin", COMMANDS], ids=["the package", "every command"])
def test_import_loads_nothing_heavy(imports: str) -> None:
    code = f"import sys; {imports}; print([name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "[]"
