"""Alembic's entry: runs the migrations on the connection that `models.record.store.upgrade` hands over."""

from alembic import context
from sqlmodel import SQLModel

from models.record.tables import (  # noqa: F401  # the metadata
    agreements,
    changes,
    digests,
    documents,
    lists,
    news,
    reference,
    review,
    runs,
)
from models.record.tables.moas import readings, sightings  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,  # also on SQLite: `upgrade` sends BEGIN itself, so a killed run leaves nothing half done
    render_as_batch=True,  # SQLite cannot alter a column in place
    compare_type=True,
    user_module_prefix="sqltypes.",
)
with context.begin_transaction():
    context.run_migrations()
