"""A view as of a day: over the same tables, without what came after the end of that day.

What is left is told with all that the record knows now: an ending that was suspected then and confirmed since is
confirmed, and names and signing dates are the corrected ones. So it agrees with `daily_counts` and with every other
answer about that day.
"""

from collections.abc import Mapping
from datetime import date

from models.record.views.dialects import in_dialect
from models.record.views.dictionary import View

# Views of what does not follow from the lists, so that no day cuts them.
NOT_OF_A_DAY = frozenset({"claims", "policy_events", "sources", "stories"})

# What each of the others gives as of a day.
MEANINGS: Mapping[str, str] = {
    "agencies": "agencies that had an agreement on a list by that day, with the agreements they had at its end",
    "agency_history": "what was printed by that day; until_day is empty for what was printed at its end",
    "agreement_stretches": "stretches begun by that day; until_day is empty where listed at its end",
    "agreements": "agreements first listed by that day, with the status and the links they had at its end",
    "applications": "applications first listed by that day, with the status they had at its end",
    "changes": "changes of that day and earlier, as they are told now; settled_day may be later",
    "counties": "every county, with the agreements in force at the end of that day",
    "county_neighbors": "the same on every day",
    "daily_counts": "that day and all before it",
    "list_findings": "the checks of the lists dated that day and earlier",
    "list_rows": "the rows of the lists dated that day and earlier",
    "documents": "documents first fetched by that day, replaced or gone by then; is_current is today's",
    "lists": "lists dated that day and earlier; in_force_until is empty for the one in force then; status is today's",
    "moa_links": "links first listed by that day; until_day is empty for those listed at its end",
    "record": "how far the lists reach up to that day; last_recorded_at is of the whole record",
}

# Views of what a day or a list had, which no later one alters: their rows end with the day.
_OF_EACH_DAY = frozenset({"daily_counts", "list_rows"})

# Table -> what it holds as of a day; OWN is the schema, where a name would mean the table as of the day. The link to an
# agreement's text is the one that was printed last by then, and counts since it came in place of another.
_TABLES: Mapping[str, str] = {
    "list_day": "SELECT * FROM OWNlist_day WHERE day <= DAY",
    "counted_list": "SELECT * FROM OWNcounted_list WHERE day <= DAY",
    "snapshot": """
        SELECT * FROM OWNsnapshot WHERE published_on <= DAY OR id IN (
            SELECT snapshot_id FROM OWNcounted_list WHERE superseded_at IS NULL AND day <= DAY
        )""",
    "finding": "SELECT * FROM OWNfinding WHERE snapshot_id IN (SELECT id FROM snapshot)",
    "listing": """
        SELECT id, kind, valid_from, valid_until, from_day, UNTIL AS until_day, state_printed, agency_printed,
            agency_type, county, support_type_printed, signed, signed_printed, moa, moa_url, addendum_url, state,
            support_type, agency_id, agreement_id, application_id, duplicate
        FROM OWNlisting WHERE from_day <= DAY""",
    "stretch": "SELECT agreement_id, number, from_day, UNTIL AS until_day FROM OWNstretch WHERE from_day <= DAY",
    "change": "SELECT * FROM OWNchange WHERE list_date <= DAY",
    "count_run": """
        SELECT kind, scope, scope_kind, support_type, superseded_at, published_at, from_day, UNTIL AS until_day,
            agreements, agencies, states, territories
        FROM OWNcount_run WHERE from_day <= DAY""",
    "application": """
        SELECT id, agency_id, support_type, first_day, UNTIL AS until_day FROM OWNapplication WHERE first_day <= DAY""",
    "linked_moa": """
        SELECT agreement_id, what, link, url, document_sha256, first_seen, current,
            CASE WHEN replaced_on <= DAY THEN replaced_on END AS replaced_on,
            CASE WHEN gone_on <= DAY THEN gone_on END AS gone_on
        FROM OWNlinked_moa WHERE first_seen <= DAY""",
    "spelling": "SELECT * FROM OWNspelling WHERE first_snapshot_id IN (SELECT id FROM snapshot)",
    "agreement": """
        SELECT
            signed_one.id, signed_one.agency_id, signed_one.support_type, signed_one.signed, printed.moa_url,
            CASE WHEN printed.moa_url <> '' THEN (
                SELECT min(same.from_day) FROM listing AS same
                WHERE same.agreement_id = signed_one.id AND same.moa_url = printed.moa_url AND NOT same.duplicate
                    AND NOT EXISTS (
                        SELECT 1 FROM listing AS other
                        WHERE other.agreement_id = signed_one.id AND other.moa_url <> printed.moa_url
                            AND NOT other.duplicate AND other.valid_from > same.valid_from
                    )
            ) END AS moa_since,
            printed.addendum_url, signed_one.first_snapshot_id, signed_one.first_row, signed_one.first_day
        FROM OWNagreement AS signed_one
        LEFT JOIN listing AS printed ON printed.id = (
            SELECT one.id FROM listing AS one
            WHERE one.agreement_id = signed_one.id AND NOT one.duplicate
            ORDER BY one.valid_from DESC, one.id DESC LIMIT 1
        )
        WHERE signed_one.first_day <= DAY""",
}


def as_of(view: View, dialect: str, day: date) -> str:
    """The query of `view` as of the end of `day`, in the publisher's time, for 'sqlite' or 'postgresql'."""
    written = f"'{day}'" if dialect == "sqlite" else f"DATE '{day}'"
    if view.name in _OF_EACH_DAY:
        return f"SELECT * FROM {view.name} WHERE day <= {written}"  # noqa: S608 - names and a day of our own
    # PostgreSQL takes the name within its own definition for the table; SQLite would look for itself there.
    own = "main." if dialect == "sqlite" else ""
    tables = ", ".join(f"{name} AS ({_at(sql, own, written)})" for name, sql in _TABLES.items())
    return f"WITH {tables} SELECT * FROM ({in_dialect(view.sql, dialect)}) AS {view.name}"  # noqa: S608 - as above


def _at(sql: str, own: str, day: str) -> str:
    until = f"CASE WHEN until_day <= {day} THEN until_day END"
    return sql.replace("OWN", own).replace("UNTIL", until).replace("DAY", day)
