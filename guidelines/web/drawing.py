"""Drawings of ratings on a page and in print, in the words of the reader."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from guidelines.stats.drawings import Step, Words, flow
from guidelines.stats.plots import Bars, comparison, histogram, miniature
from guidelines.stats.spans import Span, span


def words_of(bars: Bars, title: str = "") -> Words:
    """Return what a drawing of one distribution says to those who do not see it."""
    said = [ngettext("%(num)s rating", "%(num)s ratings", bars.n)]
    if bars.median is not None:
        said.append(_("median %(median)s", median=f"{bars.median:g}"))
    if bars.quartiles is not None:
        low, high = bars.quartiles
        said.append(
            _("middle half from %(lower)s to %(upper)s", lower=f"{low:g}", upper=f"{high:g}")
        )
    chosen = ", ".join(
        f"{bars.names.get(point, point)}: {count}"
        for point, count in sorted(bars.counts.items())
        if count
    )
    own = _(" Your rating: %(value)s.", value=bars.own) if bars.own is not None else ""
    return Words(
        title=title or _("Distribution of ratings"),
        description=f"{', '.join(said)}. {chosen}.{own}",
        agree=_("agree"),
        disagree=_("disagree"),
    )


def distribution(
    key: str,
    counts: Iterable[tuple[int, int]],
    bands: Mapping[str, tuple[int, int]] | None = None,
    median: float | None = None,
    quartiles: tuple[float, float] | None = None,
    own: int | None = None,
    title: str = "",
    low: str = "",
    high: str = "",
    names: Mapping[int, str] | None = None,
) -> Markup:
    """Return the distribution of ratings as a drawing inside a page; `key` is unique there."""
    found = bands or {}
    bars = Bars(
        dict(counts), found.get("for"), found.get("against"), median, quartiles, own, low, high,
        names or {},
    )  # fmt: skip
    return _inside(histogram(bars, words_of(bars, title), key))


def estimated_span(key: str, one: Span, unit: str, people: int) -> Markup:
    """Return numeric estimates as a drawing inside a page; `key` is unique there."""
    return _inside(span(one, span_words(one, unit, people), key))


def span_words(one: Span, unit: str, people: int, title: str = "") -> Words:
    """Return what a drawing of estimates says to those who do not see it."""
    said = ngettext("%(num)s estimate", "%(num)s estimates", people)
    figures = _(
        "best estimates: median %(median)s %(unit)s, middle half from %(q1)s to %(q3)s; usual "
        "range from %(low)s to %(high)s; all answers from %(lowest)s to %(highest)s",
        median=f"{one.median:g}",
        unit=unit,
        q1=f"{one.q1:g}",
        q3=f"{one.q3:g}",
        low=f"{one.usual[0]:g}",
        high=f"{one.usual[1]:g}",
        lowest=f"{one.whole[0]:g}",
        highest=f"{one.whole[1]:g}",
    )
    own = ""
    if one.own is not None:
        lowest, best, highest = (f"{number:g}" for number in one.own)
        own = _(" Yours: %(best)s, from %(low)s to %(high)s.", best=best, low=lowest, high=highest)
    return Words(title or _("What the panel estimated"), f"{said}, {figures}.{own}")


def small_distribution(
    counts: Iterable[tuple[int, int]], bands: Mapping[str, tuple[int, int]] | None = None
) -> Markup:
    """Return a distribution as small as a word; the numbers stand beside it."""
    found = bands or {}
    return _inside(miniature(Bars(dict(counts), found.get("for"), found.get("against"))))


def before_and_after(
    key: str, before: Bars, after: Bars, title: str, names: tuple[str, str]
) -> Markup:
    """Return two rounds of one statement as one drawing inside a page."""
    one, two = words_of(before), words_of(after, title)
    told = f"{names[0]}: {one.description} {names[1]}: {two.description}"
    words = Words(two.title, told, two.agree, two.disagree)
    return _inside(comparison(before, after, words, names, key))


def flow_chart(key: str, steps: Sequence[Step], title: str) -> Markup:
    """Return a flow chart inside a page."""
    return _inside(flow(steps, flow_words(steps, title), key))


def flow_words(steps: Sequence[Step], title: str) -> Words:
    """Return what a flow chart says to those who do not see it."""
    return Words(
        title, " ".join(f"{one.title}: {'; '.join([*one.left, *one.right])}." for one in steps)
    )


def _inside(svg: str) -> Markup:
    """Return a drawing as part of a page: it escapes every text itself."""
    return Markup(svg)  # noqa: S704 - made by stats.plots, which escapes each text
