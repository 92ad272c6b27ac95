"""Kinds of figure and their style."""
