"""What panel members propose in a round of their own, and what became of it. Nobody is named."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.consensus.models.rounds import Round
from guidelines.consensus.rules.lineage import Fate
from guidelines.db import Base, Key, Ref

WITHOUT_ROWID = {"sqlite_with_rowid": False}


class Proposal(Base):
    """One proposal of a closed round, under a random id; no row holds its author or a time.

    `original` is what was written, with its reason; `text` and `reason` are what others read.
    `answer` says why it was not taken.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("text <> ''", name="says_something"),
        CheckConstraint("fate <> 'declined' OR answer <> ''", name="declined_for_a_reason"),
        WITHOUT_ROWID,
    )

    id: Mapped[Key]
    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"), index=True)
    original: Mapped[str] = mapped_column(String(4100))
    text: Mapped[str] = mapped_column(String(2000))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    fate: Mapped[Fate] = mapped_column(default=Fate.WAITING)
    answer: Mapped[str] = mapped_column(String(1000), default="")

    round: Mapped[Round] = relationship()

    @property
    def network_id(self) -> str:
        """The network of the round."""
        return self.round.network_id

    @property
    def project_id(self) -> str:
        """The project of the round."""
        return self.round.project_id


class StatementProposal(Base):
    """A proposal that a wording was made from."""

    __tablename__ = "statement_proposal"

    version_id: Mapped[Ref] = mapped_column(ForeignKey("statement_version.id"), primary_key=True)
    proposal_id: Mapped[Ref] = mapped_column(
        ForeignKey("proposal.id"), primary_key=True, index=True
    )
