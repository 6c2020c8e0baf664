"""The boxes of a round: opened together at closing, and left so that nothing can be joined."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import repeat
from operator import itemgetter
from typing import Any

from sqlalchemy import delete, insert, select

from guidelines.consensus.models import (
    Ballot,
    ClosedBallot,
    Elector,
    PanelComment,
    Round,
)
from guidelines.consensus.queries.boxes import box_key, earlier_boxes, recusals_in
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.ballots import OVERALL, Content, dimensions_of
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.opened import Opened
from guidelines.consensus.rules.policies import Conflicted, Partial, Population
from guidelines.consensus.rules.record import published
from guidelines.consensus.rules.results import Asked, Electorate
from guidelines.consensus.rules.states import CommentState
from guidelines.db import db, new_keys, session
from guidelines.errors import Conflict, sentence


@dataclass(frozen=True)
class Boxes:
    """All boxes of a round, opened, by pseudonym, and who could have filled one.

    `digest` is one hash over the sealed boxes as they lay there, `consents` are days and
    `entries` what people said of themselves, both by panel member.
    """

    opened: Mapping[str, Opened]
    electorate: Electorate
    panel: int
    digest: str
    consents: Mapping[str, str]
    entries: Mapping[str, Mapping[str, str]]


def open_boxes(round_: Round) -> Boxes:
    """Open every box of a round; only closing, and a snapshot of many people, may call it."""
    key, rule = box_key(round_.process), round_.definition
    electors = session.execute(
        select(Elector.panelist_id, Elector.group_title)
        .where(Elector.round_id == round_.id)
        .order_by(Elector.panelist_id)
    )
    owner = {
        sealing.pseudonym(key, round_.process_id, panelist_id): (panelist_id, group)
        for panelist_id, group in electors
    }
    counting = _population(round_, rule, frozenset(owner))
    recused, shut_out = recusals_in(round_), recusals_in(round_, outright=True)
    opened: dict[str, Opened] = {}
    consents: dict[str, str] = {}
    entries: dict[str, Mapping[str, str]] = {}
    hashes: list[str] = []
    for alias, sealed in session.execute(
        select(Ballot.pseudonym, Ballot.sealed).where(Ballot.round_id == round_.id)
    ):
        if alias not in owner:
            raise Conflict(
                sentence("There is a ballot that belongs to nobody. Call the operator.")
            )
        panelist_id, group = owner[alias]
        content = Content.from_bytes(sealing.open_box(key, round_.id, alias, sealed))
        content = content.without(shut_out.get(panelist_id, frozenset()))
        hashes.append(sha256(sealed).hexdigest())
        whole = rule.partial is Partial.COUNT or content.submitted
        mine = recused.get(panelist_id, frozenset())
        opened[alias] = Opened(content, mine, group, alias in counting and whole)
        if content.consent:
            consents[panelist_id] = content.consent
        if content.entry:
            entries[panelist_id] = content.entry
    return Boxes(
        opened,
        _electorate([owner[alias] for alias in sorted(counting)], recused),
        len(owner),
        sealing.digest(hashes),
        consents,
        entries,
    )


def as_counted(round_: Round, boxes: Mapping[str, Content]) -> list[Opened]:
    """Return the boxes of a closed round, by pseudonym, as they counted when it was closed.

    What did not count then was never published, and is compared with nothing.
    """
    key, rule = box_key(round_.process), round_.definition
    counting = _population(round_, rule, frozenset(boxes))
    recused = {
        sealing.pseudonym(key, round_.process_id, panelist_id): versions
        for panelist_id, versions in recusals_in(round_).items()
    }
    return [
        Opened(
            content,
            recused.get(alias, frozenset()),
            counts=alias in counting and (rule.partial is Partial.COUNT or content.submitted),
        )
        for alias, content in boxes.items()
    ]


def _population(round_: Round, rule: Rule, everybody: frozenset[str]) -> frozenset[str]:
    """Return the pseudonyms whose answers count: of all, or of those who came every time."""
    if rule.population is Population.THIS_ROUND:
        return everybody
    came = [
        frozenset(
            alias
            for alias, content in boxes.items()
            if any(map(content.is_begun, content.answers))
        )
        for boxes in earlier_boxes(round_).values()
    ]
    return everybody.intersection(*came)


def _electorate(
    people: Sequence[tuple[str, str]], recused: Mapping[str, frozenset[str]]
) -> Electorate:
    groups: dict[str, int] = {}
    abstaining: dict[str, list[str]] = {}
    for panelist_id, group in people:
        groups[group] = groups.get(group, 0) + 1
        for version in recused.get(panelist_id, ()):
            abstaining.setdefault(version, []).append(group)
    return Electorate(groups, abstaining)


def scatter(round_: Round, asked: Sequence[Asked], boxes: Mapping[str, Opened]) -> list[str]:
    """Write the answers one by one in random order, seal each box anew, drop the old ones.

    Returns the commitments. Rows are written in the order of their random ids, so that neither a
    row's place nor its page tells anything: only the commitment ties an answer to its owner.
    """
    rule = round_.definition
    answers: list[tuple[str | int | None, ...]] = []
    commitments: list[str] = []
    opened, where = list(boxes.values()), round_.id
    for dimension in dimensions_of(rule):
        for column in published(rule, asked, dimension, opened):
            commitments += column.commitments
            answers += zip(
                new_keys(len(opened)),
                repeat(where),
                repeat(column.version_id),
                repeat(dimension),
                column.ratings,
                column.answers,
                column.salts,
                column.commitments,
            )
    comments = _comments(round_, asked, opened)
    answers.sort(key=itemgetter(0))  # by their random ids
    _write_answers(answers)
    if comments:
        session.execute(insert(PanelComment), sorted(comments, key=lambda row: str(row["id"])))
    if not round_.by_hands:
        _seal_anew(round_, asked, boxes)
    session.execute(delete(Ballot).where(Ballot.round_id == round_.id))
    return commitments


def _comments(
    round_: Round, asked: Sequence[Asked], boxes: Sequence[Opened]
) -> list[dict[str, Any]]:
    """Return what people wrote, each under an id of its own and apart from any rating."""
    double = round_.definition.conflicted is Conflicted.DOUBLE_VOTE
    wanted = {one.version_id for one in asked}
    said = [
        (version, reason.strip())
        for box in boxes
        if box.counts
        for version, reason in box.content.reasons.items()
        if version in wanted and (double or version not in box.recused) and reason.strip()
    ]
    return [
        {
            "id": id_,
            "round_id": round_.id,
            "version_id": version,
            "original": text,
            "text": text,
            "state": CommentState.WAITING,
        }
        for id_, (version, text) in zip(new_keys(len(said)), said, strict=True)
    ]


def _seal_anew(round_: Round, asked: Sequence[Asked], boxes: Mapping[str, Opened]) -> None:
    """Keep what each pseudonym said, for its owner alone; comments lie apart for good."""
    key = box_key(round_.process)
    double = round_.definition.conflicted is Conflicted.DOUBLE_VOTE
    versions = [one.version_id for one in asked]
    every = set(versions)
    rows = []
    for alias, box in boxes.items():
        answers = box.content.answers
        kept = (
            dict(answers)
            if answers.keys() == every
            else {version: answers.get(version, {}) for version in versions}
        )
        for version in box.content.reasons.keys() & kept.keys():
            cells = answers[version]
            kept[version] = {**cells, OVERALL: replace(cells[OVERALL], reason="")}
        if not double:
            kept.update({version: {} for version in box.recused & kept.keys()})
        content = replace(box.content, consent="", entry={}, proposals=(), answers=kept)
        nonce = secrets.token_bytes(sealing.NONCE_BYTES)
        sealed = sealing.seal(key, round_.id, alias, content.to_bytes(), nonce)
        rows.append({"round_id": round_.id, "pseudonym": alias, "sealed": sealed})
    rows.sort(key=lambda row: str(row["pseudonym"]))
    if rows:
        session.execute(insert(ClosedBallot), rows)


def _write_answers(answers: Sequence[tuple[str | int | None, ...]]) -> None:
    """Hand the rows to the driver as they are: a large round has a quarter of a million."""
    if not answers:
        return
    mark = "?" if db.engine.dialect.name == "sqlite" else "%s"
    columns = "id, round_id, version_id, dimension, rating, answer, salt, commitment"
    text = f"INSERT INTO opened_answer ({columns}) VALUES ({', '.join([mark] * 8)})"  # noqa: S608
    session.connection().exec_driver_sql(text, list(answers))
