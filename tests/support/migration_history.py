"""Later versions of the record's schema, for tests alone: what upgrades will do to tables that have rows."""

import shutil
from pathlib import Path

from models.record.store import MIGRATIONS

# {head}: the version of the program that it comes after.
SECOND = '''"""A parent of four tables gets a column and loses its freedom to be empty."""

import sqlalchemy as sa
from alembic import op

revision = "later2"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("document") as batch:
        batch.add_column(sa.Column("kept_as", sa.String(), nullable=False, server_default="bytes"))
    op.create_table("extra", sa.Column("sha256", sa.String(), sa.ForeignKey("document.sha256"), primary_key=True))
    op.execute("INSERT INTO extra SELECT sha256 FROM document")
'''

_THIRD = '''"""A child is altered, and its parent once more."""

import sqlalchemy as sa
from alembic import op

revision = "later3"
down_revision = "later2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sighting") as batch:
        batch.alter_column("source", new_column_name="place")
    with op.batch_alter_table("document") as batch:
        batch.alter_column("kept_as", type_=sa.String(40))
'''


def with_later_versions(folder: Path, last: int = 3) -> Path:
    """The program's migrations, together the first version here, with a second and a third one, up to `last`, in a
    folder of their own."""
    migrations = folder / f"migrations{last}"
    shutil.copytree(MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    versions = migrations / "versions"
    head = max(path.name.partition("_")[0] for path in versions.glob("[0-9]*_*.py"))
    for number, text in ((2, SECOND), (3, _THIRD)):
        if number <= last:
            (versions / f"later_{number}.py").write_text(text.replace("{head}", head))
    return migrations
