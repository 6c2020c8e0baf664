"""The gates on recommendations and on the votes about them."""

from guidelines.errors import sentence
from guidelines.publishing.rules.gates import looks
from guidelines.publishing.rules.gates.shape import MUST, SHOULD, Gate, Group, Limit, Mend

RECOMMENDATIONS = (
    Gate(
        "has-recommendations",
        Group.RECOMMENDATIONS,
        MUST,
        sentence("There are recommendations"),
        sentence("The text has no recommendation yet. Write one, then ask the panel."),
        Mend.OUTLINE,
        looks.there_are_recommendations,
        ("recommendations",),
    ),
    Gate(
        "recommendations-complete",
        Group.RECOMMENDATIONS,
        MUST,
        sentence("Every recommendation states type, strength and certainty as its type asks"),
        sentence(
            "State the type, and what it asks for: strength and direction, with certainty of the "
            "evidence where the recommendation is evidence-based."
        ),
        Mend.RECOMMENDATION,
        looks.recommendations(looks.is_incomplete),
        ("recommendations",),
    ),
    Gate(
        "recommendations-apart",
        Group.RECOMMENDATIONS,
        MUST,
        sentence("Every recommendation stands by itself"),
        sentence("Nobody can vote on these: they stand inside another one. Take them out."),
        Mend.OUTLINE,
        looks.names("stray", "id"),
        ("stray",),
    ),
    Gate(
        "strength-justified",
        Group.RECOMMENDATIONS,
        MUST,
        sentence("A strong recommendation on little evidence has an accepted reason"),
        sentence(
            "The certainty is low or very low. Choose which of the five accepted reasons makes "
            "it strong all the same, or make it conditional."
        ),
        Mend.RECOMMENDATION,
        looks.recommendations(looks.is_bold),
        ("recommendations",),
    ),
    Gate(
        "evidence-judged",
        Group.RECOMMENDATIONS,
        MUST,
        sentence("Judgements lead from the evidence to each evidence-based recommendation"),
        sentence("Judge at least the criteria that are asked for, or say what it rests on."),
        Mend.EVIDENCE,
        looks.evidence_is_judged,
        ("recommendations",),
        Limit(4, 12, sentence("Criteria judged, at least")),
    ),
    Gate(
        "evidence-agrees",
        Group.RECOMMENDATIONS,
        SHOULD,
        sentence("Text and evidence profiles state the same certainty"),
        sentence(
            "The evidence profile states another certainty than the text, and no reason is given."
        ),
        Mend.RECOMMENDATION,
        looks.recommendations(looks.disagrees),
        ("recommendations",),
    ),
    Gate(
        "good-practice-justified",
        Group.RECOMMENDATIONS,
        SHOULD,
        sentence("Every good practice statement meets its five criteria"),
        sentence("Tick what holds for it, or grade it as a recommendation."),
        Mend.RECOMMENDATION,
        looks.recommendations(looks.is_unproven),
        ("recommendations",),
    ),
    Gate(
        "wording-clear",
        Group.RECOMMENDATIONS,
        SHOULD,
        sentence("Every recommendation says clearly who does what, and how strongly"),
        sentence("Reword these, if the vote on them is not yet taken."),
        Mend.RECOMMENDATION,
        looks.wording_is_clear,
        ("recommendations",),
    ),
    Gate(
        "status-fits",
        Group.RECOMMENDATIONS,
        SHOULD,
        sentence("What the text says is new, updated or reaffirmed is so"),
        sentence("Set the status to what the comparison with the published version finds."),
        Mend.RECOMMENDATION,
        looks.places("mislabelled"),
        ("mislabelled",),
    ),
)
VOTE = (
    Gate(
        "all-voted",
        Group.VOTE,
        MUST,
        sentence("The panel decided on every recommendation"),
        sentence("The panel has not decided on these yet. Put them to a vote."),
        Mend.PROCESS,
        looks.recommendations(looks.is_undecided),
        ("recommendations",),
    ),
    Gate(
        "wording-unchanged",
        Group.VOTE,
        MUST,
        sentence("Every vote was on the wording that is printed"),
        sentence(
            "The wording is no longer the one that was voted on. Vote again or, where only the "
            "form changed, have a second person confirm an editorial change."
        ),
        Mend.CHANGES,
        looks.recommendations(looks.is_changed),
        ("recommendations",),
    ),
    Gate(
        "consensus-met",
        Group.VOTE,
        MUST,
        sentence("The definition of consensus is met, or it is said openly that it is not"),
        sentence(
            "The panel did not agree on these. Reword them and vote again, take them out, or have "
            "them printed as what they are: no consensus was reached."
        ),
        Mend.UNAGREED,
        looks.recommendations(looks.is_unagreed),
        ("recommendations",),
    ),
    Gate(
        "no-open-round",
        Group.VOTE,
        MUST,
        sentence("No round is open"),
        sentence("The panel is answering at the moment. Close the round first."),
        Mend.PROCESS,
        looks.nothing_is_locked,
        ("locked",),
    ),
)
