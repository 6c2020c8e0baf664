"""Pages of what came out: results, and the comments of the panel before they are shown."""

from flask import jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import queries, service
from guidelines.consensus.forms import MinorityForm, ModerationForm
from guidelines.consensus.models import PanelComment, Round
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.rules.reaches import reaches_of
from guidelines.consensus.rules.states import CommentState, RoundState
from guidelines.consensus.rules.wording import in_words
from guidelines.db import transaction
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Action
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def results_page(
    round_: Round,
    *,
    for_panel: bool,
    form: MinorityForm,
    errors: dict[str, str],
    refused: str = "",
) -> str:
    """Return the page of results; those of an open round do not exist.

    `refused` is the minority statement whose answer has `errors`.
    """
    process = round_.process
    shown = not for_panel or round_.state is RoundState.REPORTED
    results = queries.results_document(round_) if shown else None
    minorities = queries.minorities_in(process) if results else {}
    rows = [row for found in minorities.values() for row in found]
    panelist = queries.elector_of(round_, current_actor().person_id) if for_panel else None
    rule = queries.rule_of(round_, results)
    return render_template(
        "consensus/results.html",
        round=round_,
        process=process,
        document=process.document,
        rule=rule,
        rule_words=in_words(rule),
        results=results,
        calls=queries.calls_in(round_),
        comments=queries.comments_of(round_, CommentState.SHOWN) if shown else [],
        minorities=minorities,
        replies=queries.replies_to(rows),
        mine=[one.id for one in rows if panelist and service.stands_behind(one, panelist)],
        may_write=panelist is not None,
        for_panel=for_panel,
        form=form,
        errors=errors,
        refused=refused,
    )


@bp.get("/rounds/<round_id>/results")
@asks(Action.RESULT_READ)
def show_results(round_id: str) -> ResponseReturnValue:
    """Show the results of a closed round."""
    round_ = fetch(Round, round_id, Action.RESULT_READ)
    return results_page(round_, for_panel=False, form=MinorityForm(formdata=None), errors={})


@bp.get("/rounds/<round_id>/methods")
@asks(Action.RESULT_READ)
def show_coefficients(round_id: str) -> ResponseReturnValue:
    """Show the coefficients of a closed round, each with what it is not."""
    round_ = fetch(Round, round_id, Action.RESULT_READ)
    results = queries.results_document(round_)
    rule = queries.rule_of(round_, results)
    return render_template(
        "consensus/methods.html",
        round=round_,
        process=round_.process,
        document=round_.process.document,
        rule=rule,
        results=results,
        reaches=reaches_of(rule, results) if results else {},
    )


@bp.get("/rounds/<round_id>/results.json")
@asks(Action.RESULT_READ)
def export_results(round_id: str) -> ResponseReturnValue:
    """Give the frozen results of a closed round."""
    round_ = fetch(Round, round_id, Action.RESULT_READ)
    document = queries.results_document(round_)
    if document is None:
        raise Conflict(_("There are no results: the round is not closed, or it is void."))
    return jsonify(document)


@bp.get("/questionnaires/<round_id>/results")
@asks(Action.QUESTIONNAIRE_READ)
def show_results_to_panel(round_id: str) -> ResponseReturnValue:
    """Show the results of a reported round to a panel member."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    return results_page(round_, for_panel=True, form=MinorityForm(formdata=None), errors={})


def _comments_page(
    round_: Round, refused: str, errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "consensus/comments.html",
        round=round_,
        process=round_.process,
        document=round_.process.document,
        comments=queries.comments_of(round_),
        edits=queries.edits_of(round_),
        refused=refused,
        errors=errors,
    )
    return page, status


@bp.get("/rounds/<round_id>/comments")
@asks(Action.FEEDBACK_MODERATE)
def list_panel_comments(round_id: str) -> ResponseReturnValue:
    """Show the comments of the panel to the moderator."""
    return _comments_page(fetch(Round, round_id, Action.FEEDBACK_MODERATE), "", {})


@bp.post("/panel-comments/<panel_comment_id>")
@asks(Action.FEEDBACK_MODERATE)
def moderate_comment(panel_comment_id: str) -> ResponseReturnValue:
    """Let a comment through, edited or not, or withhold it."""
    comment = fetch(PanelComment, panel_comment_id, Action.FEEDBACK_MODERATE)
    form = ModerationForm()
    try:
        with transaction():
            service.moderate_comment(
                current_actor(),
                comment,
                show=form.decision.data == "show",
                text=form.text.data,
                stance=form.stance.data,
            )
    except Invalid as invalid:
        return _comments_page(comment.round, comment.id, errors_of(invalid), 422)
    address = url_for("consensus.list_panel_comments", round_id=comment.round_id)
    return redirect(f"{address}#comment-{comment.id}", 303)
