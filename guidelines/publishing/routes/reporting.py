"""The public form with which any reader reports an error. No account is needed."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from guidelines.config import current
from guidelines.db import now, transaction
from guidelines.errors import DomainError, Missing
from guidelines.projects.models import Network
from guidelines.projects.queries import network_called
from guidelines.publishing import service
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import edition_at, edition_with_content
from guidelines.publishing.queries.notices import notices_on
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.reports import Reported, Urgency
from guidelines.publishing.service.reports import report_behind
from guidelines.web.errors import errors_of
from guidelines.web.guard import public
from guidelines.web.limits import limited

_EDITION = "/report/<network_slug>/<guideline_slug>/<number>"
URGENCY_WORDS = {
    Urgency.HARM: (
        _l("It could harm a patient"),
        _l("A wrong dose, unit or patient group, a missing warning. The chair is told at once."),
    ),
    Urgency.WRONG: (_l("It is wrong"), _l("But hardly dangerous.")),
    Urgency.UNCLEAR: (_l("It can be misunderstood"), ""),
    Urgency.TECHNICAL: (
        _l("Something does not work"),
        _l("A link, a picture, a file, a page that cannot be read."),
    ),
}


def _found(network_slug: str, guideline_slug: str, number: str) -> tuple[Network, Edition]:
    network = network_called(network_slug)
    edition = edition_at(network.id, guideline_slug, number) if network else None
    if network is None or edition is None or not edition.is_public_at(now()):
        raise Missing
    return network, edition


def _form(
    network: Network,
    edition: Edition,
    errors: dict[str, str],
    typed: dict[str, str],
    status: int = 200,
) -> ResponseReturnValue:
    frozen = edition_with_content(edition.id)
    page = render_template(
        "publishing/report_error.html",
        network=network,
        edition=edition,
        lines=frozen.content["recommendations"] if frozen is not None else [],
        notices=notices_on(edition),
        urgencies=[(key.value, *words) for key, words in URGENCY_WORDS.items()],
        errors=errors,
        typed=typed,
    )
    return page, status


@bp.get(_EDITION)
@public
def report_error_form(network_slug: str, guideline_slug: str, number: str) -> ResponseReturnValue:
    """Show the form for a report of an error; `recommendation` and `quote` are filled in."""
    network, edition = _found(network_slug, guideline_slug, number)
    typed = {
        "key": request.args.get("recommendation", "")[:80],
        "quote": request.args.get("quote", "")[:1000],
    }
    return _form(network, edition, {}, typed)


@bp.post(_EDITION)
@public
@limited("report-error", per_address=20, minutes=60, per_account=5)
def report_error(network_slug: str, guideline_slug: str, number: str) -> ResponseReturnValue:
    """Take a report of an error."""
    network, edition = _found(network_slug, guideline_slug, number)
    typed = request.form.to_dict()
    wanted = typed.get("urgency", "")
    said = Reported(
        body=typed.get("body", ""),
        urgency=Urgency(wanted) if wanted in set(Urgency) else None,
        key=typed.get("key", ""),
        quote=typed.get("quote", ""),
        email=typed.get("email", ""),
    )
    if not typed.get("website"):  # people do not see this field
        try:
            with transaction():
                service.report_error(edition, said, language=str(get_locale() or "en"))
        except DomainError as refused:
            return _form(network, edition, errors_of(refused), typed, 422)
    sent = url_for(
        "publishing.show_report_sent",
        network_slug=network.slug,
        guideline_slug=edition.slug,
        number=edition.number,
        urgent="yes" if said.urgency is Urgency.HARM else None,
        letter="yes" if said.email.strip() else None,
    )
    return redirect(sent, 303)


@bp.get(f"{_EDITION}/sent")
@public
def show_report_sent(network_slug: str, guideline_slug: str, number: str) -> ResponseReturnValue:
    """Thank for a report, and say what happens to it."""
    network, edition = _found(network_slug, guideline_slug, number)
    return render_template(
        "publishing/report_sent.html",
        network=network,
        edition=edition,
        urgent=request.args.get("urgent") == "yes",
        letter=request.args.get("letter") == "yes",
    )


@bp.get("/report/link/<report_token>")
@public
def show_report_link(report_token: str) -> ResponseReturnValue:
    """Show what a link in a letter is for. Only the button confirms: mail scanners open links."""
    report = report_behind(current(), report_token)
    return render_template("publishing/report_link.html", report=report, done=False)


@bp.post("/report/link/<report_token>")
@public
@limited("report-link", per_address=60, minutes=5)
def confirm_report(report_token: str) -> ResponseReturnValue:
    """Confirm the address for the answer."""
    report = report_behind(current(), report_token)
    with transaction():
        report = service.confirm_address(report)
    return render_template("publishing/report_link.html", report=report, done=True)
