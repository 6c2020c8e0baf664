"""Letters to people who are asked to appraise."""

from guidelines import mail
from guidelines.config import current
from guidelines.db import session
from guidelines.errors import sentence
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.publishing.models import Appraiser
from guidelines.publishing.queries.shipped import shipped
from guidelines.publishing.rules.checklists.choices import AppraisalState, AppraiserState
from guidelines.publishing.service.appraisal_links import token_of

SUBJECT = sentence("You are asked to appraise a guideline")


@job("publishing.invite_appraiser")
def invite_appraiser(work: Work) -> None:
    """Mail an appraiser the personal link; its address is made here, no table holds it."""
    appraiser = session.get(Appraiser, work.payload["appraiser_id"])
    if appraiser is None or appraiser.state is not AppraiserState.INVITED:
        return
    appraisal = appraiser.appraisal
    effect = f"mail:appraiser:{work.job_id}"
    if appraisal.state is not AppraisalState.OPEN or is_done(effect):
        return
    until = appraisal.wanted_by
    text = sentence(
        "Hello %(name)s,\n\n"
        "you are asked to appraise “%(title)s” by %(instrument)s, on your own: nobody sees your "
        "ratings before the appraisal is closed, and you see nobody else's.\n\n"
        "%(note)s%(until)s"
        "Open this link to begin. It is yours alone; you can stop and go on whenever you like:"
        "\n\n%(address)s\n",
        name=appraiser.name,
        title=appraisal.document.title,
        instrument=shipped(appraisal.instrument).title,
        note=f"{appraisal.note}\n\n" if appraisal.note else "",
        until=sentence("Please hand in by %(day)s.\n\n", day=until) if until else "",
        address=f"{current().public_url}/appraise/{token_of(current(), appraiser.id)}",
    )
    mail.send(mail.Letter(appraiser.email, SUBJECT, text, appraiser.language))
    mark_done(effect)
