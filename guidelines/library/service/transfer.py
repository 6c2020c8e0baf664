"""What the library gives to the file of a project: nothing. It is made of what is published."""

from guidelines.projects.importers import Part, goes_along

goes_along(
    Part(
        "library",
        left_out=dict.fromkeys(
            ("library_volume", "library_recommendation"),
            "The index of the library is made anew from what is published.",
        ),
    )
)
