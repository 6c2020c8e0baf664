"""What people do with citation styles: choose one, or bring their own."""

from guidelines import audit
from guidelines.db import now, session
from guidelines.errors import Invalid, sentence
from guidelines.events import StyleChosen
from guidelines.evidence.importers.styles import read_style
from guidelines.evidence.models import CitationStyle
from guidelines.evidence.queries.styles import style_row
from guidelines.evidence.rules.styles import BUNDLED, OWN
from guidelines.permissions import Action, Actor, require
from guidelines.projects.models import Project


def choose_style(actor: Actor, project: Project, *, name: str) -> CitationStyle:
    """Choose how the references of a project are printed: a bundled style, or the one brought."""
    require(actor, Action.EVIDENCE_EDIT, project)

    row = _row(project)
    if name not in BUNDLED and not (name == OWN and row.source):
        raise Invalid({"name": sentence("Choose one of the styles.")})
    return _chosen(actor, row, name)


def take_style(actor: Actor, project: Project, *, content: bytes) -> CitationStyle:
    """Take in a CSL file and print the references of the project by it."""
    require(actor, Action.EVIDENCE_EDIT, project)

    brought = read_style(content)
    row = _row(project)
    if not brought.bundled:
        row.own_title, row.source = brought.title, brought.source
    return _chosen(actor, row, brought.bundled or OWN)


def _row(project: Project) -> CitationStyle:
    return style_row(project.id) or CitationStyle(
        project_id=project.id, project=project, own_title="", source=""
    )


def _chosen(actor: Actor, row: CitationStyle, name: str) -> CitationStyle:
    """Note the choice; a job then tries the style on references of the project."""
    row.name, row.sample, row.failure, row.changed_at = name, [], "", now()
    session.add(row)
    session.flush()
    audit.record(
        actor,
        StyleChosen(
            network_id=row.network_id, project_id=row.project_id, style_id=row.id, style=name
        ),
    )
    return row
