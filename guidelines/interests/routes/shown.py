"""What recommendations and topics are called where interests speak of them."""

from flask_babel import gettext as _

from guidelines.interests import queries
from guidelines.permissions import Action, can
from guidelines.projects.models import Project
from guidelines.web.guard import current_actor
from guidelines.web.navigation import fillings

LONGEST = 90


def recommendations_of(project: Project) -> list[dict[str, str]]:
    """Return the recommendations of a project: each has a key, a number and a wording."""
    return [one for some in fillings("project.recommendations", project=project) for one in some]


def names_of_keys(project: Project) -> dict[str, str]:
    """Return what the recommendations and topics of a project are called, by key.

    Whoever may not read the drafts learns the numbers of recommendations only.
    """
    reads = can(current_actor(), Action.DOCUMENT_READ, project)
    known = {"": _("All recommendations")}
    for one in recommendations_of(project):
        name = _("Recommendation %(number)s", number=one["number"])
        words = " ".join(one["wording"].split()) if reads else ""
        if len(words) > LONGEST:
            words = f"{words[: LONGEST - 2].rstrip()}…"
        known[one["key"]] = f"{name}: {words}" if words else name
    for topic in queries.topics_of(project.id):
        known[topic.key] = _("Topic: %(title)s", title=topic.title)
    return known
