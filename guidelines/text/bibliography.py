"""Items of a bibliography (CSL-JSON): what is wrong with one, and how the preview shows it.

Editions are set by a citation style; this is what an author sees while writing.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from guidelines.text.citations import KEY, author_label, is_retracted, sources, year_of
from guidelines.text.notices import Notice, notice

TYPES = frozenset(
    {
        "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
        "broadcast", "chapter", "classic", "collection", "dataset", "document", "entry",
        "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing",
        "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
        "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
        "personal_communication", "post", "post-weblog", "regulation", "report", "review",
        "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
    }
)  # fmt: skip
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_LISTED_AUTHORS = 6


def problems(item: object) -> tuple[Notice, ...]:
    """Return what is wrong with one item; an empty tuple means it can be cited."""
    if not isinstance(item, Mapping):
        return (notice("not-an-item", "An entry of the bibliography must be an object."),)
    found = []
    key = item.get("id")
    name = str(key or item.get("title") or "without a name")[:80]
    if not isinstance(key, str | int) or not str(key).strip():
        found.append(notice("no-id", "The entry “%(name)s” has no id to cite it by.", name=name))
    elif not is_citable(str(key)):
        found.append(
            notice(
                "bad-id",
                "The id “%(name)s” cannot be cited. Use letters, digits and : . - _ / only.",
                name=name,
            )
        )
    if not isinstance(item.get("title"), str) or not str(item["title"]).strip():
        found.append(notice("no-title", "The entry “%(name)s” has no title.", name=name))
    kind = item.get("type")
    if kind not in TYPES:
        template = "The entry “%(name)s” is of the unknown type “%(type)s”, e.g. article-journal."
        found.append(notice("bad-type", template, name=name, type=str(kind or "")[:40]))
    for field in ("author", "editor"):
        people = item.get(field, [])
        if not isinstance(people, list) or not all(isinstance(p, Mapping) for p in people):
            template = "The %(field)s of “%(name)s” must be a list of names."
            found.append(notice("bad-names", template, name=name, field=field))
    doi = item.get("DOI")
    if doi and not _DOI.fullmatch(str(doi)):
        template = "The DOI of “%(name)s” must begin with 10., without an address before it."
        found.append(notice("bad-doi", template, name=name))
    return tuple(found)


def is_citable(key: str) -> bool:
    """Say whether `[@key]` in a text would be read as this whole key."""
    match = KEY.fullmatch(f"@{key}")
    return match is not None and match["braced"] is None


def suggested_key(item: Mapping[str, object], taken: Collection[str]) -> str:
    """Return a key like `smith2019`, with a letter behind it where that is taken."""
    author = _plain(author_label(item).split(" ")[0]) or "source"
    stem = f"{author}{year_of(item)}"
    candidate, number = stem, 0
    while candidate in taken:
        candidate = f"{stem}{_letters(number)}"
        number += 1
    return candidate


def reference_line(item: Mapping[str, object]) -> str:
    """Return an item as one line of plain text, in the manner of the NLM.

    Authors. Title. Journal. Year;volume(issue):pages. doi:…
    """
    title = _text(item, "title").rstrip(".")
    if is_retracted(item) and title:
        title += " [retracted]"
    parts = [_authors(item), title, _published(item), _address(item)]
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)


def reference_list(
    items: Mapping[str, Mapping[str, object]], keys: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """Return `(key, line)` of each known source, in the order of the given keys, each once."""
    return tuple((k, reference_line(item)) for k, item in sources(items, keys).items())


def _authors(item: Mapping[str, object]) -> str:
    """Return up to six authors as `Family AB`, more as et al."""
    people = item.get("author") or item.get("editor") or []
    names = []
    for person in people if isinstance(people, list) else []:
        if not isinstance(person, Mapping):
            continue
        given = re.findall(r"[^\W\d_]+", str(person.get("given", "")))
        initials = "".join(word[0].upper() for word in given)
        family = " ".join(
            str(person[part]) for part in ("non-dropping-particle", "family") if person.get(part)
        )
        name = f"{family} {initials}".strip() or str(person.get("literal", ""))
        if name:
            names.append(name)
    if len(names) > _LISTED_AUTHORS:
        names = [*names[:_LISTED_AUTHORS], "et al"]
    return ", ".join(names)


def _published(item: Mapping[str, object]) -> str:
    """Return where and when an item was published."""
    container = (_text(item, "container-title") or _text(item, "publisher")).rstrip(".")
    volume, issue, page = (_text(item, name) for name in ("volume", "issue", "page"))
    numbers = f"{volume}({issue})" if issue else volume
    numbers = f"{numbers}:{page}" if page else numbers
    when = ";".join(filter(None, (year_of(item), numbers)))
    return ". ".join(filter(None, (container, when)))


def _address(item: Mapping[str, object]) -> str:
    """Return the DOI, or else the address."""
    doi = _text(item, "DOI")
    return f"doi:{doi}" if doi else _text(item, "URL")


def _text(item: Mapping[str, object], name: str) -> str:
    """Return a field as plain text: outside files hold lists, numbers and markup."""
    value = item.get(name, "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(re.sub(r"</?(?:i|b|sub|sup|sc|span)[^<>]*>", "", str(value or "")).split())


def _plain(word: str) -> str:
    """Return the ASCII letters of a word in lower case."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", plain)


def _letters(number: int) -> str:
    """Return a, b, … z, aa, ab, … for 0, 1, 2, …"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
