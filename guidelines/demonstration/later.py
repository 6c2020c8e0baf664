"""What happens after the first published version, until today."""

from collections.abc import Iterator
from dataclasses import replace

from guidelines.db import days_ago
from guidelines.demonstration import (
    correcting,
    family,
    panel,
    people,
    script,
    signing,
    updating,
    using,
)
from guidelines.demonstration.worker import Say, work
from guidelines.demonstration.writing import Guideline
from guidelines.publishing.models import Edition


def go_on(guideline: Guideline, edition: Edition, days: Iterator[int], say: Say) -> None:
    """Tell how a published guideline lives on."""
    correct(guideline, edition, days, say)
    retell(guideline, days, say)
    renew(guideline, days, say)
    shorten(guideline, days, say)


def retell(guideline: Guideline, days: Iterator[int], say: Say) -> None:
    """Write and publish a text for families, and begin a translation."""
    say("  for families, and in another language …")
    with days_ago(next(days)):
        made = family.write_for_families(guideline)
    with days_ago(next(days)):
        family.translate(guideline)
    with days_ago(next(days)):
        request = family.request(made)
    with days_ago(next(days)):
        signing.sign(made, request)
    with days_ago(next(days)):
        family.publish(made)
        work()


def write_a_page(guideline: Guideline, days: Iterator[int], say: Say) -> None:
    """Publish one page for daily care while the guideline is being agreed."""
    say("  one page for daily care …")
    with days_ago(next(days)):
        made = family.write_for_daily_care(guideline)
    with days_ago(next(days)):
        signing.sign(made, family.request(made))
    with days_ago(next(days)):
        family.publish(made)
        work()


def shorten(guideline: Guideline, days: Iterator[int], say: Say) -> None:
    """Make a short version that readers are to see on a later day."""
    say("  a short version for a later day …")
    with days_ago(next(days)):
        made = family.shorten(guideline)
    with days_ago(next(days)):
        updating.compare_numbers(made)
        signing.sign(made, family.request(made))
    with days_ago(next(days)):
        family.publish_later(made)
        work()


def correct(guideline: Guideline, edition: Edition, days: Iterator[int], say: Say) -> None:
    """Hear of a mistake in what is published, warn its readers, and publish it corrected."""
    say("  a mistake: notice and corrected version …")
    guideline = replace(guideline, story=script.sequel(guideline.slug, "correction"))
    with days_ago(next(days)):
        reported = correcting.report(guideline, edition)
    with days_ago(next(days)):
        notice = correcting.warn(guideline, reported)
    with days_ago(next(days)):
        request = correcting.request(guideline)
    with days_ago(next(days)):
        signing.sign(guideline, request)
    with days_ago(next(days)):
        corrected = correcting.publish(guideline, notice)
        correcting.answer(guideline, reported, corrected)
        work()


def renew(guideline: Guideline, days: Iterator[int], say: Say) -> None:
    """Look at the guideline again, ask the panel about what changes, and publish it anew."""
    say("  the second version …")
    guideline = replace(guideline, story=script.sequel(guideline.slug, "update"))
    with days_ago(next(days)):
        people.confirm_again(guideline.cast, guideline.project)
    with days_ago(next(days)):
        updating.begin(guideline)
    with days_ago(next(days)):
        updating.search_again(guideline)
    with days_ago(next(days)):
        updating.rewrite(guideline)
    with days_ago(next(days)):
        updating.compare_numbers(guideline)
    with days_ago(next(days)):
        process = panel.prepare(guideline)
    [asked_once] = guideline.story.rounds
    with days_ago(next(days)):
        round_ = panel.ask(guideline, process, asked_once)
        work()
    with days_ago(next(days)):
        panel.close(guideline, round_)
        panel.finish(guideline, process, round_)
    with days_ago(next(days)):
        request = signing.request(guideline, "The changes since version 1.1, with the vote.")
    with days_ago(next(days)):
        signing.sign(guideline, request)
    with days_ago(next(days)):
        edition = signing.publish(guideline)
        say("  its files …")
        work()
    with days_ago(next(days)):
        reports = using.report(guideline, edition)
    with days_ago(next(days)):
        using.answer(guideline, reports)
        work()
