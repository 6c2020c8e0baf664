"""What a browser sends of a questionnaire: the changes, and never something older than the box.

For each question about a statement there is a field with the choice (`a-…`; an estimate has
three, `a-…-lower` and so on; a ranking has a box to tick beside it, `c-…`), one with why somebody
cannot judge (`o-…`), and one comment for the statement (`r-…`). Beside each stands what this
browser last knew to be saved (`was-…`), and what it sent since without hearing of it (`tried-…`,
as often as needed).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from guidelines.consensus.rules.answering import (
    LONGEST_REASON,
    NO_ANSWER,
    TOO_LONG,
    choice_of,
    field_of,
    mistake,
    opt_outs_for,
    read_choice,
)
from guidelines.consensus.rules.ballots import EMPTY, Content, Estimate, Given, dimensions_of
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.policies import AnswerKind
from guidelines.consensus.rules.scales import OVERALL
from guidelines.errors import Invalid

Sent = Mapping[str, Sequence[str]]
"""The fields of a form, each with all its values."""


@dataclass(frozen=True)
class Reading:
    """What was read: answers to save, and for single fields why not.

    `elsewhere` has the choice (or comment) that was saved from another device since this
    browser last heard; it stays. `marks` are the new values of the `was-…` fields.
    """

    answers: dict[str, dict[str, Given]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)


def mark(text: str) -> str:
    """Return a short mark of a comment, to notice whether it was changed in a browser."""
    return sha256(text.encode()).hexdigest()[:12] if text else ""


def read_answers(
    rule: Rule, lines: Sequence[tuple[str, str]], content: Content | None, sent: Sent
) -> Reading:
    """Read what was changed in a browser since it last knew what is in the box.

    `lines` are the statements that are asked: (id of the line, id of the wording). What is in
    the box and was never seen by this browser is kept: a page left open, or a phone that finds
    its network again, brings no old answer back.
    """
    reading = Reading()
    for line_id, version_id in lines:
        cells: dict[str, Given] = {}
        for dimension in dimensions_of(rule):
            before = content.given(version_id, dimension) if content else EMPTY
            name = field_of(line_id, dimension)
            choice = _chosen(rule.of_dimension(dimension), name, sent)
            if choice is None or not _counts(reading, name, choice, choice_of(before), sent):
                continue
            try:
                given = read_choice(rule.of_dimension(dimension), choice)
            except Invalid as invalid:
                reading.errors[name] = invalid.errors.get("answer", NO_ANSWER)
                continue
            wrong = mistake(rule, dimension, given, statements=len(lines))
            if wrong is not None:
                reading.errors[name] = wrong
                continue
            reading.marks[f"was-{name}"] = choice
            cells[dimension] = replace(given, reason=before.reason)
        _read_comment(reading, cells, line_id, content, version_id, sent)
        if cells:
            reading.answers[version_id] = cells
    return reading


def _read_comment(
    reading: Reading,
    cells: dict[str, Given],
    line_id: str,
    content: Content | None,
    version_id: str,
    sent: Sent,
) -> None:
    name = f"r-{line_id}"
    if name not in sent:
        return
    text = _tidy(sent[name][0])
    overall = content.given(version_id) if content else EMPTY
    tried = [mark(_tidy(one)) for one in sent.get(f"tried-{name}", ())]
    known = {**sent, f"tried-{name}": tried}
    if not _counts(reading, name, mark(text), mark(overall.reason), known):
        if name in reading.elsewhere:
            reading.elsewhere[name] = overall.reason
        return
    if len(text) > LONGEST_REASON:
        reading.errors[name] = TOO_LONG
        return
    cells[OVERALL] = replace(cells.get(OVERALL, overall), reason=text)
    reading.marks[f"was-{name}"] = mark(text)


def _counts(reading: Reading, name: str, now: str, there: str, sent: Sent) -> bool:
    """Tell whether a field was changed in this browser and nothing newer would be lost."""
    was, tried = list(sent.get(f"was-{name}", ())), list(sent.get(f"tried-{name}", ()))
    if now == (was[0] if was else "") and not tried:
        return False
    if was and there != now and there not in (*was, *tried):
        reading.elsewhere[name] = there
        reading.marks[f"was-{name}"] = there
        return False
    return True


def _chosen(rule: Rule, name: str, sent: Sent) -> str | None:
    """Return what is chosen for a question; None where the form says nothing about it."""
    choice = sent[name][0].strip() if sent.get(name) else None
    codes = [str(code) for code in opt_outs_for(rule)]
    if rule.kind is AnswerKind.RANKING and sent.get(name.replace("a-", "c-", 1)):
        choice = " ".join([*([choice] if choice else []), codes[0]])
    if choice in codes:
        why = next(iter(sent.get(name.replace("a-", "o-", 1), ())), "")
        return why if why in codes else choice
    if rule.kind is not AnswerKind.ESTIMATE:
        return choice
    parts = list(_parts(name, sent))
    if not parts:
        return choice
    return "|".join(parts) if any(parts) else ""


def _parts(name: str, sent: Sent) -> Iterator[str]:
    for part in Estimate._fields:
        for value in sent.get(f"{name}-{part}", ())[:1]:
            yield value.strip()


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
