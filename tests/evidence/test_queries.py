"""What other features read of the evidence."""

from guidelines.db import session, transaction
from guidelines.evidence import queries
from guidelines.evidence.models import EvidenceProfile, EvidenceQuestion, Judgement, Reference
from guidelines.evidence.rules.judgements import Certainty, Criterion


def test_csl_items_carry_the_key_as_their_id_and_stay_in_their_project(build):
    project, other = build.project(), build.project()
    with transaction():
        session.add_all(
            [
                Reference(project_id=project.id, key="b", csl={"id": "x", "title": "B"}),
                Reference(project_id=project.id, key="a", csl={"title": "A"}),
                Reference(project_id=other.id, key="c", csl={"title": "C"}),
            ]
        )

    assert queries.csl_items(project.id) == [
        {"id": "a", "title": "A"},
        {"id": "b", "title": "B"},
    ]
    assert [row.key for row in queries.references_of(other.id)] == ["c"]


def test_profiles_come_by_recommendation_id_with_their_judgements(build):
    project = build.project()
    with transaction():
        question = EvidenceQuestion(project_id=project.id, number=1, certainty=Certainty.LOW)
        profile = EvidenceProfile(project_id=project.id, key="rec-1", asked=question)
        profile.judgements.append(Judgement(criterion=Criterion.EQUITY, judgement="no-impact"))
        session.add(profile)

    found = queries.profiles_of(project.id)

    assert list(found) == ["rec-1"]
    assert found["rec-1"].certainty is Certainty.LOW
    assert [one.judgement for one in found["rec-1"].judgements] == ["no-impact"]
