"""What the questionnaire shows of one statement: its questions, their answers, what was before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.consensus.queries import Feedback
from guidelines.consensus.rules.answering import (
    choice_of,
    field_of,
    in_figures,
    needs_reason,
    opt_outs_for,
    places,
)
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.ballots import EMPTY, Content, Given, dimensions_of
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.filling import mark
from guidelines.consensus.rules.policies import AnswerKind, ReasonRequired
from guidelines.consensus.rules.scales import OVERALL

MOST_WORDED = 7
CODE_WORDS = {
    OptOut.NOT_MY_EXPERTISE: _l("It is not my expertise"),
    OptOut.PREFER_NOT: _l("I prefer not to say"),
    OptOut.UNCLEAR: _l("The question is unclear to me"),
    OptOut.ABSTAIN: _l("I abstain"),
    OptOut.SKIPPED: _l("I skip this statement"),
    OptOut.RECUSED: _l("You abstain because of an interest you declared"),
}
GRID_SIDES = ((_l("For"), (2, 1)), (_l("Neither"), (0,)), (_l("Against"), (-1, -2)))


@dataclass(frozen=True)
class Option:
    """One point to choose; `due` says that choosing it asks for a reason."""

    value: str
    face: str
    words: str = ""
    due: bool = False


@dataclass(frozen=True)
class Cell:
    """One question about a statement, as the page draws it.

    `layout` is figures (a row of numbers), worded (each point with its words), words (yes and
    no), grid, place (of a ranking) or estimate. `choice` is the answer, `earlier` one's own in
    the round before, which is shown and never chosen again.
    """

    name: str
    key: str
    title: str
    question: str
    layout: str
    options: tuple[Option, ...]
    low: str
    high: str
    choice: str
    choice_words: str
    earlier: str
    earlier_words: str
    codes: tuple[tuple[str, str], ...]
    numbers: Mapping[str, str]
    unit: str = ""
    decimals: int = 0
    judged: Mapping[str, str] | None = None

    @property
    def cannot(self) -> str:
        """The code that is chosen, or an empty string."""
        return self.choice if self.choice in [code for code, _words in self.codes] else ""


@dataclass(frozen=True)
class Question:
    """One statement with everything about it that one panel member may see.

    Who answers `apart` has an interest, and the result without their answer decides. `origins`
    are what came out of the statements that this one was merged from; `example` stands in a
    trial for feedback that nobody has given yet.
    """

    id: str
    version_id: str
    number: int
    wording: str
    before: str
    changed_why: str
    meaning_changed: bool
    card: Mapping[str, Any]
    recused: bool
    apart: bool
    feedback: Feedback | None
    origins: tuple[Feedback, ...]
    example: Feedback | None
    cells: tuple[Cell, ...]
    reason: str
    reason_mark: str
    reason_can_be_due: bool

    @property
    def is_answered(self) -> bool:
        """Whether every question about the statement has an answer."""
        return all(cell.choice for cell in self.cells)

    @property
    def name(self) -> str:
        """The name of the first field, where links and errors lead to."""
        return self.cells[0].name


@dataclass(frozen=True)
class Asked:
    """What is asked about: a wording, where it lies, what it was before."""

    id: str
    version_id: str
    statement_id: str
    number: int
    wording: str
    before: str
    changed_why: str
    meaning_changed: bool
    card: Mapping[str, Any]


def question(
    rule: Rule,
    asked: Asked,
    *,
    statements: int,
    content: Content,
    recused: bool = False,
    apart: bool = False,
    feedback: Feedback | None = None,
    origins: Sequence[Feedback] = (),
    example: Feedback | None = None,
    earlier: Mapping[str, Given] = MappingProxyType({}),
    crossing: int | None = None,
) -> Question:
    """Return one statement as the page shows it; `earlier` are one's own last answers.

    `crossing` is one's last rating of a wording that meant the same: changing sides from it may
    ask for a reason.
    """
    own = content.given(asked.version_id)
    judged = {one["criterion"]: one for one in asked.card.get("judgements", ())}
    return Question(
        id=asked.id,
        version_id=asked.version_id,
        number=asked.number,
        wording=asked.wording,
        before=asked.before,
        changed_why=asked.changed_why,
        meaning_changed=asked.meaning_changed,
        card=asked.card,
        recused=recused,
        apart=apart,
        feedback=feedback,
        origins=tuple(origins),
        example=example,
        cells=tuple(
            _cell(
                rule,
                dimension,
                name=field_of(asked.id, dimension),
                statements=statements,
                given=content.given(asked.version_id, dimension),
                earlier=earlier.get(dimension, EMPTY),
                crossing=crossing if dimension == OVERALL else None,
                judged=judged.get(dimension),
            )
            for dimension in dimensions_of(rule)
        ),
        reason=own.reason,
        reason_mark=mark(own.reason),
        reason_can_be_due=rule.reason_required is not ReasonRequired.NEVER,
    )


def _cell(
    rule: Rule,
    dimension: str,
    *,
    name: str,
    statements: int,
    given: Given,
    earlier: Given,
    crossing: int | None,
    judged: Mapping[str, str] | None,
) -> Cell:
    own = rule.of_dimension(dimension)
    options = _options(rule, own, statements, crossing)
    quantity = own.quantity
    scale = own.scale
    low, high = scale.low_label, scale.high_label
    if quantity is not None:
        low, high = in_figures(quantity.lowest), in_figures(quantity.highest)
    return Cell(
        name=name,
        key=dimension,
        title="" if dimension == OVERALL else rule.dimension(dimension).title,
        question=own.question,
        layout=_layout(own, options),
        options=options,
        low=low,
        high=high,
        choice=choice_of(given),
        choice_words=words_of(own, given),
        earlier=choice_of(earlier),
        earlier_words=words_of(own, earlier) if earlier.is_answer else "",
        codes=tuple((str(code), str(CODE_WORDS[code])) for code in opt_outs_for(own)),
        numbers=given.estimate.figures() if given.estimate else {},
        unit=quantity.unit if quantity else "",
        decimals=quantity.decimals if quantity else 0,
        judged=judged,
    )


def _layout(own: Rule, options: Sequence[Option]) -> str:
    match own.kind:
        case AnswerKind.VOTE:
            return "words"
        case AnswerKind.GRID:
            return "grid"
        case AnswerKind.RANKING:
            return "place"
        case AnswerKind.ESTIMATE:
            return "estimate"
    worded = all(one.words for one in options) and len(options) <= MOST_WORDED
    return "worded" if worded and len(options) > 2 else "figures"


def _options(rule: Rule, own: Rule, statements: int, earlier: int | None) -> tuple[Option, ...]:
    if own.kind is AnswerKind.ESTIMATE:
        return ()
    if own.kind is AnswerKind.VOTE:
        points: Sequence[int] = (1, 0)
    else:
        points = places(own, statements)
    if own.kind is AnswerKind.GRID:
        points = points[::-1]
    deciding = own is rule
    options = [
        Option(
            value=str(point),
            face=_face(own, point),
            words=own.scale.words(point),
            due=deciding and needs_reason(rule, point, earlier),
        )
        for point in points
    ]
    if own.kind is AnswerKind.VOTE:
        options.append(Option(value=str(OptOut.ABSTAIN), face=_("Abstain")))
    return tuple(options)


def _face(own: Rule, point: int) -> str:
    match own.kind:
        case AnswerKind.VOTE:
            return str(_("Yes") if point else _("No"))
        case AnswerKind.GRID:
            return own.scale.words(point)
    return str(point)


def words_of(own: Rule, given: Given) -> str:
    """Return an answer as people say it: a number, yes, strong for, or why there is none."""
    if given.code is OptOut.ABSTAIN:
        return str(_("Abstain"))
    if given.code is OptOut.SKIPPED:
        return str(_("Skipped on purpose"))
    if given.code is not None:
        return str(_("I cannot judge this. %(why)s.", why=CODE_WORDS[given.code]))
    if given.estimate is not None and own.quantity is not None:
        figures = given.estimate.figures()
        return str(
            _("%(best)s %(unit)s (from %(lower)s to %(upper)s)", unit=own.quantity.unit, **figures)
        )
    if given.rating is None:
        return ""
    match own.kind:
        case AnswerKind.RANKING:
            return str(_("Place %(place)s", place=given.rating))
        case AnswerKind.RATING:
            words = own.scale.words(given.rating)
            return f"{given.rating} – {words}" if words else str(given.rating)
    return _face(own, given.rating)
