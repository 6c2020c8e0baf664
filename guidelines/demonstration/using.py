"""What comes of a guideline: indicators, what readers report, a guideline of others endorsed."""

from functools import cache

from guidelines.db import now, transaction
from guidelines.demonstration import script
from guidelines.demonstration.cast import Strict
from guidelines.demonstration.writing import Guideline
from guidelines.permissions import Actor
from guidelines.publishing import service as publishing
from guidelines.publishing.models import Edition, ErrorReport
from guidelines.publishing.rules.external import Endorsed
from guidelines.publishing.rules.indicators import Aim, IndicatorKind, Measure
from guidelines.publishing.rules.reports import ReportAnswer, Reported, ReportMove, Urgency


class Measured(Strict):
    """How one sees whether a recommendation is followed; observed, without a target."""

    recommendation: str
    by: str
    name: str
    kind: IndicatorKind
    numerator: str
    denominator: str
    exclusions: str
    data_source: str
    interval: str


class Others(Strict):
    """A guideline of others that the network endorses for so many years."""

    title: str
    publisher: str
    link: str
    scope: str
    endorsed_by: str
    statement: str
    appraisal: str
    years: int


class Report(Strict):
    """What a reader reports, and what it is answered, if it is yet.

    With an address (which the reader confirms) the answer is sent there.
    """

    urgency: Urgency
    recommendation: str
    quote: str
    body: str
    outcome: ReportAnswer | None
    answer: str
    email: str = ""


class Use(Strict):
    """What comes of one guideline."""

    notice: str
    indicators: list[Measured]
    endorsed: Others
    reports: list[Report]


@cache
def use(slug: str) -> Use:
    """Return what comes of a guideline of the story."""
    return Use.model_validate_json((script.CONTENT / slug / "use.json").read_text("utf-8"))


def measure(guideline: Guideline) -> None:
    """Let people say how one sees whether recommendations are followed."""
    for told in use(guideline.slug).indicators:
        with transaction():
            publishing.add_indicator(
                guideline.cast.actor(told.by),
                guideline.document,
                key=told.recommendation,
                measure=Measure(
                    **told.model_dump(exclude={"recommendation", "by"}), aim=Aim.OBSERVE, unit="%"
                ),
            )


def endorse_others(guideline: Guideline) -> None:
    """Record that the network endorses a guideline of others."""
    told, today = use(guideline.slug).endorsed, now().date()
    with transaction():
        publishing.record_external(
            _chair(guideline),
            guideline.project,
            Endorsed(
                **told.model_dump(exclude={"years"}),
                year=today.year,
                endorsed_on=today,
                expires_on=today.replace(year=today.year + told.years, day=1),
            ),
        )


def report(guideline: Guideline, edition: Edition) -> list[ErrorReport]:
    """Let readers report what they find wrong; the chair looks at each."""
    return [send(guideline, edition, told) for told in use(guideline.slug).reports]


def send(guideline: Guideline, edition: Edition, told: Report) -> ErrorReport:
    """Let a reader report an error in a published version; the chair takes it up."""
    with transaction():
        said = Reported(
            body=told.body,
            urgency=told.urgency,
            key=told.recommendation,
            quote=told.quote,
            email=told.email,
        )
        found = publishing.report_error(edition, said, language="en")
    if told.email:
        with transaction():
            publishing.confirm_address(found)
    with transaction():
        publishing.move_report(_chair(guideline), found, ReportMove.TAKE)
    return found


def answer(guideline: Guideline, reports: list[ErrorReport]) -> None:
    """Answer what readers reported, where the story has an answer."""
    for told, row in zip(use(guideline.slug).reports, reports, strict=True):
        settle(guideline, row, told)


def settle(
    guideline: Guideline, report: ErrorReport, told: Report, corrected_in: str = ""
) -> None:
    """Answer a report, if the story has an answer to it."""
    if told.outcome is not None:
        with transaction():
            publishing.answer_report(
                _chair(guideline),
                report,
                outcome=told.outcome,
                answer=told.answer,
                corrected_in=corrected_in,
            )


def _chair(guideline: Guideline) -> Actor:
    return guideline.cast.actor(guideline.cast.the(guideline.slug, "chair"))
