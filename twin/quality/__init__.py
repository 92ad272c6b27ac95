"""Statistics of product quality: capability, control charts, gauges, variance components, grades."""
