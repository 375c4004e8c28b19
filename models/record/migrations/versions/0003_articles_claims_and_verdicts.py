"""Articles with their versions, stories, claims, events and verdicts"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "story",
        sa.Column("id", sqltypes.AutoString(length=16), nullable=False),
        sa.Column("title", sqltypes.AutoString(), nullable=False),
        sa.Column("first_published", sa.Date(), nullable=True),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
    )
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_first_published"), ["first_published"], unique=False)

    op.create_table(
        "verdict",
        sa.Column("claim_id", sqltypes.AutoString(length=16), nullable=False),
        sa.Column("recorded_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("superseded_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "supported",
                "supported_otherwise",
                "off_by",
                "inconsistent",
                "no_list",
                "not_checkable",
                name="verdictkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sentence", sqltypes.AutoString(), nullable=False),
        sa.Column("list_date", sa.Date(), nullable=True),
        sa.Column("list_sha256", sqltypes.AutoString(), nullable=True),
        sa.Column("list_value", sa.Float(), nullable=True),
        sa.Column("difference", sa.Float(), nullable=True),
        sa.Column("way", sqltypes.AutoString(), nullable=True),
        sa.Column("computed", sa.JSON(), nullable=False),
        sa.Column("said_before", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", "recorded_at", name=op.f("pk_verdict")),
    )
    with op.batch_alter_table("verdict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verdict_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_verdict_superseded_at"), ["superseded_at"], unique=False)

    op.create_table(
        "article",
        sa.Column("id", sqltypes.AutoString(length=16), nullable=False),
        sa.Column("key", sqltypes.AutoString(), nullable=False),
        sa.Column("title_key", sqltypes.AutoString(), nullable=False),
        sa.Column("url", sqltypes.AutoString(), nullable=False),
        sa.Column("source", sqltypes.AutoString(), nullable=False),
        sa.Column("title", sqltypes.AutoString(), nullable=False),
        sa.Column("outlet", sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqltypes.AutoString(), nullable=False),
        sa.Column("summary", sqltypes.AutoString(), nullable=False),
        sa.Column("published_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("seen_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "reading",
            sa.Enum("read", "title_only", "waiting", name="reading", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("remark", sqltypes.AutoString(), nullable=False),
        sa.Column("story_id", sqltypes.AutoString(), nullable=True),
        sa.Column("relation", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_article_story_id_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("key", name=op.f("uq_article_key")),
    )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_published_on"), ["published_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_reading"), ["reading"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_source"), ["source"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_story_id"), ["story_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_title_key"), ["title_key"], unique=False)

    op.create_table(
        "article_version",
        sa.Column("article_id", sqltypes.AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_sha256", sqltypes.AutoString(), nullable=True),
        sa.Column("read_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqltypes.AutoString(), nullable=False),
        sa.Column("text_sha256", sqltypes.AutoString(), nullable=False),
        sa.Column("relevant", sa.Boolean(), nullable=False),
        sa.Column("changed_numbers", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_version_article_id_article")),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name=op.f("fk_article_version_document_sha256_document")
        ),
        sa.PrimaryKeyConstraint("article_id", "number", name=op.f("pk_article_version")),
    )
    with op.batch_alter_table("article_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_version_document_sha256"), ["document_sha256"], unique=False)

    op.create_table(
        "claim",
        sa.Column("id", sqltypes.AutoString(length=16), nullable=False),
        sa.Column("article_id", sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "metric",
            sa.Enum(
                "agencies",
                "agreements",
                "states",
                "counties",
                "pending",
                "officers_trained",
                "officers_in_training",
                "pct_increase",
                "funding_per_officer",
                "funding_per_agency",
                "funding_total",
                "arrests",
                "population",
                "poll_pct",
                "other",
                name="metric",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("value_high", sa.Float(), nullable=True),
        sa.Column("unit", sa.Enum("USD", "%", "x", "hours", name="unit", native_enum=False, length=40), nullable=True),
        sa.Column("qualifier", sqltypes.AutoString(), nullable=True),
        sa.Column("scope", sqltypes.AutoString(), nullable=False),
        sa.Column(
            "support_type",
            sa.Enum("JEM", "TFM", "WSO", name="supporttype", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("as_of", sqltypes.AutoString(), nullable=True),
        sa.Column("baseline_value", sa.Float(), nullable=True),
        sa.Column("baseline_what", sqltypes.AutoString(), nullable=True),
        sa.Column("baseline_as_of", sqltypes.AutoString(), nullable=True),
        sa.Column("said_by", sqltypes.AutoString(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "current",
                "component",
                "baseline",
                "historical",
                "projection",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sentence", sqltypes.AutoString(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_claim_article_id_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_metric"), ["metric"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_metric_scope"), ["metric", "scope"], unique=False)

    op.create_table(
        "policy_event",
        sa.Column("id", sqltypes.AutoString(length=16), nullable=False),
        sa.Column("article_id", sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "signed",
                "terminated",
                "withdrew",
                "declined",
                "executive_order",
                "ban_law",
                "mandate_law",
                "funding_program",
                "lawsuit",
                "poll",
                name="eventkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor", sqltypes.AutoString(), nullable=True),
        sa.Column("place", sqltypes.AutoString(), nullable=False),
        sa.Column("happened", sqltypes.AutoString(), nullable=True),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.Column("sentence", sqltypes.AutoString(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_policy_event_article_id_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_event")),
    )
    with op.batch_alter_table("policy_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_event_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_event_kind"), ["kind"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("policy_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_event_kind"))
        batch_op.drop_index(batch_op.f("ix_policy_event_article_id"))

    op.drop_table("policy_event")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_metric_scope"))
        batch_op.drop_index(batch_op.f("ix_claim_metric"))
        batch_op.drop_index(batch_op.f("ix_claim_article_id"))

    op.drop_table("claim")
    with op.batch_alter_table("article_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_version_document_sha256"))

    op.drop_table("article_version")
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_title_key"))
        batch_op.drop_index(batch_op.f("ix_article_story_id"))
        batch_op.drop_index(batch_op.f("ix_article_source"))
        batch_op.drop_index(batch_op.f("ix_article_reading"))
        batch_op.drop_index(batch_op.f("ix_article_published_on"))

    op.drop_table("article")
    with op.batch_alter_table("verdict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verdict_superseded_at"))
        batch_op.drop_index(batch_op.f("ix_verdict_kind"))

    op.drop_table("verdict")
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_first_published"))

    op.drop_table("story")
