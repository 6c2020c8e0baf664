"""Pages of the bodies that sign: who sits in them, how many must sign."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.db import transaction
from guidelines.errors import Invalid
from guidelines.permissions import Action, Role
from guidelines.projects.models import Project
from guidelines.projects.queries import members_with
from guidelines.publishing import service
from guidelines.publishing.models import ApprovalBody
from guidelines.publishing.queries.approvals import project_with
from guidelines.publishing.queries.bodies import bodies_of
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.quorum import Quorum, needed
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import Tab, add_tab

QUORUM_WORDS = {
    Quorum.ALL: _l("All its members"),
    Quorum.TWO_THIRDS: _l("Two thirds of its members"),
    Quorum.MAJORITY: _l("More than half of its members"),
    Quorum.AT_LEAST: _l("At least this many members:"),
}

add_tab(
    Tab("project", 75, _l("Who signs"), "publishing.list_bodies", "project_id",
        Action.APPROVAL_READ, group="people")
)  # fmt: skip


@bp.app_template_filter("quorum_words")
def quorum_words(body: ApprovalBody) -> str:
    """Return how many members of a body must sign, in words."""
    count = needed(body.quorum, len(body.seats), body.at_least)
    return str(
        _("%(needed)s of %(members)s members must sign", needed=count, members=len(body.seats))
    )


def _page(
    project: Project,
    errors: dict[str, str] | None = None,
    typed: Mapping[str, object] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    approvers = {one.person_id: one.person for one in members_with(project.id, Role.APPROVER)}
    bodies = bodies_of(project.id)
    seated: dict[str, list[str]] = {}
    for body in bodies:
        for seat in body.seats:
            seated.setdefault(seat.person_id, []).append(body.title)
    wanted = (typed or request.args).get("body", "")
    page = render_template(
        "publishing/bodies.html",
        project=project,
        bodies=bodies,
        approvers=list(approvers.values()),
        alone=[one for key, one in approvers.items() if key not in seated],
        twice=[(approvers[key], of) for key, of in seated.items() if len(of) > 1
               and key in approvers],
        quorums=[(one.value, QUORUM_WORDS[one]) for one in Quorum],
        errors=errors or {},
        typed=typed or {},
        open=wanted if wanted in {body.id for body in bodies} else "",
    )  # fmt: skip
    return page, status


@bp.get("/projects/<project_id>/bodies")
@asks(Action.APPROVAL_READ)
def list_bodies(project_id: str) -> ResponseReturnValue:
    """Show the bodies of a project that sign, and who signs for themselves."""
    return _page(fetch(Project, project_id, Action.APPROVAL_READ))


def _save(project: Project, body: ApprovalBody | None) -> ResponseReturnValue:
    form = request.form
    number = form.get("at_least", "").strip()
    signs = form.getlist("signs")
    quorum = form.get("quorum", "")
    members = form.getlist("members")
    try:
        with transaction():
            service.name_body(
                current_actor(),
                project,
                title=form.get("title", ""),
                members=members,
                quorum=Quorum(quorum) if quorum in set(Quorum) else Quorum.MAJORITY,
                at_least=int(number) if number.isascii() and number.isdigit() else 0,
                signs_plan="plan" in signs,
                signs_text="text" in signs,
                body=body,
            )
    except Invalid as invalid:
        typed = {
            "body": body.id if body else "",
            "title": form.get("title", ""),
            "members": members,
            "quorum": quorum,
            "at_least": number,
            "signs": signs,
        }
        return _page(project, errors_of(invalid), typed, 422)
    flash(_("Saved. The next request for signatures asks this body."), "success")
    return redirect(url_for("publishing.list_bodies", project_id=project.id), 303)


@bp.post("/projects/<project_id>/bodies")
@asks(Action.APPROVAL_READ, Action.BODY_MANAGE)
def name_body(project_id: str) -> ResponseReturnValue:
    """Name a body that signs."""
    return _save(fetch(Project, project_id, Action.APPROVAL_READ), None)


@bp.post("/bodies/<body_id>")
@asks(Action.APPROVAL_READ, Action.BODY_MANAGE)
def change_body(body_id: str) -> ResponseReturnValue:
    """Change who sits in a body, and how many must sign."""
    body = fetch(ApprovalBody, body_id, Action.APPROVAL_READ)
    return _save(project_with(body.project_id), body)


@bp.post("/bodies/<body_id>/end")
@asks(Action.APPROVAL_READ, Action.BODY_MANAGE)
def end_body(body_id: str) -> ResponseReturnValue:
    """End a body."""
    body = fetch(ApprovalBody, body_id, Action.APPROVAL_READ)
    with transaction():
        service.end_body(current_actor(), body)
    flash(_("This body is asked no more. What it signed stays."), "success")
    return redirect(url_for("publishing.list_bodies", project_id=body.project_id), 303)
