"""The clock: when a lot waits, starts, finishes, moves; the only package that knows SimPy."""
