"""What is handed in when a DOI of a published version is registered: DataCite metadata."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from guidelines.publishing.rules.citing import published_on

KERNEL = "http://datacite.org/schema/kernel-4"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SCHEMA = f"{KERNEL} https://schema.datacite.org/meta/kernel-4.5/metadata.xsd"


@dataclass(frozen=True, slots=True)
class Relatives:
    """Other things that a version belongs to, each as a DOI or an address; empty where unknown.

    `whole` stands for the guideline whatever its version.
    """

    replaces: str = ""
    replaced_by: str = ""
    whole: str = ""


NONE = Relatives()


def _related(name: str, relation: str) -> dict[str, str]:
    kind = "URL" if "://" in name else "DOI"
    return {"relatedIdentifier": name, "relatedIdentifierType": kind, "relationType": relation}


def datacite_of(
    content: Mapping[str, Any], *, address: str, doi: str = "", relatives: Relatives = NONE
) -> dict[str, Any]:
    """Return the version's metadata as DataCite 4.5 asks for them when a DOI is registered."""
    day = published_on(content)
    network = content["network"]["title"]
    related = [
        _related(name, relation)
        for name, relation in (
            (relatives.replaces, "IsNewVersionOf"),
            (relatives.replaced_by, "IsPreviousVersionOf"),
            (relatives.whole, "IsVersionOf"),
        )
        if name
    ]
    related += [
        _related(str(one["DOI"]), "References") for one in content["references"] if one.get("DOI")
    ]
    metadata: dict[str, Any] = {
        "url": address,
        "creators": [{"name": network, "nameType": "Organizational"}],
        "titles": [{"title": content["title"], "lang": content["language"]}],
        "publisher": {"name": network},
        "publicationYear": str(day.year),
        "types": {"resourceTypeGeneral": "Report", "resourceType": "Clinical guideline"},
        "language": content["language"],
        "version": content["number"],
        "dates": [{"date": day.isoformat(), "dateType": "Issued"}],
        "relatedIdentifiers": related,
        "schemaVersion": KERNEL,
    }
    about = content.get("about", {})
    if until := about.get("review_by"):
        metadata["dates"].append({"date": f"{day.isoformat()}/{until}", "dateType": "Valid"})
    if conditions := about.get("conditions"):
        metadata["subjects"] = [
            {
                "subject": name,
                "subjectScheme": "ORPHAcode",
                "schemeUri": "https://www.orpha.net",
                "classificationCode": code,
            }
            for code, name in conditions
        ]
    if doi:
        metadata["doi"] = doi
    if content["notice"]:
        metadata["descriptions"] = [{"description": content["notice"], "descriptionType": "Other"}]
    return metadata


def datacite_xml(metadata: Mapping[str, Any]) -> bytes:
    """Return the same metadata as XML of kernel 4.5.

    Without a DOI of its own the identifier is the address, to be replaced by whoever registers.
    """
    root = etree.Element(
        f"{{{KERNEL}}}resource", nsmap=cast("dict[str, str]", {None: KERNEL, "xsi": _XSI})
    )
    root.set(f"{{{_XSI}}}schemaLocation", _SCHEMA)
    doi = metadata.get("doi", "")
    kind = "DOI" if doi else "URL"
    _say(root, "identifier", doi or metadata["url"], identifierType=kind)
    creators = _say(root, "creators")
    for one in metadata["creators"]:
        _say(_say(creators, "creator"), "creatorName", one["name"], nameType=one["nameType"])
    titles = _say(root, "titles")
    for one in metadata["titles"]:
        _say(titles, "title", one["title"]).set(_LANG, one["lang"])
    _say(root, "publisher", metadata["publisher"]["name"])
    _say(root, "publicationYear", metadata["publicationYear"])
    types = metadata["types"]
    _say(
        root,
        "resourceType",
        types["resourceType"],
        resourceTypeGeneral=types["resourceTypeGeneral"],
    )
    if metadata.get("subjects"):
        subjects = _say(root, "subjects")
        for one in metadata["subjects"]:
            _say(
                subjects,
                "subject",
                one["subject"],
                subjectScheme=one["subjectScheme"],
                schemeURI=one["schemeUri"],
                classificationCode=one["classificationCode"],
            )
    dates = _say(root, "dates")
    for one in metadata["dates"]:
        _say(dates, "date", one["date"], dateType=one["dateType"])
    _say(root, "language", metadata["language"])
    if doi:
        others = _say(root, "alternateIdentifiers")
        _say(others, "alternateIdentifier", metadata["url"], alternateIdentifierType="URL")
    if metadata["relatedIdentifiers"]:
        related = _say(root, "relatedIdentifiers")
        for one in metadata["relatedIdentifiers"]:
            _say(
                related,
                "relatedIdentifier",
                one["relatedIdentifier"],
                relatedIdentifierType=one["relatedIdentifierType"],
                relationType=one["relationType"],
            )
    _say(root, "version", metadata["version"])
    if metadata.get("descriptions"):
        descriptions = _say(root, "descriptions")
        for one in metadata["descriptions"]:
            _say(
                descriptions,
                "description",
                one["description"],
                descriptionType=one["descriptionType"],
            )
    written: bytes = etree.tostring(
        root, xml_declaration=True, encoding="utf-8", pretty_print=True
    )
    return written


def _say(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    one = etree.SubElement(parent, f"{{{KERNEL}}}{name}", dict(attributes))
    one.text = _FORBIDDEN.sub("", text) or None
    return one
