"""What a backfill of years remembers: documents that are no lists, SHA-1 digests, and captures of web archives"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "no_list",
        sa.Column("document_sha256", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("forms", sa.Integer(), nullable=False),
        sa.Column("sentence", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name=op.f("fk_no_list_document_sha256_document")
        ),
        sa.PrimaryKeyConstraint("document_sha256", name=op.f("pk_no_list")),
    )
    op.create_table(
        "document_digest",
        sa.Column("digest", sqltypes.AutoString(length=32), nullable=False),
        sa.Column("document_sha256", sqltypes.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name=op.f("fk_document_digest_document_sha256_document")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_document_digest")),
    )
    op.create_index(op.f("ix_document_digest_document_sha256"), "document_digest", ["document_sha256"])
    op.create_table(
        "capture",
        sa.Column("address", sqltypes.AutoString(), nullable=False),
        sa.Column("captured_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("document_sha256", sqltypes.AutoString(length=64), nullable=True),
        sa.Column("forms", sa.Integer(), nullable=False),
        sa.Column("sentence", sqltypes.AutoString(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name=op.f("fk_capture_document_sha256_document")
        ),
        sa.PrimaryKeyConstraint("address", "captured_at", name=op.f("pk_capture")),
    )
    op.create_table(
        "attestation",
        sa.Column("snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("state_printed", sqltypes.AutoString(), nullable=False),
        sa.Column("agency_printed", sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("agency_key", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_attestation_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("snapshot_id", "row", name=op.f("pk_attestation")),
    )
    op.create_index(op.f("ix_attestation_agency_key"), "attestation", ["agency_key"])
