"""The overview of a project leads panel members to their questionnaires, and nobody else."""

from guidelines.permissions import Role
from tests.consensus.build import a_panel, an_open_round


def test_panel_members_find_their_part_on_the_overview(build):
    panel = a_panel(build, size=3)
    address = f"/projects/{panel.project.id}"
    client = build.sign_in(panel.people[0])
    before = client.get(address).text
    assert f"/processes/{panel.process.id}/my-part" in before
    assert "No questionnaire waits for you" in before

    round_ = an_open_round(panel)
    assert f"/questionnaires/{round_.id}" in client.get(address).text

    outside = build.client(panel.project, Role.APPROVER).get(address).text
    assert "You are on the panel" not in outside
    assert panel.process.id not in outside
