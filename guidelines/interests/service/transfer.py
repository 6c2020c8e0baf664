"""What of interests goes along with the file of a project: nothing."""

from guidelines.projects.importers import Part, goes_along

goes_along(
    Part(
        "interests",
        left_out=dict.fromkeys(
            (
                "interest_declaration",
                "interest_management",
                "interest_policy",
                "recommendation_topic",
            ),
            "Declarations of interests: they belong to those who gave them.",
        ),
    )
)
