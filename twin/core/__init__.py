"""What everything stands on: the material of a lot, units, arrays, errors, version."""
