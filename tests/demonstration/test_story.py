"""The story as it was told: verdicts, versions, files, histories; and that it is told once."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as WordFile
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from guidelines import audit
from guidelines.app import create_app
from guidelines.audit import AuditEntry
from guidelines.config import Settings
from guidelines.consensus import queries as consensus
from guidelines.consensus.models import Process, Round
from guidelines.consensus.rules.states import ProcessState, RoundState
from guidelines.db import db, now, session, transaction
from guidelines.demonstration import people, script, telling, using
from guidelines.demonstration.commands import ACCOUNTS
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document
from guidelines.errors import Conflict
from guidelines.jobs import Job, JobState
from guidelines.mail import DEMONSTRATION
from guidelines.permissions import Actor
from guidelines.projects import service as projects
from guidelines.projects.models import Network
from guidelines.projects.queries import network_called
from guidelines.publishing.models import (
    Appraisal,
    ApprovalRequest,
    Edition,
    ErrorReport,
    ExternalGuideline,
    Indicator,
    Rendering,
    SafetyNotice,
)
from guidelines.publishing.queries.appraisals import results_of
from guidelines.publishing.queries.doses import dose_lines
from guidelines.publishing.queries.editions import editions_of, renderings_of, state_now
from guidelines.publishing.queries.endorsements import endorsements_of
from guidelines.publishing.queries.fronts import front_of, noticed_files
from guidelines.publishing.queries.notices import notices_on
from guidelines.publishing.rules.comparing import Change
from guidelines.publishing.rules.naming import CARRYING, Form
from guidelines.publishing.rules.reports import ReportAnswer, ReportState
from guidelines.publishing.rules.states import (
    ApprovalState,
    Decision,
    EditionState,
    Gate,
    RenderingState,
)
from guidelines.reviews.models import CommentThread, ReviewRound, Submission
from guidelines.reviews.rules.rounds import RoundKind, SubmissionState
from guidelines.storage import storage

NOTICE = "Demonstration, not for clinical use"
MAIN, OPEN = script.GUIDELINES
SEQUELS = {MAIN: ("correction", "update"), OPEN: ()}


def document_of(guideline: str) -> Document:
    title = script.story(guideline).project.title
    return session.scalars(select(Document).where(Document.title == title)).one()


def rounds_of(guideline: str) -> list[Round]:
    return list(consensus.rounds_of(consensus.processes_of(document_of(guideline))[0]))


def edition_of(guideline: str, number: str) -> Edition:
    [found] = [one for one in editions_of(document_of(guideline)) if one.number == number]
    return found


def file_of(form: Form, number: str = "1.0") -> bytes:
    edition = edition_of(MAIN, number)
    row = session.scalars(
        select(Rendering).where(Rendering.edition_id == edition.id, Rendering.form == form)
    ).one()
    assert row.state is RenderingState.READY
    assert row.warnings == []
    return storage().get(row.sha256 or "")


def test_the_results_are_those_of_the_story(demonstration: Flask) -> None:
    story = script.story(MAIN)
    for told, round_ in zip(story.rounds, rounds_of(MAIN), strict=True):
        results = consensus.results_document(round_)
        assert results is not None
        assert round_.state is RoundState.REPORTED
        assert [entry["key"] for entry in results["statements"]] == told.statements
        for entry in results["statements"]:
            ratings = story.ratings[entry["key"]][told.key]
            assert entry["verdict"] == ratings.expected, entry["key"]
            assert list(entry["counts"].values()) == ratings.counts, entry["key"]
            assert entry["median"] == ratings.centre
            assert entry["iqr"] == ratings.spread
            assert entry["n_opted_out"] == ratings.cannot_judge
            assert entry["n_recused"] == ratings.abstains
            assert entry["n_missing"] == ratings.missing


def test_named_ratings_are_those_of_the_named_people(demonstration: Flask) -> None:
    story = script.story(MAIN)
    names = {one.key: one.name for one in script.people().people}
    first, _second = rounds_of(MAIN)
    panel = {one.person.name: one for one in consensus.panel_of(first.process)}
    versions = {one.key: one.version_id for one in consensus.asked_in(first)}
    told = [
        (key, person, value)
        for key, by_round in story.ratings.items()
        for person, value in by_round["round1"].fixed.items()
    ]
    assert told
    for key, person, value in told:
        content = consensus.earlier_answers(first.process, panel[names[person]])[1]
        assert content.given(versions[key]).rating == value


def test_every_comment_of_the_panel_was_let_through_and_fits_its_rating(
    demonstration: Flask,
) -> None:
    written = {comment.text for item in script.story(MAIN).feedback for comment in item.comments}
    first, _second = rounds_of(MAIN)
    assert {one.text for one in consensus.comments_of(first)} == written


def test_the_rule_was_locked_before_the_first_round_and_the_process_is_over(
    demonstration: Flask,
) -> None:
    stories = {document_of(name).id: name for name in script.GUIDELINES}
    for process in session.scalars(select(Process)):
        first = consensus.rounds_of(process)[0]
        assert process.rule_sealed_at < first.opened_at
        story = script.story(stories[process.document_id])
        assert process.definition.name == story.rule.preset
        assert process.definition.question == story.statement_stem
    first, second = consensus.processes_of(document_of(MAIN))
    assert first.state is second.state is ProcessState.REPORTED


def test_the_second_guideline_is_in_an_open_round(demonstration: Flask) -> None:
    (round_,) = rounds_of(OPEN)
    assert round_.state is RoundState.OPEN
    assert consensus.electorate_size(round_) == 12
    assert consensus.came(round_) == 7
    locked = drafts.locked_keys(document_of(OPEN))
    assert set(locked) == set(script.story(OPEN).rounds[0].statements)


@pytest.mark.parametrize("guideline", script.GUIDELINES)
def test_versions_follow_the_story(demonstration: Flask, guideline: str) -> None:
    story = script.story(guideline)
    versions = drafts.versions_of(document_of(guideline))
    later = [script.sequel(guideline, name) for name in SEQUELS[guideline]]
    chapters = 1 if later else 0
    made = 1 + len(story.edits) + (2 if story.clash else 0)
    assert len(versions) == made + chapters + sum(len(one.edits) for one in later)
    named = [version.label for version in reversed(versions) if version.label]
    assert named == [one.name for part in (story, *later) for one in part.versions]
    text = drafts.source_of(versions[-made])
    before = {edit.before for edit in story.edits if edit.before not in edit.after}
    assert [words for words in before if words in text] == []
    assert all(edit.after in text for edit in story.edits)
    newest = drafts.source_of(versions[0])
    assert all(edit.after in newest for part in later for edit in part.edits)
    first = drafts.version_numbered(document_of(guideline), 1)
    assert first is not None
    assert drafts.source_of(first) == "".join(script.sections(guideline).values())


def test_the_clash_was_settled_and_both_thoughts_are_in_the_text(demonstration: Flask) -> None:
    document = document_of(MAIN)
    assert not drafts.open_clashes(document)
    clash = script.story(MAIN).clash
    assert clash is not None
    assert clash.resolution.text in drafts.source_of(drafts.current_version(document))


@pytest.mark.parametrize("guideline", script.GUIDELINES)
def test_comments_are_answered_as_told(demonstration: Flask, guideline: str) -> None:
    document = document_of(guideline)
    threads = session.scalars(
        select(CommentThread).where(CommentThread.document_id == document.id)
    ).all()
    told = {one.body: one for one in script.story(guideline).comments}
    public = {
        one.id
        for one in session.scalars(select(ReviewRound))
        if one.kind is not RoundKind.INTERNAL
    }
    ours = [thread for thread in threads if thread.round_id not in public]
    assert {thread.comments[0].body for thread in ours} == set(told)
    for thread in ours:
        one = told[thread.comments[0].body]
        assert len(thread.comments) == 1 + len(one.replies)
        assert (thread.annotation.exact if thread.annotation else None) == one.quote
        assert (thread.answer.decision if thread.answer else None) == one.decision


def test_the_public_and_experts_were_heard_as_told(demonstration: Flask) -> None:
    states = {
        (
            one.document.title,
            one.kind,
            answer.organisation or answer.name or answer.number,
        ): answer.state
        for one in session.scalars(select(ReviewRound))
        for answer in one.submissions
        if answer.person_id is None
    }
    main, open_ = (script.story(name).project.title for name in script.GUIDELINES)
    assert states == {
        (main, RoundKind.PUBLIC, "Society for therapies 1"): SubmissionState.TAKEN,
        (main, RoundKind.PUBLIC, "Patient organisation 4"): SubmissionState.TAKEN,
        (main, RoundKind.PUBLIC, "Grandparent of a child"): SubmissionState.TAKEN,
        (main, RoundKind.PUBLIC, "Maker of helmets 1"): SubmissionState.REFUSED,
        (open_, RoundKind.EXTERNAL, 1): SubmissionState.TAKEN,
        (open_, RoundKind.EXTERNAL, 2): SubmissionState.WRITING,
        (open_, RoundKind.PUBLIC, "Society for hearing 1"): SubmissionState.WRITING,
        (open_, RoundKind.PUBLIC, "Family doctor"): SubmissionState.WAITING,
    }
    answer = session.scalars(
        select(Submission).where(Submission.organisation == "Patient organisation 4")
    ).one()
    assert len(answer.contributors) == 3
    threads = session.scalars(
        select(CommentThread).where(CommentThread.submission_id == answer.id)
    ).all()
    assert len(threads) == 4  # two of six remarks became one, another was left out
    assert all(one.decision is not None for one in threads)


def test_the_appraisal_is_closed_here_and_open_there(demonstration: Flask) -> None:
    done, running = session.scalars(select(Appraisal).order_by(Appraisal.opened_at)).all()
    results = results_of(done)
    assert results is not None
    assert len(done.appraisers) == 2
    assert results_of(running) is None


def test_what_comes_of_the_guideline_is_told(demonstration: Flask) -> None:
    edition = edition_of(MAIN, "2.0")
    told = using.use(MAIN)
    measured = session.scalars(select(Indicator).where(Indicator.project_id == edition.project_id))
    assert {one.key for one in measured} == {one.recommendation for one in told.indicators}
    reports = session.scalars(select(ErrorReport).order_by(ErrorReport.number)).all()
    assert [one.outcome for one in reports] == [
        ReportAnswer.CORRECTED, *(one.outcome for one in told.reports)
    ]  # fmt: skip
    assert [one.state for one in reports] == [
        ReportState.ANSWERED, ReportState.ANSWERED, ReportState.LOOKING
    ]  # fmt: skip
    others = session.scalars(select(ExternalGuideline)).one()
    assert others.title == told.endorsed.title
    assert "invented" in others.title


def test_approval_was_returned_once_and_then_given_by_both(demonstration: Flask) -> None:
    approval = script.story(MAIN).approval
    assert approval is not None
    plan, returned, signed, *_later = session.scalars(
        select(ApprovalRequest).order_by(ApprovalRequest.requested_at)
    ).all()
    assert (plan.gate, plan.state) == (Gate.PLAN, ApprovalState.APPROVED)
    assert [one.statement for one in plan.signoffs] == [one.text for one in approval.plan]
    assert (returned.state, signed.state) == (ApprovalState.RETURNED, ApprovalState.PUBLISHED)
    assert [one.statement for one in returned.signoffs] == [approval.returned.reason]
    assert {one.decision for one in signed.signoffs} == {Decision.APPROVED}
    assert len(signed.signoffs) == 2 < len(signed.asked) == len(approval.approvers)
    assert [one.organisation for one in endorsements_of(signed.document)] == [
        approval.endorsed.organisation
    ]
    assert edition_of(MAIN, "1.0").notice == NOTICE


def test_the_second_version_says_what_became_of_each_recommendation(
    demonstration: Flask,
) -> None:
    edition = edition_of(MAIN, "2.0")
    assert {
        Change(line["change"]): line["key"]
        for line in edition.content["recommendations"]
        if line["change"] != Change.UNCHANGED
    } == {
        Change.NEW: "rec-summary",
        Change.MODIFIED: "rec-team",
        Change.REAFFIRMED: "rec-imaging",
        Change.WITHDRAWN: "rec-blood-loss",
    }
    assert edition.content["compared_with"] == "1.1"
    assert edition.content["review_by"] != edition_of(MAIN, "1.1").content["review_by"]
    searches = [edition_of(MAIN, one).content["searches"] for one in ("1.1", "2.0")]
    assert searches[0] != searches[1]
    assert [state_now(edition_of(MAIN, one)) for one in ("1.0", "1.1", "2.0")] == [
        EditionState.SUPERSEDED, EditionState.SUPERSEDED, EditionState.PUBLISHED
    ]  # fmt: skip


def test_the_numbers_of_the_second_version_were_compared_by_another(
    demonstration: Flask,
) -> None:
    lines = dose_lines(document_of(MAIN))
    assert {line.section for line in lines} == {"9 Multidisciplinary team", "11 After each visit"}
    for line in lines:
        assert line.check is not None
        assert line.check.person_id not in line.authors


def test_the_notice_stands_on_the_version_with_the_mistake_only(demonstration: Flask) -> None:
    assert [bool(notices_on(edition_of(MAIN, one))) for one in ("1.0", "1.1", "2.0")] == [
        True, False, False
    ]  # fmt: skip
    for number in ("1.0", "1.1"):
        edition = edition_of(MAIN, number)
        assert set(noticed_files(edition, front_of(edition).mark)) == set(CARRYING)
    correction = edition_of(MAIN, "1.1").correction
    assert correction["of"] == "1.0"
    assert correction["right"] in drafts.source_of(drafts.current_version(document_of(MAIN)))
    [notice] = session.scalars(select(SafetyNotice))
    assert len({notice.proposed_by, notice.confirmed_by}) == 2


def test_a_text_without_recommendations_has_no_page_of_them(demonstration: Flask) -> None:
    slug = "when-one-seam-of-the-skull-closes-early"
    families = session.scalars(select(Edition).where(Edition.slug == slug)).one()
    assert families.content["recommendations"] == []
    assert set(Form) - set(renderings_of(families)) == {Form.SUMMARY, Form.SLIDES}


def test_every_page_of_the_pdf_carries_the_notice_and_the_results(demonstration: Flask) -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(file_of(Form.PDF))).pages]
    assert len(pages) > 10
    assert [number for number, text in enumerate(pages, 1) if NOTICE not in text] == []
    text = " ".join(" ".join(pages).split())
    story = script.story(MAIN)
    never = story.never_agreed
    assert never is not None
    row = text[text.index("within one common age window") :][:300]
    assert "No consensus" in row
    assert "was edited after the vote" in text
    assert "Minority statement" in text
    assert text.count("Took no part in recommendation") == 1


def test_the_word_file_and_the_page_carry_the_notice(demonstration: Flask) -> None:
    word = WordFile(BytesIO(file_of(Form.DOCX)))
    said = [p.text for p in word.paragraphs]
    for section in word.sections:
        said += [p.text for part in (section.header, section.footer) for p in part.paragraphs]
    assert sum(NOTICE in line for line in said) >= 2
    assert NOTICE in file_of(Form.HTML).decode()
    assert NOTICE in file_of(Form.MARKDOWN).decode()


def test_every_letter_carries_the_notice_and_goes_to_an_example_address(told: Settings) -> None:
    letters = [path.read_text("utf-8") for path in (told.instance / "mail").glob("*.eml")]
    asked = [letter for letter in letters if "Subject:\n You are asked: " in letter]
    assert len(asked) == 18 + 18 + 12 + 18
    told_of_change = [letter for letter in letters if "A change of form" in letter]
    assert len(told_of_change) == 18
    assert all(NOTICE in letter and "@demo.example" in letter for letter in letters)


@pytest.mark.parametrize("path", ["/", "/library", "/sign-in"])
def test_every_page_says_that_it_is_a_demonstration(demonstration: Flask, path: str) -> None:
    page = demonstration.test_client().get(path, follow_redirects=True)
    assert page.status_code == 200
    assert NOTICE.casefold() in page.text.casefold()


def test_time_goes_forward_in_every_history(demonstration: Flask) -> None:
    for chain in audit.chains():
        moments = [entry.at for entry in audit.history(chain, limit=10_000)]
        assert moments == sorted(moments, reverse=True)
    edition = edition_of(MAIN, "2.0")
    assert timedelta(days=30) < now() - edition.published_at < timedelta(days=40)
    (round_,) = rounds_of(OPEN)
    assert round_.closes_at is not None
    assert timedelta(days=14) < round_.closes_at - now() < timedelta(days=21)


def test_histories_are_whole_and_every_row_has_its_cause(demonstration: Flask) -> None:
    assert len(audit.chains()) == 4
    assert [chain for chain in audit.chains() if audit.first_broken(chain) is not None] == []
    assert session.scalars(select(Job).where(Job.state == JobState.FAILED)).all() == []


def test_accounts_that_are_printed_exist() -> None:
    assert {key for key, _role, _note in ACCOUNTS} <= {p.key for p in script.people().people}


def test_answers_are_dealt_alike_in_every_telling(demonstration: Flask) -> None:
    rounds = rounds_of(MAIN)
    versions = {
        round_.number: one.version_id
        for round_ in rounds
        for one in consensus.asked_in(round_)
        if one.key == "rec-timing"
    }
    ratings = {
        panelist.person.name: [
            content.given(versions[number]).rating
            for number, content in consensus.earlier_answers(rounds[0].process, panelist).items()
        ]
        for panelist in consensus.panel_of(rounds[0].process)
    }
    assert ratings["Surgeon 1, Spain"] == [4, 3]
    assert ratings["Radiologist 1, Spain"] == [2]
    both = [pair for pair in ratings.values() if len(pair) == 2]
    apart = [abs((one or 0) - (other or 0)) for one, other in both]
    assert sum(apart) / len(apart) < 2, "people lean the same way in both rounds"


def test_telling_it_twice_changes_nothing(demonstration: Flask, told: Settings) -> None:
    before = session.scalar(select(func.count()).select_from(AuditEntry))
    assert telling.tell(told) is False
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_an_interrupted_telling_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(instance=tmp_path / "instance", demonstration=True)
    with create_app(settings).app_context():

        def stopped(_say: telling.Say) -> None:
            people.gather()
            raise KeyboardInterrupt

        monkeypatch.setattr(telling, "_tell", stopped)
        with pytest.raises(KeyboardInterrupt):
            telling.tell(settings)
        first = network_called("example-network")
        assert first is not None
        monkeypatch.setattr(telling, "_tell", lambda _say: people.gather() and None)
        assert telling.tell(settings) is True
        (only,) = session.scalars(select(Network))
        assert only.id != first.id
        assert json.loads((settings.instance / "story.json").read_text()) == {"state": "told"}
        session.remove()
        db.engine.dispose()


def test_other_work_is_never_touched(tmp_path: Path) -> None:
    ordinary = Settings(instance=tmp_path / "ordinary")
    with create_app(ordinary).app_context(), pytest.raises(Conflict, match="demonstration"):
        telling.tell(ordinary)
    mine = Settings(instance=tmp_path / "mine", demonstration=True)
    with create_app(mine).app_context():
        telling.bring_up(mine)
        with transaction():
            projects.found_network(Actor.at_the_console(), slug="real", title="Real work")
        with pytest.raises(Conflict, match="other work"):
            telling.tell(mine)
        assert network_called("real") is not None
        session.remove()
        db.engine.dispose()


def test_a_draft_that_leaves_the_demonstration_is_marked(demonstration: Flask) -> None:
    for name in script.GUIDELINES:
        document = document_of(name)
        manuscript = drafts.manuscript_of(document, drafts.current_version(document))
        assert manuscript.notice == str(DEMONSTRATION)
