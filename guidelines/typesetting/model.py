"""What is typeset: one manuscript, complete, frozen, without a database behind it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from guidelines.stats.shares import printed
from guidelines.text.days import day_in_words
from guidelines.typesetting.labels import decimal_sign, labels_in, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """An attachment of the guideline (an image): its bytes and what they are."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationRow:
    """One line of the table of recommendations.

    `id` is the identifier of the block in the body. `wording` is plain text, used only where
    the body has no such block. `n` counts people who rated, `median` is on the scale of the
    question, `agreement` is a share between 0 and 1, of those `asked` where these are others than
    who rated. `state` is a plain phrase, such as
    "Consensus" or "No consensus"; `agreed` says how it is shown. `caveat` is the sentence at a
    text that is no recommendation: it is printed without strength. `remarks` are pairs of a
    label and plain text that stand after the block's own parts. `change` says what became of it
    since the version before (new, modified, reaffirmed, unchanged). `plot` names the asset that
    shows how the panel rated; `plot_words` say the same.
    """

    id: str
    number: str
    wording: str = ""
    type: str = ""
    strength: str = ""
    direction: str = ""
    certainty: str = ""
    n: int | None = None
    median: float | None = None
    agreement: float | None = None
    asked: int | None = None
    state: str = ""
    agreed: bool = True
    caveat: str = ""
    remarks: tuple[tuple[str, str], ...] = ()
    change: str = ""
    plot: str = ""
    plot_words: str = ""


def ungraded(identifier: str, fields: Mapping[str, str]) -> RecommendationRow:
    """Return a line for a block that nobody has voted on, as its author wrote it."""
    return RecommendationRow(
        id=identifier,
        number="",
        type=fields.get("type", ""),
        strength=fields.get("strength", ""),
        direction=fields.get("direction", ""),
        certainty=fields.get("certainty", ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """A member of the panel, as this person agreed to be printed."""

    name: str
    role: str = ""
    group: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one person did for the guideline, by the codes of CRediT."""

    name: str
    roles: tuple[str, ...]
    affiliation: str = ""
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """What comes before everything else in every form: a title such as "Safety notice", a text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One sign-off on the exact text."""

    name: str
    role: str = ""
    date: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the evidence says on one question: a table of plain texts under a title.

    `about` names the recommendations that rest on it. `note` says how sure that is and when it
    was searched for; every row has a cell for each of `names`, and `widths` are the shares of the
    page that these columns take.
    """

    title: str
    about: tuple[str, ...] = ()
    note: str = ""
    names: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """A guideline ready for the printer.

    `body` is the author's Markdown, unchanged. `sha256` is the hash that approvals cite (64 hex
    digits). `edition` is false for a draft, which then carries a watermark. `notice` stands on
    every page of every form, `alerts` (safety notices, that it was replaced) come before all else.
    `review_by` is a day as 2029-03-31, `short_address` the web address that answers "is this
    current?". `population` and `users` are plain text, `news` what is new in this version and
    `withdrawn` what is no longer recommended. `interests` and `methods` are plain text,
    paragraphs parted by an empty line. `findings`, `checklists` and `answers` become annexes.
    `bibliography` holds CSL-JSON items; `style` names a file in ``exports/csl`` or is the source
    of a style. `assets` maps the names that images in the body use to their content.
    """

    title: str
    body: str
    date: dt.date
    subtitle: str = ""
    language: str = "en"
    kind: str = "Clinical guideline"
    network: str = ""
    project: str = ""
    edition_label: str = ""
    edition: bool = True
    status: str = ""
    sha256: str = ""
    notice: str = ""
    alerts: tuple[Alert, ...] = ()
    review_by: str = ""
    short_address: str = ""
    doi: str = ""
    population: str = ""
    users: str = ""
    news: str = ""
    recommendations: tuple[RecommendationRow, ...] = ()
    withdrawn: tuple[Findings, ...] = ()
    panel: tuple[Contributor, ...] = ()
    shares: tuple[Share, ...] = ()
    interests: str = ""
    methods: str = ""
    approvals: tuple[Approval, ...] = ()
    findings: tuple[Findings, ...] = ()
    judgements: tuple[Findings, ...] = ()
    searches: tuple[Findings, ...] = ()
    indicators: tuple[Findings, ...] = ()
    checklists: tuple[Findings, ...] = ()
    answers: tuple[Findings, ...] = ()
    bibliography: tuple[Mapping[str, Any], ...] = ()
    style: str = "nlm-citation-sequence"
    assets: Mapping[str, Asset] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def labels(self) -> Mapping[str, str]:
        """The words that the forms print by themselves, in the language of the text.

        A draft has a hash as well, but nobody has approved it.
        """
        labels = labels_in(self.language)
        return labels if self.edition else {**labels, "hash": "SHA-256"}

    @property
    def annexes(self) -> list[tuple[str, tuple[Findings, ...]]]:
        """The tables that stand at the end, each group by the name of its label."""
        groups = (
            ("withdrawn", self.withdrawn),
            ("findings", self.findings),
            ("judgements", self.judgements),
            ("search", self.searches),
            ("indicators", self.indicators),
            ("checklists", self.checklists),
            ("answers", self.answers),
        )
        return [(name, some) for name, some in groups if some]

    @property
    def short_hash(self) -> str:
        """The first twelve hex digits, enough to tell two texts apart on paper."""
        return self.sha256[:12]

    @property
    def running_line(self) -> str:
        """What stands at the foot of every page: the version and until when it holds.

        Where no address says what is current, the hash tells two prints apart.
        """
        parts = (
            self.edition_label,
            self.review_line,
            "" if self.short_address else self.short_hash,
        )
        return " · ".join(part for part in parts if part)

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """What a reader should know of this version: name, text, and where the text leads."""
        labels = self.labels
        found = (
            (labels["edition"], self.edition_label, ""),
            (labels["date"], self.day, ""),
            (labels["review-by"], self.review_day, ""),
            (labels["status"], self.status, ""),
            ("DOI", self.doi, f"https://doi.org/{self.doi}"),
            (labels["current"], self.bare_address, self.short_address),
            (labels["hash"], self.sha256, ""),
        )
        return [one for one in found if one[1]]

    @property
    def review_line(self) -> str:
        """Until when this version is to be looked at again: "Review by 31 March 2029"."""
        return f"{self.labels['review-by']} {self.review_day}" if self.review_by else ""

    @property
    def day(self) -> str:
        """The day of this version in words."""
        return day_in_words(self.date.isoformat(), self.language)

    @property
    def review_day(self) -> str:
        """The day of its review in words."""
        return day_in_words(self.review_by, self.language)

    @property
    def bare_address(self) -> str:
        """The short address as people type it."""
        return self.short_address.partition("://")[2] or self.short_address

    @property
    def current_line(self) -> str:
        """The question that the short address answers: "Is this current? example.org/is/x"."""
        return f"{self.labels['current']} {self.bare_address}" if self.short_address else ""

    def heading_line(self, row: RecommendationRow) -> str:
        """Return what a box is called: "Recommendation 3"."""
        if row.caveat:
            return self.labels["not-recommendation"].format(row.number)
        return f"{self.labels['recommendation']} {row.number}".strip()

    def call_line(self, row: RecommendationRow) -> str:
        """Return what the table says of strength: the strength, else the type."""
        if row.caveat:
            return self.labels["no-recommendation"]
        return self.strength_line(row) or value(self.labels, "type", row.type)

    def strength_line(self, row: RecommendationRow) -> str:
        """Return strength and direction as one phrase: "Conditional, against"."""
        if row.caveat:
            return ""
        words = (
            value(self.labels, "strength", row.strength),
            value(self.labels, "direction", row.direction),
        )
        return ", ".join(word for word in words if word)

    def consensus_line(self, row: RecommendationRow) -> str:
        """Return count, median and share of agreement: "n = 18, median 8, 94 % agree"."""
        parts = []
        if row.n is not None:
            parts.append(self.labels["n"].format(row.n))
        if row.median is not None:
            parts.append(self.labels["median"].format(self._figure(row.median)))
        if row.agreement is not None:
            share = self._figure(printed(round(100 * row.agreement, 9)))
            parts.append(self.labels["agreement"].format(share))
            if row.asked is not None and row.asked != row.n:
                parts[-1] += f" {self.labels['counted'].format(row.asked)}"
        return ", ".join(parts)

    def _figure(self, figure: float) -> str:
        """Return a number as the language of the text writes it: "94.4" or "94,4"."""
        return f"{figure:g}".replace(".", decimal_sign(self.language))

    @property
    def moment(self) -> dt.datetime:
        """The one time stamp of all files: midnight UTC of the date, so bytes repeat."""
        return dt.datetime.combine(self.date, dt.time(), dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeset:
    """A finished file with what its author should know about it."""

    content: bytes
    media_type: str
    suffix: str
    warnings: tuple[str, ...] = ()
