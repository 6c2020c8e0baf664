"""Ballots: sealed while a round is open, opened answers afterwards. No row holds a time.

Nothing here refers to a person. Before the round closes a box holds everything one person has
said; afterwards answers lie one by one, under random ids, in random order.
"""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.consensus.models.rounds import Round
from guidelines.consensus.models.statements import StatementVersion
from guidelines.consensus.rules.exploring import Stance
from guidelines.consensus.rules.states import CommentState
from guidelines.db import Base, Key, Ref, Sha

WITHOUT_ROWID = {"sqlite_with_rowid": False}


class Ballot(Base):
    """One sealed box of an open round. Saving an answer rewrites the whole box."""

    __tablename__ = "ballot"
    __table_args__ = (WITHOUT_ROWID,)

    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"), primary_key=True)
    pseudonym: Mapped[Sha] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ClosedBallot(Base):
    """What one pseudonym said in a closed round, sealed anew.

    Kept until the key is destroyed, so that people see their own earlier ratings and so that the
    stability of a panel can be computed.
    """

    __tablename__ = "closed_ballot"
    __table_args__ = (WITHOUT_ROWID,)

    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"), primary_key=True)
    pseudonym: Mapped[Sha] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class OpenedAnswer(Base):
    """One answer of a closed round, tied to no other answer and to no person.

    Without a `rating` it is any other answer, or none: abstaining because of an interest, "I
    cannot judge this" and a skipped statement look the same here and differ in totals only.
    `answer` is the canonical text in the commitment (a number, an estimate "2|3|5", or "-");
    `commitment` is what its author finds on the receipt.
    """

    __tablename__ = "opened_answer"
    __table_args__ = (WITHOUT_ROWID,)

    id: Mapped[Key]
    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"), index=True)
    version_id: Mapped[Ref] = mapped_column(ForeignKey("statement_version.id"))
    dimension: Mapped[str] = mapped_column(String(40), default="overall")
    rating: Mapped[int | None]
    answer: Mapped[str] = mapped_column(String(80))
    salt: Mapped[str] = mapped_column(String(32))
    commitment: Mapped[Sha]


class PanelComment(Base):
    """What somebody of the panel wrote about a statement; shown only after moderation.

    `original` is what was written; `text` is what the panel reads, sorted by the moderator under
    a `stance`. Who edited it, and when, is in the record.
    """

    __tablename__ = "panel_comment"
    __table_args__ = (WITHOUT_ROWID,)

    id: Mapped[Key]
    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"), index=True)
    version_id: Mapped[Ref] = mapped_column(ForeignKey("statement_version.id"))
    original: Mapped[str] = mapped_column(String(2000))
    text: Mapped[str] = mapped_column(String(2000))
    state: Mapped[CommentState] = mapped_column(default=CommentState.WAITING)
    stance: Mapped[str] = mapped_column(String(20), default=Stance.OTHER.value)

    round: Mapped[Round] = relationship()
    version: Mapped[StatementVersion] = relationship()

    @property
    def network_id(self) -> str:
        """The network of the round."""
        return self.round.network_id

    @property
    def project_id(self) -> str:
        """The project of the round."""
        return self.round.project_id
