"""Links without passwords: a key for each subscriber, and the confirmations that were followed"""

import secrets

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscriber", sa.Column("link_key", sa.String(16), nullable=False, server_default=""))
    op.add_column("subscriber", sa.Column("forms_sent", sa.Integer(), nullable=False, server_default="0"))
    connection = op.get_bind()
    for subscriber_id in connection.execute(sa.text("SELECT id FROM subscriber")).scalars().all():
        connection.execute(
            sa.text("UPDATE subscriber SET link_key = :key WHERE id = :id"),
            {"key": secrets.token_hex(8), "id": subscriber_id},
        )
    op.create_table(
        "used_link",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("used_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_used_link")),
    )
    op.create_index(op.f("ix_used_link_used_at"), "used_link", ["used_at"])
