"""What is held or in doubt, and a person's rulings on it."""

from datetime import UTC, datetime

import click

from flows.commands.options import asking, settings_of, there
from flows.terminal import format_option, print_rows, say, say_folded
from models.lists.rulings import Decision


@click.group(invoke_without_command=True)
@format_option
@click.pass_context
def review(context: click.Context, output_format: str) -> None:
    """Show held lists with the evidence against them, and doubts with the answer in the record.

    Also documents (PDFs) that do not fit the row that links them: `accept` says that the link or the row is wrong,
    `reject` that they do fit; no number rests on the answer. And what was set aside: an article or document that failed
    three times, which is not tried again by itself. `retry` tries it again; `leave` accepts that it stays unread.
    """
    if context.invoked_subcommand is not None:
        return
    from models.record.asking.moas.documents import misfits
    from models.record.asking.review import held_lists, open_doubts, unused_rulings
    from models.record.asking.rulings import rulings_of
    from models.record.asking.runs import failed_rows

    with asking(context) as session:
        held, doubts = held_lists(session), open_doubts(session)
        unused = unused_rulings(session, rulings_of(session))
        failed, documents = failed_rows(session), misfits(session)
    if output_format == "json":
        everything = {"held": held, "doubts": doubts, "documents": documents, "idle": unused, "failed": failed}
        print_rows([everything], "json")
        return
    if output_format == "csv":
        print_rows(doubts, "csv")
        return
    for one in held:
        title = f"HELD {one['id']} ({one['rows']:,} rows, sha256 {one['sha256'][:12]})"
        rows = [dict(finding) | {"passed": "yes" if finding["passed"] else "NO"} for finding in one["findings"]]
        print_rows(rows, "table", title=title)
    columns = ["id", "list_date", "question", "assumed", "confidence", "evidence"]
    aside = [row for row in failed if row["set_aside_at"]]
    if doubts or not (held or documents or aside):
        print_rows(doubts, "table", title="In doubt", columns=columns, empty="Nothing is in doubt.")
    if documents:
        columns = ["id", "agreement_id", "question", "sha256"]
        print_rows(documents, "table", title="Documents that do not fit the row that links them", columns=columns)
        say_folded('If the link or the row is wrong: moawatch review accept ID --because "..."')
        say_folded('If they do fit: moawatch review reject ID --because "..."')
    if aside:
        columns = ["id", "kind", "source", "item", "attempts", "set_aside_at", "reason"]
        print_rows(aside, "table", title="Set aside", columns=columns)
        say_folded("Try one again with: moawatch review retry ID; leave it at that with: moawatch review leave ID")
    for ruling in unused:
        say_folded(f"No longer applies (fixed by the publisher): {ruling}")
    if held:
        say_folded('Decide on a list with: moawatch review release|reject ID --because "..."')
    if doubts:
        say_folded('Decide on a doubt with: moawatch review accept|reject|same|distinct ID --because "..."')


@review.command()
@format_option
@click.pass_context
def places(context: click.Context, output_format: str) -> None:
    """Show the agencies whose county or sort of body the rules doubt, with the reason.

    A row for data/reference/places_by_hand.csv or bodies_by_hand.csv settles one.
    """
    from models.record.asking.places import doubtful_places

    with asking(context) as session:
        rows = doubtful_places(session)
    columns = ["state", "agency", "county", "doubt"]
    print_rows(rows, output_format, columns=columns, empty="No agency's place or sort of body is in doubt.")


@review.command()
@click.argument("failed", metavar="ID")
@click.pass_context
def retry(context: click.Context, failed: str) -> None:
    """Let the next run try again what was set aside.

    ID is that of an article or document that failed three times, as `moawatch review` shows it.
    """
    from models.record.store import upgrade, write_session
    from models.record.writing.failures import try_again

    engine = there(context)
    upgrade(engine)
    with write_session(engine) as session:
        row = try_again(session, failed)
        click.echo(f"The next run tries again: {row.source}: {row.kind} {row.item}")


@review.command()
@click.argument("failed", metavar="ID")
@click.pass_context
def leave(context: click.Context, failed: str) -> None:
    """Stop telling of something set aside; it stays unread.

    ID is that of an article or document that failed three times, as `moawatch review` shows it. It is not tried again,
    and it no longer shows in `review` and `status`.
    """
    from models.record.store import upgrade, write_session
    from models.record.writing.failures import leave as leave_aside

    engine = there(context)
    upgrade(engine)
    with write_session(engine) as session:
        row = leave_aside(session, failed, datetime.now(UTC))
        click.echo(f"Left aside: {row.source}: {row.kind} {row.item}")


def _ruling_command(decision: Decision, help_text: str) -> None:
    @review.command(decision.value, help=help_text)
    @click.argument("about", metavar="ID")
    @click.option("--because", required=True, help="the reason, kept with the ruling")
    @click.pass_context
    def decide(context: click.Context, about: str, because: str) -> None:
        if not because.strip():
            raise click.UsageError("--because is empty; give the reason for future readers of the record")
        _decide(context, decision, about, because)


def _decide(context: click.Context, decision: Decision, about: str, because: str) -> None:
    """Keep the ruling, then rebuild the record with it and show what changed."""
    from flows.commands.differences import print_difference
    from flows.fetching.archive import Archive
    from flows.lists.rebuild import rebuild
    from models.record.asking.review import FOR_DOCUMENTS, possible_decisions, status_of
    from models.record.store import read_session, upgrade, write_session
    from models.record.writing.rulings import keep_ruling

    engine = there(context)
    upgrade(engine)
    now = datetime.now(UTC)
    with write_session(engine) as session:
        possible = possible_decisions(session, about)
        _refuse_unless_possible(decision, about, possible)
        keep_ruling(session, about, decision, because, now)
    if possible == FOR_DOCUMENTS:
        say("Noted; the record stays as it is.")
        return
    difference = rebuild(engine, Archive(settings_of(context).archive), now, accept=lambda _: True)
    print_difference(difference)
    with read_session(engine) as session:
        status = status_of(session, about)
    if status is not None:
        say(f"The list {about} is {status}.")


def _refuse_unless_possible(decision: Decision, about: str, possible: frozenset[Decision]) -> None:
    from models.record.asking.review import FOR_DOCUMENTS

    if not possible:
        raise click.UsageError(f"no change, doubt or list has the id {about!r}; see `moawatch review`")
    if decision not in possible:
        what = "a list" if Decision.RELEASE in possible else "a change or a doubt"
        what = "a document" if possible == FOR_DOCUMENTS else what
        raise click.UsageError(f"{about} is {what}; use {' or '.join(sorted(possible))}")


_ruling_command(Decision.ACCEPT, "Accept a change, the answer to a doubt, or that a document does not fit.")
_ruling_command(
    Decision.REJECT, "Reject a change, the answer to a doubt, a held list, or that a document does not fit."
)
_ruling_command(Decision.SAME, "The two names in a doubt are one agency.")
_ruling_command(Decision.DISTINCT, "The two names in a doubt are two agencies.")
_ruling_command(Decision.RELEASE, "Accept a held list after all.")
