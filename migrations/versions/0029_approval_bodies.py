"""Approval: bodies, the plan as a gate, classes of change, endorsements, the life."""

from datetime import datetime
from secrets import choice

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

# What of a row may still change; everything else is frozen once it is written.
REQUEST = ("approval_request", ("state",))
CHANGE_BEFORE = ("editorial_change", ("state", "decided_by", "decided_at"))
RULED = ("objections_until", "ruled_by", "ruled_at", "ruling")
CHANGE_AFTER = ("editorial_change", (*CHANGE_BEFORE[1], *RULED))
FROZEN = (
    ("text_delivery", ()),
    ("change_objection", ()),
    ("guideline_move", ()),
    ("endorsement", ("ended_at", "ended_why")),
)
STATES_BEFORE = ("proposed", "attested", "refused")
STATES_AFTER = (*STATES_BEFORE, "settled", "objected", "vote-again", "taken-back")
STATE = "ck_editorial_change_changestate"
DECIDED = "ck_editorial_change_decided_by_somebody"
DECIDED_BY = "(decided_by IS NOT NULL AND decided_at IS NOT NULL)"
GATES = sa.Enum("plan", "text", name="gate", native_enum=False, create_constraint=True, length=40)
CLASSES = sa.Enum(
    "editorial",
    "substantive",
    "strength-or-direction",
    name="changeclass",
    native_enum=False,
    create_constraint=True,
    length=40,
)
SUBJECTS = sa.Enum(
    "recommendation",
    "text",
    name="changesubject",
    native_enum=False,
    create_constraint=True,
    length=40,
)

# The life of a guideline: from where, by what, to where.
STEPS = (
    ("planned", "approve-plan", "in-development"),
    ("planned", "begin", "in-development"),
    ("planned", "record", "published"),
    ("planned", "ask", "in-approval"),
    ("in-development", "ask", "in-approval"),
    ("in-approval", "ask", "in-approval"),
    ("approved", "ask", "in-approval"),
    ("in-approval", "return", "in-development"),
    ("in-approval", "approve", "approved"),
    ("approved", "publish", "published"),
    ("published", "review", "under-review"),
    ("reaffirmed", "review", "under-review"),
    ("published", "ask", "under-review"),
    ("reaffirmed", "ask", "under-review"),
    ("under-review", "ask", "under-review"),
    ("under-review", "return", "under-review"),
    ("under-review", "approve", "under-review"),
    ("under-review", "publish", "published"),
    ("under-review", "reaffirm", "reaffirmed"),
    ("published", "supersede", "superseded"),
    ("reaffirmed", "supersede", "superseded"),
    ("under-review", "supersede", "superseded"),
    ("planned", "withdraw", "withdrawn"),
    ("in-development", "withdraw", "withdrawn"),
    ("in-approval", "withdraw", "withdrawn"),
    ("approved", "withdraw", "withdrawn"),
    ("published", "withdraw", "withdrawn"),
    ("reaffirmed", "withdraw", "withdrawn"),
    ("under-review", "withdraw", "withdrawn"),
    ("superseded", "withdraw", "withdrawn"),
)


def is_a_step() -> str:
    """Return the condition that a row is one of the steps."""
    return " OR ".join(
        f"(\"before\" = '{before}' AND \"move\" = '{move}' AND \"after\" = '{after}')"
        for before, move, after in STEPS
    )


def is_postgresql() -> bool:
    """Tell whether this is PostgreSQL, where a trigger is named with its table."""
    return op.get_bind().dialect.name == "postgresql"


def freeze(table: str, may_change: tuple[str, ...]) -> None:
    """Refuse to delete rows of `table`, and to change anything but `may_change`."""
    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    frozen = ", ".join(f'"{name}"' for name in columns if name not in may_change)
    then = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        if is_postgresql()
        else "BEGIN SELECT RAISE(ABORT, 'this row is frozen'); END"
    )
    for change in (f"UPDATE OF {frozen}", "DELETE"):
        name = f"{table}_no_{change.split()[0].lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {change} ON {table} {then}")


def thaw(table: str) -> None:
    """Let rows of `table` be changed again."""
    for change in ("update", "delete"):
        tail = f" ON {table}" if is_postgresql() else ""
        op.execute(f"DROP TRIGGER {table}_no_{change}{tail}")


def in_states(states: tuple[str, ...]) -> str:
    """Return the condition that a change is in one of these states."""
    return "state IN ({})".format(", ".join(f"'{state}'" for state in states))


def upgrade() -> None:
    """Go up."""
    widen_requests()
    widen_changes()
    op.create_table(
        "approval_body",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("signs_plan", sa.Boolean(), nullable=False),
        sa.Column("signs_text", sa.Boolean(), nullable=False),
        sa.Column(
            "quorum",
            sa.Enum(
                "all",
                "two-thirds",
                "majority",
                "at-least",
                name="quorum",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at_least", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "quorum <> 'at-least' OR at_least >= 1", name=op.f("ck_approval_body_at_least_one")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_approval_body_has_a_title")),
        sa.CheckConstraint(
            "signs_plan OR signs_text", name=op.f("ck_approval_body_signs_something")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id"],
            ["project.network_id", "project.id"],
            name=op.f("fk_approval_body_network_id_project_id_project"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_body")),
    )
    op.create_index(
        op.f("ix_approval_body_project_id"), "approval_body", ["project_id"], unique=False
    )
    op.create_table(
        "approval_seat",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("body_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["approval_body.id"], name=op.f("fk_approval_seat_body_id_approval_body")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_approval_seat_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_seat")),
        sa.UniqueConstraint(
            "body_id", "person_id", name=op.f("uq_approval_seat_body_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_approval_seat_person_id"), "approval_seat", ["person_id"], unique=False
    )
    op.create_table(
        "guideline_move",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Integer(), nullable=True),
        sa.Column(
            "before",
            sa.Enum(
                "planned",
                "in-development",
                "in-approval",
                "approved",
                "published",
                "under-review",
                "reaffirmed",
                "superseded",
                "withdrawn",
                name="life",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "move",
            sa.Enum(
                "approve-plan",
                "begin",
                "record",
                "ask",
                "return",
                "approve",
                "publish",
                "review",
                "reaffirm",
                "supersede",
                "withdraw",
                name="lifemove",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "planned",
                "in-development",
                "in-approval",
                "approved",
                "published",
                "under-review",
                "reaffirmed",
                "superseded",
                "withdrawn",
                name="lifeafter",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("successor", sa.String(length=500), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"move\" NOT IN ('withdraw', 'supersede', 'begin') OR note <> ''",
            name=op.f("ck_guideline_move_has_a_reason"),
        ),
        sa.CheckConstraint(is_a_step(), name=op.f("ck_guideline_move_is_a_step")),
        sa.CheckConstraint(
            "(number = 1 AND previous IS NULL AND \"before\" = 'planned') "
            "OR (number > 1 AND previous IS NOT NULL AND previous = number - 1)",
            name=op.f("ck_guideline_move_follows_the_last"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "previous", "before"],
            ["guideline_move.document_id", "guideline_move.number", "guideline_move.after"],
            name="fk_guideline_move_begins_where_the_last_ended",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_guideline_move_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_guideline_move_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_guideline_move_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guideline_move")),
        sa.UniqueConstraint(
            "document_id",
            "number",
            "after",
            name=op.f("uq_guideline_move_document_id_number_after"),
        ),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_guideline_move_document_id_number")
        ),
    )
    op.create_table(
        "endorsement",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("request_id", sa.String(length=12), nullable=False),
        sa.Column("organisation", sa.String(length=300), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("letter_sha256", sa.String(length=64), nullable=True),
        sa.Column("letter_name", sa.String(length=200), nullable=False),
        sa.Column("letter_type", sa.String(length=100), nullable=False),
        sa.Column("recorded_by", sa.String(length=12), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "(letter_sha256 IS NULL) = (letter_name = '')",
            name=op.f("ck_endorsement_a_letter_is_whole"),
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_why <> ''", name=op.f("ck_endorsement_ended_for_a_reason")
        ),
        sa.CheckConstraint("organisation <> ''", name=op.f("ck_endorsement_has_a_name")),
        sa.CheckConstraint(
            "expires_on IS NULL OR expires_on > given_on", name=op.f("ck_endorsement_ends_later")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_endorsement_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_endorsement_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_endorsement_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["approval_request.id"],
            name=op.f("fk_endorsement_request_id_approval_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsement")),
    )
    op.create_index(
        "ix_endorsement_document", "endorsement", ["document_id", "given_on"], unique=False
    )
    op.create_table(
        "text_delivery",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("request_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "mailed",
                "opened",
                "downloaded",
                name="delivery",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_text_delivery_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["approval_request.id"],
            name=op.f("fk_text_delivery_request_id_approval_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_delivery")),
    )
    op.create_index(
        "ix_text_delivery_request", "text_delivery", ["request_id", "at"], unique=False
    )
    op.create_table(
        "change_objection",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("change_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_change_objection_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["editorial_change.id"],
            name=op.f("fk_change_objection_change_id_editorial_change"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_change_objection_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_objection")),
        sa.UniqueConstraint(
            "change_id", "person_id", name=op.f("uq_change_objection_change_id_person_id")
        ),
    )
    for table, columns in FROZEN:
        freeze(table, columns)
    tell_the_past()


def widen_requests() -> None:
    """Let a request be for the plan, by bodies, and name the number of the edition to come."""
    thaw(REQUEST[0])
    with op.batch_alter_table(REQUEST[0]) as table:
        table.add_column(sa.Column("gate", GATES, nullable=False, server_default="text"))
        table.add_column(
            sa.Column("number", sa.String(length=12), nullable=False, server_default="")
        )
        table.add_column(sa.Column("electorate", JSON, nullable=False, server_default="{}"))
    with op.batch_alter_table(REQUEST[0]) as table:
        for name in ("gate", "number", "electorate"):
            table.alter_column(name, server_default=None)
    freeze(*REQUEST)


def widen_changes() -> None:
    """Give changes their class, objections and rulings; what was confirmed before stands."""
    name = CHANGE_BEFORE[0]
    thaw(name)
    with op.batch_alter_table(name) as table:
        table.add_column(
            sa.Column("subject", SUBJECTS, nullable=False, server_default="recommendation")
        )
        table.add_column(sa.Column("request_id", sa.String(length=12), nullable=True))
        table.add_column(
            sa.Column("change_class", CLASSES, nullable=False, server_default="editorial")
        )
        table.add_column(sa.Column("made_by", JSON, nullable=False, server_default="[]"))
        table.add_column(sa.Column("objections_until", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("ruled_by", sa.String(length=12), nullable=True))
        table.add_column(sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column("ruling", sa.String(length=2000), nullable=False, server_default="")
        )
        table.drop_constraint(op.f(STATE), type_="check")
        table.drop_constraint(op.f(DECIDED), type_="check")
    rows = sa.table(name, sa.column("state"))
    op.execute(rows.update().where(rows.c.state == "attested").values(state="settled"))
    with op.batch_alter_table(name) as table:
        for column in ("subject", "change_class", "made_by", "ruling"):
            table.alter_column(column, server_default=None)
        table.create_check_constraint(op.f(STATE), in_states(STATES_AFTER))
        table.create_check_constraint(
            op.f(DECIDED), f"state IN ('proposed', 'vote-again') OR {DECIDED_BY}"
        )
        table.create_check_constraint(
            op.f("ck_editorial_change_else_a_vote_decides"),
            "change_class = 'editorial' OR state = 'vote-again'",
        )
        table.create_check_constraint(
            op.f("ck_editorial_change_of_a_text_or_a_vote"),
            "(subject = 'text') = (request_id IS NOT NULL)",
        )
        table.create_check_constraint(
            op.f("ck_editorial_change_waits_for_objections"),
            "state <> 'attested' OR objections_until IS NOT NULL",
        )
        table.create_foreign_key(
            op.f("fk_editorial_change_request_id_approval_request"),
            "approval_request",
            ["request_id"],
            ["id"],
        )
        table.create_foreign_key(
            op.f("fk_editorial_change_ruled_by_person"), "person", ["ruled_by"], ["id"]
        )
    freeze(*CHANGE_AFTER)


def narrow_changes() -> None:
    """Take back what `widen_changes` gave; changes of a text cannot be kept."""
    name = CHANGE_AFTER[0]
    thaw(name)
    with op.batch_alter_table(name) as table:
        table.drop_constraint(
            op.f("fk_editorial_change_request_id_approval_request"), type_="foreignkey"
        )
        table.drop_constraint(op.f("fk_editorial_change_ruled_by_person"), type_="foreignkey")
        for check in ("else_a_vote_decides", "of_a_text_or_a_vote", "waits_for_objections"):
            table.drop_constraint(op.f(f"ck_editorial_change_{check}"), type_="check")
        table.drop_constraint(op.f(STATE), type_="check")
        table.drop_constraint(op.f(DECIDED), type_="check")
    rows = sa.table(name, sa.column("state"), sa.column("subject"), sa.column("decided_by"))
    op.execute(rows.delete().where(rows.c.subject == "text"))
    op.execute(rows.update().where(rows.c.state == "settled").values(state="attested"))
    undecided = rows.c.decided_by.is_(None)
    op.execute(rows.update().where(undecided).values(state="proposed"))
    op.execute(
        rows.update()
        .where(rows.c.state.in_(["objected", "vote-again", "taken-back"]))
        .values(state="refused")
    )
    with op.batch_alter_table(name) as table:
        table.drop_constraint(op.f("ck_editorial_change_changesubject"), type_="check")
        table.drop_constraint(op.f("ck_editorial_change_changeclass"), type_="check")
        for column in ("subject", "request_id", "change_class", "made_by", *RULED):
            table.drop_column(column)
        table.create_check_constraint(op.f(STATE), in_states(STATES_BEFORE))
        table.create_check_constraint(op.f(DECIDED), f"state = 'proposed' OR {DECIDED_BY}")
    freeze(*CHANGE_BEFORE)


def narrow_requests() -> None:
    """Take back what `widen_requests` gave; requests to sign a plan cannot be kept."""
    for table in ("sign_off", REQUEST[0]):
        thaw(table)
    requests = sa.table(REQUEST[0], sa.column("id"), sa.column("gate"))
    signed = sa.table("sign_off", sa.column("request_id"))
    plans = sa.select(requests.c.id).where(requests.c.gate == "plan")
    op.execute(signed.delete().where(signed.c.request_id.in_(plans)))
    op.execute(requests.delete().where(requests.c.gate == "plan"))
    with op.batch_alter_table(REQUEST[0]) as table:
        table.drop_constraint(op.f("ck_approval_request_gate"), type_="check")
        for name in ("gate", "number", "electorate"):
            table.drop_column(name)
    freeze(*REQUEST)
    freeze("sign_off", ())


def tell_the_past() -> None:
    """Begin the life of the guidelines that are there: published, or in development."""
    documents = sa.table(
        "document",
        *map(sa.column, ("id", "network_id", "project_id")),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    editions = sa.table(
        "edition",
        sa.column("document_id"),
        sa.column("published_at", sa.DateTime(timezone=True)),
    )
    moves = sa.table(
        "guideline_move",
        *map(
            sa.column,
            ("id", "network_id", "project_id", "document_id", "number", "previous", "before"),
        ),
        *map(sa.column, ("move", "after", "note", "successor")),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    out = dict(
        connection.execute(
            sa.select(editions.c.document_id, sa.func.min(editions.c.published_at)).group_by(
                editions.c.document_id
            )
        ).all()
    )
    requests = sa.table(
        "approval_request",
        sa.column("document_id"),
        sa.column("state"),
        sa.column("requested_at", sa.DateTime(timezone=True)),
    )
    asked = {
        row.document_id: row
        for row in connection.execute(sa.select(requests).order_by(requests.c.requested_at)).all()
    }
    for one in connection.execute(sa.select(documents)).all():
        for number, step in enumerate(told(one, out.get(one.id), asked.get(one.id)), 1):
            (before, move, after), at = step
            connection.execute(
                moves.insert().values(
                    id="".join(choice("0123456789abcdefghjkmnpqrstvwxyz") for _ in range(12)),
                    network_id=one.network_id,
                    project_id=one.project_id,
                    document_id=one.id,
                    number=number,
                    previous=number - 1 if number > 1 else None,
                    before=before,
                    move=move,
                    after=after,
                    note="Taken over from the earlier record.",
                    successor="",
                    at=at,
                )
            )


def told(
    document: sa.Row, published: datetime | None, request: sa.Row | None
) -> list[tuple[tuple[str, str, str], datetime]]:
    """Return the steps that lead where a document stands: published, asked for, approved."""
    if published is not None:
        steps = [(("planned", "record", "published"), published)]
    else:
        steps = [(("planned", "begin", "in-development"), document.created_at)]
    if request is None or request.state not in {"waiting", "approved"}:
        return steps
    place = steps[0][0][2]
    asked = "under-review" if published is not None else "in-approval"
    steps.append(((place, "ask", asked), request.requested_at))
    if request.state == "approved":
        after = "under-review" if published is not None else "approved"
        steps.append(((asked, "approve", after), request.requested_at))
    return steps


def downgrade() -> None:
    """Go down."""
    op.drop_table("change_objection")
    op.drop_index("ix_text_delivery_request", table_name="text_delivery")
    op.drop_table("text_delivery")
    op.drop_index("ix_endorsement_document", table_name="endorsement")
    op.drop_table("endorsement")
    op.drop_table("guideline_move")
    op.drop_index(op.f("ix_approval_seat_person_id"), table_name="approval_seat")
    op.drop_table("approval_seat")
    op.drop_index(op.f("ix_approval_body_project_id"), table_name="approval_body")
    op.drop_table("approval_body")
    narrow_changes()
    narrow_requests()
