"""Pandoc in a cage: bytes in, bytes out, no file of ours or of the server within reach.

Every start has a wall-clock limit, limits on heap, address space, processor time and file size,
an empty working directory, a bare environment and ``--sandbox``, under which pandoc neither
reads files named in the text nor opens connections.
"""

import gc
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pypandoc

from guidelines.errors import Invalid, TooLarge, Unavailable, sentence
from guidelines.text.citations import is_retracted
from guidelines.text.comments import without_comments
from guidelines.text.markdown import PANDOC_READER

EXPORTS = Path(__file__).parents[2] / "exports"

_HEAP = "512M"
# The quickest first generation on 25,000 words: a larger one costs more to touch than it saves.
_NURSERY = "16M"
_LONGEST_TEXT = 8_000_000  # characters; the longest guidelines have a tenth of that
_ADDRESS_SPACE_KIB = 2 * 1024 * 1024
_FILE_SIZE_BLOCKS = 400 * 1024  # blocks of 512 bytes: 200 MiB
_SECONDS = 60
_HEAP_EXHAUSTED = 251
_NEVER_PRINTED = frozenset({"abstract", "keyword", "categories"})
_WARNING = re.compile(r"^\[WARNING\] (.*(?:\n  .*)*)", re.MULTILINE)
_KEYS = re.compile(r"@(?:\{([^{}\n]+)\}|([^\s@\[\]{};,]+))")
_UNKNOWN_KEY = re.compile(r"Citeproc: citation (\S+) not found")

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """What pandoc wrote, its warnings, and the media it took out of the input by name."""

    output: bytes
    warnings: tuple[str, ...]
    media: Mapping[str, bytes]


class Refused(Exception):
    """Pandoc could not read the input; the message is its own."""


@cache
def program() -> str:
    """Return the path of the pandoc that belongs to the wheel, or raise `Unavailable`."""
    bundled = Path(pypandoc.__file__).parent / "files" / "pandoc"
    if not bundled.exists():
        raise Unavailable(
            sentence("The typesetting program is missing. Install the packages again.")
        )
    return str(bundled)


def run(
    arguments: Sequence[str],
    stdin: bytes,
    *,
    files: Mapping[str, bytes] | None = None,
    media: bool = False,
    seconds: int = _SECONDS,
    epoch: int = 0,
) -> Result:
    """Run pandoc on `stdin` and return what it wrote.

    `files` are laid into the empty working directory, to be named in `arguments`. With `media`
    the images of the input come back too. `epoch` (seconds) stands for the time of day in the
    output. Raises `Refused` for unreadable input and `TooLarge` when a limit is reached.
    """
    with tempfile.TemporaryDirectory(prefix="typeset-") as folder:
        cage = Path(folder)
        for name, content in (files or {}).items():
            (cage / name).write_bytes(content)
        extracted = cage / "extracted"
        argv = [
            *caged(seconds),
            program(),
            *("+RTS", f"-M{_HEAP}", f"-A{_NURSERY}", "-RTS", "--sandbox"),
            *arguments,
            *(("--extract-media=extracted",) if media else ()),
            "--output=-",
        ]
        environment = {
            "LANG": "C.UTF-8",
            "HOME": folder,
            "TMPDIR": folder,
            "SOURCE_DATE_EPOCH": str(epoch),
        }
        try:
            done = subprocess.run(
                argv,
                input=stdin,
                capture_output=True,
                cwd=folder,
                env=environment,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise too_large() from None
        complaint = done.stderr.decode("utf-8", "replace").strip()
        if done.returncode < 0 or done.returncode == _HEAP_EXHAUSTED or "heap" in complaint[:80]:
            raise too_large()
        if done.returncode:
            raise Refused(complaint)
        found = {
            file.relative_to(cage).as_posix(): file.read_bytes()
            for file in sorted(extracted.rglob("*"))
            if file.is_file() and not file.is_symlink()
        }
        return Result(done.stdout, tuple(_WARNING.findall(complaint)), found)


def parse(
    markdown: str, bibliography: Iterable[Mapping[str, Any]], style: str
) -> tuple[Tree, list[str]]:
    """Read `markdown` into pandoc's tree with its citations resolved; return it and warnings.

    The tree carries no metadata: nothing an author types can reach a template. Keys that the
    bibliography lacks are named in the warnings.
    """
    if len(markdown) > _LONGEST_TEXT:
        raise too_large()
    markdown, comments = without_comments(markdown)
    known = {str(item.get("id")): item for item in bibliography}
    cited = _cited(markdown, known)
    items = _folded(_lean(item) for key, item in known.items() if key in cited)
    arguments = [f"--from={PANDOC_READER}", "--to=json"]
    files: dict[str, bytes] = {}
    if "@" in markdown:
        files = {"references.json": json.dumps(items).encode(), "style.csl": style_source(style)}
        arguments += [
            "--citeproc",
            "--bibliography=references.json",
            "--csl=style.csl",
            "--metadata=link-citations=true",
        ]
    try:
        result = run(arguments, markdown.encode(), files=files)
    except Refused as refused:
        raise Invalid(
            {"body": sentence("The text could not be read: %(reason)s", reason=str(refused))}
        ) from None
    tree = _read(result.output)
    tree["meta"] = {}
    warnings = [_plain(warning) for warning in result.warnings]
    if comments:
        warnings.append(
            sentence(
                "Comments in the source (%(count)s) are not part of the text: they were left out.",
                count=comments,
            )
        )
    return tree, warnings


def _read(output: bytes) -> Tree:
    # A tree of 25,000 words is half a million objects and no circle: looking for circles while it
    # grows takes four times as long as reading it, and the first look afterwards as long again.
    # Frozen and thawed, what was read counts as old.
    looked = gc.isenabled()
    gc.disable()
    try:
        tree: Tree = orjson.loads(output)
    except orjson.JSONDecodeError as trouble:  # pandoc writes sound JSON: only its depth is left
        raise RecursionError from trouble
    finally:
        if looked:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
    return tree


def write(tree: Tree, recipe: str, *, epoch: int = 0, options: Sequence[str] = ()) -> Result:
    """Write `tree` by the defaults file ``exports/<recipe>.yaml``."""
    try:
        source = orjson.dumps(tree)
    except orjson.JSONEncodeError as trouble:
        raise RecursionError from trouble
    return run(
        [f"--defaults={EXPORTS / recipe}.yaml", *options],
        source,
        epoch=epoch,
    )


def caged(seconds: int) -> list[str]:
    """Return the words before a command that limit its memory, time and files."""
    # The shell sets the limits in the child: a hook between fork and exec would not be safe in
    # a worker with threads.
    limits = (
        f"ulimit -v {_ADDRESS_SPACE_KIB}; ulimit -t {seconds}; "
        f'ulimit -f {_FILE_SIZE_BLOCKS}; ulimit -c 0; exec "$@"'
    )
    return [shutil.which("sh") or "/bin/sh", "-c", limits, "sh"]


def _cited(markdown: str, known: Collection[str]) -> set[str]:
    """Return the known keys that a text may cite.

    Reading entries that nobody cites takes a tenth of the time; pandoc does the exact work. What
    follows a key without a space, as in “@key's”, is taken off sign by sign.
    """
    found: set[str] = set()
    for braced, bare in set(_KEYS.findall(markdown)):
        key = braced or bare
        while key:
            if key in known:
                found.add(key)
            key = "" if braced else key[:-1]
    return found


def _folded(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return items of which two that are the same source are one, under both their keys."""
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        same = found.setdefault(item.pop("same-as", item["id"]), item)
        if same is not item:
            same["other-ids"] = f"{same.get('other-ids', '')} {item['id']}".strip()
    return list(found.values())


def _lean(item: Mapping[str, Any]) -> dict[str, Any]:
    lean = {name: value for name, value in item.items() if name not in _NEVER_PRINTED}
    if is_retracted(item):  # few styles print that by themselves
        lean["title"] = f"{str(item.get('title', '')).rstrip('.')} [retracted]"
    return lean


@cache
def style_source(name: str) -> bytes:
    """Return a citation style: the file of a bundled one, or `name` itself if it is a source."""
    if name.lstrip().startswith("<"):
        return name.encode()
    file = EXPORTS / "csl" / f"{name}.csl"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not file.exists():
        raise Invalid(
            {"style": sentence("There is no citation style named “%(name)s”.", name=name)}
        )
    return file.read_bytes()


def _plain(warning: str) -> str:
    if unknown := _UNKNOWN_KEY.search(warning):
        return sentence("The citation key “%(key)s” is not in the bibliography.", key=unknown[1])
    return warning


def too_large() -> TooLarge:
    """Return the sentence for work that reached a limit."""
    return TooLarge(
        sentence("This takes more memory or time than allowed. Make it smaller and try again.")
    )
