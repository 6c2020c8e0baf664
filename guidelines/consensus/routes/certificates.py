"""The certificate of a panel member's part: a page to print, and the same as a PDF."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from guidelines.accounts.models import Person
from guidelines.config import current
from guidelines.consensus import queries
from guidelines.consensus.models import Panelist, Process, Round
from guidelines.consensus.queries.participation import reported_rounds_with
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.plan_words import METHOD_WORDS
from guidelines.consensus.routes.printing import paced
from guidelines.consensus.routes.taking_part import no_place, own_place
from guidelines.mail import DEMONSTRATION
from guidelines.permissions import Action
from guidelines.typesetting import certificates
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.templating import day


def _own(process: Process) -> tuple[Panelist | None, Person | None, list[Round]]:
    """Return the visitor's place, who they are, and the reported rounds in which they answered."""
    panelist = own_place(process)
    if panelist is None:
        return None, None, []
    is_deputy = panelist.deputy_id == current_actor().person_id
    person = panelist.deputy if is_deputy else panelist.person
    return panelist, person, reported_rounds_with(process, panelist)


@bp.get("/processes/<process_id>/certificate")
@asks(Action.QUESTIONNAIRE_READ)
def show_certificate(process_id: str) -> ResponseReturnValue:
    """Show a panel member the certificate of their part, to be printed; nothing is stored."""
    process = fetch(Process, process_id, Action.QUESTIONNAIRE_READ)
    panelist, person, rounds = _own(process)
    if not rounds:
        return no_place(process)
    return render_template(
        "consensus/certificate.html",
        process=process,
        document=process.document,
        panelist=panelist,
        person=person,
        rounds=rounds,
        plan=process.planned,
    )


@bp.get("/processes/<process_id>/certificate.pdf")
@asks(Action.QUESTIONNAIRE_READ)
def print_certificate(process_id: str) -> ResponseReturnValue:
    """Make the same as a PDF, for this person now; it is neither stored nor cached."""
    process = fetch(Process, process_id, Action.QUESTIONNAIRE_READ)
    panelist, person, rounds = _own(process)
    if panelist is None or person is None or not rounds:
        return no_place(process)
    paced()
    content = certificates.print_certificate(
        _worded(process, panelist, person, rounds), queries.today_in(process)
    )
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = "attachment; filename=certificate.pdf"
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _worded(
    process: Process, panelist: Panelist, person: Person, rounds: list[Round]
) -> certificates.Certificate:
    project, plan = process.document.project, process.planned
    zone = project.time_zone
    did = (
        _(
            "took part for %(society)s, as a member of the panel, in “%(process)s” on",
            society=panelist.society,
            process=process.title,
        )
        if panelist.society
        else _("took part as a member of the panel in “%(process)s” on", process=process.title)
    )
    how = (str(METHOD_WORDS[plan.method][0]), plan.registration)
    return certificates.Certificate(
        network=project.network.title,
        project=project.title,
        title=_("Certificate of participation"),
        name=person.name,
        affiliation=person.affiliation,
        did=did,
        work=process.document.title,
        how=" · ".join(one for one in how if one),
        lines=tuple(
            _(
                "Round %(number)s, %(opened)s to %(closed)s",
                number=one.number,
                opened=day(one.opened_at, zone),
                closed=day(one.closed_at, zone),
            )
            for one in rounds
        ),
        date=day(queries.today_in(process)),
        about=_(
            "It says that this person took part and nothing of what was answered. It was made for "
            "them at their request and is stored nowhere."
        ),
        notice=str(DEMONSTRATION) if current().demonstration else "",
        language=str(get_locale() or "en").replace("_", "-"),
    )
