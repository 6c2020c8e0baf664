"""Putting recommendations together as topics, and naming who leads on them."""

from collections.abc import Collection

from guidelines import audit
from guidelines.db import session
from guidelines.errors import Invalid, sentence
from guidelines.events import TopicSaved
from guidelines.interests.models import RecommendationTopic
from guidelines.interests.queries import barred_keys, topics_of
from guidelines.interests.rules import Doing
from guidelines.interests.service.refusing import note_refusal
from guidelines.permissions import MEMBERS, Action, Actor, require
from guidelines.projects.models import Project
from guidelines.projects.queries import members_with

LONGEST_TITLE = 120
MOST_KEYS = 200


def save_topic(
    actor: Actor,
    project: Project,
    topic: RecommendationTopic | None = None,
    *,
    title: str,
    keys: Collection[str],
    lead_id: str = "",
) -> RecommendationTopic:
    """Make a topic of recommendations, or change it; `lead_id` is the member who leads on it.

    Raises `Invalid` for a title that is taken, for no recommendations, and for somebody who has
    an interest in one of them: such a person does not lead.
    """
    require(actor, Action.INTEREST_ASSESS, project)

    title, keys = (
        " ".join(title.split()),
        sorted({key for key in keys if key[:1] not in ("", "@")}),
    )
    mistakes: dict[str, str] = {}
    if not title or len(title) > LONGEST_TITLE:
        mistakes["title"] = sentence(
            "Name the topic in at most %(most)s characters.", most=LONGEST_TITLE
        )
    others = [one for one in topics_of(project.id) if topic is None or one.id != topic.id]
    if any(one.title.casefold() == title.casefold() for one in others):
        mistakes["title"] = sentence("There is such a topic already.")
    if not keys or len(keys) > MOST_KEYS:
        mistakes["keys"] = sentence("Choose the recommendations of the topic.")
    if lead_id and lead_id not in {one.person_id for one in members_with(project.id, *MEMBERS)}:
        mistakes["lead_id"] = sentence("Choose a member of the project.")
    elif lead_id:
        kept = barred_keys(lead_id, project.id, Doing.LEAD)
        if "" in kept or kept & set(keys):
            note_refusal(actor, project.id, keys, Doing.LEAD, person_id=lead_id)
            mistakes["lead_id"] = sentence(
                "This person has an interest in the topic and does not lead on it. "
                "Choose somebody without one."
            )
    if mistakes:
        raise Invalid(mistakes)
    if topic is None:
        topic = RecommendationTopic(project_id=project.id, project=project)
        session.add(topic)
    topic.title, topic.keys, topic.lead_id = title, keys, lead_id or None
    session.flush()
    audit.record(
        actor,
        TopicSaved(
            network_id=project.network_id,
            project_id=project.id,
            topic_id=topic.id,
            title=title,
            keys=keys,
            lead_id=topic.lead_id,
        ),
    )
    return topic
