"""The commands that only query: counts, changes, agency, lists, status."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import click

from flows.commands.options import Day, Moment, State, asking, settings_of
from flows.terminal import format_option, print_rows, say
from models.record.asking import Row
from models.vocabulary import ChangeKind, ListKind

# For more agencies, show a list to choose from.
MAX_DOSSIERS = 20

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

    if by in ("agency-type", "body") and limits["known_at"]:
        raise click.UsageError(f"--by {by} works only without --known-at")
    with asking(context) as session:
        rows = count_rows(session, by=by, **limits)
    title = _lists_of(rows[0]) if rows else ""
    columns = ["scope", "support_type", "agreements", "agencies", "states", "territories", "pending"]
    if by in ("agency-type", "body"):
        columns[1] = by.replace("-", "_")
    elif by != "support-type":
        columns.remove("support_type")
    if by == "state":
        columns = [name for name in columns if name not in ("states", "territories")]
    empty = "The record has no list that old." if limits["as_of"] or limits["known_at"] else "No lists yet."
    print_rows(rows, output_format, title=title, columns=columns, empty=empty)


def _lists_of(row: Row) -> str:
    """The source lists of a row of counts."""
    words = f"List of {row['list_date']}, sha256 {row['list_sha256'][:12]}"
    if row["pending_list_sha256"] is None:
        return words
    return f"{words}; pending: {row['pending_list_date']}, {row['pending_list_sha256'][:12]}"


@click.command()
@click.option("--since", type=Day(), help="from lists of that day on")
@click.option("--until", type=Day(), help="up to lists of that day")
@click.option("--as-of", type=Day(), help="same as --until")
@known_at_option
@click.option("--state", type=State())
@click.option("--kind", type=click.Choice([kind.value for kind in ChangeKind]), metavar="KIND")
@click.option("--all", "everything", is_flag=True, help="include suspected, withdrawn and cosmetic changes")
@format_option
@click.pass_context
def changes(
    context: click.Context,
    /,
    until: date | None,
    as_of: date | None,
    kind: str | None,
    everything: bool,
    output_format: str,
    **limits: Any,
) -> None:
    """Show what changed, each change with the first list that shows it."""
    from models.record.asking.changes import changes as change_rows

    limits |= {"until": min(filter(None, (until, as_of)), default=None), "kind": ChangeKind(kind) if kind else None}
    with asking(context) as session:
        rows = change_rows(session, everything=everything, **limits)
    columns = ["list_date", "state", "kind", "agency", "support_type", "signed", "agency_before", "status"]
    if not everything:
        columns.remove("status")
    print_rows(rows, output_format, columns=columns, empty="No changes.")


@click.command()
@click.argument("text")
@known_at_option
@click.option("--as-of", type=Day(), help="only lists up to that day")
@format_option
@click.pass_context
def agency(
    context: click.Context, text: str, known_at: datetime | None, as_of: date | None, output_format: str
) -> None:
    """Show one agency: spellings, agreements, history, documents with row numbers. TEXT is its id or part of its name.

    csv has the documents of every matching agency; json has everything.
    """
    from models.record.asking.agencies import agencies_like, dossier

    with asking(context) as session:
        found = agencies_like(session, text)
        if len(found) > MAX_DOSSIERS or (len(found) != 1 and output_format == "table"):
            title = "Several agencies match; use an id." if found else ""
            choice = [{name: getattr(one, name) for name in ("name", "id", "state")} for one in found]
            print_rows(choice, output_format, title=title, empty=f"No agency matches {text!r}.")
            return
        dossiers = [dossier(session, one, known_at, as_of) for one in found]
    if output_format == "table":
        _print_dossier(dossiers[0])
    elif output_format == "csv":
        print_rows([{"agency_id": one["id"], **row} for one in dossiers for row in one["documents"]], "csv")
    else:
        print_rows(dossiers, "json")


def _print_dossier(one: Row) -> None:
    say(f"{one['name']} ({one['state']})  {one['id']}")
    one = dict(one) | {"documents": _shortened(one["documents"])}
    for part, columns in (
        ("agreements", ["id", "signed", "listed_from", "listed_until"]),
        ("spellings", ["spelling", "first_listed", "gone_at"]),
        ("history", ["list_date", "kind", "status", "support_type", "signed", "agency_before", "evidence"]),
        ("documents", ["list_date", "row", "agency_printed", "support_type_printed", "signed_printed", "sha256"]),
    ):
        print_rows(one[part], "table", title=part.capitalize(), columns=columns, empty=f"No {part}.")


def _shortened(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows for a table: twelve digits of a sha256 are enough to tell documents apart."""
    return [dict(row) | {"sha256": row["sha256"][:12]} for row in rows]


@click.command()
@click.option("--kind", type=click.Choice([kind.value for kind in ListKind]))
@format_option
@click.pass_context
def lists(context: click.Context, kind: str | None, output_format: str) -> None:
    """Show every list: its date, rows and sha256, accepted or held and why."""
    from models.record.asking.lists import lists as list_rows

    with asking(context) as session:
        rows = list_rows(session, ListKind(kind) if kind else None)
    shown = ["list_date", "kind", "rows", "status", "captured", "sha256", "why"]
    if output_format == "table":
        rows = [row | {"why": _notes(row)} for row in _shortened(rows)]
    print_rows(rows, output_format, columns=shown, empty="No lists yet.")


def _notes(row: Row) -> list[str]:
    """The failed checks and the first remark of a list; JSON has all remarks."""
    more = f" (and {len(row['remarks']) - 1} more)" if len(row["remarks"]) > 1 else ""
    return [*row["why"], *(remark + more for remark in row["remarks"][:1])]


@click.command()
@format_option
@click.pass_context
def status(context: click.Context, output_format: str) -> int:
    """Show each source's last success, its age and maximum age, and last error. Exit 1 if something is wrong.

    A pending list that stopped changing is shown too, and digests that cannot be sent, and a run that did not end.
    """
    from flows.digests.health import health, sending

    now = datetime.now(UTC)
    with asking(context) as session:
        rows = health(session, settings_of(context).sources, now) + sending(session, now)
    columns = ["source", "state", "last_success", "age_hours", "maximum_hours", "last_error"]
    print_rows(rows, output_format, columns=columns, empty="No sources.")
    return int(any(row["state"] != "ok" for row in rows))
