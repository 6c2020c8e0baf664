"""Pages of networks and projects."""

from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines import audit
from guidelines.db import transaction
from guidelines.errors import Invalid
from guidelines.permissions import Action, Role
from guidelines.projects import queries, service
from guidelines.projects.forms import GroupForm, InviteForm, ProjectForm
from guidelines.projects.models import Member, Network, Project
from guidelines.projects.routes.blueprint import bp
from guidelines.projects.rules import time_zones
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import Tab, add_tab

ROLE_NAMES = {
    Role.CHAIR: _l("Chair"),
    Role.AUTHOR: _l("Author"),
    Role.METHODOLOGIST: _l("Methodologist"),
    Role.FACILITATOR: _l("Facilitator"),
    Role.PANELIST: _l("Panel member"),
    Role.PATIENT_REPRESENTATIVE: _l("Patient representative"),
    Role.REVIEWER: _l("Reviewer"),
    Role.APPROVER: _l("Approver"),
    Role.OBSERVER: _l("Observer"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.READER: _l("Reader"),
}
OF_A_PROJECT = [r for r in Role if r not in {Role.ADMINISTRATOR, Role.READER}]

add_tab(
    Tab("project", 10, _l("Overview"), "projects.show_project", "project_id", Action.PROJECT_READ)
)
add_tab(
    Tab("project", 55, _l("Members"), "projects.list_members", "project_id", Action.PROJECT_READ,
        group="people")
)  # fmt: skip
add_tab(
    Tab("project", 90, _l("History"), "projects.show_history", "project_id", Action.HISTORY_READ)
)


bp.app_template_global("time_zones")(time_zones)


@bp.app_template_filter("role_name")
def role_name(role: Role) -> str:
    """Return the word of the page for a role."""
    return str(ROLE_NAMES[role])


@bp.get("/networks/<network_id>")
@asks(Action.NETWORK_READ)
def show_network(network_id: str) -> ResponseReturnValue:
    """Show a network and its projects."""
    network = fetch(Network, network_id, Action.NETWORK_READ)
    return render_template(
        "projects/network.html",
        network=network,
        projects=queries.projects_in(network),
        form=ProjectForm(formdata=None),
        errors={},
    )


@bp.post("/networks/<network_id>/projects")
@asks(Action.NETWORK_READ, Action.PROJECT_START)
def start_project(network_id: str) -> ResponseReturnValue:
    """Start a project."""
    network = fetch(Network, network_id, Action.NETWORK_READ)
    form = ProjectForm()
    try:
        with transaction():
            project = service.start_project(
                current_actor(),
                network,
                title=form.title.data or "",
                time_zone=form.time_zone.data or "UTC",
            )
    except Invalid as invalid:
        page = render_template(
            "projects/network.html",
            network=network,
            projects=queries.projects_in(network),
            form=form,
            errors=errors_of(invalid),
        )
        return page, 422
    flash(_("The project is started. Invite its chair next."), "success")
    return redirect(url_for("projects.list_members", project_id=project.id), 303)


@bp.get("/projects/<project_id>")
@asks(Action.PROJECT_READ)
def show_project(project_id: str) -> ResponseReturnValue:
    """Show a project: what it is about and where it stands."""
    project = fetch(Project, project_id, Action.PROJECT_READ)
    return render_template("projects/project.html", project=project)


@bp.get("/projects/<project_id>/settings")
@asks(Action.PROJECT_MANAGE)
def edit_project_form(project_id: str) -> ResponseReturnValue:
    """Show the settings of a project."""
    project = fetch(Project, project_id, Action.PROJECT_MANAGE)
    return render_template(
        "projects/settings.html", project=project, form=ProjectForm(obj=project), errors={}
    )


@bp.post("/projects/<project_id>/settings")
@asks(Action.PROJECT_MANAGE)
def edit_project(project_id: str) -> ResponseReturnValue:
    """Change the settings of a project."""
    project = fetch(Project, project_id, Action.PROJECT_MANAGE)
    form = ProjectForm()
    try:
        with transaction():
            service.edit_project(
                current_actor(),
                project,
                title=form.title.data or "",
                scope=form.scope.data or "",
                time_zone=form.time_zone.data or "",
            )
    except Invalid as invalid:
        page = render_template(
            "projects/settings.html", project=project, form=form, errors=errors_of(invalid)
        )
        return page, 422
    flash(_("The settings are saved."), "success")
    return redirect(url_for("projects.show_project", project_id=project.id), 303)


def _members_page(
    project: Project, form: InviteForm, errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    groups = queries.groups_of(project)
    form.role.choices = [r.value for r in OF_A_PROJECT]
    form.group_id.choices = ["", *(group.id for group in groups)]
    members = queries.members_of(project)
    led = any(member.role is Role.CHAIR for member in members)
    page = render_template(
        "projects/members.html",
        project=project,
        members=members,
        usual=Role.AUTHOR if led else Role.CHAIR,
        form=form,
        group_form=GroupForm(formdata=None),
        groups=groups,
        roles=[(r.value, ROLE_NAMES[r]) for r in OF_A_PROJECT],
        errors=errors,
    )
    return page, status


@bp.get("/projects/<project_id>/members")
@asks(Action.PROJECT_READ)
def list_members(project_id: str) -> ResponseReturnValue:
    """Show who belongs to a project."""
    project = fetch(Project, project_id, Action.PROJECT_READ)
    return _members_page(project, InviteForm(formdata=None), {})


@bp.post("/projects/<project_id>/members")
@asks(Action.PROJECT_READ, Action.PROJECT_MANAGE)
def invite_member(project_id: str) -> ResponseReturnValue:
    """Invite somebody into a project."""
    project = fetch(Project, project_id, Action.PROJECT_READ)
    form = InviteForm()
    try:
        if form.role.data not in {role.value for role in OF_A_PROJECT}:
            raise Invalid({"role": _("Choose a role from the list.")})
        with transaction():
            service.invite_member(
                current_actor(),
                project,
                email=form.email.data or "",
                name=form.name.data or "",
                role=Role(form.role.data),
                group_id=form.group_id.data or None,
            )
    except Invalid as invalid:
        return _members_page(project, form, errors_of(invalid), 422)
    flash(_("%(name)s is told by letter.", name=form.name.data), "success")
    return redirect(url_for("projects.list_members", project_id=project.id), 303)


@bp.post("/projects/<project_id>/groups")
@asks(Action.PROJECT_READ, Action.PROJECT_MANAGE)
def add_group(project_id: str) -> ResponseReturnValue:
    """Add a stakeholder group."""
    project = fetch(Project, project_id, Action.PROJECT_READ)
    form = GroupForm()
    try:
        with transaction():
            service.add_group(current_actor(), project, title=form.title.data or "")
    except Invalid as invalid:
        errors = {f"group_{name}": text for name, text in errors_of(invalid).items()}
        return _members_page(project, InviteForm(formdata=None), errors, 422)
    return redirect(url_for("projects.list_members", project_id=project.id), 303)


@bp.post("/members/<member_id>/remove")
@asks(Action.PROJECT_READ, Action.PROJECT_MANAGE)
def remove_member(member_id: str) -> ResponseReturnValue:
    """Take a role in a project away."""
    member = fetch(Member, member_id, Action.PROJECT_READ)
    project_id = member.project_id
    with transaction():
        service.remove_member(current_actor(), member)
    flash(_("The role is taken away."), "success")
    return redirect(url_for("projects.list_members", project_id=project_id), 303)


@bp.get("/projects/<project_id>/history")
@asks(Action.HISTORY_READ)
def show_history(project_id: str) -> ResponseReturnValue:
    """Show what happened in a project, newest first."""
    project = fetch(Project, project_id, Action.HISTORY_READ)
    entries = audit.history(project.id)
    return render_template(
        "projects/history.html",
        project=project,
        months=[
            (first_day, list(some))
            for first_day, some in groupby(
                entries, key=lambda entry: entry.at.date().replace(day=1)
            )
        ],
        people=queries.names_of({entry.actor_id for entry in entries if entry.actor_id}),
    )
