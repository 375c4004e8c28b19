"""Subscribers, their digests and deliveries"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_digest_subscriber_id"), ["subscriber_id"], unique=False)

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
    with op.batch_alter_table("delivered_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivered_change_digest_id"), ["digest_id"], unique=False)

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
    with op.batch_alter_table("delivered_news", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivered_news_digest_id"), ["digest_id"], unique=False)

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
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_delivery_digest_id_digest")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_delivery_subscriber_id_subscriber")
        ),
        sa.PrimaryKeyConstraint("digest_id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("subscriber_id", "digest_id", name=op.f("uq_delivery_subscriber_id_digest_id")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_status_next_attempt_at"), ["status", "next_attempt_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_status_next_attempt_at"))

    op.drop_table("delivery")
    with op.batch_alter_table("delivered_news", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivered_news_digest_id"))

    op.drop_table("delivered_news")
    with op.batch_alter_table("delivered_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivered_change_digest_id"))

    op.drop_table("delivered_change")
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_digest_subscriber_id"))

    op.drop_table("digest")
    op.drop_table("subscriber")
