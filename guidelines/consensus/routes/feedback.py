"""Controlled feedback of a panel member: as a page, and as a file made for them alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.consensus import queries
from guidelines.consensus.models import Panelist, Round
from guidelines.consensus.queries import Told
from guidelines.consensus.routes.blueprint import CODE_WORDS, bp, names_of, plain_wording
from guidelines.consensus.routes.printing import printed
from guidelines.consensus.rules.ballots import Given
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.estimating import span_of
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.rules.verdicts import Verdict
from guidelines.consensus.rules.wording import VERDICT_WORDS
from guidelines.consensus.rules.writeup import Block, Changed, Grid, Listing, Part, Picture, Text
from guidelines.errors import Unavailable
from guidelines.permissions import Action
from guidelines.stats.plots import Bars, histogram
from guidelines.stats.spans import span
from guidelines.text.diff import words
from guidelines.typesetting.recipes import Recipe
from guidelines.web.drawing import span_words, words_of
from guidelines.web.errors import translated
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.templating import number, percentage

STANCES = ("for", "against", "wording", "other")


def _sheet(round_: Round, panelist: Panelist) -> Sequence[Told]:
    """Return the feedback before an open round, or that of a reported one."""
    if round_.state is RoundState.OPEN:
        return queries.sheet_before(round_, panelist)
    if round_.state is RoundState.REPORTED:
        return queries.sheet_after(round_, panelist)
    return []


def _own_sheet(round_: Round) -> tuple[Panelist | None, Sequence[Told], str]:
    """Return who asks, what they are told, and why nothing of their own can be shown."""
    panelist = queries.elector_of(round_, current_actor().person_id)
    if panelist is None:
        return None, [], ""
    try:
        return panelist, _sheet(round_, panelist), ""
    except Unavailable as gone:
        return panelist, [], translated(gone.message)


@bp.get("/questionnaires/<round_id>/feedback")
@asks(Action.QUESTIONNAIRE_READ)
def show_feedback(round_id: str) -> ResponseReturnValue:
    """Show a panel member what the panel answered, beside their own answers."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    panelist, sheet, gone = _own_sheet(round_)
    if panelist is None:
        return redirect(url_for("consensus.show_questionnaire", round_id=round_.id), 303)
    return render_template(
        "consensus/feedback.html",
        round=round_,
        process=round_.process,
        document=round_.process.document,
        sheet=sheet,
        gone=gone,
        open=round_.state is RoundState.OPEN,
    )


@bp.get("/questionnaires/<round_id>/feedback.pdf")
@asks(Action.QUESTIONNAIRE_READ)
def print_feedback(round_id: str) -> ResponseReturnValue:
    """Make the same as a PDF, for this person now; it is neither stored nor cached."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    _panelist, sheet, _gone = _own_sheet(round_)
    if not sheet:
        return redirect(url_for("consensus.show_feedback", round_id=round_.id), 303)
    process = round_.process
    return printed(
        process,
        [_part(one) for one in sheet],
        Recipe.PDF,
        title=_("Feedback: %(title)s", title=process.title),
        subtitle=_("For you alone: it holds your own answers"),
        kind=_("Feedback for a panel member"),
        label=_("Round %(number)s", number=round_.number),
        status=_("Confidential"),
        on=queries.today_in(process),
        filename=f"feedback-round-{round_.number}",
    )


def _part(one: Told) -> Part:
    """Return one statement of the printed feedback."""
    back, version = one.back, one.line.version
    entry, rule = back.entry, back.rule
    wording = plain_wording(version.wording if version is not None else entry["wording"])
    blocks: list[Block] = []
    if one.is_origin:
        origin = _("Merged from statement %(number)s", number=entry["number"])
        blocks += [Text(wording), Text(origin, quiet=True), Text(plain_wording(entry["wording"]))]
    elif back.same_wording:
        blocks.append(Text(wording))
    else:
        before = plain_wording(entry["wording"])
        blocks.append(Changed(tuple(words(before, wording))))
        changed = _("The wording was changed since round %(number)s.", number=entry["round"])
        blocks.append(Text(changed, quiet=True))
        if version is not None and version.reason:
            blocks.append(Text(_("Reason: %(reason)s", reason=version.reason)))
    if entry["counts"]:
        blocks.append(_picture(one))
    blocks += _estimates(one)
    blocks += [Text(own_words(back.own, rule)), Text(_figures(one))]
    blocks += _further(one)
    if entry.get("groups"):
        blocks.append(_groups(one))
    titles = {"for": _("For"), "against": _("Against"), "wording": _("About the wording")}
    for stance in STANCES:
        found = tuple(comment.text for comment in back.comments if comment.stance == stance)
        if found:
            title = titles.get(stance, _("Comments of the panel"))
            blocks += [Text(title, quiet=True), Listing(found)]
    return Part(_("Statement %(number)s", number=one.line.statement.number), tuple(blocks))


def own_words(given: Given | None, rule: Rule) -> str:
    """Return what somebody answered, in a sentence to themself."""
    if given is None:
        return str(_("You gave no answer."))
    if given.estimate is not None:
        unit = rule.quantity.unit if rule.quantity is not None else ""
        said = "Your estimate: %(best)s (from %(lower)s to %(upper)s) %(unit)s"
        return str(_(said, unit=unit, **given.estimate.figures()))
    if given.rating is not None:
        answer = names_of(rule).get(given.rating, str(given.rating))
        return str(_("Your answer: %(answer)s", answer=answer))
    return str(
        _("Your answer: %(answer)s", answer=CODE_WORDS.get(str(given.code), str(given.code)))
    )


def _picture(one: Told) -> Picture:
    number_ = one.back.entry["number"]
    title = _("How the panel rated statement %(number)s", number=number_)
    name = f"statement-{one.line.statement.number}-{number_}"
    return _drawn(one.back.entry, one.back.rule, one.back.own, name, title)


def _drawn(
    entry: Mapping[str, Any], rule: Rule, own: Given | None, name: str, title: str
) -> Picture:
    shown = not rule.scale.is_vote and not names_of(rule)
    quartiles = (entry["q1"], entry["q3"]) if entry["q1"] is not None else None
    bars = Bars(
        {int(point): count for point, count in entry["counts"].items()},
        (rule.agreement.low, rule.agreement.high),
        (rule.disagreement.low, rule.disagreement.high),
        entry["median"] if shown else None,
        quartiles if shown else None,
        own.rating if own else None,
        "" if names_of(rule) else rule.scale.low_label,
        "" if names_of(rule) else rule.scale.high_label,
        names_of(rule),
    )
    return Picture(name, histogram(bars, words_of(bars, title), name), title)


def _further(one: Told) -> list[Block]:
    """Return what came out of the further questions, with one's own answers to them."""
    back = one.back
    blocks: list[Block] = []
    for key, part in (back.entry.get("dimensions") or {}).items():
        own, given = back.rule.of_dimension(key), back.further.get(key)
        title = back.rule.dimension(key).title
        name = f"statement-{one.line.statement.number}-{back.entry['number']}-{key}"
        blocks += [
            Text(own.question, quiet=True),
            _drawn(part, own, given, name, title),
            Text(own_words(given, own)),
        ]
    return blocks


def _estimates(one: Told) -> list[Picture]:
    """Return what was estimated, with one's own estimate in it."""
    back = one.back
    shown = span_of(back.entry, back.own.estimate if back.own else None)
    if shown is None or back.rule.quantity is None:
        return []
    title = _("What the panel estimated on statement %(number)s", number=back.entry["number"])
    words = span_words(shown, back.rule.quantity.unit, back.entry["n_rated"], title)
    name = f"estimates-{one.line.statement.number}-{back.entry['number']}"
    return [Picture(name, span(shown, words, name), title)]


def _figures(one: Told) -> str:
    entry = one.back.entry
    said = [
        ngettext(
            "Round %(round)s, %(num)s rating", "Round %(round)s, %(num)s ratings",
            entry["n_rated"], round=entry["round"],
        )
    ]  # fmt: skip
    if entry["median"] is not None:
        said.append(_("median %(median)s", median=number(entry["median"])))
        low, high = number(entry["q1"], 2), number(entry["q3"], 2)
        said.append(_("middle half from %(lower)s to %(upper)s", lower=low, upper=high))
    if entry["percent_in"] is not None:
        agree, against = percentage(entry["percent_in"]), percentage(entry["percent_out"])
        said.append(_("%(share)s %% agree (%(n)s)", share=agree, n=entry["n_in"]))
        said.append(_("%(share)s %% disagree (%(n)s)", share=against, n=entry["n_out"]))
    if entry["n_opted_out"]:
        said.append(_("%(n)s cannot judge it or abstained", n=entry["n_opted_out"]))
    verdict = translated(VERDICT_WORDS[Verdict(entry["verdict"])])
    return str(
        _("%(figures)s. Result so far: %(verdict)s.", figures=", ".join(said), verdict=verdict)
    )


def _groups(one: Told) -> Grid:
    rows = tuple(
        (
            part["group"],
            str(part["n_rated"]),
            number(part["median"]),
            percentage(part["percent_in"]),
        )
        for part in one.back.entry["groups"]
    )
    columns = (_("Group"), _("n"), _("Median"), _("Agree, %"))
    return Grid(_("By stakeholder group"), columns, rows, frozenset({1, 2, 3}))
