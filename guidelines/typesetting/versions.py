"""Which programs set the texts here."""

from importlib.metadata import version

import pypandoc


def versions() -> dict[str, str]:
    """Return the versions of pandoc and typst; empty where one does not answer."""
    try:
        pandoc = str(pypandoc.get_pandoc_version())
    except OSError:
        pandoc = ""
    return {"pandoc": pandoc, "typst": version("typst")}
