"""A person, their sign-ins, the one-time links mailed to them, and tokens of their programs."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.db import Base, Key, Sha, now


class Person(Base):
    """A person, known once to the whole installation."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint("name <> ''", name="has_a_name"),
        CheckConstraint("country = '' OR length(country) = 2", name="country_is_a_code"),
        Index("uq_person_email", "email", unique=True),
    )

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    affiliation: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    discipline: Mapped[str] = mapped_column(String(120), default="")
    orcid: Mapped[str] = mapped_column(String(19), default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(default=now)
    deactivated_at: Mapped[datetime | None]


class SignIn(Base):
    """One signed-in browser. Only the SHA-256 of its token is stored.

    `scope` is empty for a whole account, or a project id: a personal link to a questionnaire
    opens the panel member's part of that project and nothing else. Of such a one only the day is
    noted; else `seen_at` moves in steps of five minutes, and as rarely as can be while somebody
    answers a questionnaire, so that it tells nothing about single answers.
    """

    __tablename__ = "sign_in"

    token_sha256: Mapped[Sha] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    scope: Mapped[str] = mapped_column(String(12), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class LinkPurpose(StrEnum):
    """What a mailed link is for."""

    SIGN_IN = "sign-in"
    INVITATION = "invitation"


class MailLink(Base):
    """A one-time link: the mail carries a signature over its id, the row says whether it is used.

    Opening it shows a page; only the button on that page uses it up, because mail scanners open
    every link.
    """

    __tablename__ = "mail_link"
    __table_args__ = (
        CheckConstraint("used_at IS NULL OR used_at >= created_at", name="in_order"),
    )

    id: Mapped[Key]
    purpose: Mapped[LinkPurpose]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    context: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class ApiToken(Base):
    """A key with which a program acts for a person. Only the SHA-256 of it is stored.

    Without `writes` it only reads. `used_at` moves in steps of a day.
    """

    __tablename__ = "api_token"
    __table_args__ = (
        UniqueConstraint("token_sha256"),
        CheckConstraint("title <> ''", name="has_a_title"),
    )

    id: Mapped[Key]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(80))
    token_sha256: Mapped[Sha]
    writes: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
