"""`make address`: write launch links, badges, Colab cells, the citation and a class's links anew.

Executes nothing: outputs and execution counts stay as they are, so this takes a second. Run it after the
repository's address or the branch has changed in pyproject.toml, or the version in helpers/__init__.py.
"""

from __future__ import annotations

import sys

from tools import class_links, launch, lessons


def rewrite_notebooks() -> list[str]:
    """Bring every notebook's launch line and Colab cell up to date; return the names of those changed."""
    changed = []
    for source in lessons.sources():
        path = lessons.learner_path(source)
        if not path.exists():
            continue
        stored = lessons.read(path)
        fresh = launch.refreshed(stored, lessons.learners(source, lessons.filled_in(stored)))
        if fresh != stored:
            lessons.write(fresh, path)
            changed.append(path.name)
    return changed


def rewrite_pages(address: launch.Address) -> list[str]:
    """Bring the README's links and the citation's version up to date; return the names of those changed."""
    written = ((launch.README, launch.readme_text), (launch.CITATION, launch.citation_text))
    return launch.rewrite({path: write(path.read_text("utf-8"), address) for path, write in written})


def main() -> int:
    try:
        address = launch.read()
        changed = rewrite_pages(address) + rewrite_notebooks() + class_links.rewrite(address)
    except (launch.AddressError, lessons.SourceError) as error:
        print(f"address: {error}", file=sys.stderr)
        return 1
    print(f"address: {address.repository}, branch {address.branch}, version {address.version}")
    print(f"rewritten: {', '.join(changed) or 'nothing, all was up to date'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
