"""What the rules asked of the documents behind the links, so that a document that comes later is heard

Empty at first: the rules that ask are new, and a state by earlier rules is derived again.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_document",
        sa.Column("link", sqltypes.AutoString(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("link", "at", name=op.f("pk_asked_document")),
    )
