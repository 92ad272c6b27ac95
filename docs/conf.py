"""Settings of Sphinx, which builds the docs site from the pages in this folder: `just docs`."""

from __future__ import annotations

import importlib.metadata

project = "electrode-twin"
author = "the electrode-twin authors"
version = release = importlib.metadata.version("electrode-twin")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 3
suppress_warnings = [
    "myst.xref_missing",
    "toc.empty_glob",
]  # links to files outside this folder lead to the repository

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": False}

html_theme = "alabaster"
html_theme_options = {"description": project, "page_width": "1100px", "sidebar_width": "240px"}
html_copy_source = False
