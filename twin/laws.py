"""The laws of the project by name: what each says, in which range, and after whom."""

from __future__ import annotations

from twin.lawbook import pressing, process, transport
from twin.lawbook.model import Argument, Law, Target

__all__ = ["LAWS", "Argument", "Law", "Target"]

LAWS: dict[str, Law] = {law.name: law for law in (*transport.LAWS, *pressing.LAWS, *process.LAWS)}
"""Every law that can be tested against measurements, by name."""
