"""The demonstration's texts keep what they promise: notice, grammar, quotes, references."""

import json
import re
import statistics
from collections import Counter
from typing import Any

import numpy as np
import pytest
from babel import Locale

from guidelines.demonstration import script
from guidelines.demonstration.appraising import appraised
from guidelines.demonstration.asked import Ratings
from guidelines.demonstration.consulting import review
from guidelines.demonstration.script import (
    CONTENT,
    GUIDELINES,
    Edit,
    people,
    sections,
    story,
)

NOTICE = "Demonstration, not for clinical use"
TYPES = {
    "craniosynostosis": {"evidence-based": 5, "consensus-based": 5, "good-practice": 2},
    "otitis-media": {"evidence-based": 3, "consensus-based": 2, "good-practice": 1},
}
OPENING = re.compile(r"^:{3,} \{\.recommendation #(?P<id>[\w-]+) (?P<attributes>[^\n]+)\}$", re.M)
ATTRIBUTE = re.compile(r'([a-z]+)=(?:"([^"]*)"|(\S+))')


def whole(guideline: str) -> str:
    return "".join(sections(guideline).values())


def bibliography(guideline: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(script.bibliography(guideline))
    return loaded


def recommendations(text: str) -> list[dict[str, str]]:
    """Return the attributes and the body of each recommendation block."""
    found = []
    for opening in OPENING.finditer(text):
        fields = {name: a or b for name, a, b in ATTRIBUTE.findall(opening["attributes"])}
        body = text[opening.end() :].split("\n:::", 1)[0].strip()
        found.append({"id": opening["id"], "body": body, **fields})
    return found


def panel(guideline: str) -> list[str]:
    return [p.key for p in people().people if "panelist" in p.roles.get(guideline, [])]


def text_after(guideline: str, edits: list[Edit]) -> dict[str, str]:
    texts = sections(guideline)
    for edit in edits:
        assert texts[edit.section].count(edit.before) == 1, edit.id
        texts[edit.section] = texts[edit.section].replace(edit.before, edit.after)
    return texts


@pytest.fixture(params=GUIDELINES)
def guideline(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_each_section_is_one_heading_and_its_text(guideline: str) -> None:
    for name, text in sections(guideline).items():
        assert re.match(r"#{1,2} \S", text), name
        assert len(re.findall(r"^# ", text, re.M)) == 1, name
        assert text.endswith("\n\n"), f"{name}: the next section's heading needs a blank line"


def test_the_notice_stands_in_the_first_lines_and_in_the_story(guideline: str) -> None:
    first = next(iter(sections(guideline).values()))
    assert NOTICE in "\n".join(first.splitlines()[:4])
    assert "illustrative" in first
    assert story(guideline).notice.startswith(NOTICE)
    summaries = [t for t in sections(guideline).values() if t.startswith("# Plain-language")]
    assert len(summaries) == 1
    assert NOTICE in summaries[0]


def test_the_text_has_the_length_of_a_guideline() -> None:
    assert 5_000 <= len(whole("craniosynostosis").split()) <= 8_500
    assert 1_500 <= len(whole("otitis-media").split()) <= 2_500


def test_recommendations_are_counted_by_type(guideline: str) -> None:
    blocks = recommendations(whole(guideline))
    assert Counter(block["type"] for block in blocks) == TYPES[guideline]
    assert sum(block.get("direction") == "against" for block in blocks) == 1
    assert whole(guideline).count("{.recommendation ") == len(blocks)


def test_recommendation_ids_are_unique() -> None:
    ids = [block["id"] for name in GUIDELINES for block in recommendations(whole(name))]
    assert len(ids) == len(set(ids)) == 18


def test_divisions_are_balanced(guideline: str) -> None:
    for name, text in sections(guideline).items():
        for colons in (":::", "::::"):
            opened = re.findall(rf"^{colons} \{{", text, re.M)
            closed = re.findall(rf"^{colons}$", text, re.M)
            assert len(opened) == len(closed), name


def test_strength_certainty_and_verb_agree(guideline: str) -> None:
    verbs = {
        ("strong", "for"): "We recommend that ",
        ("strong", "against"): "We recommend against ",
        ("conditional", "for"): "We suggest that ",
        ("conditional", "against"): "We suggest not ",
        (None, None): "It is good practice for ",
    }
    wordings = [whole(guideline), "".join(text_after(guideline, story(guideline).edits).values())]
    for block in [block for text in wordings for block in recommendations(text)]:
        verb = verbs[block.get("strength"), block.get("direction")]
        assert block["body"].startswith(verb), block["id"]
        assert "\n" not in block["body"], block["id"]
        assert block["population"]
        if block["type"] == "evidence-based":
            assert block["certainty"] in {"low", "very-low"}
            assert block["intervention"]
            assert block["comparator"]
        else:
            assert "certainty" not in block
        assert ("strength" in block) == (block["type"] != "good-practice")


def test_every_cited_key_is_in_the_bibliography_and_is_confirmed(guideline: str) -> None:
    cited = set(re.findall(r"@([a-z]+[0-9]{4})", whole(guideline)))
    cited |= {key for profile in story(guideline).evidence for key in profile.references}
    known = [entry["id"] for entry in bibliography(guideline)]
    assert cited == set(known)
    assert len(known) == len(set(known))
    confirmed = (CONTENT / guideline / "bibliography.md").read_text("utf-8")
    assert re.findall(r"^\| ([a-z]+[0-9]{4}) \|", confirmed, re.M) == known
    assert all(entry["DOI"].startswith("10.") for entry in bibliography(guideline))


def test_no_number_stands_for_an_age_interval_dose_or_threshold(guideline: str) -> None:
    folder = CONTENT / guideline
    prose = whole(guideline) + (folder / "story.json").read_text("utf-8")
    unit = (
        r"(?:mg|g|ml|mmHg|mSv|dB|kg|cm|mm|%|per cent|percent"
        r"|(?:minute|hour|day|week|month|year)s?)"
    )
    written = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen"
    assert re.findall(rf"\b(?:\d[\d.,]*|{written})[ -]?{unit}(?!\w)", prose, re.I) == []
    body = re.sub(r"^\d+\. |@[a-z]+\d{4}", "", whole(guideline), flags=re.M)
    assert re.findall(r"\d", body) == []


def test_the_guideline_itself_has_no_doi(guideline: str) -> None:
    text = whole(guideline) + story(guideline).model_dump_json()
    assert re.findall(r"\bdoi\b|\b10\.\d{4,}", text, re.I) == []


def test_rounds_of_review_speak_of_the_text_and_of_roles_only(guideline: str) -> None:
    edits = {edit.id for edit in story(guideline).edits}
    kinds = {one.kind for one in review(guideline).values()}
    assert len(kinds) == 2
    for asked in review(guideline).values():
        known = {one.key for answer in asked.answers for one in answer.remarks}
        known |= {answer.merged.key for answer in asked.answers if answer.merged}
        for answer in asked.answers:
            voices = {voice.key for voice in answer.people}
            assert all(voice.email.endswith("@demo.example") for voice in answer.people)
            assert {one.by for one in answer.remarks} <= voices
            assert answer.sent or answer.taken is None
            assert bool(answer.refused) == (answer.taken is False)
        assert {one.remark for one in asked.dispositions} <= known
        assert {one.edit for one in asked.dispositions if one.edit} <= edits


def test_appraisals_rate_every_item_or_are_not_handed_in(guideline: str) -> None:
    told = appraised(guideline)
    assert len(told.raters) == 2
    for one in told.raters:
        assert bool(one.use) == (len(one.points) == 23) == bool(one.interests)
        assert (one.person in {p.key for p in people().people}) != bool(one.email)


def test_quotes_occur_exactly_once_in_the_first_draft(guideline: str) -> None:
    texts = sections(guideline)
    for comment in story(guideline).comments:
        assert comment.section in texts, comment.id
        if comment.quote is not None:
            assert texts[comment.section].count(comment.quote) == 1, comment.id
            assert whole(guideline).count(comment.quote) == 1, comment.id
        assert comment.resolved == (comment.response is not None), comment.id
        assert comment.resolved == (comment.decision is not None), comment.id
    clash = story(guideline).clash
    if clash is not None:
        assert texts[clash.section].count(clash.base) == 1
        assert len({clash.base, clash.first.text, clash.second.text, clash.resolution.text}) == 4


def test_edits_apply_in_order_and_are_known_to_those_who_name_them(guideline: str) -> None:
    told = story(guideline)
    order = [told.stages.index(edit.stage) for edit in told.edits]
    assert order == sorted(order)
    text_after(guideline, told.edits)
    ids = {edit.id for edit in told.edits}
    assert len(ids) == len(told.edits)
    named = {comment.edit for comment in told.comments if comment.edit}
    if told.approval and told.reworded and told.editorial_change:
        named |= {told.approval.returned.edit, told.reworded.edit, told.editorial_change.edit}
    assert named <= ids
    assert [version.stage for version in told.versions] == told.stages


def test_named_people_exist_and_may_do_what_they_do(guideline: str) -> None:
    known = {person.key: person.roles.get(guideline, []) for person in people().people}
    told = story(guideline)
    dumped = told.model_dump(by_alias=True)

    def named(node: Any) -> list[str]:
        if isinstance(node, list):
            return [key for item in node for key in named(item)]
        if not isinstance(node, dict):
            return []
        here = [node[key] for key in ("by", "person") if isinstance(node.get(key), str)]
        many = [
            node[key]
            for key in ("by", "approvers", "not_answering", "confirmed_by")
            if isinstance(node.get(key), list)
        ]
        there = [key for value in node.values() for key in named(value)]
        return [*here, *(key for keys in many for key in keys), *there]

    assert all(known.get(key) for key in named(dumped))
    assert all("author" in known[edit.by] for edit in told.edits)
    assert "panelist" in known[told.abstention.person]


def test_recommendations_named_in_the_story_exist(guideline: str) -> None:
    told = story(guideline)
    blocks = {block["id"]: block for block in recommendations(whole(guideline))}
    assert list(told.ratings) == list(blocks)
    profiles = {profile.recommendation: profile for profile in told.evidence}
    assert set(profiles) == {k for k, b in blocks.items() if b["type"] == "evidence-based"}
    for key, profile in profiles.items():
        for name in ("certainty", "population", "intervention", "comparator"):
            assert getattr(profile, name) == blocks[key][name], (key, name)
        assert "llustrative" in profile.note
        criteria = [judgement.criterion for judgement in profile.judgements]
        assert len(criteria) == len(set(criteria))
    assert {item.recommendation for item in told.feedback} <= set(blocks)
    assert {key for item in told.interests for key in item.recommendations} <= set(blocks)


def expected_result(preset: str, ratings: Ratings) -> str:
    """Recount with whole numbers only, as the rules are worded."""
    n, high, low = sum(ratings.counts), sum(ratings.counts[6:]), sum(ratings.counts[:3])
    if preset == "agree-75":
        return "consensus-for" if 100 * high >= 75 * n else "no-consensus"
    return "consensus-for" if 100 * high >= 70 * n and 100 * low < 15 * n else "no-consensus"


def test_ratings_add_up_to_the_panel_and_give_the_told_result(guideline: str) -> None:
    told = story(guideline)
    members = panel(guideline)
    rounds = {item.key: item for item in told.rounds}
    for key, by_round in told.ratings.items():
        assert list(by_round) == [r.key for r in told.rounds if key in r.statements]
        for name, ratings in by_round.items():
            where = (key, name)
            values = [i for i, n in enumerate(ratings.counts, 1) for _ in range(n)]
            others = ratings.cannot_judge + ratings.abstains + ratings.missing
            assert len(values) + others == len(members), where
            assert ratings.missing == len(rounds[name].not_answering), where
            assert ratings.abstains == (key == told.abstention.recommendation), where
            assert ratings.centre == statistics.median(values), where
            lower, upper = np.percentile(values, [25, 75])
            assert ratings.spread == pytest.approx(upper - lower), where
            assert set(ratings.fixed) <= set(members), where
            dealt = Counter(ratings.fixed.values())
            assert all(ratings.counts[value - 1] >= n for value, n in dealt.items()), where
            if ratings.expected is not None:
                assert expected_result(told.rule.preset, ratings) == ratings.expected, where


def test_the_main_guideline_tells_every_turn_of_its_path() -> None:
    told = story("craniosynostosis")
    final = text_after("craniosynostosis", told.edits)
    wordings = {b["id"]: b["body"] for b in recommendations("".join(final.values()))}
    results = {
        key: [item.expected for item in by_round.values()]
        for key, by_round in told.ratings.items()
    }
    assert told.reworded
    assert told.never_agreed
    assert told.minority
    assert told.editorial_change
    assert told.approval
    assert told.edition
    assert told.clash
    no, yes = "no-consensus", "consensus-for"
    assert results.pop(told.reworded.recommendation) == [no, yes]
    assert results.pop(told.never_agreed.recommendation) == [no, no]
    assert set(map(tuple, results.values())) == {(yes,)}
    change = told.editorial_change
    assert wordings[change.recommendation] == change.published != change.voted
    first = {b["id"]: b["body"] for b in recommendations(whole("craniosynostosis"))}
    assert first[change.recommendation] == change.voted
    assert first[told.reworded.recommendation] != wordings[told.reworded.recommendation]
    assert told.ratings[told.minority.recommendation]["round1"].fixed.keys() == set(
        told.minority.by
    )
    assert 6 <= len(told.comments) <= 10
    assert {edit.id for edit in told.edits if edit.stage == "after-return"} == {
        told.approval.returned.edit
    }


def test_people_are_roles_of_eleven_countries() -> None:
    persons = people().people
    keys = [person.key for person in persons]
    assert len(keys) == len(set(keys)) == len({person.name for person in persons})
    assert len({person.country for person in persons}) == 11
    names = Locale("en").territories
    assert all(person.name.endswith(f", {names[person.country]}") for person in persons)
    assert all(person.email == f"{person.key}@demo.example" for person in persons)
    assert len(panel("craniosynostosis")) == 18
    groups = {group.key for group in people().stakeholder_groups}
    for person in persons:
        rates = any("panelist" in roles for roles in person.roles.values())
        assert (person.group in groups) == rates, person.key
        assert not (rates and person.network_role), "an administrator never rates"
    roles = [role for person in persons for role in person.roles.get("craniosynostosis", [])]
    assert Counter(roles) == {
        "chair": 1,
        "author": 2,
        "methodologist": 1,
        "facilitator": 1,
        "panelist": 18,
        "patient-representative": 2,
        "reviewer": 2 + 5,  # five of the panel comment on the draft as well
        "approver": 3,
        "observer": 1,
    }
