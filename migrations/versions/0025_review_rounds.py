"""Rounds of review, who answers in them, and letters about what is new."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "digest_setting",
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum(
                "at-once",
                "daily",
                "weekly",
                "never",
                name="rhythm",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_digest_setting_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_digest_setting")),
    )
    op.create_table(
        "review_round",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("version_id", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "internal",
                "external",
                "public",
                name="roundkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("blinded", sa.Boolean(), nullable=False),
        sa.Column("anyone", sa.Boolean(), nullable=False),
        sa.Column("publish_answers", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "planned",
                "open",
                "closed",
                "cancelled",
                name="reviewstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summarised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind = 'external' OR NOT blinded",
            name=op.f("ck_review_round_only_experts_are_blinded"),
        ),
        sa.CheckConstraint(
            "kind = 'public' OR NOT anyone", name=op.f("ck_review_round_only_the_public_is_anyone")
        ),
        sa.CheckConstraint(
            "state NOT IN ('open', 'closed') OR opened_at IS NOT NULL",
            name=op.f("ck_review_round_opened_at_a_moment"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_review_round_has_a_title")),
        sa.CheckConstraint(
            "opens_on IS NULL OR closes_on IS NULL OR opens_on <= closes_on",
            name=op.f("ck_review_round_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_review_round_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_round_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_review_round_version_id_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
    )
    op.create_index(
        op.f("ix_review_round_project_id"), "review_round", ["project_id"], unique=False
    )
    op.create_index(
        "ix_review_round_state", "review_round", ["document_id", "state"], unique=False
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "answering",
            sa.Enum(
                "member",
                "reviewer",
                "organisation",
                "person",
                name="answering",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("is_invited", sa.Boolean(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "declined",
                "writing",
                "waiting",
                "taken",
                "refused",
                name="submissionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("interests", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decider_id", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(answering = 'member') = (person_id IS NOT NULL)",
            name=op.f("ck_submission_member_is_known"),
        ),
        sa.CheckConstraint(
            "answering <> 'organisation' OR organisation <> ''",
            name=op.f("ck_submission_names_the_organisation"),
        ),
        sa.CheckConstraint(
            "answering = 'reviewer' OR name <> ''", name=op.f("ck_submission_has_a_name")
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR reason <> ''", name=op.f("ck_submission_refused_with_a_reason")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_submission_numbers_count_up")),
        sa.ForeignKeyConstraint(
            ["decider_id"], ["person.id"], name=op.f("fk_submission_decider_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_submission_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_round.id"], name=op.f("fk_submission_round_id_review_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("round_id", "id", name=op.f("uq_submission_round_id_id")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_submission_round_id_number")),
    )
    op.create_index("ix_submission_state", "submission", ["round_id", "state"], unique=False)
    op.create_table(
        "thread_seen",
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("thread_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_thread_seen_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["comment_thread.id"],
            name=op.f("fk_thread_seen_thread_id_comment_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "thread_id", name=op.f("pk_thread_seen")),
    )
    op.create_index(op.f("ix_thread_seen_thread_id"), "thread_seen", ["thread_id"], unique=False)
    op.create_table(
        "contributor",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("submission_id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("interests", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_contributor_has_a_name")),
        sa.CheckConstraint(
            "email = lower(email)", name=op.f("ck_contributor_email_is_lower_case")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_contributor_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributor")),
        sa.UniqueConstraint(
            "submission_id", "email", name=op.f("uq_contributor_submission_id_email")
        ),
        sa.UniqueConstraint("submission_id", "id", name=op.f("uq_contributor_submission_id_id")),
    )
    op.create_index("ix_contributor_email", "contributor", ["email"], unique=False)
    op.create_table(
        "remark",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("submission_id", sa.String(length=12), nullable=False),
        sa.Column("contributor_id", sa.String(length=12), nullable=False),
        sa.Column("question", sa.Integer(), nullable=True),
        sa.Column("section_id", sa.String(length=12), nullable=True),
        sa.Column("recommendation_key", sa.String(length=80), nullable=False),
        sa.Column("revision_id", sa.String(length=12), nullable=True),
        sa.Column("block_id", sa.String(length=12), nullable=True),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.String(length=32), nullable=False),
        sa.Column("suffix", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column(
            "use",
            sa.Enum(
                "kept",
                "merged",
                "left-out",
                name="remarkuse",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("merged_into_id", sa.String(length=12), nullable=True),
        sa.Column("comment_id", sa.String(length=12), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(use = 'merged') = (merged_into_id IS NOT NULL)",
            name=op.f("ck_remark_merged_into_one"),
        ),
        sa.CheckConstraint("body <> ''", name=op.f("ck_remark_says_something")),
        sa.CheckConstraint(
            "exact = '' OR (start >= 0 AND stop > start)",
            name=op.f("ck_remark_range_is_not_empty"),
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_remark_comment_id_comment")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["remark.id"],
            name=op.f("fk_remark_merged_into_id_remark"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["section_revision.id"],
            name=op.f("fk_remark_revision_id_section_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_remark_section_id_section")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id", "contributor_id"],
            ["contributor.submission_id", "contributor.id"],
            name=op.f("fk_remark_submission_id_contributor_id_contributor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_remark_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_comment_id"), "remark", ["comment_id"], unique=False)
    op.create_index(op.f("ix_remark_contributor_id"), "remark", ["contributor_id"], unique=False)
    op.create_index(op.f("ix_remark_submission_id"), "remark", ["submission_id"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_remark_submission_id"), table_name="remark")
    op.drop_index(op.f("ix_remark_contributor_id"), table_name="remark")
    op.drop_index(op.f("ix_remark_comment_id"), table_name="remark")
    op.drop_table("remark")
    op.drop_index("ix_contributor_email", table_name="contributor")
    op.drop_table("contributor")
    op.drop_index(op.f("ix_thread_seen_thread_id"), table_name="thread_seen")
    op.drop_table("thread_seen")
    op.drop_index("ix_submission_state", table_name="submission")
    op.drop_table("submission")
    op.drop_index("ix_review_round_state", table_name="review_round")
    op.drop_index(op.f("ix_review_round_project_id"), table_name="review_round")
    op.drop_table("review_round")
    op.drop_table("digest_setting")
