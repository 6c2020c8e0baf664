"""What reviews give to the file of a project: comments, answers, suggestions."""

from guidelines.errors import sentence
from guidelines.projects.importers import Part, goes_along

goes_along(
    Part(
        "reviews",
        tables="guidelines.reviews.models",
        left_out={
            "word_export": "Word files that were made for download; they can be made again."
        },
        counted={
            "comment": sentence("Comments and replies"),
            "suggestion": sentence("Suggestions"),
        },
        files={"word_return": "sha256"},
    )
)
