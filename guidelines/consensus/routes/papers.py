"""A questionnaire in somebody's hands: assembled, shown, and read again; live or on trial."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import flash, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import queries
from guidelines.consensus.models import Panelist, Round, RoundStatement
from guidelines.consensus.queries.examples import example_feedback, feedback_for_trial
from guidelines.consensus.queries.meetings import snapshot_day, snapshot_for
from guidelines.consensus.queries.questionnaires import crossing_from, own_before
from guidelines.consensus.routes.asking import Asked, Question, question, words_of
from guidelines.consensus.rules.answering import field_of, read_choice
from guidelines.consensus.rules.ballots import Content
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.filling import Reading, read_answers
from guidelines.consensus.rules.plan import Settled
from guidelines.consensus.rules.policies import ReasonRequired
from guidelines.consensus.service.material import laid_out
from guidelines.errors import Invalid
from guidelines.web.errors import translated


@dataclass(frozen=True)
class Paper:
    """A questionnaire with one person's answers, and what that person may see beside them."""

    round: Round
    rule: Rule
    content: Content
    questions: tuple[Question, ...]
    carried: Sequence[RoundStatement]
    taken_out: Sequence[RoundStatement]
    feedback: Mapping[str, queries.Feedback]
    trial: bool = False
    snapshot: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    snapshot_on: date | None = None

    @property
    def askable(self) -> int:
        """How many statements this person may answer."""
        return sum(not one.recused for one in self.questions)

    @property
    def answered(self) -> int:
        """How many of them are answered."""
        return sum(one.is_answered for one in self.questions if not one.recused)

    def address(self, page: str) -> str:
        """Return the address of one of its pages: show, autosave, save, review or submit."""
        ending = "trial" if self.trial else "questionnaire"
        return url_for(f"consensus.{page}_{ending}", round_id=self.round.id)

    def show(
        self, template: str, errors: Mapping[str, str] | None = None, status: int = 200
    ) -> ResponseReturnValue:
        """Render one of its pages."""
        page = render_template(
            f"consensus/{template}.html",
            paper=self,
            round=self.round,
            process=self.round.process,
            document=self.round.process.document,
            rule=self.rule,
            errors=errors or {},
            typed=request.form if errors else {},
        )
        return page, status


def own_paper(round_: Round, panelist: Panelist, content: Content) -> Paper:
    """Return the questionnaire of a panel member; call it for that person only."""
    rule = round_.definition
    recused = queries.recused_of(round_, panelist)
    apart = queries.answering_apart(round_, panelist)
    feedback = queries.feedback_for(round_, panelist)
    origins = queries.origins_for(round_, panelist)
    before = own_before(round_, panelist)
    compared = rule.reason_required is ReasonRequired.ON_CROSSING
    crossing = crossing_from(round_, panelist) if compared else {}
    lines = asked_lines(round_)
    return Paper(
        round=round_,
        rule=rule,
        content=content,
        questions=tuple(
            question(
                rule,
                _as_frozen(line),
                statements=len(lines),
                content=content,
                recused=line.version_id in recused,
                apart=line.version_id in apart,
                feedback=feedback.get(line.statement_id),
                origins=origins.get(line.statement_id, ()),
                earlier=before.get(line.statement_id, {}),
                crossing=crossing.get(line.statement_id),
            )
            for line in lines
        ),
        carried=_carried(round_),
        taken_out=[one for one in queries.lines_of(round_) if one.void_why],
        feedback=feedback,
        snapshot_on=snapshot_day(round_),
        snapshot=snapshot_for(round_, lines, content),
    )


def trial_paper(round_: Round, content: Content) -> Paper:
    """Return the questionnaire as it would be now, for somebody of the office."""
    rule = round_.definition
    lines = asked_lines(round_)
    laid = laid_out(round_.process, [line.statement for line in lines])
    wordings = {statement: one.wording_sha256 for statement, one in laid.items()}
    shown = feedback_for_trial(round_, wordings)
    example = None if shown else example_feedback(rule, [_("An example of a comment.")])
    return Paper(
        round=round_,
        rule=rule,
        content=content,
        questions=tuple(
            question(
                rule,
                Asked(
                    id=line.id,
                    version_id=line.id,
                    statement_id=line.statement_id,
                    number=line.statement.number,
                    wording=laid[line.statement_id].wording,
                    before="",
                    changed_why="",
                    meaning_changed=False,
                    card=laid[line.statement_id].card,
                ),
                statements=len(lines),
                content=content,
                feedback=shown.get(line.statement_id),
                example=example if line is lines[0] else None,
            )
            for line in lines
            if line.statement_id in laid
        ),
        carried=_carried(round_),
        taken_out=(),
        feedback={},
        trial=True,
    )


def _as_frozen(line: RoundStatement) -> Asked:
    version = line.version
    if version is None:
        raise LookupError(f"statement {line.id} has no frozen wording")
    return Asked(
        id=line.id,
        version_id=version.id,
        statement_id=line.statement_id,
        number=line.statement.number,
        wording=version.wording,
        before=version.parent.wording if version.parent else "",
        changed_why=version.reason,
        meaning_changed=version.meaning_changed,
        card=line.card,
    )


def asked_lines(round_: Round) -> Sequence[RoundStatement]:
    """Return the statements that are asked, in order."""
    return [one for one in queries.lines_of(round_) if not one.carried and not one.void_why]


def _carried(round_: Round) -> Sequence[RoundStatement]:
    return [] if round_.planned.settled is Settled.HIDDEN else queries.carried_in(round_)


def read_paper(round_: Round, content: Content | None, *, trial: bool = False) -> Reading:
    """Read what the browser changed of a questionnaire."""
    lines = [
        (line.id, line.id if trial else line.version_id or "") for line in asked_lines(round_)
    ]
    return read_answers(round_.definition, lines, content, request.form.to_dict(flat=False))


def in_fields(round_: Round, errors: Mapping[str, str], *, trial: bool = False) -> dict[str, str]:
    """Return errors by field that a rule gave by wording."""
    name_of = {
        line.id if trial else line.version_id: field_of(line.id) for line in asked_lines(round_)
    }
    return {name_of.get(name, name): text for name, text in errors.items()}


def saved_answer(round_: Round, reading: Reading) -> ResponseReturnValue:
    """Return what the page needs to know after answers were saved while they were given."""
    errors = {name: translated(text) for name, text in reading.errors.items()}
    body = {
        "fields": reading.marks,
        "errors": errors,
        "elsewhere": {
            name: {"choice": choice, "words": elsewhere_words(round_, name, choice)}
            for name, choice in reading.elsewhere.items()
        },
    }
    if errors:
        return jsonify(error=next(iter(errors.values())), **body), 422
    return jsonify(body)


def elsewhere_words(round_: Round, name: str, choice: str) -> str:
    """Return what to say about an answer that came from another device and is kept."""
    if name.startswith("r-"):
        return str(
            _(
                "On another device you wrote “%(text)s” since. That comment is kept; write it "
                "anew to change it.",
                text=choice,
            )
        )
    try:
        words = words_of(round_.definition, read_choice(round_.definition, choice))
    except Invalid:
        words = choice
    return str(
        _(
            "On another device you answered “%(words)s” since. That answer is kept; choose again "
            "to change it.",
            words=words or _("nothing"),
        )
    )


def say_what_was_kept(round_: Round, reading: Reading) -> None:
    """Tell on the next page which answers of another device were kept."""
    for name, choice in reading.elsewhere.items():
        flash(elsewhere_words(round_, name, choice), "warning")
