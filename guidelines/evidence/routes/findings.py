"""Pages of a summary of findings: typed row by row, or read from a table file."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.db import transaction
from guidelines.errors import DomainError, Invalid, Stale
from guidelines.evidence import service
from guidelines.evidence.forms import CERTAINTY_WORDS, certainty_from, revision_from
from guidelines.evidence.forms import questions as words
from guidelines.evidence.importers import findings
from guidelines.evidence.models import EvidenceQuestion
from guidelines.evidence.routes.words import bp
from guidelines.evidence.rules.findings import LEVEL_WORDS, texts_of
from guidelines.evidence.rules.grade import MOST_DOWN, MOST_UP, Lift, Reason
from guidelines.evidence.rules.outcomes import MOST_OUTCOMES, overall_of
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch

_NEW_ROWS = 2


def choices_for(reason: Reason | Lift) -> list[tuple[str, Any]]:
    """Return the levels of a reason with their words, as a select takes them."""
    if reason is Reason.PUBLICATION_BIAS:
        return list(words.SUSPICION_CHOICES.items())
    if isinstance(reason, Reason):
        known = LEVEL_WORDS[: MOST_DOWN[reason] + 1]
        return [(level, words.LEVEL_CHOICES[level]) for level in known]
    return list((words.LIFT_CHOICES if MOST_UP[reason] > 1 else words.YES_CHOICES).items())


def _row(texts: dict[str, str]) -> dict[str, str]:
    """Return a row of the form; publication bias has words of its own."""
    level = texts.get(Reason.PUBLICATION_BIAS, "")
    other = {"serious": "suspected", "very serious": "very likely"}
    return {**texts, Reason.PUBLICATION_BIAS: other.get(level, level)}


def _page(
    question: EvidenceQuestion,
    rows: list[dict[str, str]],
    values: dict[str, str],
    errors: dict[str, str],
    revision: int,
) -> str:
    room = min(_NEW_ROWS, max(MOST_OUTCOMES - len(rows), 0))
    return render_template(
        "evidence/question_findings.html",
        project=question.project,
        question=question,
        rows=[*rows, *({} for _number in range(room))],
        values=values,
        errors=errors,
        revision=revision,
        by_rule=overall_of(question.findings),
        certainties=[(level.value, word) for level, word in CERTAINTY_WORDS.items()],
        designs=[(one.value, word) for one, word in words.DESIGN_WORDS.items()],
        measures=[(one.value, word) for one, word in words.MEASURE_WORDS.items()],
        reasons=[(one.value, words.REASON_WORDS[one], choices_for(one)) for one in Reason],
        lifts=[(one.value, words.REASON_WORDS[one], choices_for(one)) for one in Lift],
    )


@bp.get("/questions/<question_id>/findings")
@asks(Action.EVIDENCE_EDIT)
def save_findings_form(question_id: str) -> ResponseReturnValue:
    """Show the form of the outcomes with what was found."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_EDIT)
    rows = [_row(texts_of(one)) for one in question.findings]
    values = {"settled": question.settled_at or "", "reason": question.reason}
    return _page(question, rows, values, {}, question.revision)


@bp.post("/questions/<question_id>/findings")
@asks(Action.EVIDENCE_EDIT)
def save_findings(question_id: str) -> ResponseReturnValue:
    """Save the outcomes with what was found."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_EDIT)
    revision = revision_from(request.form)
    read = words.outcomes_from(request.form)
    values = {name: request.form.get(name, "") for name in ("settled", "reason")}
    try:
        if read.mistakes:
            raise Invalid(read.mistakes)
        with transaction():
            service.save_findings(
                current_actor(),
                question,
                outcomes=read.outcomes,
                settled=certainty_from(values["settled"]),
                reason=values["reason"],
                revision=revision,
            )
    except Invalid as invalid:
        return _page(question, read.rows, values, errors_of(invalid), revision), 422
    except Stale as stale:
        newest = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_EDIT)
        errors = errors_of(stale)
        kept = "; ".join(
            f"{one.name}: {one.finding}" if one.finding else one.name for one in newest.findings
        )
        errors["outcomes"] = _("Saved meanwhile: %(text)s", text=kept or "–")
        return _page(newest, read.rows, values, errors, newest.revision), 412
    flash(_("The findings are saved."), "success")
    if request.form.get("more"):
        address = url_for("evidence.save_findings_form", question_id=question_id)
        return redirect(f"{address}#outcome-{len(read.outcomes)}", 303)
    return redirect(url_for("evidence.show_question", question_id=question_id), 303)


@bp.get("/questions/<question_id>/findings/import")
@asks(Action.EVIDENCE_EDIT)
def import_findings_form(question_id: str) -> ResponseReturnValue:
    """Ask for a table of findings."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_EDIT)
    return _import_page(question, {}, [])


def _import_page(
    question: EvidenceQuestion, errors: dict[str, str], mistakes: list[findings.Mistake]
) -> str:
    return render_template(
        "evidence/question_import.html",
        project=question.project,
        question=question,
        errors=errors,
        mistakes=[(one.row, one.column, translated(one.message)) for one in mistakes],
        columns=findings.COLUMNS,
    )


@bp.post("/questions/<question_id>/findings/import")
@asks(Action.EVIDENCE_EDIT)
def import_findings(question_id: str) -> ResponseReturnValue:
    """Read a table of findings; it is taken as a whole, or not at all."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_EDIT)
    handed = request.files.get("file")
    content = handed.read(findings.MOST_BYTES + 1) if handed else b""
    try:
        outcomes = findings.read(content)
        with transaction():
            replaced = service.import_findings(current_actor(), question, outcomes=outcomes)
    except findings.Mistakes as refused:
        return _import_page(question, errors_of(refused), refused.mistakes), 422
    except (Invalid, DomainError) as refused:
        return _import_page(question, errors_of(refused, "file"), []), 422
    flash(
        ngettext(
            "%(num)s outcome was read from the file.",
            "%(num)s outcomes were read from the file.",
            len(outcomes),
        )
        + " "
        + ngettext(
            "%(num)s of them was here before and has its new values.",
            "%(num)s of them were here before and have their new values.",
            replaced,
        ),
        "success",
    )
    return redirect(url_for("evidence.show_question", question_id=question_id), 303)


@bp.get("/projects/<project_id>/evidence/template")
@asks(Action.EVIDENCE_READ)
def download_template(project_id: str) -> ResponseReturnValue:
    """Give the empty table of findings, to fill in elsewhere; `as` is csv or xlsx."""
    fetch(Project, project_id, Action.EVIDENCE_READ)
    ending = _ending()
    return _file(findings.template(ending), f"findings-template.{ending}", ending)


@bp.get("/questions/<question_id>/findings/file")
@asks(Action.EVIDENCE_READ)
def download_findings(question_id: str) -> ResponseReturnValue:
    """Give the findings of a question as a table file that can be read in again."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_READ)
    ending = _ending()
    name = f"findings-{question.number}.{ending}"
    return _file(findings.write(question.findings, ending), name, ending)


def _ending() -> str:
    return "csv" if request.args.get("as") == "csv" else "xlsx"


_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _file(content: bytes, name: str, ending: str) -> Response:
    answer = Response(content, mimetype=_TYPES[ending])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
