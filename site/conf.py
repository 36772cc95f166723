"""Settings of the course's web site for Sphinx; `tools.website` prepares the pages and calls it."""

from tools import launch

address = launch.read()

project = "Neural networks, opened"
html_title = project
language = "en"
author = "the authors of the course"
copyright = "the authors. Text and pictures: CC BY 4.0, code: MIT"
extensions = ["myst_nb", "sphinx.ext.mathjax"]
exclude_patterns = ["README.md"]

# the notebooks as they are stored: nothing runs, nothing is fetched when a page opens
nb_execution_mode = "off"
nb_ipywidgets_js = {}
nb_merge_streams = True
myst_enable_extensions = ["amsmath", "dollarmath", "attrs_inline", "colon_fence"]
myst_heading_anchors = 3
mathjax_path = "mathjax/tex-svg.js"
mathjax3_config = {"options": {"enableMenu": False}}  # the menu would load more, from elsewhere

html_theme = "sphinx_book_theme"
html_static_path = ["static"]
html_css_files = ["style.css"]
html_js_files = ["accessible.js"]
html_favicon = "static/favicon.svg"
html_context = {"default_mode": "auto"}  # light or dark, as the reader's system is
html_use_index = False
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None
html_theme_options = {
    "repository_url": address.repository,
    "repository_branch": address.branch,
    "path_to_docs": "",
    "use_repository_button": True,
    "use_download_button": False,
    "use_fullscreen_button": False,
    "launch_buttons": {
        "notebook_interface": "jupyterlab",
        "binderhub_url": "https://mybinder.org",
        "colab_url": "https://colab.research.google.com",
    },
    "home_page_in_toc": True,
    "navbar_persistent": [],  # the search stands in the sidebar
    "show_toc_level": 2,
}
