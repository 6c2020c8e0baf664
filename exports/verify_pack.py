#!/usr/bin/env python3
"""Check an evidence pack: python3 verify.py PACK.zip

An evidence pack holds everything that a published version of a guideline consists of and rests
on. This program looks at every file, holds the parts against each other and counts every vote
again. Nothing but Python's standard library is needed (3.8 or later), with verify_consensus.py
beside it, which counts the votes; nothing is sent anywhere. That the signatures are those of the
persons named is checked by the installation that published the version.

Exit status: 0 if everything fits, 1 if something does not, 2 if the pack cannot be opened.
"""

import argparse
import csv
import hashlib
import io
import json
import re
import sys
import zipfile
import zlib

import verify_consensus as recount

SCHEMA = "evidence-pack/1"
MOST_FILES = 5000
MOST_BYTES = 1 << 30
STANDINGS = {
    "consensus-for": "consensus",
    "consensus-against": "against",
    "near": "no-consensus",
    "no-consensus": "no-consensus",
    "not-computable": "not-computable",
}
SAME = ("n_rated", "percent_in", "denominator", "counts")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MISREAD = (KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration)


class Unreadable(Exception):
    """The file is no evidence pack, or one that nobody should unpack."""


class Report:
    """What was found: lines that fit, remarks, and sentences on what does not fit."""

    def __init__(self):
        self.good, self.notes, self.wrong = [], [], []

    def lines(self):
        """Return the report as a person reads it."""
        return [
            *("OK         " + one for one in self.good),
            *("NOTE       " + one for one in self.notes),
            *("NOT RIGHT  " + one for one in self.wrong),
            "Something does not fit." if self.wrong else "Everything fits.",
        ]


def digest(content):
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def canonical(value):
    """Return values as JSON in one fixed form: sorted keys, no spaces, Unicode as it is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def legible(value):
    """Return values as JSON in one fixed form that people can read too."""
    return (json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def sealed(manifest):
    """Return a manifest with the digest over all the rest of it."""
    rest = {key: value for key, value in manifest.items() if key != "sha256"}
    return {**rest, "sha256": digest(canonical(rest))}


def unpacked(path, most_bytes=None):
    """Return the files of a pack by name, all in memory; nothing is written anywhere."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _contents(archive, most_bytes or MOST_BYTES)
    except zipfile.BadZipFile as error:
        raise Unreadable(f"This is no zip file, or it is damaged: {error}.") from error
    except OSError as error:
        raise Unreadable("The file cannot be read: %s." % (error.strerror or error)) from error


def _contents(archive, most_bytes):
    entries = [one for one in archive.infolist() if not _is_folder(one)]
    if len(entries) > MOST_FILES:
        raise Unreadable(f"There are more than {MOST_FILES} files in it.")
    if sum(one.file_size for one in entries) > most_bytes:
        raise Unreadable("Its files would be larger than %s MB." % (most_bytes // 1_000_000))
    files = {}
    for entry in entries:
        _check_entry(entry)
        if entry.filename in files:
            raise Unreadable(f"The file {entry.filename!r} is in it twice.")
        files[entry.filename] = _content(archive, entry)
    return files


def _is_folder(entry):
    return entry.filename.endswith("/") and entry.file_size == 0 and _is_safe(entry.filename[:-1])


def _is_safe(name):
    parts = name.split("/")
    return not (
        any(part in ("", ".", "..") for part in parts)
        or "\\" in name
        or re.match(r"[A-Za-z]:", name)
        or any(ord(letter) < 32 for letter in name)
    )


def _check_entry(entry):
    if not _is_safe(entry.filename) or getattr(entry, "orig_filename", "") != entry.filename:
        raise Unreadable(f"The name {entry.filename!r} would lead out of the folder.")
    if (entry.external_attr >> 28) not in (0, 8):
        raise Unreadable(f"{entry.filename!r} is a link or a device, not a file.")
    if entry.flag_bits & 1:
        raise Unreadable(f"The file {entry.filename!r} is locked with a password.")


def _content(archive, entry):
    try:
        with archive.open(entry) as file:
            content = file.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"The file {entry.filename!r} is damaged.") from error
    if len(content) != entry.file_size:
        raise Unreadable(f"The file {entry.filename!r} is not as long as it says.")
    return content


def check(files):
    """Check the files of a pack and return the report."""
    report = Report()
    manifest = _read(report, files, "manifest.json")
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        report.wrong.append("There is no manifest of an evidence pack in it.")
        return report
    _step(report, "The manifest", _check_files, files, manifest)
    edition = _read(report, files, "edition.json")
    if edition is None:
        return report
    steps = (
        ("The version", _check_edition, manifest),
        ("The text", _check_text, files),
        ("The approval", _check_signoff, files),
        ("The tables", _check_tables, files),
        ("The votes", _check_votes, files),
    )
    for what, step, against in steps:
        _step(report, what, step, edition, against)
    return report


def _step(report, what, step, *values):
    try:
        step(report, *values)
    except MISREAD:
        report.wrong.append(f"{what}: something is missing, or not of the kind it should be.")


def _read(report, files, name):
    try:
        return json.loads(files[name].decode("utf-8"))
    except KeyError:
        report.wrong.append(f"The file {name} is missing.")
    except (ValueError, RecursionError):
        report.wrong.append(f"The file {name} cannot be read.")
    return None


def _check_files(report, files, manifest):
    before = len(report.wrong)
    if sealed(manifest) != manifest or files["manifest.json"] != legible(manifest):
        report.wrong.append("The manifest was changed: its digest is not the one that is stated.")
    listed = manifest["files"]
    present = set(files) - {"manifest.json"}
    for name in sorted(set(listed) - present):
        report.wrong.append(f"The file {name} is missing.")
    for name in sorted(present - set(listed)):
        report.wrong.append(f"The file {name} does not belong to the pack.")
    for name in sorted(present & set(listed)):
        content, stated = files[name], listed[name]
        if digest(content) != stated["sha256"] or len(content) != stated["size"]:
            report.wrong.append(f"The file {name} was changed.")
    if len(report.wrong) == before:
        report.good.append(f"{len(listed)} files are there, each as the manifest has it.")


def _check_edition(report, edition, manifest):
    stated = manifest["edition"]
    if digest(canonical(edition)) != stated["sha256"]:
        report.wrong.append("The version was changed: its digest is not the one that is stated.")
        return
    same = ("title", "number", "language", "published_at")
    if any(edition[name] != stated[name] for name in same):
        report.wrong.append("The manifest names another version than the one in the pack.")
        return
    if edition["signoff"]["sha256"] != manifest["signoff_sha256"]:
        report.wrong.append("The manifest names another approved text.")
        return
    report.good.append("{}, version {}".format(stated["title"], stated["number"]))
    report.good.append("Proof of the version, to compare with {}:".format(stated["address"]))
    report.good.append("  " + stated["sha256"])


def _check_text(report, edition, files):
    before = len(report.wrong)
    body = edition["body"].encode()
    if files["text/guideline.md"] != body:
        report.wrong.append("The text is not that of the version.")
    if b"".join(files[name] for name in _sections(files)) != body:
        report.wrong.append("The sections together are not the text of the version.")
    if json.loads(files["text/references.json"].decode()) != edition["references"]:
        report.wrong.append("The references are not those of the version.")
    pictures = {name for name in files if name.startswith("text/images/")}
    assets = {"text/images/" + name: one["sha256"] for name, one in edition["assets"].items()}
    if pictures != set(assets):
        report.wrong.append("The pictures are not those of the version.")
    for name in sorted(pictures & set(assets)):
        if digest(files[name]) != assets[name]:
            report.wrong.append(f"The picture {name} is not that of the version.")
    if len(report.wrong) == before:
        report.good.append(
            "The text: {} sections, {} references, {} pictures".format(
                len(_sections(files)), len(edition["references"]), len(pictures)
            )
        )


def _sections(files):
    return sorted(name for name in files if name.startswith("text/sections/"))


def _check_signoff(report, edition, files):
    before, signoff = len(report.wrong), edition["signoff"]
    asked = signoff["manifest"]
    if digest(canonical(asked)) != signoff["sha256"]:
        report.wrong.append("What was signed was changed: its digest is not the one stated.")
    others = [one["name"] for one in edition["approvals"] if one["sha256"] != signoff["sha256"]]
    for name in others:
        report.wrong.append(f"The signature of {name} belongs to another text.")
    if "edited" in signoff:
        report.notes.append(
            "The text was changed in form after the signatures: " + signoff["edited"]["reason"]
        )
    else:
        report.wrong += [f"The approved text had {one}." for one in _other(edition, files)]
    if len(report.wrong) == before:
        report.good.append(
            "{} signatures, all on the approved text {}".format(
                len(edition["approvals"]), signoff["sha256"][:16]
            )
        )


def _other(edition, files):
    """Yield what differs between the approved text and the published one."""
    asked = edition["signoff"]["manifest"]
    if [one[1] for one in asked["sections"]] != [digest(files[one]) for one in _sections(files)]:
        yield "other sections"
    cited = sorted(edition["references"], key=lambda item: str(item.get("id")))
    if asked["bibliography"] != digest(canonical(cited)):
        yield "other references"
    if asked["assets"] != {name: one["sha256"] for name, one in edition["assets"].items()}:
        yield "other pictures"
    if any(asked["metadata"][name] != edition[name] for name in ("title", "kind", "language")):
        yield "another title, kind or language"
    if asked.get("indicators", "") != (
        digest(canonical(edition["indicators"])) if edition.get("indicators") else ""
    ):
        yield "other indicators"


def tables(edition):
    """Return the tables of a version as CSV files by name; they repeat what the version holds."""
    found = {
        "recommendations": (
            ("number", "key", "recommendation", "type", "strength", "direction", "certainty",
             "state", "rated", "agree", "percent", "median", "wording_sha256"),
            [
                (
                    *(one[name] for name in ("number", "key", "wording", "type", "strength",
                                             "direction", "certainty", "state")),
                    *(one["outcome"].get(name) for name in ("n_rated", "n_agree", "percent_in",
                                                            "median")),
                    one["wording_sha256"],
                )
                for one in edition["recommendations"]
            ],
        ),
        "interests": (
            ("person", "declared"),
            [(one["name"], one["statement"]) for one in edition["interests"]],
        ),
        "checks": (
            ("check", "group", "required", "passed"),
            [
                (one["title"], one["group"], "yes" if one["must"] else "no",
                 "yes" if one["passed"] else "no")
                for one in edition.get("checks", ())
            ],
        ),
        "responses": (
            ("who", "where", "comment", "decision", "response"),
            [
                [one.get(name) or "" for name in ("who", "place", "comment", "decision",
                                                  "response")]
                for one in edition.get("answers", ())
            ],
        ),
        "signatures": (
            ("person", "body", "at", "statement", "approved_text_sha256"),
            [
                [one[name] for name in ("name", "body", "at", "statement", "sha256")]
                for one in edition["approvals"]
            ],
        ),
    }  # fmt: skip
    return {f"tables/{name}.csv": _csv(*table) for name, table in found.items()}


def _csv(columns, rows):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _cell(value):
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return "" if value is None else value


def _check_tables(report, edition, files):
    made = tables(edition)
    wrong = [name for name, content in made.items() if files.get(name) != content]
    report.wrong += [f"The table {name} is not that of the version." for name in wrong]
    if not wrong:
        people, checks, comments = (
            len(edition.get(name, ())) for name in ("interests", "checks", "answers")
        )
        report.good.append(f"Interests of {people} persons, {checks} checks before publishing")
        report.good.append(f"{comments} comments with their responses")


def _check_votes(report, edition, files):
    before, answers, held = len(report.wrong), 0, []
    for place, process in enumerate(edition.get("consensus", ()), 1):
        for stated in process["rounds"]:
            folder = "consensus/{}/round-{}/".format(place, stated["number"])
            results = json.loads(files[folder + "results.json"].decode())
            held.append(results)
            if recount.fingerprint(results) != stated["results_sha256"]:
                report.wrong.append(f"{folder}: these are not the results of the round.")
            if folder + "record.json" in files:
                record = json.loads(files[folder + "record.json"].decode())
                report.wrong += [folder + ": " + one for one in recount.problems(record)]
                if record["results"] != results:
                    report.wrong.append(f"{folder}: the answers are those of another round.")
                answers += sum(len(one["rows"]) for one in record["answers"])
            elif stated["opened"]:
                report.wrong.append(f"{folder}: the answers are missing.")
            else:
                report.notes.append(f"{folder}: counted by hand, or answered by nobody.")
    recounted = _check_printed(report, edition, held)
    if len(report.wrong) == before:
        report.good.append(f"{answers} answers counted again in {len(held)} rounds")
        report.good.append(f"{recounted} printed results are what the answers come to")


def _check_printed(report, edition, held):
    """Hold every printed result against the results of its round; return how many there are."""
    found = 0
    for line in edition["recommendations"]:
        outcome = line["outcome"]
        if not outcome or line["standing"] in ("changed", "not-voted"):
            continue
        entries = [
            entry
            for results in held
            if results["round"] == outcome.get("round")
            for entry in results["statements"]
            if entry["key"] == line["key"]
        ]
        if not entries:
            report.notes.append(
                "Recommendation {}: its vote is not in this pack.".format(line["number"])
            )
        elif not any(_is_printed(line, entry) for entry in entries):
            report.wrong.append(
                "Recommendation {}: the result that is printed is not that of its vote.".format(
                    line["number"]
                )
            )
        else:
            found += 1
    return found


def _is_printed(line, entry):
    outcome = line["outcome"]
    return (
        all(outcome.get(name) == entry[name] for name in SAME)
        and outcome["n_agree"] == entry["n_in"]
        and outcome["median"] in (None, entry["median"])
        and line["standing"] == STANDINGS.get(entry["verdict"], "not-computable")
        and (bool(line["voted"]) or line["wording_sha256"] == entry["wording_sha256"])
    )


def main(arguments=None):
    """Open a pack, check it and print what was found."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("pack", metavar="PACK.zip")
    chosen = options.parse_args(arguments)
    try:
        report = check(unpacked(chosen.pack))
    except Unreadable as error:
        sys.stderr.write(f"NOT RIGHT  {error}\n")
        return 2
    sys.stdout.write("\n".join(report.lines()) + "\n")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
