"""The open data of a finished process: one archive with equal bytes for equal content.

Nothing in it links the answers of one person: answers lie by statement, in random order, as the
rounds published them.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guidelines.consensus.models import Process
from guidelines.consensus.queries.accounts import LICENCE, texts_of
from guidelines.consensus.queries.course import Course, Held, course_of
from guidelines.consensus.queries.custody import is_anonymous
from guidelines.consensus.queries.publication import publication
from guidelines.consensus.queries.reports import methods_of
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.definition import canonical

_EPOCH = (1980, 1, 1, 0, 0, 0)

CODEBOOK = (
    ("statement", "number of the statement; never given to another"),
    ("key", "id of the recommendation, or # and the number of a statement that stands alone"),
    ("wording_version", "number of the wording that was asked"),
    ("wording_sha256", "SHA-256 of the canonical text of that wording"),
    ("wording", "the wording, as Markdown"),
    ("n_eligible", "panel members who could answer it; without those who abstain for an interest"),
    ("n_rated", "how many rated it"),
    ("n_opted_out", "how many said that they cannot judge it, or abstained"),
    ("n_missing", "how many of the eligible did not answer it"),
    ("n_recused", "how many abstain because of an interest; they are not eligible"),
    ("denominator", "of how many the shares are taken, by the definition of consensus"),
    ("n_in", "how many chose a point of the agreement band"),
    ("n_out", "how many chose a point of the disagreement band"),
    ("percent_in", "n_in by denominator, per cent; empty: not computable"),
    ("percent_out", "n_out by denominator, per cent; empty: not computable"),
    ("min, q1, median, q3, max, iqr, mean, sd", "of the ratings; quartiles by the type that the "
     "definition names; SD with n - 1; empty: not computable"),
    ("verdict", "consensus-for, consensus-against, near, no-consensus or not-computable"),
    ("count_P", "how many chose the point P of the scale"),
    ("opt_out_C", "how many gave the code C in place of a rating"),
    ("estimate_F", "where numbers are estimated: F of the lowest or of the highest numbers"),
    ("D.FIELD", "the same FIELD of the further question D about the statement, described and not "
     "decided; definition-of-consensus.json has its words and its scale"),
)  # fmt: skip
_COLUMNS = (
    "n_eligible", "n_rated", "n_opted_out", "n_missing", "n_recused", "denominator", "n_in",
    "n_out", "percent_in", "percent_out", "min", "q1", "median", "q3", "max", "iqr", "mean",
    "sd", "verdict",
)  # fmt: skip


def package_of(process: Process) -> bytes:
    """Return the open data of a process as a ZIP archive."""
    course = course_of(process)
    files: dict[str, bytes] = {
        "README.txt": _readme(course).encode(),
        "codebook.csv": _csv(("field", "meaning"), CODEBOOK),
        "definition-of-consensus.json": canonical(process.rule).encode(),
        "plan.json": canonical(process.plan).encode(),
        "statement-history.csv": _history(course),
    }
    for held in course.held:
        folder = f"round-{held.round.number}"
        files[f"{folder}/results.json"] = _json(held.results)
        files[f"{folder}/statements.csv"] = _statements(held)
        record = publication(held.round)
        if record is not None:
            files[f"{folder}/record.json"] = _json(record)
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    )
    return _zipped({**files, "SHA256SUMS": sums.encode()})


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, indent=1, ensure_ascii=False).encode()


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV; what a spreadsheet would take for a formula is quoted as text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    return out.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return "" if value is None else value


_DESCRIBED = tuple(name for name in _COLUMNS if name not in ("n_recused", "verdict"))


def _statements(held: Held) -> bytes:
    columns = ("statement", "key", "wording_version", "wording_sha256", "wording", *_COLUMNS)
    ends = tuple(dict.fromkeys(name for one in held.entries for name in one.get("estimates", ())))
    further = dict.fromkeys(key for one in held.entries for key in one.get("dimensions", ()))
    asked = {key: [one["dimensions"][key] for one in held.entries] for key in further}
    names, cells = _counts(held.entries)
    head = [*columns, *names, *(f"estimate_{name}" for name in ends)]
    told = ("number", *columns[1:])
    rows = [
        [one[name] for name in told] + more + [one.get("estimates", {}).get(end) for end in ends]
        for one, more in zip(held.entries, cells, strict=True)
    ]
    for key, entries in asked.items():
        names, cells = _counts(entries)
        head += [f"{key}.{name}" for name in (*_DESCRIBED, *names)]
        for row, one, more in zip(rows, entries, cells, strict=True):
            row += [one[name] for name in _DESCRIBED] + more
    return _csv(head, rows)


def _counts(entries: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[object]]]:
    """Return the columns that count each point and each code, and their cells, row by row."""
    points = sorted({int(point) for one in entries for point in one["counts"]})
    codes = [
        str(code)
        for code in OptOut
        if code is not OptOut.RECUSED and any(one["opt_outs"].get(code) for one in entries)
    ]
    names = [f"count_{point}" for point in points] + [f"opt_out_{code}" for code in codes]
    return names, [
        [
            *(one["counts"].get(str(point), 0) for point in points),
            *(one["opt_outs"].get(code, 0) for code in codes),
        ]
        for one in entries
    ]


def _history(course: Course) -> bytes:
    columns = ("statement", "wording", "after_round", "lineage", "meaning_changed", "reason",
               "wording_sha256")  # fmt: skip
    rows = [
        (
            one.statement.number,
            one.number,
            one.after_round,
            one.lineage.value,
            "yes" if one.meaning_changed else "no",
            one.reason,
            one.wording_sha256,
        )
        for one in course.versions
    ]
    return _csv(columns, rows)


def _secrecy(process: Process) -> str:
    if is_anonymous(process):
        return "anonymous: the key was destroyed, and nobody can tell any more whose they were"
    return "confidential: they are anonymous once the key is destroyed"


def _readme(course: Course) -> str:
    process = course.process
    licence = texts_of(process).get(LICENCE, "")
    lines = [
        f"Open data of “{process.title}”",
        f"Document: {process.document.title}",
        f"Licence: {licence or 'none given; ask the working group before you use these data'}",
        "",
        methods_of(process),
        "",
        "What is in this archive",
        "- definition-of-consensus.json and plan.json: as they were locked before the first round",
        "- round-N/results.json: the frozen results of round N",
        "- round-N/statements.csv: the same as a table; codebook.csv explains its columns",
        "- round-N/record.json: every answer by statement, with what is needed to count it again",
        "- statement-history.csv: every wording of every statement, and where it came from",
        "- SHA256SUMS: the SHA-256 of every file",
        "",
        "The answers of one statement stand in random order, apart from those of the others: no "
        "row links what one person answered, and none can be made of them.",
        f"When this archive was made the answers were {_secrecy(course.process)}.",
    ]
    return "\n".join(lines) + "\n"
