"""Stretches, counts as runs, row numbers that SQL can reach, places and bodies, applications

What is derived from the documents starts empty: the next run derives it again. The counts are a journal: they are
kept, as runs.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Children before parents.
_DERIVED_ANEW = ("change", "listing", "spelling", "agreement", "agency", "checkpoint")

_LISTS = """
    INSERT INTO counted_list
        (snapshot_id, recorded_at, superseded_at, kind, list_sha256, published_on, published_at, day)
    SELECT snapshot_id, recorded_at, superseded_at, kind, list_sha256, published_on, published_at, published_on
    FROM count WHERE scope = 'US' AND support_type = ''
"""

# A run begins where the figures differ from those of the list before, or were believed for another time. A slice that a
# list does not have counts nothing on it.
_RUNS = """
    WITH told AS (
        SELECT kind, scope, support_type, snapshot_id, recorded_at, superseded_at, published_at, published_on,
            agreements, rows, agencies, states, territories
        FROM count
        UNION ALL
        SELECT list.kind, slice.scope, slice.support_type, list.snapshot_id, list.recorded_at, NULL, list.published_at,
            list.published_on, 0, 0, 0, 0, 0
        FROM count AS list
        JOIN (SELECT DISTINCT kind, scope, support_type FROM count) AS slice ON slice.kind = list.kind
        WHERE list.scope = 'US' AND list.support_type = '' AND list.superseded_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM count AS figures
            WHERE figures.snapshot_id = list.snapshot_id AND figures.scope = slice.scope
                AND figures.support_type = slice.support_type
        )
    ), in_words AS (
        SELECT told.*, agreements || ' ' || rows || ' ' || agencies || ' ' || states || ' ' || territories AS figures
        FROM told
    ), compared AS (
        SELECT in_words.*,
            lag(figures) OVER slice AS figures_before,
            lag(superseded_at) OVER slice AS superseded_before
        FROM in_words
        WINDOW slice AS (PARTITION BY kind, scope, support_type ORDER BY published_at, snapshot_id, recorded_at)
    ), runs AS (
        SELECT compared.*,
            lead(published_on) OVER (
                PARTITION BY kind, scope, support_type ORDER BY published_at, snapshot_id, recorded_at
            ) AS until_day
        FROM compared
        WHERE (figures_before IS NULL AND rows > 0) OR figures <> figures_before
            OR superseded_at IS NOT NULL OR superseded_before IS NOT NULL
    )
    INSERT INTO count_run
        (kind, scope, scope_kind, support_type, snapshot_id, recorded_at, superseded_at, published_at, from_day,
         until_day, agreements, rows, agencies, states, territories)
    SELECT kind, scope, CASE scope WHEN 'US' THEN 'nation' ELSE 'state' END,
        CASE support_type WHEN '' THEN 'all' ELSE support_type END,
        snapshot_id, recorded_at, superseded_at, published_at, published_on, until_day,
        agreements, rows, agencies, states, territories
    FROM runs
"""


def upgrade() -> None:
    for table in _DERIVED_ANEW:
        op.drop_table(table)
    with op.batch_alter_table("snapshot") as batch:
        batch.drop_column("row_numbers")
        batch.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("frame", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE snapshot SET number = (SELECT count(*) FROM snapshot AS other WHERE other.published_at <"
        " snapshot.published_at OR (other.published_at = snapshot.published_at AND other.id <= snapshot.id))"
    )
    with op.batch_alter_table("snapshot") as batch:
        batch.alter_column("number", server_default=None)
        batch.create_unique_constraint(op.f("uq_snapshot_number"), ["number"])
        batch.create_index(op.f("ix_snapshot_frame"), ["frame"])
    with op.batch_alter_table("finding") as batch:
        batch.add_column(sa.Column("brief", sqltypes.AutoString(), nullable=False, server_default=""))
    with op.batch_alter_table("subscriber") as batch:
        batch.add_column(sa.Column("bodies", sa.JSON(), nullable=False, server_default="[]"))
    _make_tables()
    op.execute(_LISTS)
    op.execute(_RUNS)
    op.drop_table("count")


def _make_tables() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=2), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("agency_type", sqltypes.AutoString(), nullable=False),
        sa.Column("county", sqltypes.AutoString(), nullable=False),
        sa.Column(
            "body",
            sa.Enum(
                "sheriff",
                "police",
                "constable",
                "corrections",
                "prosecutor",
                "campus",
                "marshal",
                "state_police",
                "other",
                name="body",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_fips", sqltypes.AutoString(length=2), nullable=True),
        sa.Column("county_fips", sqltypes.AutoString(length=5), nullable=True),
        sa.Column(
            "county_found_by",
            sa.Enum(
                "printed",
                "mended",
                "name",
                "town",
                "hand",
                "state_body",
                "nothing",
                name="foundby",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place_doubt", sqltypes.AutoString(), nullable=False),
        sa.Column("place_runner_up", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
    )
    op.create_index(op.f("ix_agency_body"), "agency", ["body"], unique=False)
    op.create_index(op.f("ix_agency_county_fips"), "agency", ["county_fips"], unique=False)
    op.create_index(op.f("ix_agency_state"), "agency", ["state"], unique=False)
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
        sa.Column("moa_since", sa.Date(), nullable=True),
        sa.Column("addendum_url", sqltypes.AutoString(), nullable=False),
        sa.Column("first_snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("first_row", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agreement_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["first_snapshot_id"], ["snapshot.id"], name=op.f("fk_agreement_first_snapshot_id_snapshot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_agency_id"), "agreement", ["agency_id"], unique=False)
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
        "stretch",
        sa.Column("agreement_id", sqltypes.AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_stretch_agreement_id_agreement")),
        sa.PrimaryKeyConstraint("agreement_id", "number", name=op.f("pk_stretch")),
    )
    op.create_index(op.f("ix_stretch_from_day_until_day"), "stretch", ["from_day", "until_day"], unique=False)
    op.create_index(op.f("ix_stretch_until_day"), "stretch", ["until_day"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sqltypes.AutoString(), nullable=False),
        sa.Column("agency_id", sqltypes.AutoString(), nullable=False),
        sa.Column(
            "support_type",
            sa.Enum("JEM", "TFM", "WSO", name="supporttype", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("first_snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("first_row", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_application_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["first_snapshot_id"], ["snapshot.id"], name=op.f("fk_application_first_snapshot_id_snapshot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
    )
    op.create_index(op.f("ix_application_agency_id"), "application", ["agency_id"], unique=False)
    op.create_table(
        "listing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("participating", "pending", name="listkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("first_snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("valid_from", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("valid_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
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
        sa.Column("application_id", sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_listing_agency_id_agency")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_listing_agreement_id_agreement")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_listing_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["first_snapshot_id"], ["snapshot.id"], name=op.f("fk_listing_first_snapshot_id_snapshot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
    )
    op.create_index(op.f("ix_listing_agency_id"), "listing", ["agency_id"], unique=False)
    op.create_index(op.f("ix_listing_agreement_id"), "listing", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_listing_application_id"), "listing", ["application_id"], unique=False)
    op.create_index(
        op.f("ix_listing_kind_valid_from_valid_until"), "listing", ["kind", "valid_from", "valid_until"], unique=False
    )
    op.create_index(op.f("ix_listing_state"), "listing", ["state"], unique=False)
    op.create_index(op.f("ix_listing_valid_until"), "listing", ["valid_until"], unique=False)
    op.create_table(
        "row_number",
        sa.Column("list_number", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_row_number_listing_id_listing")),
        sa.PrimaryKeyConstraint("list_number", "listing_id", name=op.f("pk_row_number")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_row_number_listing_id"), "row_number", ["listing_id"], unique=False)
    # ### end Alembic commands ###
    op.create_table(
        "row_shift",
        sa.Column("list_number", sa.Integer(), nullable=False),
        sa.Column("from_row", sa.Integer(), nullable=False),
        sa.Column("shift", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("list_number", "from_row", name=op.f("pk_row_shift")),
        sqlite_with_rowid=False,
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
        sa.Column("agreement_before", sqltypes.AutoString(), nullable=True),
        sa.Column("application_id", sqltypes.AutoString(), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_change_application_id_application")
        ),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_change_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_agency_id"), "change", ["agency_id"], unique=False)
    op.create_index(op.f("ix_change_agreement_before"), "change", ["agreement_before"], unique=False)
    op.create_index(op.f("ix_change_agreement_id"), "change", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_change_application_id"), "change", ["application_id"], unique=False)
    op.create_index(op.f("ix_change_kind"), "change", ["kind"], unique=False)
    op.create_index(op.f("ix_change_list_date"), "change", ["list_date"], unique=False)
    op.create_index(op.f("ix_change_snapshot_id"), "change", ["snapshot_id"], unique=False)
    op.create_index(op.f("ix_change_state_list_date"), "change", ["state", "list_date"], unique=False)
    op.create_index(op.f("ix_change_status"), "change", ["status"], unique=False)
    op.create_table(
        "counted_list",
        sa.Column("snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("recorded_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("superseded_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "kind", sa.Enum("participating", "pending", name="listkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("list_sha256", sqltypes.AutoString(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("published_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("snapshot_id", "recorded_at", name=op.f("pk_counted_list")),
    )
    op.create_index(op.f("ix_counted_list_kind_published_at"), "counted_list", ["kind", "published_at"], unique=False)
    op.create_index(op.f("ix_counted_list_superseded_at"), "counted_list", ["superseded_at"], unique=False)
    op.create_table(
        "count_run",
        sa.Column(
            "kind", sa.Enum("participating", "pending", name="listkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("scope", sqltypes.AutoString(length=5), nullable=False),
        sa.Column("scope_kind", sqltypes.AutoString(length=6), nullable=False),
        sa.Column("support_type", sqltypes.AutoString(length=3), nullable=False),
        sa.Column("snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("recorded_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("superseded_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("published_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("agreements", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("agencies", sa.Integer(), nullable=False),
        sa.Column("states", sa.Integer(), nullable=False),
        sa.Column("territories", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "kind", "scope", "support_type", "snapshot_id", "recorded_at", name=op.f("pk_count_run")
        ),
    )
    op.create_index(
        op.f("ix_count_run_kind_scope_support_type_from_day"),
        "count_run",
        ["kind", "scope", "support_type", "from_day"],
        unique=False,
    )
    op.create_index(
        op.f("ix_count_run_kind_scope_kind_support_type_from_day"),
        "count_run",
        ["kind", "scope_kind", "support_type", "from_day"],
        unique=False,
    )
    op.create_index(op.f("ix_count_run_scope_until_day"), "count_run", ["scope", "until_day"], unique=False)
    op.create_index(op.f("ix_count_run_superseded_at"), "count_run", ["superseded_at"], unique=False)
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sqltypes.AutoString(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "known_entry",
        sa.Column("key", sqltypes.AutoString(), nullable=False),
        sa.Column("value", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_known_entry")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "list_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("participating_id", sqltypes.AutoString(), nullable=True),
        sa.Column("pending_id", sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participating_id"], ["snapshot.id"], name=op.f("fk_list_day_participating_id_snapshot")
        ),
        sa.ForeignKeyConstraint(["pending_id"], ["snapshot.id"], name=op.f("fk_list_day_pending_id_snapshot")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_list_day")),
    )
    op.create_table(
        "county",
        sa.Column("fips", sqltypes.AutoString(length=5), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=2), nullable=False),
        sa.Column("state_fips", sqltypes.AutoString(length=2), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("fips", name=op.f("pk_county")),
    )
    op.create_index(op.f("ix_county_state"), "county", ["state"], unique=False)
    op.create_table(
        "county_neighbor",
        sa.Column("fips", sqltypes.AutoString(length=5), nullable=False),
        sa.Column("neighbor_fips", sqltypes.AutoString(length=5), nullable=False),
        sa.ForeignKeyConstraint(["fips"], ["county.fips"], name=op.f("fk_county_neighbor_fips_county")),
        sa.ForeignKeyConstraint(
            ["neighbor_fips"], ["county.fips"], name=op.f("fk_county_neighbor_neighbor_fips_county")
        ),
        sa.PrimaryKeyConstraint("fips", "neighbor_fips", name=op.f("pk_county_neighbor")),
    )
    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
    )
