"""The steps of a flow of records in the words of the page."""

from flask_babel import format_decimal
from flask_babel import gettext as _

from guidelines.evidence.rules.drawing import Step
from guidelines.evidence.rules.flow import Flow


def flow_steps(flow: Flow) -> list[Step]:
    """Return the steps of a flow; numbers that nobody has entered stand as a dash."""
    removed = [
        _line(words, count)
        for words, count in (
            (_("Duplicates"), flow.duplicates),
            (_("By automation tools"), flow.automation),
            (_("For other reasons"), flow.removed_otherwise),
        )
        if count is not None
    ]
    identified = [_line(_("Databases"), flow.databases)]
    if flow.registers is not None:
        identified.append(_line(_("Registers"), flow.registers))
    other = flow.has_other
    return [
        Step(
            [_("Records identified"), *identified],
            [_("Removed before screening"), *removed] if removed else [],
            [_line(_("Records from other sources"), flow.other_identified)] if other else [],
        ),
        Step(
            [_line(_("Records screened"), flow.screened)],
            [_line(_("Records excluded"), flow.excluded)],
        ),
        Step(
            [_line(_("Reports sought"), flow.sought)],
            [_line(_("Reports not retrieved"), flow.not_retrieved)],
            [
                _line(_("Reports sought"), flow.other_sought),
                _line(_("not retrieved"), flow.other_not_retrieved),
            ]
            if other
            else [],
        ),
        Step(
            [_line(_("Reports assessed in full text"), flow.assessed)],
            _excluded(flow.reasons),
            [
                _line(_("Reports assessed in full text"), flow.other_assessed),
                *_excluded(flow.other_reasons),
            ]
            if other
            else [],
        ),
        Step(_included(flow)),
    ]


def _excluded(reasons: tuple[tuple[str, int], ...]) -> list[str]:
    if not reasons:
        return []
    total = sum(count for _why, count in reasons)
    lines = [_line(_("Reports excluded"), total)]
    return [*lines, *(_line(why, count) for why, count in reasons)]


def _included(flow: Flow) -> list[str]:
    lines = [_line(_("Studies included"), flow.studies), _line(_("in reports"), flow.reports)]
    if flow.previous_studies is not None:
        lines.append(_line(_("Studies of the version before"), flow.previous_studies))
    if flow.previous_reports is not None:
        lines.append(_line(_("Reports of the version before"), flow.previous_reports))
    return lines


def _line(words: str, count: int | None) -> str:
    number = "–" if count is None else format_decimal(count)
    return str(_("%(words)s (n\u00a0=\u00a0%(number)s)", words=words, number=number))
