"""A section of the comparison page: what a file in `sections/` declares, and what a page draws of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twin.report.blocks import Content
from twin.report.page_data import PageData


@dataclass(frozen=True)
class Section:
    """One part of the page: `key` is its address, `order` its place, `build` what stands in it.

    `build` returns None where there is nothing to show.
    """

    key: str
    heading: str
    order: int
    build: Callable[[PageData], Content | None]


@dataclass(frozen=True)
class Built:
    """A section with its content; key and heading may be "" for a part that goes on with the one before."""

    key: str
    heading: str
    content: Content
