"""The commands that change the record, and those that schedule it: run, backfill, rebuild, deploy, serve, demo."""

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.options import Day, settings_of, there, world_of
from flows.terminal import as_json, complain, emit, format_option, one_line, progress_bar, say, say_folded
from models.errors import MoawatchError, RecordError
from models.record.asking import Row
from models.record.store import Engine, upgrade, write_session

if TYPE_CHECKING:
    from flows.lists.backfill import Backfill
    from flows.lists.rebuild import RebuildDifference


@click.command()
@click.option("--all", "everything", is_flag=True, help="also fetch sources that are not due yet")
@click.pass_context
def run(context: click.Context, everything: bool) -> int:
    """Fetch the sources that are due, update the record, send the digests.

    Exit 1 if a source failed; the others are still processed.
    """
    from flows.run import track

    world = world_of(context)
    done = track(world, everything=everything, say=lambda text: say(text, err=True))
    if not done.gathered:
        say("Nothing is due; `moawatch run --all` fetches every source anyway.")
    for one in done.gathered:
        say(f"{one.source}: {one.seen} seen, {one.new} new")
        for remark in one.remarks:
            say(f"  {one_line(remark)}")
    return _report(done.derivation.held, done.failures, done.told.sentence if done.told else None)


def _report(held: Iterable[str], failures: Collection[str], sentence: str | None = None) -> int:
    """Say what was held and what failed; the exit code."""
    for snapshot in held:
        say(f"HELD: {snapshot}; see `moawatch review`")
    if sentence:
        say(sentence)
    for failure in failures:
        complain(failure)
    return int(bool(failures))


@click.command()
@click.argument("path", required=False)
@click.option("--web-archive", is_flag=True, help="add what web.archive.org captured of ICE's page and lists")
@click.option("--from", "since", type=Day(), help="its captures from this day on")
@click.option("--to", "until", type=Day(), help="its captures up to this day")
@click.option(
    "--format", "output_format", type=click.Choice(["table", "json"]), default="table", show_default=True,
    help="what came of it: lines for people, json for programs",
)  # fmt: skip
@click.pass_context
def backfill(
    context: click.Context,
    path: str | None,
    web_archive: bool,
    since: date | None,
    until: date | None,
    output_format: str,
) -> int:
    """Add saved lists, in any order: a file, a folder and all below it, an archive, or the history of a Git repository
    (git+URL, git+FOLDER). Known lists are skipped.

    An archive may also be a URL (s3://BUCKET/PREFIX). A good copy also heals what the archive lost or let rot.
    """
    from flows.fetching.history.paced_requests import WEB_ARCHIVE
    from flows.lists.intake import by_reason
    from flows.lists.past.choosing import backfill_from, check_source

    if web_archive == bool(path):
        raise click.UsageError("name what to add: a PATH, or --web-archive")
    source = path or WEB_ARCHIVE
    try:
        check_source(source, since, until)
    except MoawatchError as error:
        raise click.UsageError(str(error)) from error
    world = world_of(context)
    with progress_bar() as show:
        done = backfill_from(world, source, since, until, show, lambda text: say(text, err=True))
    if output_format == "json":
        emit(as_json(_as_row(done)))
    else:
        _print_backfill(done)
    for failure in by_reason(done.failures):
        complain(failure)
    return int(bool(done.failures))


def _print_backfill(done: "Backfill") -> None:
    say(done.sentence)
    if done.in_short:
        say(done.in_short)
    if done.derivation.rebuilt:
        say_folded(
            "The record was rebuilt: some lists predate ones already on record, or the rules or documents are new."
        )
    for line in done.why:
        say_folded(line)


def _as_row(done: "Backfill") -> Row:
    return {
        "files": done.files,
        "new_documents": done.new,
        "lists": done.derivation.lists,
        "rebuilt": done.derivation.rebuilt,
        **done.statuses,
        "not_accepted": done.left_out,
        "failures": done.failures,
    }


@click.command()
@click.option("--yes", is_flag=True, help="keep the difference without asking")
@format_option
@click.pass_context
def rebuild(context: click.Context, yes: bool, output_format: str) -> int:
    """Rebuild the record from documents, corrections and rulings, and show the difference before keeping it.

    json and csv ask nothing: without --yes they show the difference and keep nothing. Exit 1 if one was not kept.
    """
    from flows.commands.differences import print_difference
    from flows.news.judge import judge
    from models.record.writing.news.articles import read_out_again

    engine, now = there(context), datetime.now(UTC)
    upgrade(engine)
    found = _derive_again(context, engine, now, lambda difference: yes or not difference)
    print_difference(found, output_format)
    if found and not yes:
        if output_format != "table":
            return 1
        # The record is not locked meanwhile: a person may take longer than other writers wait.
        if not click.confirm("Keep this?"):
            say("Nothing was changed.")
            return 1
        if _derive_again(context, engine, now, lambda difference: difference == found) != found:
            raise RecordError("record: it changed in the meantime, so nothing was kept; run `moawatch rebuild` again")
    with write_session(engine) as session:
        read_out_again(session)
    judge(engine, now, everything=True)
    return 0


def _derive_again(
    context: click.Context, engine: Engine, now: datetime, accept: "Callable[[RebuildDifference], bool]"
) -> "RebuildDifference":
    from flows.fetching.archive import Archive
    from flows.lists.rebuild import rebuild as derive_again

    archive = Archive(settings_of(context).archive)
    with progress_bar() as show:
        return derive_again(engine, archive, now, accept, lambda done, of: show("reading", done, of))


@click.command()
@click.option(
    "--home",
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    envvar="MOAWATCH_HOME",
    default=".",
    help="folder in which the worker runs the flows; default MOAWATCH_HOME or the working folder",
)
@click.option("--pool", default="moawatch", show_default=True, help="work pool; made if it does not exist")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="that share the news sources")
@click.option("--notify", metavar="TYPE/NAME", help="Prefect block that tells people, as in slack-webhook/desk")
@click.pass_context
def deploy(context: click.Context, home: Path, pool: str, workers: int, notify: str | None) -> None:
    """Put work pool, deployments, schedules and automations on the Prefect server of PREFECT_API_URL.

    Run it again after each upgrade: it updates what is there. Then start a worker: prefect worker start --pool moawatch
    """
    from flows.deploying.deploy import deploy as put_on_server

    put_on_server(home, pool, settings_of(context).notify if notify is None else notify, say, workers)


@click.command()
def serve() -> None:
    """Run the schedules in Prefect with one process; PREFECT_API_URL is the address of the server."""
    from flows.deploying.serving import serve as serve_schedules

    serve_schedules()


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="folder for the record, archive and digests; an earlier demo there is deleted",
)
def demo(folder: Path) -> None:
    """Run moawatch against the bundled sample publisher, with a new record."""
    from flows.demo.play import play
    from flows.demo.summary import print_summary

    try:
        days, settings = play(folder, lambda text: say(text, err=True))
    except FileExistsError as error:
        raise click.UsageError(f"{error}; choose another with --folder") from error
    print_summary(days, settings)
