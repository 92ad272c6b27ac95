"""Constitutive laws: function, equation, range, source and a worked example in one place, by topic."""
