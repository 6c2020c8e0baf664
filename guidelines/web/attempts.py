"""The store of the rate limits."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from guidelines.db import Base, Sha


class Attempt(Base):
    """How often something was tried in a window of time; the key is a hash."""

    __tablename__ = "attempt"

    key: Mapped[Sha] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
