"""The overview of a project leads panel members to their questionnaires, and nobody else."""

from guidelines.permissions import Role
from tests.consensus.build import KEYS, a_panel, an_open_round, vote


def test_panel_members_find_their_part_on_the_overview(build):
    panel = a_panel(build, size=3)
    address = f"/projects/{panel.project.id}"
    client = build.sign_in(panel.people[0])
    before = client.get(address).text
    assert f"/processes/{panel.process.id}/my-part" in before
    assert "No questionnaire waits for you" in before

    round_ = an_open_round(panel)
    assert f"/questionnaires/{round_.id}" in client.get(address).text

    assert "Answer the questionnaire" in client.get("/home").text
    vote(panel, round_, 0, dict.fromkeys(KEYS, 8))
    assert "Answer the questionnaire" not in client.get("/home").text
    assert "You have answered" in client.get(address).text
    other = build.sign_in(panel.people[1])
    assert "Answer the questionnaire" in other.get("/home").text
    assert "You have answered" not in other.get(address).text

    outside = build.client(panel.project, Role.APPROVER).get(address).text
    assert "You are on the panel" not in outside
    assert panel.process.id not in outside
