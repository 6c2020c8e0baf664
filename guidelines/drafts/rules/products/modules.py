"""Modules of a guideline: one question each, and what belongs to putting it into practice.

The order question, conclusions, considerations, recommendations is that of the published
guidelines of the European reference network for craniofacial anomalies.
"""

from guidelines.drafts.rules.products.parts import Part, Skeleton
from guidelines.errors import sentence

QUESTION = (
    Part(
        sentence("Topic of this module"),
        sentence(
            "Give the module the name of its topic, and say in two or three sentences why it "
            "matters to patients and to those who treat them."
        ),
    ),
    Part(
        sentence("Question"),
        sentence(
            "One question that can be answered: in whom, which test or treatment, compared with "
            "what, judged by which outcomes. Name the outcomes that are critical."
        ),
        2,
    ),
    Part(
        sentence("Search and selection"),
        sentence(
            "Which databases were searched, when, and with what result: how many studies were "
            "found, read and kept. The strategies go into the appendix."
        ),
        2,
    ),
    Part(
        sentence("Summary of the evidence"),
        sentence(
            "What the studies show, outcome by outcome, with numbers and sources. No "
            "judgement yet."
        ),
        2,
    ),
    Part(
        sentence("Conclusions"),
        sentence(
            "One sentence for each outcome, with its certainty: high, moderate, low or very low. "
            "Take them from the evidence profile."
        ),
        2,
    ),
    Part(
        sentence("Considerations"),
        sentence(
            "What else counts besides the evidence: benefit against harm, what patients and "
            "families value, costs, equity, acceptability, whether it can be done everywhere. "
            "Then say how the group came from there to its recommendation."
        ),
        2,
    ),
    Part(
        sentence("Recommendations"),
        sentence(
            "Choose “Add a recommendation”. One action each; strength and direction in the words "
            "“we recommend” or “we suggest”."
        ),
        2,
    ),
)
ORGANISATION = Part(
    sentence("Conditions for the organisation of care"),
    sentence(
        "What must be in place: team, equipment, numbers of patients, travel, referral between "
        "centres and countries, transition to adult care."
    ),
)
GAPS = Part(
    sentence("Knowledge gaps"),
    sentence(
        "Questions for which there was no answer, most urgent first, and who could study them."
    ),
)
BOTTLENECKS = Part(
    sentence("Bottleneck analysis"),
    sentence(
        "What goes wrong in present care, as patients, families and professionals see it, and how "
        "you asked them. The questions of the guideline follow from here."
    ),
)
PATIENTS = Part(
    sentence("Perspectives of patients and families"),
    sentence(
        "What living with the condition means, what patients and families want from care, and "
        "how they took part in this guideline."
    ),
)
MODULES = {
    "question": Skeleton(
        sentence("Module with a question"),
        sentence(
            "From one clinical question through evidence and considerations to recommendations."
        ),
        QUESTION,
    ),
    "organisation": Skeleton(
        sentence("Conditions for the organisation of care"),
        sentence("What must be in place so that the recommendations can be followed."),
        (ORGANISATION,),
    ),
    "gaps": Skeleton(
        sentence("Knowledge gaps"),
        sentence("What nobody knows yet and should be studied."),
        (GAPS,),
    ),
    "bottlenecks": Skeleton(
        sentence("Bottleneck analysis"),
        sentence("What goes wrong in present care, and which questions follow from it."),
        (BOTTLENECKS,),
    ),
    "patients": Skeleton(
        sentence("Perspectives of patients and families"),
        sentence("What they live with, want from care, and brought into the guideline."),
        (PATIENTS,),
    ),
}
