"""What is held or in doubt, and the verdicts of persons on it."""

from datetime import UTC, datetime

import click
from sqlmodel import Session

from flows.commands.options import asking, settings_of, there
from flows.commands.tables import format_option, print_rows
from models.lists.rulings import Decision


@click.group(invoke_without_command=True)
@format_option
@click.pass_context
def review(context: click.Context, output_format: str) -> None:
    """Held lists with the evidence against them, and doubts with the reading taken."""
    if context.invoked_subcommand is not None:
        return
    from models.record.asking.review import held_lists, idle_rulings, open_doubts
    from models.record.asking.rulings import rulings_of

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
    if held:
        click.echo('Settle a list with: moawatch review release|reject ID --because "..."')
    if doubts:
        click.echo('Settle a doubt with: moawatch review accept|reject|same|distinct ID --because "..."')


def _verdict_command(decision: Decision, help_text: str) -> None:
    @review.command(decision.value, help=help_text)
    @click.argument("about", metavar="ID")
    @click.option("--because", required=True, help="the reason, kept with the verdict")
    @click.pass_context
    def decide(context: click.Context, about: str, because: str) -> None:
        if not because.strip():
            raise click.UsageError("--because is empty; say why, for those who read the record in ten years")
        _decide(context, decision, about, because)


def _decide(context: click.Context, decision: Decision, about: str, because: str) -> None:
    """Keep the verdict, then derive the record again under it and say what it altered."""
    from flows.commands.differences import print_difference
    from flows.fetching.archive import Archive
    from flows.lists.derive import rebuild
    from models.record.asking.review import status_of
    from models.record.store import read_session, upgrade, write_session
    from models.record.tables.review import HumanVerdict

    engine = there(context)
    upgrade(engine)
    now = datetime.now(UTC)
    with write_session(engine) as session:
        _refuse_unless_meant(session, decision, about)
        session.add(HumanVerdict(about=about, decision=decision, because=because, decided_at=now))
    difference = rebuild(engine, Archive(settings_of(context).archive), now, accept=lambda _: True)
    print_difference(difference)
    with read_session(engine) as session:
        status = status_of(session, about)
    if status is not None:
        click.echo(f"The list {about} is {status}.")


def _refuse_unless_meant(session: Session, decision: Decision, about: str) -> None:
    """A verdict that no rule would ever look at is not kept."""
    from models.record.asking.review import decisions_on

    possible = decisions_on(session, about)
    if not possible:
        raise click.UsageError(f"{about!r} is the id of no change, doubt or list; see `moawatch review`")
    if decision not in possible:
        what = "a list" if Decision.RELEASE in possible else "a change or a doubt"
        raise click.UsageError(f"{about} is {what}, which takes {' or '.join(sorted(possible))}")


_verdict_command(Decision.ACCEPT, "The reading of a change or a doubt is right.")
_verdict_command(Decision.REJECT, "The reading of a change or a doubt, or a held list, is wrong.")
_verdict_command(Decision.SAME, "The two names of a doubt are one agency.")
_verdict_command(Decision.DISTINCT, "The two names of a doubt are two agencies.")
_verdict_command(Decision.RELEASE, "A held list is right after all.")
