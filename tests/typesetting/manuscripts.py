"""A small guideline with everything in it, for looking at and for testing."""

import datetime as dt
import io
from dataclasses import replace

from PIL import Image

from guidelines.typesetting.model import (
    Approval,
    Asset,
    Contributor,
    Manuscript,
    RecommendationRow,
    Share,
)

PLOT = b"""<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120" viewBox="0 0 320 120">
<rect x="10" y="60" width="40" height="50" fill="#0b5563"/>
<rect x="70" y="30" width="40" height="80" fill="#0b5563"/>
<text x="130" y="70" font-size="16">Ratings</text></svg>"""

BODY = """\
## Background

Children with a suspected condition are seen by *different* professions in different places.
Families ask for one route [@first; @second]. Here is a note.[^note] Über, Ελληνικά, Русский.

<!-- a remark of the author -->

[^note]: The note has a [link](https://example.org/).

### Referral

::: {.recommendation #rec-route strength=conditional direction=for certainty=very-low}
We suggest that every child is referred to a specialised centre within [interval to be agreed].

- by the first professional who sees the sign
- with a photograph where the family agrees

::: {.rationale}
Early referral keeps options open [@first].
:::
:::

::: {.recommendation #rec-imaging type=consensus-based strength=strong direction=against}
We recommend against imaging with radiation as the first examination.
:::

| Sign | Who looks | What follows |
|:-----|:---------:|-------------:|
| Ridge | Any doctor | Referral |
| Shape | Nurse | Second look |

: Signs and what follows

![Two bars of ratings.](plot.svg){#fig:ratings width=60%}

A photograph: ![A grey square](square.png) and mathematics $x^2 + \\frac{1}{2}$.

$$\\mathrm{RR} = \\frac{a/(a+b)}{c/(c+d)}$$

1. first
2. second

> A quotation.

## Follow-up

::: {.recommendation #rec-follow type=good-practice}
Follow-up belongs to one named person.
:::

Term
:   Meaning of the term.
"""

ITEMS = (
    {
        "id": "first",
        "type": "article-journal",
        "title": "A first study of early referral",
        "container-title": "Journal of Examples",
        "issued": {"date-parts": [[2021]]},
        "volume": "12",
        "page": "1-9",
        "DOI": "10.1000/first",
        "author": [{"family": "Muster", "given": "A."}],
    },
    {
        "id": "second",
        "type": "article-journal",
        "title": "A second study",
        "container-title": "Journal of Examples",
        "issued": {"date-parts": [[2022]]},
        "author": [{"family": "Exempel", "given": "B."}],
    },
)

ROWS = (
    RecommendationRow(
        id="rec-route",
        number="1",
        type="evidence-based",
        strength="conditional",
        direction="for",
        certainty="very-low",
        n=18,
        median=8,
        agreement=0.944,
        state="Consensus",
    ),
    RecommendationRow(
        id="rec-imaging",
        number="2",
        type="consensus-based",
        strength="strong",
        direction="against",
        n=17,
        median=6.5,
        agreement=0.588,
        state="No consensus",
        agreed=False,
    ),
    RecommendationRow(
        id="rec-follow",
        number="3",
        type="good-practice",
        n=18,
        median=9,
        agreement=1.0,
        state="Consensus",
    ),
)


def square() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 60), "grey").save(out, "PNG")
    return out.getvalue()


def a_manuscript(**changes: object) -> Manuscript:
    made = Manuscript(
        title="Care of an example condition, from referral to follow-up",
        subtitle="Recommendations for professionals and families",
        body=BODY,
        date=dt.date(2026, 11, 20),
        network="Example Network",
        project="Example guideline project",
        edition_label="Edition 1.0",
        status="Published",
        sha256="0123456789abcdef" * 4,
        notice="Demonstration, not for clinical use",
        review_by="2029-03-31",
        short_address="https://guidelines.example/is/AB2C3D4",
        doi="10.1000/example.1",
        population="Children with the example condition, from birth to 18 years",
        users="Paediatricians, surgeons, nurses and families",
        news="Recommendation 3 was added.",
        recommendations=ROWS,
        panel=(
            Contributor(name="Surgeon 3", role="Panel member", group="Surgery", country="Denmark"),
            Contributor(name="Parent 1", role="Panel member", group="Families", country="Spain"),
        ),
        shares=(
            Share(name="Author 1", roles=("conceptualization", "writing-original-draft")),
            Share(name="Author 2", roles=("methodology",)),
        ),
        interests="All members declared their interests.\n\nOne member abstained from one vote.",
        methods="Two rounds were held. Consensus was defined as 75 % in the agreement band.",
        approvals=(
            Approval(name="Chair 1", role="Chair", date="2026-11-19", statement="Approved"),
        ),
        bibliography=ITEMS,
        assets={
            "plot.svg": Asset(media_type="image/svg+xml", content=PLOT),
            "square.png": Asset(media_type="image/png", content=square()),
        },
    )
    return replace(made, **changes)  # type: ignore[arg-type]
