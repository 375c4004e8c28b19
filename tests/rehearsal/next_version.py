"""The next version of the program: the same, with one migration more, in a checkout of its own."""

import shutil
from pathlib import Path

from models.record.store import MIGRATIONS
from tests.support.paths import ROOT

_MIGRATION = '''"""A parent of four tables gets a column, and a new table is filled from it."""

import sqlalchemy as sa
from alembic import op

revision = "{after}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("document") as batch:
        batch.add_column(sa.Column("kept_as", sa.String(), nullable=False, server_default="bytes"))
    op.create_table("extra", sa.Column("sha256", sa.String(), sa.ForeignKey("document.sha256"), primary_key=True))
    op.execute("INSERT INTO extra SELECT sha256 FROM document")
'''


def next_version(folder: Path) -> Path:
    """The folder of that checkout."""
    checkout = folder / "next"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("flows", "models", "templates", "data", "deploy"):
        shutil.copytree(ROOT / name, checkout / name, ignore=ignored)
    versions = checkout / MIGRATIONS.relative_to(ROOT) / "versions"
    before = max(path.name.partition("_")[0] for path in versions.glob("[0-9]*_*.py"))
    after = f"{int(before) + 1:04}"
    (versions / f"{after}_next.py").write_text(_MIGRATION.format(before=before, after=after), encoding="utf-8")
    return checkout
