"""The forms of the reference pages, and the words of their choices."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import Length

from guidelines.evidence.rules.items import FORM_TEXTS

TYPE_WORDS = {
    "article-journal": _l("Journal article"),
    "book": _l("Book"),
    "chapter": _l("Chapter"),
    "report": _l("Report"),
    "paper-conference": _l("Conference paper"),
    "thesis": _l("Thesis"),
    "webpage": _l("Web page"),
    "dataset": _l("Data set"),
    "document": _l("Other"),
}


class ImportForm(FlaskForm):  # type: ignore[misc]
    """A file of references, or its text."""

    file = FileField(_l("File"))
    text = TextAreaField(_l("Or paste the references"))


class ReferenceForm(FlaskForm):  # type: ignore[misc]
    """One reference."""

    key = StringField(_l("Key"), [Length(max=200)])
    type = StringField(_l("Kind"))
    title = TextAreaField(_l("Title"))
    authors = TextAreaField(_l("Authors"))
    issued = StringField(_l("Date"))
    revision = IntegerField()


def fields_from(posted: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a posted reference."""
    return {name: posted.get(name, "") for name in (*FORM_TEXTS, "type", "issued", "authors")}
