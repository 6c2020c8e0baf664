"""What an evidence pack is made of: files by name, and the manifest that lists them.

``manifest.json`` has ``schema`` (``evidence-pack/1``), the ``edition`` (address, title, number,
language, published_at, sha256), ``signoff_sha256``, ``history`` (the last entry of the project's
record before publishing), ``files`` (SHA-256 and size of every other file by name) and
``sha256``, the digest over all the rest of it as canonical JSON.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from guidelines.publishing.rules.hashes import canonical, sha256_of

SCHEMA = "evidence-pack/1"
MANIFEST, README, SINCE = "manifest.json", "README.txt", "since.json"
# Their contents are of the working group's own archive: a pack says this for itself.
NOT_TAKEN = frozenset({"README.txt", "SHA256SUMS"})
_ROUND = re.compile(r"round-(\d+)/")


def section_name(place: int, title: str) -> str:
    """Return what the file of a section is called; the names sort as the text goes."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-")
    return f"text/sections/{place:04}{'-' if words else ''}{words}.md"


def votes_taken(
    place: int, process: Mapping[str, Any], data: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the open data of a process as a pack has them: of the rounds it froze, no others."""
    held = {str(one["number"]) for one in process["rounds"]}
    return {
        f"consensus/{place}/{name}": content
        for name, content in data.items()
        if name not in NOT_TAKEN and ((of := _ROUND.match(name)) is None or of[1] in held)
    }


def manifest_of(
    content: Mapping[str, Any], *, address: str, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return the manifest of a pack with these files."""
    same = ("title", "number", "language", "published_at")
    manifest = {
        "schema": SCHEMA,
        "edition": {
            "address": address,
            "network": content["network"]["title"],
            **{name: content[name] for name in same},
            "sha256": sha256_of(content),
        },
        "signoff_sha256": content["signoff"]["sha256"],
        "history": content.get("history", {}),
        "files": {
            name: {"sha256": hashlib.sha256(one).hexdigest(), "size": len(one)}
            for name, one in sorted(files.items())
        },
    }
    return {**manifest, "sha256": sha256_of(manifest)}


def ordered(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a pack in their order: what to read first, first."""
    first = [name for name in (README, MANIFEST, SINCE) if name in files]
    return {name: files[name] for name in [*first, *sorted(set(files) - set(first))]}


def edition_file(content: Mapping[str, Any]) -> bytes:
    """Return the frozen content as the file whose SHA-256 is the proof of the version."""
    return canonical(content).encode()


def readme(content: Mapping[str, Any], *, address: str, since: Sequence[str] = ()) -> bytes:
    """Return what a person reads first, in plain words; `since` is what happened since then."""
    votes: Sequence[Mapping[str, Any]] = content.get("consensus", ())
    lines = [
        f"Evidence pack: {content['title']}, version {content['number']}",
        f"Published by {content['network']['title']} on {content['published_at'][:10]}",
        address,
        *([f"{content['notice']}"] if content["notice"] else []),
        *(["", *since] if since else []),
        "",
        "This archive holds what the version consists of and what it rests on, so that anybody",
        "can check it without asking us and without a network.",
        "",
        "How to check it",
        "  python3 verify.py PACK.zip",
        "Nothing but Python 3.8 or later is needed. If you would rather not run a program that",
        "comes with what it checks, get both programs from our site: /verify_pack.py and",
        "/verify_consensus.py. The line “Proof of the version” must be what the page of the",
        "version says under “Cite, and check this version”. That the signatures are those of the",
        "people named is checked by our site: send the file to /check-a-pack there.",
        "",
        "What is in it",
        "- edition.json: everything the version consists of; its SHA-256 is the proof",
        "- text/: the text as Markdown, whole and by section, with its references and pictures",
        "- tables/recommendations.csv: the recommendations with the results of the votes",
        "- tables/interests.csv: what was declared, and what followed from it",
        "- tables/checks.csv: the checks before publishing, as they stood on that day",
        "- tables/responses.csv: comments of reviews with the responses, where they are published",
        "- tables/signatures.csv: who signed, when, and the text that was signed",
        *(
            f"- consensus/{place}/: votes “{one['title']}”: the definition of consensus as it was"
            " locked, every answer by statement, the results"
            for place, one in enumerate(votes, 1)
        ),
        *(["- since.json: what happened to the version since it was published"] if since else []),
        "- manifest.json: the SHA-256 and the size of every file",
        "- verify.py, verify_consensus.py: the programs that check all this",
        "",
        "The answers of one statement stand in random order, apart from those of the others: no",
        "row links what one person answered. The evidence behind the signatures is bound by its",
        "SHA-256 alone; its findings are in edition.json.",
    ]
    return ("\n".join(lines) + "\n").encode()
