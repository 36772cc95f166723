"""What Colab lacks for the course, brought there; what Colab brings itself stays as it is.

A notebook's first code cell fetches `helpers` without what `helpers` depends on, then calls `complete`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import metadata

PACKAGE = "networks-opened"  # the name under which `helpers` is installed

# Colab brings these in versions that fit each other and its GPUs: they are never touched.
# (jupyterlab: Colab has a front end of its own. setuptools: pip brings what it builds with.)
COLABS_OWN = frozenset(
    {
        "ipywidgets",
        "jupyterlab",
        "keras",
        "matplotlib",
        "numpy",
        "pandas",
        "scikit-learn",
        "setuptools",
        "shap",
        "tensorboard",
        "tensorflow",
        "tensorflow-cpu",
        "tqdm",
    }
)


def complete(version: str) -> None:
    """Install what the course needs and Colab lacks, and see that `helpers` fits the notebook.

    Args:
        version: the version of the course that the notebook comes from.

    Raises:
        SystemExit: with one line that says what is wrong and what to do. A notebook shows that line alone.

    Example:
        complete("0.1.0")
    """
    found = metadata.version(PACKAGE)
    if found != version:
        sys.exit(
            f"This notebook is of the course's version {version}, the helpers that came are of {found}. "
            "Open the notebook anew from the course's README; if this stays, tell whoever gave you the link."
        )
    wanted = lacking()
    if wanted:
        command = [sys.executable, "-m", "pip", "install", "--quiet", *wanted]
        if subprocess.run(command, capture_output=True).returncode:
            sys.exit(
                f"Could not be installed: {', '.join(wanted)}. The network or the package index was not "
                "reached. Wait a minute and run this cell again."
            )
    print(f"The course's helpers {found} are here.")


def lacking() -> list[str]:
    """Return what `helpers` depends on, Colab does not bring, and is not installed yet."""
    found = []
    for line in metadata.requires(PACKAGE) or ():
        requirement, _, marker = line.partition(";")
        name = re.match(r"[\w.-]+", requirement)
        if name and name[0] not in COLABS_OWN and "extra ==" not in marker and not is_here(name[0]):
            found.append(requirement.strip())
    return found


def is_here(name: str) -> bool:
    """Say whether a package is installed, in whatever version."""
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True
