"""A declaration as a Word file, in the order of the disclosure form of medical journals."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.config import current
from guidelines.interests.forms import TOPIC_WORDS
from guidelines.interests.models import InterestDeclaration
from guidelines.interests.queries import declarations_of
from guidelines.interests.routes.blueprint import bp, interest_details, topic_words
from guidelines.interests.rules import Interest, Topic
from guidelines.mail import DEMONSTRATION
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.typesetting.disclosures import Disclosure, write_disclosure
from guidelines.web.errors import translated
from guidelines.web.guard import asks, current_actor, fetch

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/projects/<project_id>/interests/mine/disclosure.docx")
@asks(Action.INTEREST_DECLARE)
def print_own_declaration(project_id: str) -> ResponseReturnValue:
    """Give the visitor's own newest disclosure as a Word file."""
    project = fetch(Project, project_id, Action.INTEREST_DECLARE)
    declarations = declarations_of(project.id, current_actor().person_id or "")
    if not declarations:
        flash(_("You have not declared anything yet. Fill in the form first."), "info")
        return redirect(url_for("interests.declare_interests_form", project_id=project.id), 303)
    return _file(declarations[0])


@bp.get("/declarations/<declaration_id>/disclosure.docx")
@asks(Action.INTEREST_READ)
def print_declaration(declaration_id: str) -> ResponseReturnValue:
    """Give somebody's disclosure as a Word file."""
    return _file(fetch(InterestDeclaration, declaration_id, Action.INTEREST_READ))


def _file(declaration: InterestDeclaration) -> Response:
    content = write_disclosure(disclosure_of(declaration))
    day = declaration.at.date().isoformat()
    headers = {"Content-Disposition": f'attachment; filename="disclosure-{day}.docx"'}
    return Response(content, mimetype=WORD, headers=headers)


def disclosure_of(declaration: InterestDeclaration) -> Disclosure:
    """Return what is printed of a declaration: never the words on a family, nor any decision."""
    person, declared = declaration.person, declaration.declared
    facts = [
        (_("Name"), person.name),
        (_("ORCID iD"), person.orcid),
        (_("Hospital or organisation"), person.affiliation),
        (_("Guideline"), declaration.project.title),
        (_("Date"), declaration.at.date().isoformat()),
    ]
    return Disclosure(
        title=_("Disclosure of interests"),
        facts=[(label, value) for label, value in facts if value],
        columns=(_("No."), _("Topic"), _("Declared")),
        rows=[
            (str(number), str(TOPIC_WORDS[topic][0]), _said(topic, declared))
            for number, topic in enumerate(Topic, 1)
        ],
        statement=_(
            "The person confirmed that this is complete and correct to their knowledge, and to "
            "declare changes."
        ),
        notes=[
            _(
                "Topics 1 to 13 are those of the disclosure form of the International Committee "
                "of Medical Journal Editors (ICMJE), in words of our own; the further ones are "
                "asked for guidelines. Topics 2 to 18 look back 36 months."
            )
        ],
        moment=declaration.at,
        notice=translated(DEMONSTRATION) if current().demonstration else "",
    )


def _said(topic: Topic, declared: list[Interest]) -> list[str]:
    own = [one for one in declared if one.topic is topic]
    if topic is Topic.FAMILY and own:
        return [ngettext("%(num)s interest declared", "%(num)s interests declared", len(own))]
    return [_one(one) for one in own] or [_("None")]


def _one(one: Interest) -> str:
    details = interest_details(one)
    text = one.text or topic_words(one.topic)
    return f"{text} ({details})" if details else text
