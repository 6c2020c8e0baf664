"""Results of screening, as Covidence and Rayyan export them: CSV, RIS, or Rayyan's ZIP of both.

Covidence writes one file for each list, with a column ``Covidence #`` and the reason of an
exclusion in ``Notes`` ("Exclusion reason: …;"). Rayyan writes what each person decided into
``notes``, in parts that begin with RAYYAN-INCLUSION, RAYYAN-EXCLUSION-REASONS, RAYYAN-LABELS and
USER-NOTES and are set apart by bars (help.rayyan.ai, "Understanding your Rayyan export files").
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import rispy

from guidelines.archives import Archive, ArchiveTooLarge, BrokenArchive, Limits
from guidelines.errors import Invalid, sentence
from guidelines.evidence.importers import sheets
from guidelines.evidence.importers.findings import Mistake, Mistakes
from guidelines.evidence.rules.screening import Decision, Screened

MOST_BYTES = sheets.MOST_BYTES
_ARCHIVE = Limits(entries=500, unpacked=sheets.MOST_BYTES * 4, ratio=200)
_ARTICLES = re.compile(r"(?:[^/]+/)?articles[^/]*\.(?:csv|ris)")
_DECIDED = re.compile(r'"([^"]*)"\s*=>\s*"?(\w+)"?')
_WORDS = {
    "included": Decision.INCLUDED, "true": Decision.INCLUDED,
    "excluded": Decision.EXCLUDED, "false": Decision.EXCLUDED,
    "maybe": Decision.MAYBE,
}  # fmt: skip


def read(content: bytes, *, otherwise: Decision) -> list[Screened]:
    """Return the records of an export, or raise `Invalid`, with `Mistakes` for bad rows.

    `otherwise` is the decision on records that carry none: Covidence has one list to a file.
    """
    content = _unpacked(content)
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*TY  -", content):
        rows, first = _ris(content), 1
    else:
        rows, first = _table(content), 2
    records: list[Screened] = []
    mistakes: list[Mistake] = []
    for number, row in enumerate(rows, first):
        if not any(row.values()):
            continue
        if not row["title"]:
            mistakes.append(Mistake(number, "Title", sentence("This record has no title.")))
            continue
        decision, reason = decided(row.pop("notes"), otherwise)
        texts = {name: text[:limit] for name, limit in _LIMITS.items() for text in [row[name]]}
        records.append(Screened(decision=decision, reason=reason[:300], **texts))
    if mistakes:
        raise Mistakes(mistakes)
    if not records:
        raise Invalid({"file": sentence("No record was found in this file.")})
    return records


_LIMITS = {"title": 1000, "authors": 1000, "year": 10, "source": 500, "doi": 300}


def decided(notes: str, otherwise: Decision) -> tuple[Decision, str]:
    """Return what notes say was decided, and why; reasons are set apart by semicolons."""
    parts = dict(_parts(notes))
    reasons = parts.get("RAYYAN-EXCLUSION-REASONS", "")
    if "RAYYAN-INCLUSION" in parts:
        said = {
            _WORDS[word.casefold()]
            for _who, word in _DECIDED.findall(parts["RAYYAN-INCLUSION"])
            if word.casefold() in _WORDS
        }
        decision = said.pop() if len(said) == 1 else Decision.CONFLICT if said else otherwise
        reason = "; ".join(part.strip() for part in reasons.split(",") if part.strip())
        return decision, reason if decision is Decision.EXCLUDED else ""
    found = re.search(r"Exclusion reason:\s*([^;|]+)", notes, re.IGNORECASE)
    if found:
        return Decision.EXCLUDED, found[1].strip()
    return otherwise, ""


def _parts(notes: str) -> Iterable[tuple[str, str]]:
    for part in notes.split("|"):
        name, colon, text = part.strip().partition(":")
        if colon and re.fullmatch(r"[A-Z][A-Z-]+", name):
            yield name, text.strip()


def _unpacked(content: bytes) -> bytes:
    """Return the articles of Rayyan's ZIP; any other file as it is."""
    if not content.startswith(b"PK\x03\x04") or b"[Content_Types].xml" in content[:4096]:
        return content
    try:
        archive = Archive(content, _ARCHIVE)
        names = [name for name in archive.names if _ARTICLES.fullmatch(name)]
        return archive.read(names[0]) if names else content
    except BrokenArchive:
        return content
    except ArchiveTooLarge:
        raise Invalid(
            {"file": sentence("The file becomes too large when it is opened.")}
        ) from None


_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "primary title"),
    "authors": ("authors", "author"),
    "year": ("published year", "year"),
    "source": ("journal", "source", "journal title"),
    "doi": ("doi",),
    "notes": ("notes",),
}


def _table(content: bytes) -> list[dict[str, str]]:
    rows = sheets.rows_of(content)
    headings = [" ".join(cell.split()).casefold() for cell in rows[0]]
    places = {
        name: next((headings.index(one) for one in known if one in headings), None)
        for name, known in _COLUMNS.items()
    }
    if places["title"] is None:
        raise Invalid(
            {
                "file": sentence(
                    "No column is called “Title”. Take the file as Covidence or Rayyan exports it."
                )
            }
        )
    return [
        {
            name: row[place] if place is not None and place < len(row) else ""
            for name, place in places.items()
        }
        for row in rows[1:]
    ]


def _ris(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig", errors="replace").replace("\x00", "")
    try:
        entries = rispy.loads(text, skip_unknown_tags=True)
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        raise Invalid(
            {"file": sentence("This RIS file cannot be read. Export it again and retry.")}
        ) from None
    return [
        {
            "title": _first(entry, "title", "primary_title"),
            "authors": "; ".join(_all(entry, "authors", "first_authors")),
            "year": _first(entry, "year", "publication_year")[:4],
            "source": _first(entry, "journal_name", "secondary_title", "alternate_title1"),
            "doi": _first(entry, "doi"),
            "notes": " | ".join(_all(entry, "notes", "research_notes", "notes_abstract")),
        }
        for entry in entries
    ]


def _first(entry: Mapping[str, object], *names: str) -> str:
    return next((str(entry[name]).strip() for name in names if entry.get(name)), "")


def _all(entry: Mapping[str, object], *names: str) -> list[str]:
    found: list[str] = []
    for name in names:
        value = entry.get(name)
        if isinstance(value, Sequence) and not isinstance(value, str):
            found += [str(one).strip() for one in value]
        elif value:
            found.append(str(value).strip())
    return found
