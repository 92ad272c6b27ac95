"""Settings of every test: the same examples in every run, and Ctrl-C also for tests in the background."""

import signal

import pytest
from hypothesis import HealthCheck, settings

SLOW_INPUTS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]

settings.register_profile(
    "merge", max_examples=40, deadline=None, derandomize=True, suppress_health_check=SLOW_INPUTS
)
settings.register_profile("search", max_examples=2000, deadline=None, suppress_health_check=SLOW_INPUTS)
settings.load_profile("merge")

# a shell without job control starts background commands deaf to Ctrl-C, and their children inherit it
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the long statistical families an hour each."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(3600))
