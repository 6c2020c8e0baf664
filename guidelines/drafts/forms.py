"""The forms of the document pages, and the words they offer."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FileField, StringField, TextAreaField
from wtforms.validators import Length

from guidelines.drafts.models import DocumentKind
from guidelines.drafts.rules.edits import LONG, SHORT, Draft

KIND_WORDS = {
    DocumentKind.GUIDELINE: _l("Guideline"),
    DocumentKind.STANDARD_OF_CARE: _l("Standard of care"),
    DocumentKind.CONSENSUS_STATEMENT: _l("Consensus statement"),
    DocumentKind.EVIDENCE_REPORT: _l("Evidence report"),
    DocumentKind.PATHWAY: _l("Care pathway"),
    DocumentKind.PROTOCOL: _l("Protocol"),
    DocumentKind.DOS_AND_DONTS: _l("Do’s and don’ts"),
    DocumentKind.QUALITY_MEASURES: _l("Quality measures"),
    DocumentKind.ADAPTATION: _l("Adaptation of another guideline"),
    DocumentKind.SHORT_VERSION: _l("Short version"),
    DocumentKind.PATIENT_BOOKLET: _l("Booklet for patients and families"),
    DocumentKind.PATIENT_VERSION: _l("Version for patients and families"),
    DocumentKind.TRANSLATION: _l("Translation"),
}
LANGUAGES = (
    ("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español"),
    ("it", "Italiano"), ("nl", "Nederlands"), ("pl", "Polski"), ("pt", "Português"),
    ("sv", "Svenska"), ("da", "Dansk"), ("nb", "Norsk"), ("fi", "Suomi"),
)  # fmt: skip
TYPES = (
    ("evidence-based", _l("Evidence-based"), _l("rests on studies that were appraised")),
    ("consensus-based", _l("Consensus-based"), _l("rests on what the panel agrees on")),
    (
        "good-practice",
        _l("Good practice statement"),
        _l("goes without saying, and without a vote on strength"),
    ),
    ("research-only", _l("Research only"), _l("to be done within studies")),
)
STRENGTHS = (
    ("strong", _l("Strong"), _l("“We recommend …”")),
    ("conditional", _l("Conditional"), _l("“We suggest …”")),
)
DIRECTIONS = (("for", _l("For")), ("against", _l("Against")), ("either", _l("Either option")))
CERTAINTIES = (
    ("high", _l("High")), ("moderate", _l("Moderate")), ("low", _l("Low")),
    ("very-low", _l("Very low")),
)  # fmt: skip
SHORT_WORDS = {
    "population": (_l("Whom it is about"), _l("For example: children under two years of age.")),
    "intervention": (_l("What is to be done"), ""),
    "comparator": (_l("Instead of what"), ""),
    "conditions": (_l("Under which conditions"), ""),
}
LONG_WORDS = {
    "rationale": (_l("Rationale"), _l("Why the group recommends this.")),
    "evidence": (_l("Evidence"), _l("What is known, with references.")),
    "remarks": (_l("Remarks"), _l("What a clinician should bear in mind.")),
    "implementation": (_l("Implementation"), _l("What it takes to do it.")),
    "monitoring": (_l("Monitoring and evaluation"), ""),
    "research": (_l("Research priorities"), ""),
}


class DocumentForm(FlaskForm):  # type: ignore[misc]
    """A document to start."""

    title = StringField(_l("Title"), [Length(max=300)])
    kind = StringField(_l("Kind"))
    language = StringField(_l("Language"), default="en")


class ImportForm(DocumentForm):
    """A file that becomes a document."""

    file = FileField(_l("File"))


class RecommendationForm(FlaskForm):  # type: ignore[misc]
    """A recommendation, without its syntax."""

    wording = TextAreaField(_l("Recommendation"))
    type = StringField(_l("What it rests on"))
    strength = StringField(_l("Strength"))
    direction = StringField(_l("Direction"))
    certainty = StringField(_l("Certainty of the evidence"))
    population = StringField()
    intervention = StringField()
    comparator = StringField()
    conditions = StringField()
    rationale = TextAreaField()
    evidence = TextAreaField()
    remarks = TextAreaField()
    implementation = TextAreaField()
    monitoring = TextAreaField()
    research = TextAreaField()
    message = StringField(_l("What you changed"), [Length(max=300)])
    base = StringField()

    def draft(self) -> Draft:
        """Return what was filled in."""
        return Draft(
            self.wording.data or "",
            {name: self[name].data or "" for name in SHORT},
            {name: self[name].data or "" for name in LONG},
        )

    def fill(self, draft: Draft) -> None:
        """Show a recommendation."""
        self.wording.data = draft.wording
        for name, value in {**draft.short, **draft.long}.items():
            self[name].data = value
