"""References as a citation style prints them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import html

from guidelines.errors import Invalid, sentence
from guidelines.typesetting.pandoc import Refused, run, style_source

_SECONDS = 20


def printed_references(items: Sequence[Mapping[str, Any]], style: str) -> list[str]:
    """Return each CSL item as one line of plain text, as the style prints and orders it.

    `style` is the name of a bundled style or the source of one. Raises `Invalid` for a style
    that cannot be used and `TooLarge` when a limit is reached.
    """
    return list(printed_by_key(items, style, whole=True).values())


def printed_by_key(
    items: Sequence[Mapping[str, Any]], style: str, *, whole: bool = False
) -> dict[str, str]:
    """Return each CSL item by its key as the style prints it, in the order of the style.

    Its number in the list, if the style gives one, is left out unless the `whole` line is wanted.
    Raises as `printed_references` does.
    """
    if not items:
        return {}
    files = {"references.json": json.dumps(list(items)).encode(), "style.csl": style_source(style)}
    arguments = [
        "--from=markdown", "--to=html", "--wrap=none", "--citeproc",
        "--bibliography=references.json", "--csl=style.csl",
    ]  # fmt: skip
    cited = "; ".join(f"@{{{item['id']}}}" for item in items)
    try:
        result = run(arguments, f"[{cited}]".encode(), files=files, seconds=_SECONDS)
    except Refused:
        raise Invalid(
            {"style": sentence("This citation style cannot be used: it is not valid CSL.")}
        ) from None
    listed = {
        entry.get("id", "").removeprefix("ref-"): _words(entry, whole=whole)
        for entry in html.fromstring(result.output.decode()).iter("div")
        if "csl-entry" in entry.get("class", "").split()
    }
    if not any(listed.values()):
        raise Invalid({"style": sentence("This citation style prints nothing: it is not valid.")})
    return listed


def _words(entry: Any, *, whole: bool) -> str:
    """Return what an entry of the list says; the number stands in a margin of its own."""
    inline = None if whole else entry.find("div[@class='csl-right-inline']")
    return " ".join((entry if inline is None else inline).text_content().split())
