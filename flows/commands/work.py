"""The commands that do the work: run, backfill, rebuild, serve, demo."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.options import settings_of, there
from models.errors import RecordError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.lists.derive import RebuildDifference


@click.command()
@click.option("--all", "everything", is_flag=True, help="also what is not due yet")
@click.pass_context
def run(context: click.Context, everything: bool) -> int:
    """Fetch what is due, take it in, write the digest. Exit 1 where a source failed; the others are taken in."""
    from flows.run import track
    from flows.world import open_world

    world = open_world(settings_of(context))
    done = track(world, everything=everything, say=lambda text: click.echo(text, err=True))
    if not done.gathered:
        click.echo("Nothing is due; `moawatch run --all` asks every source all the same.")
    for one in done.gathered:
        click.echo(f"{one.source}: {one.seen} seen, {one.new} new")
        for remark in one.remarks:
            click.echo(f"  {remark}")
    for snapshot in done.derivation.held:
        click.echo(f"HELD: {snapshot}; `moawatch review` shows why")
    if done.told is not None:
        click.echo(done.told.sentence)
    for failure in done.failures:
        click.echo(f"moawatch: {failure}", err=True)
    return int(bool(done.failures))


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.pass_context
def backfill(context: click.Context, path: Path) -> int:
    """Take in a saved list, or all below a folder, in any order. What is known already is left alone."""
    from flows.commands.progress import progress_bar
    from flows.fetching.archive import Archive
    from flows.lists.backfill import backfill as take_in
    from flows.news.judge import judge
    from models.record.store import open_engine, upgrade

    settings = settings_of(context)
    engine = open_engine(settings.database)
    upgrade(engine)
    now = datetime.now(UTC)
    with progress_bar() as show:
        done = take_in(engine, Archive(settings.archive), path, now, show)
    judge(engine, now, everything=True)
    click.echo(f"{done.files} files, {done.new} new documents, {done.derivation.lists} lists resolved")
    if done.derivation.rebuilt:
        click.echo("Some are older than lists that were there: the record was derived again in order.")
    for snapshot in done.derivation.held:
        click.echo(f"HELD: {snapshot}; `moawatch review` shows why")
    for failure in done.failures:
        click.echo(f"moawatch: {failure}", err=True)
    return int(bool(done.failures))


@click.command()
@click.option("--yes", is_flag=True, help="accept the difference without asking")
@click.pass_context
def rebuild(context: click.Context, yes: bool) -> int:
    """Derive everything again from documents, corrections and verdicts; show what differs before it is accepted."""
    from flows.commands.differences import print_difference
    from flows.news.judge import judge
    from flows.news.keep import read_out_again
    from models.record.store import upgrade, write_session

    engine = there(context)
    upgrade(engine)
    now = datetime.now(UTC)
    found = _derive_again(context, engine, now, lambda difference: yes or not difference)
    print_difference(found)
    if found and not yes:
        # The record is not locked meanwhile: a person may look for longer than other writers wait.
        if not click.confirm("Accept?"):
            click.echo("Left as it was.")
            return 1
        if _derive_again(context, engine, now, lambda difference: difference == found) != found:
            raise RecordError("record: it has changed while you looked, so nothing was accepted; run it again")
    with write_session(engine) as session:
        read_out_again(session)
    judge(engine, now, everything=True)
    return 0


def _derive_again(
    context: click.Context, engine: "Engine", now: datetime, accept: "Callable[[RebuildDifference], bool]"
) -> "RebuildDifference":
    from flows.commands.progress import progress_bar
    from flows.fetching.archive import Archive
    from flows.lists.derive import rebuild as derive_again

    archive = Archive(settings_of(context).archive)
    with progress_bar() as show:
        return derive_again(engine, archive, now, accept, lambda done, of: show("reading", done, of))


@click.command()
def serve() -> None:
    """Keep the schedules in Prefect with this one process; PREFECT_API_URL names the server."""
    from flows.serving import serve as serve_schedules

    serve_schedules()


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="where the record, the archive and the digests go; a former demo there is emptied",
)
def demo(folder: Path) -> None:
    """Run the real flow against the bundled sample publisher, into a fresh record."""
    from flows.demo.play import play
    from flows.demo.summary import print_summary

    try:
        days, settings = play(folder, lambda text: click.echo(text, err=True))
    except FileExistsError as error:
        raise click.UsageError(f"{error}; name another with --folder") from error
    print_summary(days, settings)
