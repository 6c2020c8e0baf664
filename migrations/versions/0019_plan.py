"""Plan."""

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""


def downgrade() -> None:
    """Go down."""
