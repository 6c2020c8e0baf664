"""The frozen content of a small published version, as plain values."""

from typing import Any


def a_content(**more: Any) -> dict[str, Any]:
    """Return a content with a graded, a rejected and an ungraded recommendation."""
    return {
        "schema": "edition/1",
        "title": "Care of children with a cleft palate",
        "kind": "guideline",
        "language": "en-GB",
        "about": {
            "conditions": [["2014", "Cleft palate"]],
            "population": "Children with a cleft palate",
            "users": "Cleft teams",
            "review_by": "2029-03-03",
        },
        "network": {"slug": "example-network", "title": "Example Network"},
        "project": {"title": "Cleft palate"},
        "slug": "cleft-palate",
        "number": "1.1",
        "published_at": "2026-03-03T09:30:00+00:00",
        "notice": "Demonstration, not for clinical use",
        "change_note": "Hearing was added.",
        "version": {"number": 4, "sha256": "1" * 64},
        "signoff": {"sha256": "2" * 64, "manifest": {}},
        "body": "# Airway\n",
        "recommendations": [
            line("rec-airway", 1, type="consensus-based", strength="strong", outcome=VOTED),
            line(
                "rec-hearing",
                2,
                strength="conditional",
                certainty="low",
                standing="no-consensus",
                state="No consensus",
                agreed=False,
                caveat="The panel did not reach consensus on this text; "
                "it is not a recommendation of this guideline.",
                outcome={"n_rated": 23, "n_agree": 9, "percent_in": 39.13, "median": 6.0},
            ),
            line("rec-follow-up", 3, type="good-practice", direction="", outcome={}),
        ],
        "evidence": [
            {
                "recommendations": [{"key": "rec-airway", "number": "1"}],
                "question": "Does an examination by an anaesthetist help?",
                "certainty": "low",
                "last_search": "2026-01-12",
                "outcomes": [
                    {"name": "Death", "finding": "Fewer.", "certainty": "very-low"},
                    {"name": "Days in hospital", "finding": "Unknown.", "certainty": ""},
                ],
            }
        ],
        "panel": [
            {"name": "Surgeon 1", "affiliation": "", "country": "NL", "group": "Surgery"},
            {"name": "Parent 1", "affiliation": "Families", "country": "", "group": "Patients"},
        ],
        "panel_unnamed": 0,
        "interests": [{"name": "Surgeon 1", "statement": "Nothing to declare."}],
        "methods": "The panel agreed in two rounds.",
        "references": [
            {
                "id": "first2019",
                "type": "article-journal",
                "title": "Airways & children <of all ages>",
                "author": [{"family": "Example", "given": "Ada"}],
                "issued": {"date-parts": [[2019]]},
                "DOI": "10.1234/example",
            },
            {"id": "second2021", "type": "webpage", "title": "", "URL": "https://example.org/2"},
        ],
        "style": "nlm-citation-sequence",
        "assets": {},
        "approvals": [
            {
                "name": "Approver 1",
                "body": "Network board",
                "at": "2026-03-01T10:00:00+00:00",
                "statement": "Approved.",
                "sha256": "2" * 64,
            }
        ],
    } | more


VOTED = {
    "n_rated": 23,
    "n_agree": 22,
    "denominator": 23,
    "percent_in": 95.65,
    "median": 8.0,
    "awmf_class": "strong-consensus",
}


def line(key: str, number: int, **more: Any) -> dict[str, Any]:
    """Return one recommendation as it is frozen."""
    return {
        "key": key,
        "number": str(number),
        "wording": f"We recommend step {number} for <every> child & family.",
        "wording_sha256": "3" * 64,
        "type": "evidence-based",
        "strength": "",
        "direction": "for",
        "certainty": "",
        "standing": "consensus",
        "state": "Consensus",
        "agreed": True,
        "caveat": "",
        "outcome": {},
        "voted": "",
        "edited_why": "",
        "minority": "",
        "last_search": "",
    } | more
