"""Settings of every test: hypothesis draws the same examples in every run."""

from hypothesis import HealthCheck, settings

SLOW_INPUTS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]

settings.register_profile(
    "merge", max_examples=40, deadline=None, derandomize=True, suppress_health_check=SLOW_INPUTS
)
settings.register_profile("search", max_examples=2000, deadline=None, suppress_health_check=SLOW_INPUTS)
settings.load_profile("merge")
