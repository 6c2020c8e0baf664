"""The page of the panel of a process: who is on it, who shares a vote, who has withdrawn."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import queries, service
from guidelines.consensus.forms import ShareForm
from guidelines.consensus.models import Panelist, Process
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.service.electing import barred, persons_of
from guidelines.consensus.service.planning import first_free_round
from guidelines.db import transaction
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch


def _page(
    process: Process, form: ShareForm, errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    panel = queries.panel_of(process)
    there = [one for one in panel if one.withdrawn_on is None]
    deputies = {one.deputy_id for one in panel if one.deputy_id}
    office = barred(process.project_id, process.plan_for(first_free_round(process)))
    page = render_template(
        "consensus/panel.html",
        process=process,
        document=process.document,
        panel=there,
        choices=[(one.id, one.person.name) for one in there if one.deputy_id is None],
        withdrawn=[
            one for one in panel if one.withdrawn_on is not None and one.person_id not in deputies
        ],
        office=[one.id for one in panel if office & set(persons_of(one))],
        form=form,
        errors=errors,
    )
    return page, status


@bp.get("/processes/<process_id>/panel")
@asks(Action.PROCESS_PREPARE)
def show_panel(process_id: str) -> ResponseReturnValue:
    """Show the panel of a process."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    return _page(process, ShareForm(formdata=None), {})


@bp.post("/processes/<process_id>/panel")
@asks(Action.PROCESS_PREPARE)
def invite_panel(process_id: str) -> ResponseReturnValue:
    """Invite whoever joined the project's panel since."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    with transaction():
        new = len(service.invite_panel(current_actor(), process))
    flash(
        _("Nobody has joined the panel of the project since.")
        if not new
        else _("%(count)s more are on the panel. They enter with the next round.", count=new),
        "success",
    )
    return redirect(url_for("consensus.show_panel", process_id=process.id), 303)


@bp.post("/processes/<process_id>/shared-votes")
@asks(Action.PROCESS_PREPARE)
def share_vote(process_id: str) -> ResponseReturnValue:
    """Let two panel members share the one vote of their society."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    form = ShareForm()
    try:
        with transaction():
            service.share_vote(
                current_actor(),
                process,
                panelist_id=form.panelist_id.data or "",
                deputy_id=form.deputy_id.data or "",
                society=form.society.data or "",
            )
    except (Invalid, Conflict) as refused:
        return _page(process, form, errors_of(refused), status_of(refused))
    flash(_("They share one vote. Whoever comes first answers for the society."), "success")
    return redirect(url_for("consensus.show_panel", process_id=process.id), 303)


@bp.post("/panel-members/<panelist_id>/own-votes")
@asks(Action.PROCESS_PREPARE)
def end_shared_vote(panelist_id: str) -> ResponseReturnValue:
    """Give both people of a shared vote a vote of their own."""
    panelist = fetch(Panelist, panelist_id, Action.PROCESS_PREPARE)
    try:
        with transaction():
            service.end_shared_vote(current_actor(), panelist)
    except Conflict as refused:
        return _page(
            panelist.process, ShareForm(formdata=None), errors_of(refused), status_of(refused)
        )
    flash(_("Each of them has a vote of their own."), "success")
    return redirect(url_for("consensus.show_panel", process_id=panelist.process_id), 303)


@bp.post("/panel-members/<panelist_id>/withdraw")
@asks(Action.PROCESS_PREPARE)
def withdraw_panelist(panelist_id: str) -> ResponseReturnValue:
    """Note that somebody takes no part any more."""
    panelist = fetch(Panelist, panelist_id, Action.PROCESS_PREPARE)
    try:
        with transaction():
            service.withdraw_panelist(current_actor(), panelist)
    except Conflict as refused:
        return _page(
            panelist.process, ShareForm(formdata=None), errors_of(refused), status_of(refused)
        )
    flash(_("It is noted. What was rated before stays and counts."), "success")
    return redirect(url_for("consensus.show_panel", process_id=panelist.process_id), 303)
