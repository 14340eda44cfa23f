"""The documentation's site: `npm run docs`."""

import json
import shutil
from pathlib import Path

root = Path(__file__).parent.parent
release = json.loads((root / "package.json").read_text(encoding="utf-8"))["version"]

# Without `npm run docs`, which runs them, they are here as they are written.
examples = root / "docs" / "examples"
if not examples.exists():
    examples.mkdir()
    for notebook in (root / "examples").glob("*.ipynb"):
        shutil.copy(notebook, examples)

project = "Foundry Lab"
author = "The Foundry Lab developers"
version = release
extensions = ["myst_nb", "sphinx_copybutton"]
exclude_patterns = ["_build"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
language = "en"

# Headings are places that pages link to; what a page shows beside it are pictures and code, not notebooks.
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "deflist"]
# The notebooks are run by the script that builds this, against a store with the example packages.
nb_execution_mode = "off"
# What a widget draws needs JupyterLab: its plain table is shown.
nb_mime_priority_overrides = [("html", "application/vnd.jupyter.widget-view+json", None)]
suppress_warnings = ["mystnb.unknown_mime_type"]
copybutton_prompt_text = r"\$ |>>> "
copybutton_prompt_is_regexp = True

html_theme = "pydata_sphinx_theme"
html_title = "Foundry Lab"
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_theme_options = {
    "navigation_with_keys": True,
    "show_nav_level": 1,
    "header_links_before_dropdown": 6,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "tango",
    "pygments_dark_style": "github-dark",
}
