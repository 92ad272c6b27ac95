"""Sections of the comparison page: a file each, found by a walk; `SECTION` in it says where it stands."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from twin.analysis.analysed_results import AnalysedResults
from twin.report.blocks import Built, Content, Section
from twin.report.figures.style import house_style


@cache
def all_sections() -> tuple[Section, ...]:
    """Return the sections of all files here, in the order of the page."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(sorted((module.SECTION for module in modules), key=lambda section: section.order))


def build_all(data: AnalysedResults) -> list[Built]:
    """Return the sections that have something to show, with their content."""
    return [
        Built(section.key, content.heading or section.heading, content)
        for section in all_sections()
        if (content := build_one(section.key, data)) is not None
    ]


def build_one(key: str, data: AnalysedResults) -> Content | None:
    """Return the content of one section, None where there is nothing to show."""
    section = next(section for section in all_sections() if section.key == key)
    with house_style():
        return section.build(data)
