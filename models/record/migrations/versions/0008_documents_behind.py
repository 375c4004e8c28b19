"""The documents behind the rows: sightings, readings, pages with an index of their words, and how each fits its row

The index is the database's own: FTS5 on SQLite, kept by triggers, and a GIN index on PostgreSQL. Both take words as
they stand, without stems, so that the same words find the same pages.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# FTS5 keeps the words in tables of its own, all named after the index; triggers tell it of each page.
_MAKE_INDEX = {
    "sqlite": (
        "CREATE VIRTUAL TABLE moa_words USING fts5(text, content='moa_page', content_rowid='id', tokenize='unicode61')",
        "CREATE TRIGGER moa_words_added AFTER INSERT ON moa_page BEGIN"
        " INSERT INTO moa_words(rowid, text) VALUES (new.id, new.text); END",
        "CREATE TRIGGER moa_words_removed AFTER DELETE ON moa_page BEGIN"
        " INSERT INTO moa_words(moa_words, rowid, text) VALUES ('delete', old.id, old.text); END",
    ),
    "postgresql": ("CREATE INDEX moa_words ON moa_page USING gin (to_tsvector('simple', text))",),
}

_SUPPORT_TYPES = sa.Enum("JEM", "TFM", "WSO", native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "moa_sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link", sqltypes.AutoString(), nullable=False),
        sa.Column("url", sqltypes.AutoString(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_sha256", sqltypes.AutoString(length=64), nullable=True),
        sa.Column("source", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name=op.f("fk_moa_sighting_document_sha256_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moa_sighting")),
        sa.UniqueConstraint("link", "seen_at", name=op.f("uq_moa_sighting_link_seen_at")),
    )
    op.create_index(op.f("ix_moa_sighting_document_sha256"), "moa_sighting", ["document_sha256"])
    op.create_table(
        "moa_reading",
        sa.Column("document_sha256", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("failure", sqltypes.AutoString(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("layer", sa.Enum("text", "partly", "picture", native_enum=False, length=40), nullable=False),
        sa.Column("support_type", _SUPPORT_TYPES, nullable=True),
        sa.Column("agency", sqltypes.AutoString(), nullable=True),
        sa.Column("state", sqltypes.AutoString(length=2), nullable=True),
        sa.Column("revision", sa.Date(), nullable=True),
        sa.Column("signatories", sa.JSON(), nullable=False),
        sa.Column("signed", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name=op.f("fk_moa_reading_document_sha256_document")
        ),
        sa.PrimaryKeyConstraint("document_sha256", name=op.f("pk_moa_reading")),
    )
    op.create_index(op.f("ix_moa_reading_revision"), "moa_reading", ["revision"])
    op.create_table(
        "moa_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_sha256", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name=op.f("fk_moa_page_document_sha256_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moa_page")),
    )
    op.create_index(op.f("ix_moa_page_document_sha256"), "moa_page", ["document_sha256"])
    op.create_table(
        "held_moa",
        sa.Column("agreement_id", sqltypes.AutoString(), nullable=False),
        sa.Column("id", sqltypes.AutoString(length=12), nullable=False),
        sa.Column("link", sqltypes.AutoString(), nullable=False),
        sa.Column("document_sha256", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("row_state", sqltypes.AutoString(), nullable=False),
        sa.Column("row_agency", sqltypes.AutoString(), nullable=False),
        sa.Column("row_support_type", _SUPPORT_TYPES, nullable=True),
        sa.Column("row_signed", sa.Date(), nullable=True),
        sa.Column("held", sa.Enum("agrees", "disagrees", "illegible", native_enum=False, length=40), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name=op.f("fk_held_moa_document_sha256_document")
        ),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_held_moa")),
    )
    for column in ("id", "document_sha256", "held"):
        op.create_index(op.f(f"ix_held_moa_{column}"), "held_moa", [column])
    for statement in _MAKE_INDEX[op.get_bind().dialect.name]:
        op.execute(statement)
