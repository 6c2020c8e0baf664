"""Products that rest on evidence or consensus: guideline, statement, report, adaptation."""

from guidelines.drafts.rules.products.modules import (
    BOTTLENECKS,
    GAPS,
    ORGANISATION,
    PATIENTS,
    QUESTION,
)
from guidelines.drafts.rules.products.parts import Part, Skeleton
from guidelines.errors import sentence

SUMMARY = Part(
    sentence("Summary"),
    sentence(
        "Half a page for readers in a hurry: for whom, the main recommendations, what is new. "
        "Write it last. The table of recommendations is added by itself."
    ),
    numbered=False,
)
SCOPE = Part(
    sentence("Scope and purpose"),
    sentence(
        "The condition and why a guideline is needed; which patients, which care, which users; "
        "what is left out."
    ),
)
METHODS = Part(
    sentence("Methods"),
    sentence(
        "Who took part and how they were chosen; how questions and outcomes were set; "
        "how evidence "
        "was searched and graded; how agreement was reached; how interests were managed; "
        "who paid. "
        "Panel, interests and votes are printed from the record."
    ),
)
PRACTICE = Part(
    sentence("Putting it into practice"),
    sentence(
        "What helps and what hinders, tools that exist, costs, and how to measure the change."
    ),
)
UPDATING = Part(
    sentence("Keeping it up to date"),
    sentence("Who watches for new evidence, what would start an update, and when it is due."),
)
SEARCHES = Part(
    sentence("Appendix: search strategies"),
    sentence(
        "Each database with its date and its strategy, so that others can repeat the search."
    ),
    numbered=False,
)
GUIDELINE = Skeleton(
    sentence("Guideline"),
    sentence(
        "Recommendations on a condition, each question answered in a module of its own: question, "
        "evidence, conclusions, considerations, recommendations."
    ),
    (
        SUMMARY, SCOPE, BOTTLENECKS, METHODS, *QUESTION, PATIENTS, ORGANISATION, PRACTICE, GAPS,
        UPDATING, SEARCHES,
    ),
)  # fmt: skip
STATEMENT = Skeleton(
    sentence("Consensus statement"),
    sentence(
        "What experts, patients and families agree on where studies are few. The statements are "
        "voted on by a rule that is fixed before."
    ),
    (
        SUMMARY,
        Part(
            sentence("Background"),
            sentence("The topic, what is known, and why agreement is needed now."),
        ),
        Part(
            sentence("Methods"),
            sentence(
                "How statements came about, who was in the panel, the definition of consensus and "
                "the rounds. Numbers and votes are printed from the record."
            ),
        ),
        Part(
            sentence("Statements"),
            sentence(
                "Choose “Add a recommendation”, type consensus-based. One statement each, short "
                "enough to agree or disagree with as a whole."
            ),
        ),
        Part(
            sentence("Discussion"),
            sentence(
                "How it compares with the literature, where the panel was divided, strengths and "
                "limits."
            ),
        ),
        GAPS,
        UPDATING,
    ),
)
REPORT = Skeleton(
    sentence("Evidence report"),
    sentence("What studies show on one or more questions, without recommendations."),
    (
        SUMMARY,
        Part(
            sentence("Questions"),
            sentence("Each question with population, intervention, comparison and outcomes."),
        ),
        Part(
            sentence("Methods"),
            sentence(
                "Protocol and where it is registered; databases and dates; who chose and read the "
                "studies; how bias and certainty were judged."
            ),
        ),
        Part(
            sentence("Studies found"),
            sentence(
                "How many were found, read, kept and left out, and why; what the studies are."
            ),
        ),
        Part(
            sentence("Results"),
            sentence("Outcome by outcome: numbers, direction, certainty. Tables with captions."),
        ),
        Part(
            sentence("What the evidence leaves open"),
            sentence("Limits of the studies and of this report, and what to study next."),
        ),
        SEARCHES,
    ),
)
ADAPTATION = Skeleton(
    sentence("Adaptation of another guideline"),
    sentence(
        "A guideline of others made fit for this network: what is adopted, what is "
        "changed, and why."
    ),
    (
        SUMMARY,
        Part(
            sentence("The guideline we start from"),
            sentence(
                "Title, organisation, version, date and licence; how you found it, and how well "
                "it "
                "was made when you appraised it."
            ),
        ),
        Part(
            sentence("Why it is adapted"),
            sentence("Differences in patients, care, resources or values that matter here."),
        ),
        METHODS,
        Part(
            sentence("Recommendations"),
            sentence(
                "For each one say whether it is adopted, changed or new, and give the reason for "
                "every change under “Rationale”."
            ),
        ),
        PRACTICE,
        UPDATING,
    ),
)
