"""Which row of the tables found each policy event, and what settled its actor and its date

Events that are on record keep an empty list: a rebuild reads their pages again and writes it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("policy_event") as event:
        event.add_column(sa.Column("reasons", sa.JSON(), nullable=False, server_default="[]"))
