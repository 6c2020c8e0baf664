"""Typst, the press: PDF from the house template, and PNG from SVG.

The root folder is fresh and holds the text, the template and the pictures, nothing else; the
folder of packages is empty. So a source can neither read a file of the server nor load a package.
It works in a process of its own under the limits that pandoc has, for memory and time.
"""

import contextlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from guidelines.errors import Invalid, sentence
from guidelines.typesetting import compositor
from guidelines.typesetting.pandoc import EXPORTS, caged, too_large

_PIXELS_PER_INCH = 192  # twice the 96 of the screen
_SECONDS = 60
_DRAWING_SECONDS = 20
_LARGEST_SIDE = 4000  # pixels of a rendered drawing


class Refused(Exception):
    """Typst could not compile a source; the message is its own."""


@cache
def _template() -> bytes:
    return (EXPORTS / "guideline.typ").read_bytes()


@dataclass(frozen=True, slots=True)
class Press:
    """A process of typst that has its fonts loaded and waits for one text, in its folder."""

    folder: Path
    process: subprocess.Popen[bytes]
    seconds: int

    def compile(
        self,
        source: str,
        files: Mapping[str, bytes],
        inputs: Mapping[str, str],
        moment: int,
        *,
        accessible: bool,
        ppi: float | None = None,
    ) -> bytes:
        """Return the pages; raises `Refused` for a source, `TooLarge` at a limit."""
        orders = {
            "format": "png" if ppi else "pdf",
            "ppi": ppi,
            "inputs": dict(inputs),
            "standard": "ua-1" if accessible else None,
            "moment": moment,
        }
        for name, content in {"main.typ": source.encode(), **files}.items():
            (self.folder / "root" / name).write_bytes(content)
        try:
            pages, complaint = self.process.communicate(json.dumps(orders).encode(), self.seconds)
        except subprocess.TimeoutExpired:
            raise too_large() from None
        if self.process.returncode == compositor.REFUSED:
            raise Refused(complaint.decode("utf-8", "replace"))
        if self.process.returncode:  # killed by a limit, or without memory
            raise too_large()
        return pages


@contextlib.contextmanager
def started(seconds: int = _SECONDS) -> Iterator[Press]:
    """Start typst; whoever has other work first lets it load its fonts meanwhile."""
    with tempfile.TemporaryDirectory(prefix="typeset-") as folder:
        for name in ("root", "packages"):
            Path(folder, name).mkdir()
        with subprocess.Popen(
            [*caged(seconds), sys.executable, "-I", compositor.__file__, str(EXPORTS / "fonts")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={"LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder},
        ) as process:
            try:
                yield Press(Path(folder), process, seconds)
            finally:
                process.kill()


def print_pdf(
    waiting: Press,
    source: str,
    facts: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    moment: int,
) -> tuple[bytes, list[str]]:
    """Compile `source` with the house template; return the PDF and warnings.

    `facts` reach the template as data, never as code. `pictures` are the files that the source
    names. `moment` (seconds since 1970) is the date of the file, so equal input gives equal
    bytes. The file is tagged after PDF/UA-1; a text that does not allow it is printed without
    that claim and the warning says why. Raises `TooLarge` at a limit of memory or time.
    """
    files = {"guideline.typ": _template(), **pictures}
    inputs = {"facts": json.dumps(facts)}
    try:
        return waiting.compile(source, files, inputs, moment, accessible=True), []
    except Refused as refused:
        if "PDF/UA" not in str(refused):
            raise _unprintable(refused) from None
        reason = str(refused).removeprefix("PDF/UA-1 error: ")
    warning = sentence(
        "The PDF does not claim to be accessible (PDF/UA): %(reason)s.", reason=reason
    )
    try:
        with started() as another:
            return another.compile(source, files, inputs, moment, accessible=False), [warning]
    except Refused as refused:
        raise _unprintable(refused) from None


def png_from_svg(svg: bytes) -> bytes:
    """Draw an SVG as PNG at twice its size; raise `Invalid` if it cannot be drawn."""
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        '#image("drawing.svg", alt: "")'
    )
    ppi: float = _PIXELS_PER_INCH
    if longest := max(
        (float(n) for n in re.findall(rb'(?:width|height)="([\d.]+)', svg[:2000])), default=0
    ):
        ppi = max(36, min(ppi, int(_LARGEST_SIDE / longest * 96)))
    try:
        with started(_DRAWING_SECONDS) as waiting:
            return waiting.compile(source, {"drawing.svg": svg}, {}, 0, accessible=False, ppi=ppi)
    except Refused as refused:
        raise Invalid(
            {"image": sentence("The drawing could not be read: %(reason)s", reason=str(refused))}
        ) from None


def _unprintable(refused: Exception) -> Invalid:
    return Invalid(
        {"body": sentence("The PDF could not be made: %(reason)s", reason=str(refused))}
    )
