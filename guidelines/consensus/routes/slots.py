"""What consensus adds to the pages of others: results beside the text, and what needs whom."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from guidelines.consensus import queries
from guidelines.consensus.models import Round
from guidelines.consensus.queries.proposals import proposals_of
from guidelines.consensus.rules.lineage import Fate
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.states import CommentState, ProcessState, RoundState
from guidelines.drafts.models import Document, Recommendation
from guidelines.permissions import Action, Actor, can
from guidelines.projects.models import Project
from guidelines.web.guard import current_actor
from guidelines.web.navigation import fills


@fills("document.overview", order=30)
def consensus_of_document(document: Document, **_given: Any) -> Any:
    """Show where the consensus on a document stands."""
    if not can(current_actor(), Action.PROCESS_READ, document):
        return None
    processes = [
        (one, queries.rounds_of(one), queries.last_result_by_key(one), queries.settled_keys(one))
        for one in queries.processes_of(document)
    ]
    if not processes:
        return None
    return "consensus/_overview.html", {"processes": processes, "document": document}


@fills("project.overview", order=5)
def own_part(project: Project, **_given: Any) -> Any:
    """Lead panel members to their questionnaires and to what came of them."""
    person_id = current_actor().person_id or ""
    processes = [
        one
        for one in queries.processes_joined(project.id, person_id)
        if can(current_actor(), Action.QUESTIONNAIRE_READ, one)
    ]
    if not processes:
        return None
    due = {one.process_id: one for one in queries.due_questionnaires(person_id)}
    return "consensus/_own_part.html", {
        "processes": processes,
        "due": due,
        "submitted": {one.id for one in due.values() if queries.has_submitted(one, person_id)},
    }


@fills("document.path", order=30)
def agreeing(document: Document, **_given: Any) -> Any:
    """Return how far the panel has come with a document."""
    if not can(current_actor(), Action.PROCESS_READ, document):
        return None
    step = {"label": _("Rounds"), "state": "todo", "note": ""}
    for process in queries.processes_of(document):
        rounds = [one for one in queries.rounds_of(process) if one.opened_at]
        if rounds:
            done = process.state is ProcessState.REPORTED
            step["state"] = "done" if done else "current"
            step["note"] = _("Round %(number)s", number=rounds[-1].number)
            if rounds[-1].state is RoundState.OPEN:
                step["note"] = _("Round %(number)s is open", number=rounds[-1].number)
    return step


@fills("recommendation.below", order=30)
def minority_of_recommendation(
    document: Document, recommendation: Recommendation, **_given: Any
) -> Any:
    """Show what a minority wrote about a recommendation."""
    found = queries.minority_statements(document).get(recommendation.key, [])
    if not found:
        return None
    return "consensus/_minority.html", {"statements": found, "replies": queries.replies_to(found)}


def _until(round_: Round) -> str:
    """Return the last day of a round, as it is in the time zone of its project."""
    if round_.closes_at is None:
        return ""
    there = round_.closes_at.astimezone(ZoneInfo(round_.process.document.project.time_zone))
    return str(_("until %(day)s", day=format_date(there.date(), "d MMMM")))


@fills("home.needs")
def needs(actor: Actor, **_given: Any) -> Any:
    """Return the questionnaires to answer, the rounds to close, the comments to read."""
    found: list[dict[str, Any]] = [
        {
            "text": _("Answer the questionnaire: %(title)s", title=round_.process.title),
            "url": url_for("consensus.show_questionnaire", round_id=round_.id),
            "action": _("Answer"),
            "project": round_.process.document.title,
            "due": _until(round_),
            "urgent": True,
        }
        for round_ in queries.due_questionnaires(actor.person_id or "")
        if can(actor, Action.QUESTIONNAIRE_READ, round_)
        and not queries.has_submitted(round_, actor.person_id or "")
    ]
    for round_ in queries.rounds_to_tend(list(actor.projects)):
        if round_.state is RoundState.OPEN and can(actor, Action.ROUND_CLOSE, round_):
            found.append(
                {
                    "text": _(
                        "Round %(number)s of “%(title)s” is open",
                        number=round_.number,
                        title=round_.process.document.title,
                    ),
                    "url": url_for("consensus.show_round", round_id=round_.id),
                    "action": _("Look"),
                    "project": round_.process.title,
                    "urgent": False,
                }
            )
        proposing = round_.kind is RoundKind.PROPOSALS
        proposed = len(proposals_of(round_, Fate.WAITING)) if proposing else 0
        if proposed and can(actor, Action.PROCESS_PREPARE, round_):
            found.append(
                {
                    "text": ngettext(
                        "%(num)s proposal of the panel to deal with",
                        "%(num)s proposals of the panel to deal with",
                        proposed,
                    ),
                    "url": url_for("consensus.list_proposals", round_id=round_.id),
                    "action": _("Read"),
                    "project": round_.process.document.title,
                    "urgent": False,
                }
            )
        waiting = len(queries.comments_of(round_, CommentState.WAITING))
        if waiting and can(actor, Action.FEEDBACK_MODERATE, round_):
            found.append(
                {
                    "text": ngettext(
                        "%(num)s comment of the panel to read",
                        "%(num)s comments of the panel to read",
                        waiting,
                    ),
                    "url": url_for("consensus.list_panel_comments", round_id=round_.id),
                    "action": _("Read"),
                    "project": round_.process.document.title,
                    "urgent": False,
                }
            )
    return found
