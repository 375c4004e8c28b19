"""Documents behind links from when to when, and addenda held against their rows as agreements are"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WHAT = sa.Enum("agreement", "addendum", native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "linked_moa",
        sa.Column("agreement_id", sqltypes.AutoString(), nullable=False),
        sa.Column("what", _WHAT, nullable=False),
        sa.Column("link", sqltypes.AutoString(), nullable=False),
        sa.Column("document_sha256", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("url", sqltypes.AutoString(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name=op.f("fk_linked_moa_document_sha256_document")
        ),
        sa.PrimaryKeyConstraint("agreement_id", "what", "link", "document_sha256", name=op.f("pk_linked_moa")),
    )
    with op.batch_alter_table("held_moa") as held:
        held.add_column(sa.Column("what", _WHAT, nullable=False, server_default="agreement"))
        held.drop_constraint(op.f("pk_held_moa"), type_="primary")
        held.create_primary_key(op.f("pk_held_moa"), ["agreement_id", "what"])
    with op.batch_alter_table("held_moa") as held:
        held.alter_column("what", server_default=None)
