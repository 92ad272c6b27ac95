"""The line file: data model, reading, checking, changing, recipes, distributions, shipped lines."""
