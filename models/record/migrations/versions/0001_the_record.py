"""The whole record, as of its first release"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=2), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("agency_type", sqltypes.AutoString(), nullable=False),
        sa.Column("county", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
    )
    op.create_index(op.f("ix_agency_state"), "agency", ["state"], unique=False)
    op.create_table(
        "change_version",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("change_id", sqltypes.AutoString(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_change_version")),
    )
    op.create_index(op.f("ix_change_version_change_id"), "change_version", ["change_id"], unique=False)
    op.create_index(op.f("ix_change_version_recorded_at"), "change_version", ["recorded_at"], unique=False)
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "count",
        sa.Column("snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("scope", sqltypes.AutoString(length=2), nullable=False),
        sa.Column("support_type", sqltypes.AutoString(length=3), nullable=False),
        sa.Column("recorded_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("superseded_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "kind", sa.Enum("participating", "pending", name="listkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("list_sha256", sqltypes.AutoString(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("published_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("agreements", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("agencies", sa.Integer(), nullable=False),
        sa.Column("states", sa.Integer(), nullable=False),
        sa.Column("territories", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("snapshot_id", "scope", "support_type", "recorded_at", name=op.f("pk_count")),
    )
    op.create_index(op.f("ix_count_published_at"), "count", ["published_at"], unique=False)
    op.create_index(op.f("ix_count_superseded_at"), "count", ["superseded_at"], unique=False)
    op.create_table(
        "document",
        sa.Column("sha256", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_document")),
    )
    op.create_table(
        "failed_item",
        sa.Column("id", sqltypes.AutoString(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("source", "list", "article", "document", "digest", name="itemkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("source", sqltypes.AutoString(), nullable=False),
        sa.Column("item", sqltypes.AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("first_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("sentence", sqltypes.AutoString(), nullable=False),
        sa.Column("trace", sqltypes.AutoString(), nullable=False),
        sa.Column("set_aside_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("left_at", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_item")),
    )
    op.create_index(op.f("ix_failed_item_source"), "failed_item", ["source"], unique=False)
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sqltypes.AutoString(), nullable=False),
        sa.Column("decision", sqltypes.AutoString(), nullable=False),
        sa.Column("because", sqltypes.AutoString(), nullable=False),
        sa.Column("decided_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    op.create_index(op.f("ix_ruling_about"), "ruling", ["about"], unique=False)
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sqltypes.AutoString(), nullable=False),
        sa.Column("process", sqltypes.AutoString(), nullable=False),
        sa.Column("started_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("deadline_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("ok", "failed", "broken", name="runoutcome", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("failures", sa.JSON(), nullable=False),
        sa.Column("trace", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_index(op.f("ix_run_what"), "run", ["what"], unique=False)
    op.create_table(
        "story",
        sa.Column("id", sqltypes.AutoString(length=16), nullable=False),
        sa.Column("title", sqltypes.AutoString(), nullable=False),
        sa.Column("first_published", sa.Date(), nullable=True),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
    )
    op.create_index(op.f("ix_story_first_published"), "story", ["first_published"], unique=False)
    op.create_table(
        "subscriber",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sqltypes.AutoString(), nullable=False),
        sa.Column("address_key", sqltypes.AutoString(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("mail", "webhook", "chat", "outbox", name="channel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("states", sa.JSON(), nullable=False),
        sa.Column("counties", sa.JSON(), nullable=False),
        sa.Column("agencies", sa.JSON(), nullable=False),
        sa.Column("support_types", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("news", sa.Boolean(), nullable=False),
        sa.Column(
            "cadence",
            sa.Enum("as_it_happens", "daily", "weekly", name="cadence", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("time_zone", sqltypes.AutoString(), nullable=False),
        sa.Column(
            "mail_format", sa.Enum("html", "text", name="mailformat", native_enum=False, length=40), nullable=False
        ),
        sa.Column("heartbeat", sa.Boolean(), nullable=False),
        sa.Column("operator", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("subscribed_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("served_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("journal_read", sa.Integer(), nullable=False),
        sa.Column("digests", sa.Integer(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriber")),
        sa.UniqueConstraint("channel", "address_key", name=op.f("uq_subscriber_channel_address_key")),
    )
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
    op.create_index(op.f("ix_verdict_kind"), "verdict", ["kind"], unique=False)
    op.create_index(op.f("ix_verdict_superseded_at"), "verdict", ["superseded_at"], unique=False)
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
            "status",
            sa.Enum("read", "title_only", "waiting", name="articlestatus", native_enum=False, length=40),
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
    op.create_index(op.f("ix_article_published_on"), "article", ["published_on"], unique=False)
    op.create_index(op.f("ix_article_status"), "article", ["status"], unique=False)
    op.create_index(op.f("ix_article_source"), "article", ["source"], unique=False)
    op.create_index(op.f("ix_article_story_id"), "article", ["story_id"], unique=False)
    op.create_index(op.f("ix_article_title_key"), "article", ["title_key"], unique=False)
    op.create_table(
        "digest",
        sa.Column("id", sqltypes.AutoString(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("composed_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("subject", sqltypes.AutoString(), nullable=False),
        sa.Column("message_id", sqltypes.AutoString(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("journal_from", sa.Integer(), nullable=False),
        sa.Column("journal_to", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("list_date", sa.Date(), nullable=True),
        sa.Column("troubles", sa.JSON(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscriber.id"], name=op.f("fk_digest_subscriber_id_subscriber")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("message_id", name=op.f("uq_digest_message_id")),
        sa.UniqueConstraint("subscriber_id", "number", name=op.f("uq_digest_subscriber_id_number")),
    )
    op.create_index(op.f("ix_digest_subscriber_id"), "digest", ["subscriber_id"], unique=False)
    op.create_table(
        "fetch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sqltypes.AutoString(), nullable=False),
        sa.Column("url", sqltypes.AutoString(), nullable=False),
        sa.Column("final_url", sqltypes.AutoString(), nullable=False),
        sa.Column("requested_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("etag", sqltypes.AutoString(), nullable=True),
        sa.Column("last_modified", sqltypes.AutoString(), nullable=True),
        sa.Column("file_name", sqltypes.AutoString(), nullable=True),
        sa.Column("charset", sqltypes.AutoString(), nullable=True),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("document_sha256", sqltypes.AutoString(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("error", sqltypes.AutoString(), nullable=True),
        sa.Column("noted", sa.Boolean(), nullable=False),
        sa.Column("redirects", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name=op.f("fk_fetch_document_sha256_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetch")),
    )
    op.create_index(op.f("ix_fetch_document_sha256"), "fetch", ["document_sha256"], unique=False)
    op.create_index(op.f("ix_fetch_requested_at"), "fetch", ["requested_at"], unique=False)
    op.create_index(op.f("ix_fetch_source"), "fetch", ["source"], unique=False)
    op.create_index(op.f("ix_fetch_url"), "fetch", ["url"], unique=False)
    op.create_table(
        "sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_sha256", sqltypes.AutoString(), nullable=False),
        sa.Column("source", sqltypes.AutoString(), nullable=False),
        sa.Column("file_name", sqltypes.AutoString(), nullable=True),
        sa.Column("seen_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("published_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("dated_by", sqltypes.AutoString(), nullable=False),
        sa.Column("page_sha256", sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name=op.f("fk_sighting_document_sha256_document")
        ),
        sa.ForeignKeyConstraint(["page_sha256"], ["document.sha256"], name=op.f("fk_sighting_page_sha256_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sighting")),
        sa.UniqueConstraint("document_sha256", "published_at", name=op.f("uq_sighting_document_sha256_published_at")),
    )
    op.create_index(op.f("ix_sighting_document_sha256"), "sighting", ["document_sha256"], unique=False)
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
    op.create_index(op.f("ix_article_version_document_sha256"), "article_version", ["document_sha256"], unique=False)
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
    op.create_index(op.f("ix_claim_article_id"), "claim", ["article_id"], unique=False)
    op.create_index(op.f("ix_claim_metric"), "claim", ["metric"], unique=False)
    op.create_index(op.f("ix_claim_metric_scope"), "claim", ["metric", "scope"], unique=False)
    op.create_table(
        "delivered_change",
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sqltypes.AutoString(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest_id", sqltypes.AutoString(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agreement_added",
                "agreement_renewed",
                "agreement_switched",
                "agreement_ended",
                "agreement_returned",
                "signing_date_corrected",
                "agency_renamed",
                "agency_respelled",
                "agency_relabeled",
                "state_corrected",
                "support_type_respelled",
                "agency_type_corrected",
                "county_corrected",
                "duplicate_listed",
                "duplicate_unlisted",
                "moa_posted",
                "moa_replaced",
                "moa_unlinked",
                "addendum_posted",
                "pending_added",
                "pending_signed",
                "pending_dropped",
                name="changekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("suspected", "confirmed", "withdrawn", name="changestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("said", sqltypes.AutoString(length=12), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_delivered_change_digest_id_digest")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_delivered_change_subscriber_id_subscriber")
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "change_id", "version", name=op.f("pk_delivered_change")),
    )
    op.create_index(op.f("ix_delivered_change_digest_id"), "delivered_change", ["digest_id"], unique=False)
    op.create_table(
        "delivered_news",
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("news_id", sqltypes.AutoString(), nullable=False),
        sa.Column("digest_id", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_delivered_news_digest_id_digest")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_delivered_news_subscriber_id_subscriber")
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "news_id", name=op.f("pk_delivered_news")),
    )
    op.create_index(op.f("ix_delivered_news_digest_id"), "delivered_news", ["digest_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("digest_id", sqltypes.AutoString(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "reserved",
                "sent",
                "refused",
                "in_doubt",
                "superseded",
                name="deliverystatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reserved_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("settled_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("answer", sqltypes.AutoString(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("sender", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_delivery_digest_id_digest")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_delivery_subscriber_id_subscriber")
        ),
        sa.PrimaryKeyConstraint("digest_id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("subscriber_id", "digest_id", name=op.f("uq_delivery_subscriber_id_digest_id")),
    )
    op.create_index(op.f("ix_delivery_status_next_attempt_at"), "delivery", ["status", "next_attempt_at"], unique=False)
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
    op.create_index(op.f("ix_policy_event_article_id"), "policy_event", ["article_id"], unique=False)
    op.create_index(op.f("ix_policy_event_kind"), "policy_event", ["kind"], unique=False)
    op.create_table(
        "snapshot",
        sa.Column("id", sqltypes.AutoString(), nullable=False),
        sa.Column(
            "kind", sa.Enum("participating", "pending", name="listkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("document_sha256", sqltypes.AutoString(), nullable=False),
        sa.Column("sighting_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("seen_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("dated_by", sqltypes.AutoString(), nullable=False),
        sa.Column("source", sqltypes.AutoString(), nullable=False),
        sa.Column("file_name", sqltypes.AutoString(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("headline", sqltypes.AutoString(), nullable=True),
        sa.Column("headline_agreements", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("accepted", "unchanged", "held", "rejected", name="snapshotstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("row_numbers", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name=op.f("fk_snapshot_document_sha256_document")
        ),
        sa.ForeignKeyConstraint(["sighting_id"], ["sighting.id"], name=op.f("fk_snapshot_sighting_id_sighting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("sighting_id", name=op.f("uq_snapshot_sighting_id")),
    )
    op.create_index(op.f("ix_snapshot_document_sha256"), "snapshot", ["document_sha256"], unique=False)
    op.create_index(op.f("ix_snapshot_kind_published_at"), "snapshot", ["kind", "published_at"], unique=False)
    op.create_index(op.f("ix_snapshot_published_on"), "snapshot", ["published_on"], unique=False)
    op.create_index(op.f("ix_snapshot_status"), "snapshot", ["status"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("id", sqltypes.AutoString(), nullable=False),
        sa.Column("agency_id", sqltypes.AutoString(), nullable=False),
        sa.Column(
            "support_type",
            sa.Enum("JEM", "TFM", "WSO", name="supporttype", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("signed", sa.Date(), nullable=True),
        sa.Column("moa_url", sqltypes.AutoString(), nullable=False),
        sa.Column("addendum_url", sqltypes.AutoString(), nullable=False),
        sa.Column("first_snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("listed_from", sa.Date(), nullable=False),
        sa.Column("listed_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agreement_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["first_snapshot_id"], ["snapshot.id"], name=op.f("fk_agreement_first_snapshot_id_snapshot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_agency_id"), "agreement", ["agency_id"], unique=False)
    op.create_table(
        "doubt",
        sa.Column("id", sqltypes.AutoString(), nullable=False),
        sa.Column("snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("question", sqltypes.AutoString(), nullable=False),
        sa.Column("assumed", sqltypes.AutoString(), nullable=False),
        sa.Column("change_ids", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_doubt_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt")),
    )
    op.create_index(op.f("ix_doubt_snapshot_id"), "doubt", ["snapshot_id"], unique=False)
    op.create_table(
        "finding",
        sa.Column("snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("check_name", sqltypes.AutoString(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("blocking", sa.Boolean(), nullable=False),
        sa.Column("sentence", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_finding_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("snapshot_id", "number", name=op.f("pk_finding")),
    )
    op.create_table(
        "spelling",
        sa.Column("agency_id", sqltypes.AutoString(), nullable=False),
        sa.Column("spelling", sqltypes.AutoString(), nullable=False),
        sa.Column("first_snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_spelling_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["first_snapshot_id"], ["snapshot.id"], name=op.f("fk_spelling_first_snapshot_id_snapshot")
        ),
        sa.PrimaryKeyConstraint("agency_id", "spelling", name=op.f("pk_spelling")),
    )
    op.create_table(
        "change",
        sa.Column("id", sqltypes.AutoString(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agreement_added",
                "agreement_renewed",
                "agreement_switched",
                "agreement_ended",
                "agreement_returned",
                "signing_date_corrected",
                "agency_renamed",
                "agency_respelled",
                "agency_relabeled",
                "state_corrected",
                "support_type_respelled",
                "agency_type_corrected",
                "county_corrected",
                "duplicate_listed",
                "duplicate_unlisted",
                "moa_posted",
                "moa_replaced",
                "moa_unlinked",
                "addendum_posted",
                "pending_added",
                "pending_signed",
                "pending_dropped",
                name="changekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("suspected", "confirmed", "withdrawn", name="changestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "list_kind",
            sa.Enum("participating", "pending", name="listkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("list_sha256", sqltypes.AutoString(), nullable=False),
        sa.Column("list_date", sa.Date(), nullable=False),
        sa.Column("settled_by", sqltypes.AutoString(), nullable=True),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("state_before", sqltypes.AutoString(), nullable=True),
        sa.Column("agency_id", sqltypes.AutoString(), nullable=False),
        sa.Column("agency", sqltypes.AutoString(), nullable=False),
        sa.Column("agency_before", sqltypes.AutoString(), nullable=True),
        sa.Column("agreement_id", sqltypes.AutoString(), nullable=True),
        sa.Column(
            "support_type",
            sa.Enum("JEM", "TFM", "WSO", name="supporttype", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "support_type_before",
            sa.Enum("JEM", "TFM", "WSO", name="supporttype", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("signed", sa.Date(), nullable=True),
        sa.Column("signed_before", sa.Date(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_change_agency_id_agency")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_change_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_change_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_agency_id"), "change", ["agency_id"], unique=False)
    op.create_index(op.f("ix_change_agreement_id"), "change", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_change_kind"), "change", ["kind"], unique=False)
    op.create_index(op.f("ix_change_list_date"), "change", ["list_date"], unique=False)
    op.create_index(op.f("ix_change_snapshot_id"), "change", ["snapshot_id"], unique=False)
    op.create_index(op.f("ix_change_state_list_date"), "change", ["state", "list_date"], unique=False)
    op.create_index(op.f("ix_change_status"), "change", ["status"], unique=False)
    op.create_table(
        "listing",
        sa.Column("id", sqltypes.AutoString(length=32), nullable=False),
        sa.Column(
            "kind", sa.Enum("participating", "pending", name="listkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("first_snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("valid_from", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("valid_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("first_row", sa.Integer(), nullable=False),
        sa.Column("state_printed", sqltypes.AutoString(), nullable=False),
        sa.Column("agency_printed", sqltypes.AutoString(), nullable=False),
        sa.Column("agency_type", sqltypes.AutoString(), nullable=False),
        sa.Column("county", sqltypes.AutoString(), nullable=False),
        sa.Column("support_type_printed", sqltypes.AutoString(), nullable=False),
        sa.Column("signed", sa.Date(), nullable=True),
        sa.Column("signed_printed", sqltypes.AutoString(), nullable=False),
        sa.Column("moa", sqltypes.AutoString(), nullable=False),
        sa.Column("moa_url", sqltypes.AutoString(), nullable=False),
        sa.Column("addendum", sqltypes.AutoString(), nullable=False),
        sa.Column("addendum_url", sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column(
            "support_type",
            sa.Enum("JEM", "TFM", "WSO", name="supporttype", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("agency_id", sqltypes.AutoString(), nullable=False),
        sa.Column("agreement_id", sqltypes.AutoString(), nullable=True),
        sa.Column("duplicate", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_listing_agency_id_agency")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_listing_agreement_id_agreement")),
        sa.ForeignKeyConstraint(
            ["first_snapshot_id"], ["snapshot.id"], name=op.f("fk_listing_first_snapshot_id_snapshot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
    )
    op.create_index(op.f("ix_listing_agency_id"), "listing", ["agency_id"], unique=False)
    op.create_index(op.f("ix_listing_agreement_id"), "listing", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_listing_first_snapshot_id"), "listing", ["first_snapshot_id"], unique=False)
    op.create_index(
        op.f("ix_listing_kind_valid_from_valid_until"), "listing", ["kind", "valid_from", "valid_until"], unique=False
    )
    op.create_index(op.f("ix_listing_state"), "listing", ["state"], unique=False)
    op.create_index(op.f("ix_listing_valid_until"), "listing", ["valid_until"], unique=False)
