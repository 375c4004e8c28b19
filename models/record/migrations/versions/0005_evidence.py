"""What decided each part of a claim

Claims that are on record keep an empty list: a rebuild reads their pages again and writes it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("claim") as claim:
        claim.add_column(sa.Column("evidence", sa.JSON(), nullable=False, server_default="[]"))
