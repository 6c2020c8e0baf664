"""The forms of the reference pages, and the words of their choices."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import Length

from guidelines.evidence.queries.library import Shown, Sort
from guidelines.evidence.rules.items import FORM_TEXTS
from guidelines.evidence.rules.merging import Sign

TYPE_WORDS = {
    "article-journal": _l("Journal article"),
    "book": _l("Book"),
    "chapter": _l("Chapter"),
    "report": _l("Report"),
    "paper-conference": _l("Conference paper"),
    "thesis": _l("Thesis"),
    "webpage": _l("Web page"),
    "article": _l("Preprint or article"),
    "dataset": _l("Data set"),
    "legislation": _l("Law or rule"),
    "standard": _l("Standard"),
    "software": _l("Software"),
    "document": _l("Other"),
}
SHOWN_WORDS = {
    Shown.ALL: _l("All references"),
    Shown.CITED: _l("Cited in a text"),
    Shown.UNUSED: _l("Not cited anywhere"),
    Shown.RETRACTED: _l("Retracted"),
    Shown.NO_DOI: _l("Without a DOI"),
}
SORT_WORDS = {
    Sort.AUTHOR: _l("By author"),
    Sort.YEAR: _l("Newest first"),
    Sort.TITLE: _l("By title"),
    Sort.ADDED: _l("Last added first"),
}
FIELD_WORDS = {
    "type": _l("Kind"),
    "title": _l("Title"),
    "author": _l("Authors"),
    "editor": _l("Editors"),
    "issued": _l("Date"),
    "container-title": _l("Journal or book"),
    "volume": _l("Volume"),
    "issue": _l("Issue"),
    "page": _l("Pages"),
    "edition": _l("Edition"),
    "publisher": _l("Publisher"),
    "publisher-place": _l("Place"),
    "DOI": "DOI",
    "PMID": _l("PubMed number"),
    "PMCID": _l("PubMed Central"),
    "ISBN": "ISBN",
    "ISSN": "ISSN",
    "URL": _l("Address"),
    "abstract": _l("Abstract"),
    "language": _l("Language"),
    "note": _l("Note"),
}
SIGN_WORDS = {
    Sign.DOI: _l("Same DOI"),
    Sign.PMID: _l("Same PubMed number"),
    Sign.TITLE: _l("Same title and first author"),
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
