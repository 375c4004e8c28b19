"""The command that says how everything is doing."""

from datetime import UTC, datetime

import click

from flows.commands.options import asking, settings_of
from flows.operating.report import StatusReport
from flows.terminal import FORMATS, as_json, emit, print_rows, say_folded, wide_option
from models.vocabulary import counted


@click.command()
@click.option(
    "--format",
    "output_format",
    type=click.Choice([*FORMATS, "prometheus"]),
    default="table",
    show_default=True,
    help="table for people, json or prometheus (or csv, the sources alone) for programs",
)
@wide_option
@click.pass_context
def status(context: click.Context, output_format: str) -> int:
    """Show each source's last success, its age and maximum age, and last error. Exit 1 if something is wrong.

    A pending list that stopped changing is shown too, and digests that cannot be sent, and a run that did not end.
    Below are the last runs, what needs a decision, the digests on their way, and the size of record and archive.
    """
    from flows.operating.prometheus import exposition
    from flows.operating.report import status_report

    with asking(context) as session:
        report = status_report(session, settings_of(context), datetime.now(UTC))
    if output_format == "json":
        emit(as_json(report.as_row()))
    elif output_format == "prometheus":
        emit(exposition(report))
    else:
        columns = ["source", "state", "last_success", "age_hours", "maximum_hours", "last_error"]
        print_rows(report.rows, output_format, columns=columns, empty="No sources.")
        if output_format == "table":
            _print_figures(report)
    return int(not report.healthy)


def _print_figures(report: StatusReport) -> None:
    from flows.sources.cage.readers import has_ocr

    now = report.standing
    for run in report.runs:
        outcome = f"{run['outcome']}, {run['seconds']:,} s" if run["ended_at"] else "not ended"
        say_folded(f"Last {run['run']}: {run['started_at']:%Y-%m-%d %H:%M} UTC, {outcome}")
    say_folded(
        f"Needs review: {counted(now.held_lists, 'held list')}, {counted(now.open_doubts, 'doubt')},"
        f" {counted(now.open_documents, 'document')}, {counted(now.failed_items, 'failed item')}"
        f" ({now.set_aside_items:,} set aside)"
    )
    if now.unread_scans and not has_ocr():
        say_folded(
            f"Not read: {counted(now.unread_scans, 'document')} whose pages are pictures; with the extra `ocr`"
            " installed, the next runs read them"
        )
    digests = ", ".join(f"{number:,} {status.replace('_', ' ')}" for status, number in now.deliveries.items() if number)
    say_folded(f"Digests: {digests or 'none'}")
    archive = "cannot be read"
    if report.archive_bytes is not None:
        archive = f"{counted(report.archive_documents or 0, 'document')}, {_megabytes(report.archive_bytes)}"
    say_folded(f"Record: {_megabytes(now.record_bytes)}, schema {now.schema}. Archive: {archive}")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
