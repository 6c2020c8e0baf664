"""Files of references as programs really write them, and as they break."""

import json

import pytest

from guidelines.errors import Invalid, TooLarge
from guidelines.evidence.importers.files import read
from guidelines.evidence.rules.items import fields_of, in_words, item_from_fields
from tests.real_data import real_data

RIS = "TY  - JOUR\nAU  - Smith, Jo\nTI  - {title}\nPY  - 2019\nER  - \n"


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("_baseline", 100),
        ("_baseline_cinahl", 9),
        ("_baseline_cochrane_endnote", 3),
        ("_baseline_covidence_endnote", 10),
        ("_baseline_covidence_zotero", 10),
        ("_baseline_embase", 10),
        ("_baseline_endnote", 10),
        ("_baseline_googlescholar", 10),
        ("_baseline_mendeley", 10),
        ("_baseline_rayyan", 10),
        ("_baseline_scopus", 10),
    ],
)
def test_every_exporter_is_read_whole(name, count):
    file = real_data("documents", "bibliographies", "ris", f"{name}.ris")

    reading = read(file.read_bytes())

    assert (reading.format, len(reading.entries), reading.problems) == ("ris", count, [])
    for entry in reading.entries:
        assert {"title", "author", "issued"} <= set(entry.item)
        assert item_from_fields(fields_of(entry.item), entry.item) == entry.item


@pytest.mark.parametrize(
    ("parts", "count"),
    [
        (("ris", "_baseline_pubmed.ris"), 50),
        (("nbib", "pubmed-balloongui-set.nbib"), 75),
        (("nbib", "single.nbib"), 1),
        (("nbib", "pmc_medlars.txt"), 5),
    ],
)
def test_a_pubmed_file_is_known_by_what_stands_in_it(parts, count):
    reading = read(real_data("documents", "bibliographies", *parts).read_bytes())

    assert (reading.format, len(reading.entries), reading.problems) == ("nbib", count, [])


def test_a_large_csl_file_keeps_its_keys():
    file = real_data("documents", "deep-review", "references.by-citekey.csl.json")

    reading = read(file.read_bytes())

    assert reading.problems == []
    assert [entry.key for entry in reading.entries] == [
        item["id"] for item in json.loads(file.read_bytes())
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"Dear colleague,\nplease find attached", "No references were found"),
        (b"PK\x03\x04\0\0\0", "not a text file"),
        (b'[{"title": ', "damaged"),
        (b"[" * 100_000, "damaged"),
        (b"[]", "holds no reference"),
        (b"TY  - JOUR\nTI  - Cut off", "None of the 1 entries"),
        (b'[{"id": "a"}]', "None of the 1 entries could be read. The first, a: It has neither"),
        (b"PMID- 1\nOWN - NLM\n", "PMID 1: It has no title"),
    ],
)
def test_a_file_that_yields_nothing_says_why(content, words):
    with pytest.raises(Invalid) as caught:
        read(content)

    assert words in caught.value.errors["file"]


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(TooLarge):
        read(b"TY  - " * 2_000_000)


def test_a_broken_entry_is_named_and_the_rest_is_read():
    text = RIS.format(title="A") + "TY  - JOUR\nTI  - Cut off\n" + RIS.format(title="C")

    reading = read(text.encode())

    assert [entry.item["title"] for entry in reading.entries] == ["A", "C"]
    assert [(one.entry, str(one.reason)) for one in reading.problems] == [
        ("no. 2", "It has no end (ER): the file may be cut off.")
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"author": "x"}, ""),
        ({"author": [1]}, "“author” is not a list of names"),
        ({"issued": {"date-parts": [["soon"]]}}, "“issued” is not a date"),
        ({"issued": {"date-parts": [[2020, 99]]}}, "“issued” is not a date"),
        ({"issued": []}, ""),
        ({"title": {"a": 1}}, "“title” is not a text"),
        ({"title": "x" * 2001}, "more than 2000 characters"),
        ({"id": "no key"}, "Use letters"),
        ({"id": "a"}, "stands in the file twice"),
        ("text", "not a reference"),
        (None, "not a reference"),
    ],
)
def test_a_csl_entry_of_a_wrong_shape_is_named(change, words):
    second = {"id": "b", "title": "B", **change} if isinstance(change, dict) else change

    reading = read(json.dumps([{"id": "a", "title": "A"}, second]).encode())

    assert reading.entries[0].item["title"] == "A"
    if words:
        assert [words in str(one.reason) for one in reading.problems] == [True]
    else:
        assert reading.problems == []


def test_what_could_do_harm_is_dropped():
    item = {
        "id": "a",
        "title": "A\x00\u202ebad\n title",
        "URL": "javascript:alert(1)",
        "custom": {"x": 1},
        "bibliography": "/etc/passwd",
    }

    reading = read(json.dumps([item]).encode())

    assert reading.entries[0].item == {"type": "document", "title": "Abad title"}


def test_bibtex_names_its_broken_entries():
    text = (
        "@string{j = {The Journal}}\n"
        "@article{good2019, author={Smith, Jo and Doe, Al}, title={A {DNA} title}, journal=j, "
        "year=2019, doi={10.1000/Xyz}}\n"
        "@article{open2020, title={Never closed, year=2020}\n"
        "@article{odd2021, title=}, year={2021}}\n"
        "@book{book2022, title={A book}, author={Roe, B}, year={2022}}\n"
    )

    reading = read(text.encode())

    assert [entry.key for entry in reading.entries] == ["good2019", "book2022"]
    assert [one.entry for one in reading.problems] == ["open2020", "odd2021"]
    good = reading.entries[0].item
    assert good["DOI"] == "10.1000/Xyz"
    assert good["container-title"] == "The Journal"
    assert in_words(good)["title"] == "A DNA title"


def test_an_open_brace_cannot_swallow_the_next_entry():
    text = (
        "@article{open2020, title={Never closed, year=2020}\n"
        "@article{more2021, title={One brace too many}, year={2021}}}\n"
        "@article{good2022, title={Good}, year={2022}}\n"
    )

    reading = read(text.encode())

    assert [entry.key for entry in reading.entries] == ["good2022"]
    assert [one.entry for one in reading.problems] == ["open2020", "more2021"]


def test_bibtex_cannot_reach_a_file():
    text = "@article{a, title={\\input{/etc/passwd} T}, note={\\include{/etc/passwd}}}\n"

    reading = read(text.encode())

    assert "root:" not in json.dumps([entry.item for entry in reading.entries])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding, end):
    content = RIS.format(title="Größe").replace("\n", end).encode(encoding)

    assert read(content).entries[0].item["title"] == "Größe"


STYLED = '<style face="normal" font="default" size="100%">'
ENDNOTE = f"""<?xml version="1.0" encoding="UTF-8" ?>
<xml><records><record><database name="My.enl" path="C:\\My.enl">My.enl</database>
<source-app name="EndNote" version="20.4">EndNote</source-app><rec-number>7</rec-number>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors><author>{STYLED}Müller, Jo A.</style></author>
<author>{STYLED}The Example Group,</style></author></authors></contributors>
<titles><title>{STYLED}Effects of </style><style face="italic">X</style>{STYLED} on\
 H</style><style face="subscript">2</style>{STYLED}O</style></title>
<secondary-title>{STYLED}Journal of Examples</style></secondary-title></titles>
<periodical><full-title>{STYLED}Journal of Examples</style></full-title>
<abbr-1>{STYLED}J Ex</style></abbr-1></periodical>
<pages>{STYLED}11-19</style></pages><volume>{STYLED}7</style></volume>
<number>{STYLED}2</style></number>
<dates><year>{STYLED}2019</style></year><pub-dates><date>{STYLED}Apr 2</style></date></pub-dates>
</dates><isbn>{STYLED}1234-5678</style></isbn>
<accession-num>{STYLED}12345678</style></accession-num>
<urls><related-urls><url>{STYLED}https://www.ncbi.nlm.nih.gov/pubmed/12345678</style></url>
</related-urls></urls>
<electronic-resource-num>{STYLED}10.1000/endnote</style></electronic-resource-num>
</record>MORE</records></xml>
"""


def test_endnote_xml_is_read_with_its_marks():
    [entry] = read(ENDNOTE.replace("MORE", "").encode()).entries

    assert entry.item == {
        "type": "article-journal",
        "title": "Effects of <i>X</i> on H<sub>2</sub>O",
        "author": [{"family": "Müller", "given": "Jo A."}, {"literal": "The Example Group"}],
        "container-title": "Journal of Examples",
        "container-title-short": "J Ex",
        "volume": "7",
        "issue": "2",
        "page": "11-19",
        "issued": {"date-parts": [[2019, 4, 2]]},
        "ISSN": "1234-5678",
        "DOI": "10.1000/endnote",
        "PMID": "12345678",
        "URL": "https://www.ncbi.nlm.nih.gov/pubmed/12345678",
    }


def test_a_broken_endnote_record_is_named_and_the_rest_is_read():
    broken = "<record><titles><title>Open</titles></record><record><titles/></record>"

    reading = read(ENDNOTE.replace("MORE", broken).encode())

    assert [entry.item["DOI"] for entry in reading.entries] == ["10.1000/endnote"]
    assert [(one.entry, str(one.reason)[:22]) for one in reading.problems] == [
        ("no. 2", "Its XML is damaged: an"),
        ("no. 3", "It has neither a title"),
    ]


def test_a_cut_off_endnote_file_is_not_a_success():
    whole = ENDNOTE.replace("MORE", "")

    with pytest.raises(Invalid) as caught:
        read(whole[: whole.index("<pages>")].encode())

    assert "Its XML is damaged" in caught.value.errors["file"]


@pytest.mark.parametrize(
    "kind",
    ['<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY a "b">', '<!ENTITY % a SYSTEM "x"> %a;'],
)
def test_xml_that_reaches_out_is_refused(kind):
    text = ENDNOTE.replace("<xml>", f"<!DOCTYPE xml [{kind}]><xml>").replace("MORE", "&a;")

    with pytest.raises(Invalid) as caught:
        read(text.encode())

    assert "names other files" in caught.value.errors["file"]


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("PMID- 1\nTI  - A study.\nPT  - Retracted Publication\n", ""),
        ("PMID- 1\nTI  - A study.\nRIN - J Ex. 2012 Mar 3;4(1):9. PMID: 2\n", "2012-03-03"),
        ("TY  - JOUR\nTI  - RETRACTED: A study\nER  - \n", ""),
        ("TY  - JOUR\nTI  - Retracted article: a study\nER  - \n", ""),
        ('[{"id": "a", "title": "A study", "status": "Retracted"}]', ""),
    ],
)
def test_a_retracted_source_is_marked(text, on):
    [entry] = read(text.encode()).entries

    assert (entry.item["status"], entry.retraction.on) == ("retracted", on)


@pytest.mark.parametrize(
    "title", ["Retracted gums in children", "A study of retraction", "Retraction: a study"]
)
def test_a_study_of_retraction_is_not_retracted(title):
    [entry] = read(f"TY  - JOUR\nTI  - {title}\nER  - \n".encode()).entries

    assert entry.retraction is None


def test_the_notice_of_a_retraction_is_taken_with_a_remark():
    reading = read(b"PMID- 3\nTI  - Retraction: a study.\nROF - J Ex. 2010\n")

    assert [entry.item.get("status") for entry in reading.entries] == [None]
    assert [(one.entry, one.left_out) for one in reading.problems] == [("PMID 3", False)]


@pytest.mark.parametrize(
    ("identifier", "key"),
    [("Smith2019", "Smith2019"), ("rayyan-123456", ""), ("12", ""), ("CN-01234567", ""), ("", "")],
)
def test_a_key_of_ris_is_kept_unless_it_is_a_number_of_a_database(identifier, key):
    text = RIS.format(title="A").replace("TI  -", f"ID  - {identifier}\nTI  -")

    assert [entry.key for entry in read(text.encode()).entries] == [key]
