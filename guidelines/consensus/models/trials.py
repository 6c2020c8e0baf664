"""Trial answers: somebody of the office tries a questionnaire before it opens."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from guidelines.consensus.models.rounds import Round
from guidelines.db import Base, Ref


class TrialBallot(Base):
    """What one person of the office tried out in a round that is not open yet.

    `content` is the plain text of a box in which answers lie by the id of the line, for there
    may be no frozen wording yet, and empty once that person wiped it. It is never counted, and
    wiped when the round opens.
    """

    __tablename__ = "trial_ballot"

    round_id: Mapped[Ref] = mapped_column(ForeignKey(Round.id), primary_key=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
