"""The forms of the document pages, and the words they offer."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FileField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length

from guidelines.drafts.models import DocumentKind
from guidelines.drafts.rules.edits import LONG, SHORT, Draft
from guidelines.evidence.forms import DISCORDANCE_WORDS
from guidelines.text.recommendations import GoodPractice

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
    ("el", "Ελληνικά"), ("bg", "Български"),
)  # fmt: skip
TYPES = (
    (
        "evidence-based",
        _l("Evidence-based"),
        _l(
            "Rests on studies that were appraised. It has a strength, a direction and a certainty."
        ),
    ),
    (
        "consensus-based",
        _l("Consensus-based"),
        _l("Rests on what the panel agrees on. It has a strength and a direction, no certainty."),
    ),
    (
        "good-practice",
        _l("Good practice statement"),
        _l("Clearly right without studies. It has neither strength nor certainty."),
    ),
    (
        "research-only",
        _l("Only in research"),
        _l("To be done within studies only. It has no strength."),
    ),
    (
        "no-recommendation",
        _l("No recommendation"),
        _l("The panel looked at it and makes none. It has no strength."),
    ),
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
STATUSES = (
    ("new", _l("New")), ("updated", _l("Updated")), ("reaffirmed", _l("Reaffirmed, unchanged")),
    ("withdrawn", _l("Withdrawn")),
)  # fmt: skip
OFF_LABEL = (
    ("yes", _l("Yes: used outside its licence")), ("no", _l("No: within its licence")),
)  # fmt: skip
STRONG_BECAUSE = tuple((one.value, words) for one, words in DISCORDANCE_WORDS.items())
CRITERIA_MET = (
    (GoodPractice.CLEAR.value, _l("It is clear, and can be done as it is said")),
    (GoodPractice.NECESSARY.value, _l("It is needed: without it some would not do it")),
    (GoodPractice.BENEFIT.value, _l("All in all its benefit is large and plain")),
    (GoodPractice.EFFORT.value, _l("Collecting studies on it would be a poor use of time")),
    (GoodPractice.RATIONALE.value, _l("The rationale says why, from what is known indirectly")),
)
CORE_WORDS = {
    "wording": _l("the wording"), "type": _l("what it rests on"), "strength": _l("the strength"),
    "direction": _l("the direction"), "population": _l("whom it is about"),
    "intervention": _l("what is to be done"), "comparator": _l("instead of what"),
    "conditions": _l("the conditions"),
}  # fmt: skip
SHORT_WORDS = {
    "population": (_l("Whom it is about"), _l("For example: children under two years of age.")),
    "intervention": (_l("What is to be done"), _l("For example: a sleep study.")),
    "comparator": (_l("Instead of what"), _l("For example: watching and waiting.")),
    "conditions": (_l("Under which conditions"), _l("For example: where sleep is restless.")),
}
LONG_WORDS = {
    "rationale": (_l("Rationale"), _l("Why the group recommends this.")),
    "evidence": (_l("Evidence"), _l("What is known, with references.")),
    "remarks": (_l("Remarks"), _l("What a clinician should bear in mind.")),
    "implementation": (_l("Implementation"), _l("What it takes to do it.")),
    "monitoring": (
        _l("Monitoring and evaluation"),
        _l("Indicators: how one can tell that it is done, and that it helps."),
    ),
    "research": (_l("Research gaps"), _l("What should be studied.")),
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
    strong_because = StringField(name="strong-because")
    strength_reason = StringField(name="strength-reason")
    certainty_reason = StringField(name="certainty-reason")
    meets = SelectMultipleField(choices=[one for one, _words in CRITERIA_MET])
    off_label = StringField(name="off-label")
    status = StringField()
    last_search = StringField(name="last-search")
    rationale = TextAreaField()
    evidence = TextAreaField()
    remarks = TextAreaField()
    implementation = TextAreaField()
    monitoring = TextAreaField()
    research = TextAreaField()
    message = StringField(_l("What you changed"), [Length(max=300)])
    base = StringField()
    knowing = StringField()

    def value(self, name: str) -> str:
        """Return what a field holds, by the name it has in the text."""
        data = self[name.replace("-", "_")].data or ""
        return data if isinstance(data, str) else " ".join(data)

    def draft(self) -> Draft:
        """Return what was filled in."""
        return Draft(
            self.wording.data or "",
            {name: self.value(name) for name in SHORT},
            {name: self.value(name) for name in LONG},
        )

    def fill(self, draft: Draft) -> None:
        """Show a recommendation."""
        self.wording.data = draft.wording
        for name, value in {**draft.short, **draft.long}.items():
            self[name.replace("-", "_")].data = value.split() if name == "meets" else value
