"""The account of a Word file that came back: what was in it, what became of it, what to know."""

from collections.abc import Sequence

from guidelines.errors import Sentence, sentence
from guidelines.reviews.importers import Read
from guidelines.reviews.models import WordReturn
from guidelines.typesetting.word_brought import Said
from guidelines.typesetting.word_model import ChangeKind


def arrived_of(read: Read, placed: Sequence[Said]) -> dict[str, dict[str, int]]:
    """Return by kind what became of the changes of a file: placed, listed, without effect.

    `placed` are its comments that are beside the text now; all others are listed.
    """
    returned = read.returned
    ways = {
        "placed": {c.number: c for one in returned.proposals for c in one.changes},
        "listed": {c.number: c for one in returned.unplaced for c in one.changes},
        "idle": {change.number: change for change in returned.nothing},
    }
    kinds = {
        "insertions": ChangeKind.INSERTION,
        "deletions": ChangeKind.DELETION,
        "moves": ChangeKind.MOVE_FROM,
    }
    told: set[int] = set()
    counted = {name: dict.fromkeys(ways, 0) for name in kinds}
    for way, changes in ways.items():
        for number, change in changes.items():
            name = next((name for name, kind in kinds.items() if kind is change.kind), "")
            if name and number not in told:
                counted[name][way] += 1
        told.update(changes)
    comments, replies = len(placed), sum(len(said.replies) for said in placed)
    everything = sum(len(said.replies) for said in returned.said)
    counted["comments"] = {
        "placed": comments,
        "listed": len(returned.said) - comments,
        "idle": 0,
    }
    counted["replies"] = {"placed": replies, "listed": everything - replies, "idle": 0}
    return counted


def notices_of(row: WordReturn, read: Read) -> list[Sentence]:
    """Return what a person should know about a file that was read."""
    returned, found = read.returned, []
    if not read.is_ours:
        found.append(
            sentence(
                "This file was not made here, or has lost our marks: its paragraphs were "
                "recognised by their words, beside version %(number)s.",
                number=read.version.number,
            )
        )
    if returned.lost:
        found.append(
            sentence(
                "The program that saved this file removed the marks (content controls) of "
                "%(count)s paragraphs. They were recognised by their bookmarks; nothing is lost.",
                count=returned.lost,
            )
        )
    elif read.missing:
        found.append(
            sentence(
                "%(count)s paragraphs of the version have no mark in the file any more. "
                "They were looked for by their words.",
                count=read.missing,
            )
        )
    if read.counts.formats:
        found.append(
            sentence(
                "Changes of format only (%(count)s) were not taken over: fonts, sizes, spacing.",
                count=read.counts.formats,
            )
        )
    if returned.generated:
        found.append(
            sentence(
                "Changes in what is made by itself (contents, labels, numbers: %(count)s) were "
                "not taken over.",
                count=returned.generated,
            )
        )
    untracked = sum(not one.changes for one in returned.proposals)
    if untracked:
        found.append(
            sentence(
                "%(count)s changes were made without Word's change tracking. They were found by "
                "comparison and are suggestions too.",
                count=untracked,
            )
        )
    homeless = sum(not said.block for said in returned.said)
    if homeless:
        found.append(
            sentence(
                "%(count)s comments stood by no paragraph of the text. They are comments on the "
                "whole document now, so that each gets its answer.",
                count=homeless,
            )
        )
    done = sum(said.remark.done for said in returned.said)
    if done:
        found.append(
            sentence("%(count)s comments were marked as resolved in Word. They are open here.",
                     count=done)
        )  # fmt: skip
    newest = row.document.newest
    if newest != read.version.number:
        found.append(
            sentence(
                "The file was made from version %(old)s; version %(new)s is the newest. "
                "Suggestions and comments were carried over where their words still stand.",
                old=read.version.number,
                new=newest,
            )
        )
    return found
