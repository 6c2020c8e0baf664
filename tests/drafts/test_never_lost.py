"""Whatever order texts, repeats, saves and reloads come in: no acknowledged word is ever lost."""

from dataclasses import dataclass, field

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from guidelines.db import session, transaction
from guidelines.drafts import service
from guidelines.drafts.models import Clash, Section, SectionRevision, WorkingCopy
from guidelines.drafts.queries import kept_text, newest_in
from guidelines.drafts.rules.working import Sent
from tests.drafts.build import a_document, an_author, section_called

PAGES = st.integers(0, 3)


@dataclass
class Page:
    """An open editor: whose it is, what stands in it, and what it has sent but not heard of."""

    person: int
    name: str
    base: str
    text: str
    counter: int = 0
    replaces: str = ""
    on_the_way: list[tuple[Sent, str]] = field(default_factory=list)


def machine(build):
    """Return a machine whose steps are those of two people with four pages open at one section."""

    class Writing(RuleBasedStateMachine):
        @initialize()
        def open_all(self):
            document = a_document(build, source="# One\n\nStart.\n\nSecond.\n\n")
            item = section_called(document, "One")
            self.section_id = item.section.id
            self.people = [an_author(build, document.project) for _ in range(2)]
            self.words = 0
            self.acknowledged: set[str] = set()
            self.pages = [
                Page(n % 2, f"page-{n}-0", item.revision.id, item.revision.source)
                for n in range(4)
            ]

        @property
        def section(self):
            return session.get(Section, self.section_id)

        @rule(number=PAGES, place=st.sampled_from(["Start.", "Second."]))
        def type_a_word(self, number, place):
            page = self.pages[number]
            self.words += 1
            word = f"word{self.words}x"
            page.text = page.text.replace(place, f"{place} {word}", 1)
            if word not in page.text:
                page.text += f"{word}\n\n"
            page.counter += 1
            sent = Sent(page.name, page.counter, page.text, page.replaces)
            page.on_the_way.append((sent, page.base))

        @precondition(lambda self: any(page.on_the_way for page in self.pages))
        @rule(number=PAGES, which=st.integers(0, 9), again=st.booleans())
        def one_arrives(self, number, which, again):
            page = self.pages[number]
            if not page.on_the_way:
                return
            which %= len(page.on_the_way)
            sent, base = page.on_the_way[which]
            if not again:
                del page.on_the_way[which]
            try:
                with transaction():
                    row = service.keep_working_copy(
                        self.people[page.person], self.section, sent, base_revision_id=base
                    )
            except service.OtherPage:
                return
            assert row.counter >= sent.counter
            if row.counter == sent.counter:
                self.acknowledge(sent.source)

        def acknowledge(self, text):
            self.acknowledged |= {w for w in text.split() if w.startswith("word")}

        @rule(number=PAGES)
        def save(self, number):
            page = self.pages[number]
            given = service.Page(page.name, page.counter, page.replaces)
            actor = self.people[page.person]
            try:
                with transaction():
                    saved = service.save_section(
                        actor, self.section, source=page.text, base_revision_id=page.base
                    )
                    service.spend_working_copy(
                        actor,
                        self.section,
                        saved=saved.revision.source if saved.changed else page.text,
                        base_revision_id=saved.revision.id,
                        page=given,
                    )
            except service.Clashing as clashing:
                with transaction():
                    service.keep_clash(actor, self.section, clashing)
                    service.spend_working_copy(
                        actor,
                        self.section,
                        saved=page.text,
                        base_revision_id=page.base,
                        page=given,
                    )
                self.acknowledge(page.text)
                self.reload(page)
                return
            self.acknowledge(page.text)
            page.base, page.text = saved.revision.id, saved.revision.source

        @rule(number=PAGES, go_on=st.booleans())
        def open_again(self, number, go_on):
            self.reload(self.pages[number], go_on=go_on)

        def reload(self, page, *, go_on=True):
            """Open the page anew; what it had sent may still arrive."""
            kept = kept_text(self.people[page.person].person_id, self.section)
            number, _, turn = page.name.removeprefix("page-").partition("-")
            page.name = f"page-{number}-{int(turn) + 1}"
            page.counter = 0
            if kept is not None and go_on:
                page.base, page.text, page.replaces = kept.base_id, kept.source, kept.mark
            else:
                page.base = newest_in(self.section).revision_id
                page.text = session.get(SectionRevision, page.base).source
                page.replaces = ""

        @invariant()
        def every_acknowledged_word_is_kept_somewhere(self):
            if not hasattr(self, "acknowledged"):
                return
            session.rollback()
            texts = [
                *session.scalars(
                    select(SectionRevision.source).where(
                        SectionRevision.section_id == self.section_id
                    )
                ),
                *session.scalars(select(Clash.source).where(Clash.section_id == self.section_id)),
                *session.scalars(
                    select(WorkingCopy.source).where(
                        WorkingCopy.section_id == self.section_id,
                        WorkingCopy.source.is_not(None),
                    )
                ),
            ]
            there = {word for text in texts for word in text.split()}
            assert self.acknowledged <= there

    return Writing


@pytest.mark.timeout(600)
def test_no_acknowledged_word_is_ever_lost(build):
    run_state_machine_as_test(
        machine(build),
        settings=settings(
            max_examples=15, stateful_step_count=30, deadline=None, phases=[Phase.generate]
        ),
    )
