"""The full text of the library: SQLite's FTS5 and PostgreSQL's tsvector behind three functions.

Each entry is a published version or one of its recommendations and has four fields of words, which
weigh differently: title, wording, context (diseases, what the guideline is called) and body. Both
databases get the same folded words and the same question, so they find the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from sqlalchemy import text

from guidelines.db import session
from guidelines.text.folding import words_of
from guidelines.text.searching import Asked, Part

# An entry's number is that of its volume times this, plus the ordinal of its recommendation.
VOLUME = 4096
# What PostgreSQL can hold: positions of a word, the last position; what follows is found too, but
# not as a part of a phrase. A field begins far behind the one before: no phrase reaches over.
_MOST_PLACES, _LAST_PLACE, _GAP = 255, 16_383, 20
_LONGEST = 600_000

_FIND = {
    "sqlite": text(
        "SELECT rowid, bm25(library_words, 10.0, 6.0, 3.0, 1.0) AS off FROM library_words"
        " WHERE library_words MATCH :asked ORDER BY off, rowid"
    ),
    "postgresql": text(
        "SELECT number, -ts_rank('{0.1, 0.3, 0.6, 1.0}', words, asked) AS off"
        " FROM library_words, CAST(:asked AS tsquery) AS asked"
        " WHERE words @@ asked ORDER BY off, number"
    ),
}
_PUT = {
    "sqlite": text(
        "INSERT INTO library_words (rowid, title, wording, context, body)"
        " VALUES (:number, :title, :wording, :context, :body)"
    ),
    "postgresql": text(
        "INSERT INTO library_words (number, words) VALUES (:number, CAST(:words AS tsvector))"
    ),
}
_FORGET = {
    "sqlite": text("DELETE FROM library_words WHERE rowid >= :first AND rowid < :next"),
    "postgresql": text("DELETE FROM library_words WHERE number >= :first AND number < :next"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an entry, as they are written."""

    number: int
    title: str = ""
    wording: str = ""
    context: str = ""
    body: str = ""

    @property
    def fields(self) -> tuple[str, str, str, str]:
        """The fields in the order of their weights."""
        return (self.title, self.wording, self.context, self.body)


def find(asked: Asked) -> list[int]:
    """Return the numbers of the entries that have all parts, best first."""
    kind = _kind()
    question = _as_fts5(asked) if kind == "sqlite" else _as_tsquery(asked)
    return [number for number, _off in session.execute(_FIND[kind], {"asked": question})]


def put(entries: Iterable[Words]) -> None:
    """Write entries; those of their volumes were forgotten before."""
    kind = _kind()
    rows = [_sqlite_row(one) if kind == "sqlite" else _postgresql_row(one) for one in entries]
    if rows:
        session.execute(_PUT[kind], rows)


def forget(place: int) -> None:
    """Take out the entries of the volume at a place."""
    session.execute(_FORGET[_kind()], {"first": place * VOLUME, "next": (place + 1) * VOLUME})


def _kind() -> str:
    return session.get_bind().dialect.name


def _as_fts5(asked: Asked) -> str:
    def written(part: Part) -> str:
        typed = f'"{" ".join(part.words)}"' + (" *" if _begins(part) else "")
        return "(" + " OR ".join([typed, *(f'"{form}"' for form in part.forms)]) + ")"

    return " AND ".join(written(part) for part in asked.parts)


def _as_tsquery(asked: Asked) -> str:
    def written(part: Part) -> str:
        words = [f"'{word}'" for word in part.words]
        typed = " <-> ".join(words) + (":*" if _begins(part) else "")
        return " | ".join([f"(({typed})", *(f"'{form}'" for form in part.forms)]) + ")"

    return " & ".join(written(part) for part in asked.parts)


def _begins(part: Part) -> bool:
    """Tell whether more may follow; every second word begins with the same letter."""
    return part.beginning and len(part.words[-1]) > 1


def _sqlite_row(entry: Words) -> dict[str, object]:
    title, wording, context, body = (" ".join(words_of(field)) for field in entry.fields)
    return {
        "number": entry.number,
        "title": title,
        "wording": wording,
        "context": context,
        "body": body,
    }


def _postgresql_row(entry: Words) -> dict[str, object]:
    places: dict[str, list[str]] = {}
    at = count(1)
    for weight, field in zip("ABCD", entry.fields, strict=True):
        for word in words_of(field[:_LONGEST]):
            places.setdefault(word, []).append(f"{min(next(at), _LAST_PLACE)}{weight}")
        at = count(next(at) + _GAP)
    return {"number": entry.number, "words": " ".join(_lexemes(places))}


def _lexemes(places: dict[str, list[str]]) -> Iterator[str]:
    for word, found in places.items():
        yield f"'{word}':{','.join(found[:_MOST_PLACES])}"
