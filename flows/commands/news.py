"""The commands about the news: check, stories, claims, events, figures, funding."""

from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from flows.commands.options import Day, DayOrMonth, State, asking, world_of
from flows.terminal import format_option, print_rows, say, say_folded
from models.claims.stated import Metric
from models.news.topics import Topic
from models.record.asking import Row
from models.vocabulary import VERDICT_TITLES, VerdictKind


class OneOf(click.Choice[StrEnum]):
    """A member of an enumeration by its value; click's own choice goes by its name."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
        return super().normalize_choice(str(choice), ctx)


@click.command()
@click.argument("what", metavar="TEXT|URL|FILE")
@click.option(
    "--published", type=DayOrMonth(), help="when the text was published (default: the page's own date, or today)"
)
@click.option("--explain", is_flag=True, help="also print what decided each claim and verdict, and what came next")
@format_option
@click.pass_context
def check(context: click.Context, what: str, published: str | None, explain: bool, output_format: str) -> None:
    """Check each claim in a sentence, a page or a file against the lists, and explain the result.

    `moawatch claims --help` explains the verdicts. json always has what `--explain` prints about claims; `--explain`
    also lists the policy events of the text.
    """
    from flows.news import check as checking

    now = datetime.now(UTC)
    if what.startswith(("http://", "https://")):
        article = checking.fetched_page(world_of(context), what, published)
    elif _means_file(what):
        article = checking.saved_text(Path(what), published, now)
    else:
        article = checking.sentence(what, published)
    with asking(context) as session:
        rows = checking.check(session, article, now.date())
    as_of = [row["claim"]["as_of"] for row in rows]
    told = rows
    if output_format != "json":
        rows = [_flat(row) for row in rows]
    if output_format == "table":
        rows = [dict(row) | {"verdict": VERDICT_TITLES[row["verdict"]]} for row in rows]
    columns = ["claim", "verdict", "sentence", "list_date"]
    undated = article.published is None and not any(as_of)
    note = f"The text has no date, so today's counts: {now.date()}; --published YYYY-MM-DD or YYYY-MM gives one"
    print_rows(
        rows, output_format, columns=columns, empty="No claim about the program found.", note=note if undated else ""
    )
    if explain and output_format == "table":
        for row, flat in zip(told, rows, strict=True):
            say("")
            say_folded(f"{flat['claim']}: {_reasons(row)}")
        for event in checking.told_events(article):
            say("")
            say_folded(event)


@click.command()
@click.option("--topic", type=OneOf(Topic), metavar="TOPIC", help=", ".join(Topic))
@click.option("--since", type=Day(), help="only stories first published on this day or later")
@click.option("--all", "everything", is_flag=True, help="include stories without a topic, mostly about other things")
@format_option
@click.pass_context
def stories(context: click.Context, /, output_format: str, **asked: Any) -> None:
    """List stories in the news, newest first: their pages, what changed in them, and what could not be read."""
    from models.record.asking.news.stories import stories as story_rows

    with asking(context) as session:
        rows = story_rows(session, **asked)
    if output_format == "csv":  # a table does not fit into a cell
        rows = [{name: value for name, value in row.items() if name != "articles"} for row in rows]
    columns = ["published", "title", "outlets", "pages", "topics", "changed", "not_read"]
    print_rows(rows, output_format, columns=columns, empty="No stories.")


@click.command()
@click.option("--verdict", type=OneOf(VerdictKind), help="only claims with this verdict")
@click.option("--metric", type=OneOf(Metric), metavar="METRIC", help="only claims of this metric")
@click.option("--since", type=Day(), help="only articles published on this day or later")
@click.option("--state", type=State(), help="only this state or territory")
@format_option
@click.pass_context
def claims(context: click.Context, /, output_format: str, **asked: Any) -> None:
    """List claims found in the news, newest first, each with its current verdict.

    \b
    supported            the list of that day bears the number out
    supported_otherwise  not this, but another unit, way of counting or date
    off_by               the list says another number
    inconsistent         other numbers in the same text contradict it
    no_list              a list could decide it, but none is near enough
    not_checkable        no list can decide it
    """
    from models.record.asking.news.statements import claims as claim_rows

    with asking(context) as session:
        rows = claim_rows(session, **asked)
    if output_format == "table":
        rows = [dict(row) | {"verdict": VERDICT_TITLES.get(row["verdict"], "")} for row in rows]
    columns = ["published", "outlet", "metric", "value", "scope", "as_of", "verdict", "explanation"]
    print_rows(rows, output_format, columns=columns, empty="No claims.")


@click.command()
@click.option("--state", type=State(), help="only this state or territory")
@click.option("--since", type=Day(), help="only articles published on this day or later")
@format_option
@click.pass_context
def events(context: click.Context, /, output_format: str, **asked: Any) -> None:
    """List policy events found in the news: signings, endings, refusals, laws, orders, lawsuits, polls."""
    from models.record.asking.news.statements import events as event_rows

    with asking(context) as session:
        rows = event_rows(session, **asked)
    columns = ["date", "kind", "place", "actor", "proposed", "outlet", "sentence"]
    print_rows(rows, output_format, columns=columns, empty="No events.")
    if output_format == "table":
        for row in rows:
            if row["against_the_list"]:
                say_folded(row["against_the_list"])


@click.command()
@click.argument("metric", type=OneOf(Metric), metavar="METRIC")
@format_option
@click.pass_context
def figures(context: click.Context, metric: Metric, output_format: str) -> None:
    """List what was stated about one METRIC, by whom and when: officers_trained, funding_total, poll_pct, ..."""
    from flows.figures import known_statements
    from models.record.asking.news.statements import figures as figure_rows

    with asking(context) as session:
        rows = figure_rows(session, metric, known_statements())
    print_rows(rows, output_format, empty=f"No statements about {metric} yet.")


@click.command()
@click.option("--as-of", type=Day(), help="use the list and the terms of this day (default: today)")
@click.option("--state", type=State(), help="only this state or territory")
@format_option
@click.pass_context
def funding(context: click.Context, as_of: date | None, state: str | None, output_format: str) -> None:
    """Show what the list implies under the program's funding terms, as a range, next to what was claimed."""
    from flows.news.funding import funding_rows

    with asking(context) as session:
        rows, title = funding_rows(session, as_of, datetime.now(UTC).date(), state)
    columns = ["term", "low", "high", "assumes", "source", "announced"]
    print_rows(rows, output_format, title=title, columns=columns, empty=title)


def _means_file(what: str) -> bool:
    """Whether the argument is a file, or one word that looks like a missing one: 'page.html', 'saved/page'."""
    try:
        if Path(what).exists():
            return True
    except (OSError, ValueError):  # too long for a file name, so it is a sentence
        return False
    return len(what.split()) == 1 and ("/" in what or Path(what).suffix in (".html", ".htm", ".txt"))


def _reasons(row: Row) -> str:
    """What decided the verdict and each part of the claim, with the next best and what is not sure."""
    told = list(row["reasons"])
    for each in row["claim"]["evidence"]:
        because = f" ({'; '.join(each['reasons'])})" if each["reasons"] else ""
        next_best = f", next best {each['runner_up']}" if each["runner_up"] else ""
        told.append(f"{each['part']} {each['chosen']}{because}{next_best}{'' if each['sure'] else ', not sure'}")
    return "; ".join(told) or "nothing to weigh"


def _flat(row: Row) -> Row:
    """One line for a table or a spreadsheet, with the claim in words."""
    from models.verdicts.values import number

    claim = row["claim"]
    unit = {"%": "%", "USD": " USD", "x": " times"}.get(claim["unit"] or "", "")
    figure = number(claim["value"]) + (f" to {number(claim['value_high'])}" if claim["value_high"] else "")
    qualifier = claim["qualifier"] if not claim["value_high"] else None
    words = [qualifier, f"{figure}{unit}", claim["metric"].replace("_", " "), claim["scope"], claim["as_of"]]
    return dict(row) | {
        "claim": " ".join(str(word) for word in words if word),
        "computed": list(row["computed"] or ()),
        "said_before": [f"{each['said_by']}, {each['said_on']}" for each in row["said_before"]],
    }
