"""How a project tightens the gates of publication, and what it prints without consensus."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.drafts.models.documents import in_document
from guidelines.publishing.rules.gates import GATES


def _no_milder_than_the_core() -> str:
    """Return the condition under which a number is as strict as that of the core, in SQL."""
    ranges = [
        f"gate = '{gate.key}' AND threshold BETWEEN {low} AND {high}"
        for gate in GATES
        if gate.limit is not None
        for low, high in [sorted((gate.limit.core, gate.limit.strictest))]
    ]
    return " OR ".join(["threshold IS NULL", *(f"({one})" for one in ranges)])


class ProjectGate(Base):
    """What a project asks at one gate beyond the core.

    A row can only tighten: it says that the gate must be passed, or gives a number as strict as
    that of the core or stricter. There is no row that switches a gate off.
    """

    __tablename__ = "project_gate"
    __table_args__ = (
        ForeignKeyConstraint(["network_id", "project_id"], ["project.network_id", "project.id"]),
        CheckConstraint("must OR threshold IS NOT NULL", name="tightens_something"),
        CheckConstraint(_no_milder_than_the_core(), name="never_milder"),
    )

    project_id: Mapped[Ref] = mapped_column(primary_key=True)
    gate: Mapped[str] = mapped_column(String(60), primary_key=True)
    network_id: Mapped[Ref]
    must: Mapped[bool] = mapped_column(default=False)
    threshold: Mapped[int | None]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class UnagreedPrint(Base):
    """The decision to print a recommendation on which the panel did not agree, as what it is.

    It holds for one wording only. `reason` is printed beside it.
    """

    __tablename__ = "unagreed_print"
    __table_args__ = (
        in_document(),
        UniqueConstraint("document_id", "key", "wording_sha256"),
        CheckConstraint("reason <> ''", name="has_a_reason"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref]
    key: Mapped[str] = mapped_column(String(80))
    wording_sha256: Mapped[Sha]
    reason: Mapped[str] = mapped_column(String(2000))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(viewonly=True)
