"""Projects."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "network",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("slug <> '' AND title <> ''", name=op.f("ck_network_has_a_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network")),
        sa.UniqueConstraint("slug", name=op.f("uq_network_slug")),
    )
    op.create_table(
        "network_member",
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "chair",
                "author",
                "methodologist",
                "facilitator",
                "panelist",
                "patient-representative",
                "reviewer",
                "approver",
                "observer",
                "administrator",
                "reader",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "role IN ('administrator', 'reader')", name=op.f("ck_network_member_role_of_a_network")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_network_member_network_id_network")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_network_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("network_id", "person_id", "role", name=op.f("pk_network_member")),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("scope", sa.String(length=4000), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("slug <> '' AND title <> ''", name=op.f("ck_project_has_a_name")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_project_network_id_network")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_project_network_id_id")),
        sa.UniqueConstraint("network_id", "slug", name=op.f("uq_project_network_id_slug")),
    )
    op.create_table(
        "stakeholder_group",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f("ck_stakeholder_group_has_a_title")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_stakeholder_group_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_group")),
        sa.UniqueConstraint("project_id", "id", name=op.f("uq_stakeholder_group_project_id_id")),
        sa.UniqueConstraint(
            "project_id", "title", name=op.f("uq_stakeholder_group_project_id_title")
        ),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "chair",
                "author",
                "methodologist",
                "facilitator",
                "panelist",
                "patient-representative",
                "reviewer",
                "approver",
                "observer",
                "administrator",
                "reader",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("group_id", sa.String(length=12), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role NOT IN ('administrator', 'reader')", name=op.f("ck_member_role_of_a_project")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_member_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "group_id"],
            ["stakeholder_group.project_id", "stakeholder_group.id"],
            name=op.f("fk_member_project_id_group_id_stakeholder_group"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_member_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint(
            "project_id", "person_id", "role", name=op.f("uq_member_project_id_person_id_role")
        ),
    )
    op.create_index(op.f("ix_member_person_id"), "member", ["person_id"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_member_person_id"), table_name="member")
    op.drop_table("member")
    op.drop_table("stakeholder_group")
    op.drop_table("project")
    op.drop_table("network_member")
    op.drop_table("network")
