"""What reviews give to the file of a project: comments, answers, suggestions."""

from guidelines.errors import sentence
from guidelines.projects.importers import NOT_OF_A_PROJECT, Part, goes_along

_OUTSIDE = (
    "The addresses of people who answered a consultation by a link, and what they wrote before "
    "their answer was sent: they gave them to this installation alone."
)

goes_along(
    Part(
        "reviews",
        tables="guidelines.reviews.models",
        left_out={
            "word_export": "Word files that were made for download; they can be made again.",
            "contributor": _OUTSIDE,
            "remark": _OUTSIDE,
            "digest_setting": NOT_OF_A_PROJECT,
            "thread_seen": NOT_OF_A_PROJECT,
        },
        counted={
            "comment": sentence("Comments and replies"),
            "suggestion": sentence("Suggestions"),
        },
        files={"word_return": "sha256", "comment_source": "sha256"},
    )
)
