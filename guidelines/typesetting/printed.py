"""References as a citation style prints them."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from guidelines.errors import Invalid, sentence
from guidelines.typesetting.pandoc import Refused, run, style_source

_SECONDS = 20


def printed_references(items: Sequence[Mapping[str, Any]], style: str) -> list[str]:
    """Return each CSL item as one line of plain text, as the style prints and orders it.

    `style` is the name of a bundled style or the source of one. Raises `Invalid` for a style
    that cannot be used and `TooLarge` when a limit is reached.
    """
    if not items:
        return []
    files = {"references.json": json.dumps(list(items)).encode(), "style.csl": style_source(style)}
    arguments = [
        "--from=markdown", "--to=plain", "--wrap=none", "--citeproc",
        "--bibliography=references.json", "--csl=style.csl",
    ]  # fmt: skip
    cited = "; ".join(f"@{{{item['id']}}}" for item in items)
    try:
        result = run(arguments, f"[{cited}]".encode(), files=files, seconds=_SECONDS)
    except Refused:
        raise Invalid(
            {"style": sentence("This citation style cannot be used: it is not valid CSL.")}
        ) from None
    lines = re.split(r"\n{2,}", result.output.decode().strip())[1:]
    if not lines:
        raise Invalid({"style": sentence("This citation style prints nothing: it is not valid.")})
    return [" ".join(line.split()) for line in lines]
