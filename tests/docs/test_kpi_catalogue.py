"""docs/kpis.md is what the code declares today."""

from tools.kpi_catalogue import PAGE, page
from twin.kpi.registry import declared


def test_the_catalogue_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tools.kpi_catalogue"


def test_every_kpi_has_its_two_rows() -> None:
    for name in declared():
        assert page().count(f"\n| `{name}` |") == 2
