"""What a reader asks the library for, as an address that can be kept and shared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from guidelines.library.queries.catalogue import Facet
from guidelines.text.searching import MOST_TYPED

MOST_VALUES = 12
LONGEST_VALUE = 80
LAST_PAGE = 1000
SHOWN = ("", "guidelines", "recommendations")


@dataclass(frozen=True, slots=True)
class Asking:
    """Words, chosen values of facets, which kind of hits, and which page of them."""

    path: str
    typed: str = ""
    chosen: tuple[tuple[Facet, str], ...] = ()
    show: str = ""
    page: int = 1

    @property
    def values(self) -> Mapping[Facet, list[str]]:
        """The chosen values of each facet."""
        found: dict[Facet, list[str]] = {}
        for facet, value in self.chosen:
            found.setdefault(facet, []).append(value)
        return found

    @property
    def is_plain(self) -> bool:
        """Whether nothing is asked for: everything that stands is shown."""
        return not (self.typed.strip() or self.chosen or self.show)

    def has(self, facet: str, value: str) -> bool:
        """Tell whether a value is chosen."""
        return (Facet(facet), value) in self.chosen

    def toggled(self, facet: str, value: str) -> str:
        """Return the address with a value chosen as well, or no longer."""
        one = (Facet(facet), value)
        if one in self.chosen:
            kept = tuple(other for other in self.chosen if other != one)
        else:
            kept = (*self.chosen, one)
        return replace(self, chosen=kept, page=1).address

    def instead(self, facet: str, value: str = "") -> str:
        """Return the address with this value of a facet and no other; without it, with none."""
        kept = tuple(one for one in self.chosen if one[0] is not Facet(facet))
        more = ((Facet(facet), value),) if value else ()
        return replace(self, chosen=(*kept, *more), page=1).address

    def showing(self, kind: str) -> str:
        """Return the address with one kind of hits, or both."""
        return replace(self, show=kind, page=1).address

    def at_page(self, page: int) -> str:
        """Return the address of another page of the same."""
        return replace(self, page=page).address

    @property
    def cleared(self) -> str:
        """The address with the same words and nothing chosen."""
        return Asking(self.path, self.typed).address

    @property
    def without_words(self) -> str:
        """The address with the same values and no words."""
        return replace(self, typed="", page=1).address

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form for other words carries along."""
        return [(facet.value, value) for facet, value in self.chosen]

    @property
    def address(self) -> str:
        """The address of this page."""
        pairs = [("q", self.typed)] if self.typed else []
        pairs += self.hidden
        pairs += [("show", self.show)] if self.show else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path


def asking_of(path: str, arguments: MultiDict[str, str]) -> Asking:
    """Read an address; what makes no sense in it is left out."""
    chosen = dict.fromkeys(
        (facet, value[:LONGEST_VALUE])
        for facet in Facet
        for value in arguments.getlist(facet.value)[:MOST_VALUES]
        if value
    )
    show = arguments.get("show", "")
    page = arguments.get("page", "1")
    return Asking(
        path=path,
        typed=arguments.get("q", "")[:MOST_TYPED],
        chosen=tuple(chosen),
        show=show if show in SHOWN else "",
        page=int(page) if page.isdecimal() and 1 <= int(page[:5]) <= LAST_PAGE else 1,
    )
