"""Reads about the key of sealed answers."""

import csv
import io
import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.consensus.models import Custody, CustodyRequest, Process
from guidelines.consensus.queries.boxes import box_key, closed_boxes, is_destroyed
from guidelines.consensus.queries.processes import rounds_of
from guidelines.consensus.queries.rounds import asked_in
from guidelines.consensus.rules.ballots import dimensions_of
from guidelines.consensus.rules.states import FINISHED
from guidelines.db import new_keys, session

COLUMNS = ("person", "round", "statement", "wording", "question", "answer", "code")


def custody_of(process: Process) -> Custody:
    """Return who keeps the key of a process and until when; nothing may be settled yet."""
    return session.get(Custody, process.id) or Custody(process_id=process.id)


def requests_of(process: Process) -> Sequence[CustodyRequest]:
    """Return what was asked for about the key of a process, newest first."""
    return session.scalars(
        select(CustodyRequest)
        .where(CustodyRequest.process_id == process.id)
        .options(joinedload(CustodyRequest.asker), joinedload(CustodyRequest.decider))
        .order_by(CustodyRequest.asked_on.desc(), CustodyRequest.id)
    ).all()


def is_anonymous(process: Process) -> bool:
    """Tell whether nobody can tie an answer to a person any more; before that: confidential."""
    return is_destroyed(process)


def linked_rows(process: Process) -> tuple[bytes, int]:
    """Return the answers of the closed rounds as CSV, one person's under one random name.

    The names are made for this one file and kept nowhere; with them comes how many rows there
    are. Only the custodian's service may call it.
    """
    key = box_key(process)
    names: dict[str, str] = {}
    rows: list[tuple[str, ...]] = []
    for round_ in rounds_of(process):
        if round_.state not in FINISHED:
            continue
        boxes, asked = closed_boxes(round_.id, key), asked_in(round_)
        fresh = [alias for alias in boxes if alias not in names]
        names |= dict(zip(fresh, new_keys(len(fresh)), strict=True))
        for alias, content in boxes.items():
            for one in asked:
                for dimension in dimensions_of(round_.definition):
                    given = content.given(one.version_id, dimension)
                    where = str(round_.number), str(one.number), str(one.version), dimension
                    rows.append((names[alias], *where, given.text, str(given.code or "")))
    secrets.SystemRandom().shuffle(rows)
    rows.sort(key=lambda row: row[0])
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([COLUMNS, *rows])
    return written.getvalue().encode(), len(rows)
