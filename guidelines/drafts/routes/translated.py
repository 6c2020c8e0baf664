"""A section of a translation as its page shows it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from guidelines.drafts import queries
from guidelines.drafts.forms import SHORT_WORDS
from guidelines.drafts.models import Document, SectionBasis
from guidelines.drafts.queries.translations import TranslatedSection
from guidelines.drafts.routes.shown import difference
from guidelines.drafts.rules.translation_edits import marks_of
from guidelines.drafts.rules.translation_words import call_in, grades, identifier, short_texts
from guidelines.drafts.rules.translations import Line, State
from guidelines.text.blocks import Block, Kind
from guidelines.text.comments import normalise_newlines
from guidelines.text.comparison import compare
from guidelines.text.diff import words
from guidelines.text.recommendations import parse

NEEDS_WORK = frozenset({State.OPEN, State.CHANGED, State.NEW, State.REMOVED})


@dataclass(frozen=True, slots=True)
class Short:
    """A short field of a recommendation: its name, what the source says, what is said here."""

    name: str
    label: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of the page.

    `key` names it in the form. `source` is what the source says, `text` what the translation
    says. `changed` are the words that differ in the source since. `call` is the grading of a
    recommendation in the language of the source, `call_here` in that of the translation.
    `is_typed` tells whether something was typed here that is no version yet.
    """

    key: str
    state: str
    kind: str
    source: str
    text: str
    counts: bool
    number: int = 0
    depth: int = 0
    changed: tuple[tuple[str, str], ...] = ()
    call: str = ""
    call_here: str = ""
    shorts: tuple[Short, ...] = ()
    is_typed: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that the page has for it."""
        if self.kind == "call":
            return tuple(f"short-{self.key}-{short.name}" for short in self.shorts)
        if self.state in (State.NEW, State.LEFT_OUT):
            return ()
        return (f"text-{self.key}",)

    @property
    def needs_work(self) -> bool:
        """Whether something is left to do here."""
        return (self.counts and self.state in NEEDS_WORK) or self.state == State.NEW


def rows_of(
    one: TranslatedSection, document: Document, source: Document, form: Mapping[str, str]
) -> Iterator[Row]:
    """Return the paragraphs of a section; `form` holds what was typed and could not be saved."""
    if one.item is None:
        return
    numbers = {row.key: row.ordinal for row in queries.recommendations_of(source)}
    text = one.item.revision.source
    inside_new = -1
    for line in one.lines:
        block = one.there[line.source].block if line.source is not None else None
        if block is not None and block.depth > inside_new >= 0:
            continue  # it comes with the recommendation that is offered as a whole
        new_unit = block is not None and line.state is State.NEW and block.kind is Kind.OPEN
        inside_new = block.depth if block is not None and new_unit else -1
        is_edge = block is not None and block.kind is Kind.OPEN and grades(block) is None
        if is_edge and line.state is not State.NEW:
            continue  # of a rationale: there is nothing to say
        yield _row(one, line, block, text, document, source, numbers, form)


def _row(
    one: TranslatedSection,
    line: Line,
    block: Block | None,
    text: str,
    document: Document,
    source: Document,
    numbers: Mapping[str, int],
    form: Mapping[str, str],
) -> Row:
    key = one.there[line.source].lineage if line.source is not None else ""
    mine = _own_text(one, line, text)
    if not key:
        key = one.here[line.first].lineage
    said = block.text if block is not None else ""
    if block is not None and block.kind is Kind.OPEN:
        graded = grades(block)
        if line.state is State.NEW:
            said = _whole(one, line)
        elif graded is not None:
            return Row(
                key, line.state, "call", "", "", line.counts,
                number=numbers.get(identifier(block), 0), depth=block.depth,
                call=call_in(source.language, graded),
                call_here=call_in(document.language, graded),
                shorts=_shorts(one, line, block, key, form),
                is_typed=any(name.startswith(f"short-{key}-") for name in form),
            )  # fmt: skip
    differs = line.state is State.CHANGED and line.was != said
    changed = tuple((span.op.value, span.text) for span in words(line.was, said))
    stale = line.state is State.OPEN and line.is_here and line.counts
    if block is not None:
        said = said.removeprefix(marks_of(block))
    if line.is_here:
        mine = mine.removeprefix(marks_of(one.here[line.first].block))
    now = said if stale else mine
    typed = form.get(f"text-{key}", now)
    return Row(
        key,
        line.state,
        str(block.kind if block is not None else one.here[line.first].block.kind),
        said,
        typed,
        line.counts,
        depth=block.depth if block is not None else 0,
        changed=changed if differs else (),
        is_typed=normalise_newlines(typed).strip() != now.strip(),
    )


def _own_text(one: TranslatedSection, line: Line, text: str) -> str:
    if not line.is_here:
        return ""
    last = one.here[line.last - 1].block
    return text[one.here[line.first].block.start : last.start + len(last.text)]


def _whole(one: TranslatedSection, line: Line) -> str:
    """Return the words of a recommendation that is offered as a whole."""
    assert line.source is not None
    depth = one.there[line.source].block.depth
    found = []
    for piece in one.there[line.source + 1 :]:
        if piece.block.kind is Kind.CLOSE and piece.block.depth == depth:
            break
        if piece.block.kind not in (Kind.OPEN, Kind.CLOSE):
            found.append(piece.block.text)
    return "\n\n".join(found)


def _shorts(
    one: TranslatedSection, line: Line, block: Block, key: str, form: Mapping[str, str]
) -> tuple[Short, ...]:
    here = short_texts(one.here[line.first].block) if line.is_here else {}
    return tuple(
        Short(
            name,
            str(SHORT_WORDS[name][0]),
            value,
            form.get(f"short-{key}-{name}", here.get(name, "")),
        )
        for name, value in short_texts(block).items()
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """What a section of a plain-language version rests on, and what differs there since."""

    row: SectionBasis
    title: str
    text: str
    is_gone: bool
    has_changed: bool
    changes: Sequence[dict[str, object]] = field(default_factory=list)


def grounds(one: TranslatedSection) -> list[Passage]:
    """Return the passages of the source that a section rests on."""
    return [
        Passage(
            ground.row,
            ground.title or _("Text before the first heading"),
            (ground.now if ground.now is not None else ground.was).strip(),
            ground.now is None,
            ground.has_changed,
            difference(compare(ground.was, ground.now)) if ground.now is not None else [],
        )
        for ground in one.grounds
    ]


def passages(source: Document) -> list[tuple[str, str]]:
    """Return the sections of the source and their recommendations, as a list to choose from."""
    found = []
    numbers = {row.key: row.ordinal for row in queries.recommendations_of(source)}
    for item in queries.sections_in(queries.current_version(source)):
        title = item.title or _("Text before the first heading")
        found.append((item.section.id, f"{item.number} {title}".strip()))
        for block in parse(item.revision.source):
            if block.id in numbers:
                label = _("Recommendation %(number)s", number=numbers[block.id])
                found.append((f"{item.section.id}#{block.id}", f"– {label}"))
    return found
