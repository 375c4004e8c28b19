"""What is held or in doubt, and the verdicts of persons on it."""

from datetime import UTC, datetime

import click

from flows.commands.options import asking, engine_of, settings_of
from flows.reports.tables import format_option, print_rows


@click.group(invoke_without_command=True)
@format_option
@click.pass_context
def review(context: click.Context, output_format: str) -> None:
    """Held lists with the evidence against them, and doubts with the reading taken."""
    if context.invoked_subcommand is not None:
        return
    from flows.rulings import rulings_of
    from models.questions.review import held_lists, idle_rulings, open_doubts

    with asking(context) as session:
        held, doubts = held_lists(session), open_doubts(session)
        idle = idle_rulings(session, rulings_of(session))
    if output_format == "json":
        print_rows([{"held": held, "doubts": doubts, "idle": idle}], "json")
        return
    if output_format == "csv":
        print_rows(doubts, "csv")
        return
    for one in held:
        title = f"HELD {one['id']} ({one['rows']:,} rows, sha256 {one['sha256'][:12]})"
        rows = [dict(finding) | {"passed": "yes" if finding["passed"] else "NO"} for finding in one["findings"]]
        print_rows(rows, "table", title=title)
    columns = ["id", "list_date", "question", "reading", "confidence", "evidence"]
    print_rows(doubts, "table", title="In doubt", columns=columns, empty="Nothing is in doubt.")
    for ruling in idle:
        click.echo(f"Idle, since the publisher has mended it or it never matched: {ruling}")
    if held or doubts:
        click.echo('Settle with: moawatch review accept|reject|same|distinct|release ID --because "..."')


def _verdict_command(decision: str, help_text: str) -> None:
    @review.command(decision, help=help_text)
    @click.argument("about", metavar="ID")
    @click.option("--because", required=True, help="the reason, kept with the verdict")
    @click.pass_context
    def decide(context: click.Context, about: str, because: str) -> None:
        _decide(context, decision, about, because)


def _decide(context: click.Context, decision: str, about: str, because: str) -> None:
    """Keep the verdict, then derive the record again under it and say what it altered."""
    from flows.archive import Archive
    from flows.deriving import rebuild
    from flows.reports.differences import print_difference
    from models.questions.review import is_reviewable
    from models.store import writing
    from models.tables.review import HumanVerdict

    engine = engine_of(context)
    now = datetime.now(UTC)
    with writing(engine) as session:
        if not is_reviewable(session, about):
            raise click.UsageError(f"{about!r} is the id of no change, doubt or list; see `moawatch review`")
        session.add(HumanVerdict(about=about, decision=decision, because=because, decided_at=now))
    difference = rebuild(engine, Archive(settings_of(context).archive), now, accept=lambda _: True)
    print_difference(difference)


_verdict_command("accept", "The reading of a change or a doubt is right.")
_verdict_command("reject", "The reading of a change or a doubt, or a held list, is wrong.")
_verdict_command("same", "The two names of a doubt are one agency.")
_verdict_command("distinct", "The two names of a doubt are two agencies.")
_verdict_command("release", "A held list is right after all.")
