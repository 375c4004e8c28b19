"""Counties that subscribers watch as FIPS codes; why one is paused; how much they want to be told

A wish was kept as the letters of a name, 'TX:lamar'. One that no county has stays as it is: it is shown as unknown and
still restricts, where dropping a subscriber's only wish would send them everything.

`digest.journal_to` goes: nothing ever read it.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

# The county that a name means is no matter of the schema: an upgrade reads it as an option would be read today.
from models.errors import SettingsError
from models.places.asked import counties_asked

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SUBSCRIBER = sa.table("subscriber", sa.column("id", sa.Integer), sa.column("counties", sa.JSON))


def upgrade() -> None:
    op.drop_column("digest", "journal_to")
    with op.batch_alter_table("subscriber") as subscriber:
        subscriber.add_column(sa.Column("nation", sa.Boolean(), nullable=False, server_default=sa.true()))
        subscriber.add_column(sa.Column("threshold", sa.Integer(), nullable=True))
        subscriber.add_column(sa.Column("at_endings", sa.Boolean(), nullable=False, server_default=sa.false()))
        subscriber.add_column(sa.Column("at_switches", sa.Boolean(), nullable=False, server_default=sa.false()))
        subscriber.add_column(sa.Column("paused_because", sqltypes.AutoString(), nullable=False, server_default=""))
    connection = op.get_bind()
    for id_, wishes in connection.execute(sa.select(_SUBSCRIBER.c.id, _SUBSCRIBER.c.counties)).all():
        codes = sorted({code for wish in wishes for code in _codes(wish)})
        if codes != wishes:
            connection.execute(sa.update(_SUBSCRIBER).where(_SUBSCRIBER.c.id == id_).values(counties=codes))


def _codes(wish: str) -> list[str]:
    """Two where a county and a city share the name: the old wish meant either."""
    try:
        return [county.fips for county in counties_asked(wish)]
    except SettingsError:
        return [wish]
