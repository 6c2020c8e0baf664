"""Recommendations become records at every save; ids, locks and results follow the wording."""

import pytest

from guidelines.db import transaction
from guidelines.drafts import service
from guidelines.drafts.queries import (
    current_version,
    locked_keys,
    outcomes_of,
    recommendation_in,
    recommendations_of,
)
from guidelines.errors import Conflict, Invalid, Missing, NotAllowed
from guidelines.permissions import Actor, Role
from guidelines.text.recommendations import parse
from tests.drafts.build import (
    AIRWAY,
    TEXT,
    a_document,
    an_author,
    save,
    section_called,
    to_the_front,
)


def keys(document):
    return [row.key for row in recommendations_of(document)]


def test_a_block_becomes_a_record_with_its_fields_and_hashes(build):
    document = a_document(build)

    [row] = recommendations_of(document)
    [block] = parse(TEXT)

    assert (row.key, row.ordinal, row.type, row.strength, row.direction, row.certainty) == (
        "rec-airway", 1, "consensus-based", "strong", "for", "",
    )  # fmt: skip
    assert row.wording == "We recommend that an anaesthetist sees the child first."
    assert row.fields == {"rationale": "Because the airway may be difficult."}
    assert row.wording_sha256 == block.wording_hash
    assert row.block_sha256 == block.block_hash


def test_numbers_follow_the_order_of_the_sections(build):
    document = a_document(build)
    author = an_author(build, document.project)
    item = section_called(document, "Scope")
    save(author, item, item.revision.source + AIRWAY.replace("airway", "scope"))
    assert [(row.key, row.ordinal) for row in recommendations_of(document)] == [
        ("rec-scope", 1),
        ("rec-airway", 2),
    ]
    with transaction():
        to_the_front(author, section_called(document, "Airway"))
    assert keys(document) == ["rec-airway", "rec-scope"]


def test_a_pasted_copy_gets_a_new_id_and_the_original_keeps_its_own(build):
    document = a_document(build)
    author = an_author(build, document.project)
    item = section_called(document, "Airway")
    copy = AIRWAY.replace("anaesthetist", "surgeon")

    saved = save(author, item, f"# Airway\n\n{copy}\n{AIRWAY}")

    rows = {row.key: row for row in recommendations_of(document)}
    assert set(rows) == {"rec-airway", "rec-airway-2"}
    assert "surgeon" in rows["rec-airway-2"].wording
    assert "#rec-airway-2" in saved.revision.source
    assert "recommendation-copied" in {notice.code for notice in saved.notices}


def test_a_copy_in_another_section_gets_a_new_id(build):
    document = a_document(build)
    author = an_author(build, document.project)
    item = section_called(document, "Follow-up")
    save(author, item, item.revision.source + AIRWAY)
    assert keys(document) == ["rec-airway", "rec-airway-2"]


@pytest.mark.parametrize(
    ("pasted", "key"),
    [
        pytest.param(AIRWAY, "rec-airway", id="the same wording comes back"),
        pytest.param(AIRWAY.replace("difficult", "hard"), "rec-airway", id="another rationale"),
        pytest.param(AIRWAY.replace("sees", "treats"), "rec-airway-2", id="another wording"),
    ],
)
def test_an_id_is_never_given_to_another_recommendation(build, pasted, key):
    document = a_document(build)
    author = an_author(build, document.project)
    save(author, section_called(document, "Airway"), "# Airway\n\nCut.\n")
    assert keys(document) == []

    save(author, section_called(document, "Follow-up"), f"# Follow-up\n\n{pasted}")

    assert keys(document) == [key]


def test_a_recommendation_without_an_id_gets_one(build):
    document = a_document(build)
    author = an_author(build, document.project)
    block = "::: {.recommendation}\nAsk the family.\n:::\n"
    saved = save(author, section_called(document, "Scope"), f"# Scope\n\n{block}")
    assert len(keys(document)) == 2
    assert all(keys(document))
    assert f"#{keys(document)[0]}" in saved.revision.source


def test_problems_are_notices_and_do_not_stop_a_save(build):
    document = a_document(build)
    author = an_author(build, document.project)
    bad = "::: {.recommendation #rec-x strength=very}\nDo it.\n:::\n"
    saved = save(author, section_called(document, "Scope"), f"# Scope\n\n{bad}")
    assert "unknown-value" in {notice.code for notice in saved.notices}
    assert recommendation_in(document, "rec-x").strength == "very"


def test_an_id_that_is_too_long_is_refused(build):
    document = a_document(build)
    author = an_author(build, document.project)
    bad = f"::: {{.recommendation #{'x' * 81}}}\nDo it.\n:::\n"
    with pytest.raises(Invalid, match="longer than 80"):
        save(author, section_called(document, "Scope"), f"# Scope\n\n{bad}")


# locks

RATIONALE = ("difficult", "difficult to manage")
WORDING = ("anaesthetist", "surgeon")


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        pytest.param(f"# Airway\n\n{AIRWAY}\nMore text.\n", False, id="text around it"),
        pytest.param(f"# Airway\n\n{AIRWAY.replace(*RATIONALE)}", False, id="rationale"),
        pytest.param(f"# Airway\n\n{AIRWAY.replace(*WORDING)}", True, id="wording"),
        pytest.param(
            f"# Airway\n\n{AIRWAY.replace('=strong', '=conditional')}", True, id="strength"
        ),
        pytest.param("# Airway\n\nNothing.\n", True, id="removed"),
        pytest.param(f"# Airway\n\n{AIRWAY.replace('rec-airway', 'rec-b')}", True, id="renamed"),
    ],
)
def test_a_locked_wording_stays(build, source, refused):
    document = a_document(build)
    author = an_author(build, document.project)
    chair = build.actor(document.project, Role.CHAIR)
    before = recommendation_in(document, "rec-airway").wording_sha256
    with transaction():
        hashes = service.lock_wording(
            chair, document, ["rec-airway"], reason="Round 1 is open until Friday."
        )
    assert hashes == {"rec-airway": before}
    assert locked_keys(document) == {"rec-airway": "Round 1 is open until Friday."}

    if refused:
        with pytest.raises(Conflict, match="Round 1 is open"):
            save(author, section_called(document, "Airway"), source)
        assert current_version(document).number == 1
    else:
        save(author, section_called(document, "Airway"), source)
    assert recommendation_in(document, "rec-airway").wording_sha256 == before

    with transaction():
        service.unlock_wording(Actor.machine(), document, ["rec-airway"])
    save(author, section_called(document, "Airway"), source + "\nOne more line.\n")


def test_a_section_with_a_locked_wording_is_not_removed_nor_restored_away(build):
    document = a_document(build, source="# Airway\n\nSoon.\n\n# End\n\nThe end.\n")
    author = an_author(build, document.project)
    chair = build.actor(document.project, Role.CHAIR)
    first = current_version(document)
    save(author, section_called(document, "Airway"), f"# Airway\n\n{AIRWAY}")
    with transaction():
        service.lock_wording(chair, document, ["rec-airway"], reason="A round is open.")

    with pytest.raises(Conflict), transaction():
        service.remove_section(author, section_called(document, "Airway").section)
    with pytest.raises(Conflict), transaction():
        service.restore_version(author, first)
    assert current_version(document).number == 2
    with transaction():
        to_the_front(author, section_called(document, "End"))


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (Role.CHAIR, None),
        (Role.FACILITATOR, None),
        (None, None),
        (Role.AUTHOR, NotAllowed),
        (Role.PANELIST, NotAllowed),
        (Role.ADMINISTRATOR, NotAllowed),
    ],
    ids=lambda value: str(value),
)
@pytest.mark.parametrize("what", ["lock", "unlock", "place"])
def test_who_may_lock_and_place(build, actor, error, what):
    document = a_document(build)
    who = build.actor(document.project, actor) if actor else Actor.machine()
    if what == "unlock":
        with transaction():
            service.lock_wording(Actor.machine(), document, ["rec-airway"], reason="Vote.")

    def act():
        with transaction():
            if what == "lock":
                service.lock_wording(who, document, ["rec-airway"], reason="Vote.")
            elif what == "unlock":
                service.unlock_wording(who, document, ["rec-airway"])
            else:
                service.place_outcome(
                    who, document, key="rec-airway", wording_sha256="0" * 64,
                    verdict="consensus-for", summary={"n_rated": 3},
                )  # fmt: skip

    if error is None:
        act()
    else:
        with pytest.raises(error):
            act()
    changed = error is None
    assert bool(locked_keys(document)) == (
        changed if what == "lock" else (what == "unlock" and not changed)
    )
    assert bool(outcomes_of(document)) == (changed and what == "place")


def test_locking_twice_or_what_is_not_there_is_refused(build):
    document = a_document(build)
    chair = build.actor(document.project, Role.CHAIR)
    with pytest.raises(Conflict, match="not in the text"), transaction():
        service.lock_wording(chair, document, ["rec-airway", "rec-none"], reason="Vote.")
    assert locked_keys(document) == {}
    with transaction():
        service.lock_wording(chair, document, ["rec-airway"], reason="Vote.")
    with pytest.raises(Conflict, match="locked already"), transaction():
        service.lock_wording(chair, document, ["rec-airway"], reason="Again.")


# outcomes


def test_a_result_stands_until_the_wording_changes_and_the_latest_counts(build):
    document = a_document(build)
    author = an_author(build, document.project)
    chair = build.actor(document.project, Role.CHAIR)
    row = recommendation_in(document, "rec-airway")

    def place(verdict):
        with transaction():
            return service.place_outcome(
                chair, document, key=row.key, wording_sha256=row.wording_sha256, verdict=verdict,
                summary={"n_rated": 18, "median": 8},
            )  # fmt: skip

    first = place("no-consensus")
    assert place("no-consensus").id == first.id
    place("consensus-for")
    latest = outcomes_of(document)["rec-airway"]
    assert (latest.verdict, latest.summary["median"]) == ("consensus-for", 8)
    assert latest.stands(recommendation_in(document, "rec-airway"))

    save(author, section_called(document, "Airway"), f"# Airway\n\n{AIRWAY.replace(*RATIONALE)}")
    assert latest.stands(recommendation_in(document, "rec-airway"))
    save(author, section_called(document, "Airway"), f"# Airway\n\n{AIRWAY.replace(*WORDING)}")
    assert not latest.stands(recommendation_in(document, "rec-airway"))


def test_a_result_needs_a_recommendation(build):
    document = a_document(build)
    with pytest.raises(Missing), transaction():
        service.place_outcome(
            Actor.machine(), document, key="rec-none", wording_sha256="0" * 64,
            verdict="near", summary={},
        )  # fmt: skip
