"""The citation styles that belong to the product; files in ``exports/csl``, CC BY-SA 3.0."""

from collections.abc import Mapping
from types import MappingProxyType

DEFAULT = "nlm-citation-sequence"
OWN = "own"
# Titles as the authors of the styles give them, shortened.
BUNDLED: Mapping[str, str] = MappingProxyType(
    {
        DEFAULT: "NLM / Vancouver, numbers in brackets",
        "nlm-citation-sequence-superscript": "NLM / Vancouver, raised numbers",
        "nlm-citation-name": "NLM, list by author's name",
        "elsevier-vancouver": "Elsevier Vancouver, square brackets",
    }
)
# Pages of a draft list references as these do
ON_PAGES = frozenset({DEFAULT, "nlm-citation-sequence-superscript"})
# What a style is shown by in a library that is empty still.
EXAMPLES: list[dict[str, object]] = [
    {
        "id": "example",
        "type": "article-journal",
        "title": "Title of an article",
        "author": [{"family": "Family", "given": "Given"}, {"family": "Second", "given": "Name"}],
        "container-title": "Journal",
        "issued": {"date-parts": [[2024, 5]]},
        "volume": "12",
        "issue": "3",
        "page": "101-9",
        "DOI": "10.1000/example",
    }
]
