"""The commands that only query: counts, changes, agency, lists."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import click

from flows.commands.options import Day, Moment, State, asking, none_that_old, since_record_begins
from flows.terminal import format_option, print_rows, say, say_folded
from models.record.asking import Row
from models.vocabulary import ChangeKind, ListKind

# For more agencies, show a list to choose from.
MAX_DOSSIERS = 20

# What a person who asks without a day wants to see: what is new. A whole year is some thousand rows.
SHOWN_DAYS = 30

known_at_option = click.option("--known-at", type=Moment(), help="as the record stood at that time")


@click.command()
@click.option("--as-of", type=Day(), help="the list in force on that day (default: the newest)")
@known_at_option
@click.option("--by", type=click.Choice(["state", "support-type", "agency-type", "body"]), help="one row each")
@click.option("--state", type=State(), help="only this state or territory")
@format_option
@click.pass_context
def counts(context: click.Context, /, by: str | None, output_format: str, **limits: Any) -> None:
    """Count agreements, agencies, states, territories and pending applications, with the source list."""
    from models.record.asking.counts import counts as count_rows
    from models.record.asking.lists import first_day

    if by in ("agency-type", "body") and limits["known_at"]:
        raise click.UsageError(f"--by {by} works only without --known-at")
    with asking(context) as session:
        rows = count_rows(session, by=by, **limits)
        begins = first_day(session)
    title = _lists_of(rows[0]) if rows else ""
    columns = ["scope", "support_type", "agreements", "agencies", "states", "territories", "pending"]
    if by in ("agency-type", "body"):
        columns[1] = by.replace("-", "_")
    elif by != "support-type":
        columns.remove("support_type")
    if by == "state":
        columns = [name for name in columns if name not in ("states", "territories")]
    print_rows(rows, output_format, title=title, columns=columns, empty=none_that_old(begins))


def _lists_of(row: Row) -> str:
    """The source lists of a row of counts."""
    words = f"List of {row['list_date']}, sha256 {row['list_sha256'][:12]}"
    if row["pending_list_sha256"] is None:
        return words
    return f"{words}; pending: {row['pending_list_date']}, {row['pending_list_sha256'][:12]}"


@click.command()
@click.option("--since", type=Day(), help="from lists of that day on (table: the last 30 days; json and csv: all time)")
@click.option("--until", type=Day(), help="up to lists of that day")
@click.option("--as-of", type=Day(), help="same as --until")
@known_at_option
@click.option("--state", type=State())
@click.option("--kind", type=click.Choice([kind.value for kind in ChangeKind]), metavar="KIND")
@click.option(
    "--all", "everything", is_flag=True,
    help="all time, unless --since is given, and also suspected, withdrawn and cosmetic changes",
)  # fmt: skip
@format_option
@click.pass_context
def changes(
    context: click.Context,
    /,
    since: date | None,
    until: date | None,
    as_of: date | None,
    known_at: datetime | None,
    kind: str | None,
    everything: bool,
    output_format: str,
    **limits: Any,
) -> None:
    """Show what changed, each change with the first list that shows it.

    The table shows the 30 days to the newest participating list, unless --since or --all asks for more.
    """
    from models.record.asking.changes import changes as change_rows
    from models.record.asking.lists import first_day, newest_day

    limits |= {"known_at": known_at, "kind": ChangeKind(kind) if kind else None}
    limits["until"] = until = min(filter(None, (until, as_of)), default=None)
    newest = None
    with asking(context) as session:
        last = newest_day(session, until, known_at)
        if output_format == "table" and since is None and not everything:
            newest = last
            since = newest and newest - timedelta(days=SHOWN_DAYS - 1)
        rows = change_rows(session, since=since, everything=everything, **limits)
        begins = first_day(session)
    late = begins is not None and (since is None or since < begins)
    note, empty = (f"Since the record begins, on {begins}" if late else ""), "No changes."
    if newest:
        note, empty = _shown("changes", rows, newest)
    elif since and last and last < since:
        empty = f"No changes on record: the newest participating list is of {last}."
    columns = ["list_date", "state", "kind", "agency", "support_type", "signed", "agency_before", "status"]
    if not everything:
        columns.remove("status")
    print_rows(rows, output_format, columns=columns, empty=empty, note=note)


def _shown(what: str, rows: Sequence[Row], newest: date) -> tuple[str, str]:
    """What of a table is shown, with rows and without: the days to the newest participating list. A pending or a held
    list may be later."""
    later = ", and later" if any(row["list_date"] > newest for row in rows) else ""
    days, more = f"the {SHOWN_DAYS} days to {newest}", "--since DAY or --all for more"
    return f"Shown: {days}{later}; {more}", f"No {what} in {days}; {more}"


@click.command()
@click.argument("text")
@known_at_option
@click.option("--as-of", type=Day(), help="only lists up to that day")
@format_option
@click.pass_context
def agency(
    context: click.Context, text: str, known_at: datetime | None, as_of: date | None, output_format: str
) -> None:
    """Show one agency: agreements with their PDFs, spellings, history, list rows. TEXT is its id or part of its name.

    csv has the list rows of every matching agency; json has everything.
    """
    from models.record.asking.agencies import agencies_like, dossier, support_types_now
    from models.record.asking.lists import first_day
    from models.record.asking.moas.documents import documents_of

    with asking(context) as session:
        found = agencies_like(session, text)
        if len(found) > MAX_DOSSIERS or (len(found) != 1 and output_format == "table"):
            choice = [{name: getattr(one, name) for name in ("name", "id", "state")} for one in found]
            if output_format == "table":
                listed = support_types_now(session)
                choice = [one | {"support_types_now": listed.get(one["id"], "none")} for one in choice]
            print_rows(
                choice,
                output_format,
                title=f"{len(found):,} agencies match; ask for one by its id.",
                columns=["id", "name", "state", "support_types_now"] if output_format == "table" else (),
                empty=f"No agency has all these words: {text!r}; `moawatch search` looks further.",
                note=f"Next: moawatch agency {found[0].id}" if found else "",
            )
            return
        dossiers = [
            dossier(session, one, known_at, as_of)
            | {"linked_documents": documents_of(session, one.id, known_at, as_of)}
            for one in found
        ]
        begins = first_day(session)
    if output_format == "table":
        _print_dossier(dossiers[0], begins)
    elif output_format == "csv":
        print_rows([{"agency_id": one["id"], **row} for one in dossiers for row in one["documents"]], "csv")
    else:
        print_rows(dossiers, "json")


def _print_dossier(one: Row, begins: date | None) -> None:
    say_folded(f"{one['name']} ({one['state']})  {one['id']}")
    say("")
    one = dict(one) | {"list_rows": _shortened(one["documents"])}
    one["linked_documents"] = [
        row | {"names": row["agency"] or row["failure"] or "illegible"} for row in _shortened(one["linked_documents"])
    ]
    for part, columns in (
        ("agreements", ["id", "signed", "listed_from", "listed_until"]),
        (
            "linked documents",
            ["names", "fits", "what", "gone_on", "support_type", "revision", "sha256", "agreement_id"],
        ),
        ("spellings", ["spelling", "first_listed", "gone_at"]),
        ("history", ["list_date", "kind", "status", "support_type", "signed", "agency_before", "evidence"]),
        ("list rows", ["list_date", "row", "agency_printed", "support_type_printed", "signed_printed", "sha256"]),
    ):
        early = part == "agreements" and any(row["listed_from"] == begins for row in one[part])
        note = since_record_begins(begins) if early else ""
        print_rows(
            one[part.replace(" ", "_")],
            "table",
            title=part.capitalize(),
            columns=columns,
            empty=f"No {part}.",
            note=note,
        )
    if one["attested"]:
        columns = ["list_date", "row", "agency_printed", "sha256"]
        title = "Named without a support type or a date: it took part on these days"
        print_rows(_shortened(one["attested"]), "table", title=title, columns=columns)


def _shortened(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows for a table: twelve digits of a sha256 are enough to tell documents apart."""
    return [dict(row) | {"sha256": row["sha256"][:12]} for row in rows]


@click.command()
@click.option("--kind", type=click.Choice([kind.value for kind in ListKind]))
@click.option(
    "--since", type=Day(), help="lists of that day and later (table: the last 30 days; json and csv: all time)"
)
@click.option("--all", "everything", is_flag=True, help="all time")
@format_option
@click.pass_context
def lists(context: click.Context, kind: str | None, since: date | None, everything: bool, output_format: str) -> None:
    """Show every list: its date, rows and sha256, accepted or held and why.

    The table shows those of the 30 days to the newest participating list, and any that is held, unless --since or --all
    asks for more.

    \b
    accepted   part of the record
    unchanged  the same rows as the list before
    held       looks wrong as a whole and changes nothing; `moawatch review` has the evidence
    rejected   was held; a person or the lists after it said that it is wrong
    """
    from models.record.asking.lists import lists as list_rows
    from models.record.asking.lists import newest_day, reasons

    newest = None
    with asking(context) as session:
        if output_format == "table" and since is None and not everything:
            newest = newest_day(session)
            since = newest and newest - timedelta(days=SHOWN_DAYS - 1)
        rows = list_rows(session, ListKind(kind) if kind else None, since)
        why = reasons(session, since)
    shown = ["list_date", "kind", "rows", "status", "captured", "sha256", "why", "remarks"]
    if output_format == "table":
        rows = [row | {"why": why.get(row["id"], "")} for row in _shortened(rows)]
    note, empty = _shown("lists", rows, newest) if newest else ("", "No lists.")
    print_rows(rows, output_format, columns=shown, empty=empty, note=note)
