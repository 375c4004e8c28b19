"""The commands about the news: check, stories, claims, events, figures, funding."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from flows.commands.options import Day, State, asking, settings_of
from flows.terminal import format_option, print_rows
from models.claims.stated import Metric
from models.news.topics import Topic
from models.record.asking import Row
from models.vocabulary import VerdictKind


@click.command()
@click.argument("what", metavar="TEXT|URL|FILE")
@click.option("--published", type=Day(), help="the day the text speaks from (default: as the page says, else today)")
@format_option
@click.pass_context
def check(context: click.Context, what: str, published: date | None, output_format: str) -> None:
    """Hold each claim of a sentence, a page or a file against the lists, with the explanation that fits."""
    from flows.news import check as checking

    now = datetime.now(UTC)
    if what.startswith(("http://", "https://")):
        from flows.world import open_world

        article = checking.fetched_page(open_world(settings_of(context)), what, published)
    elif _means_file(what):
        article = checking.saved_text(Path(what), published, now)
    else:
        article = checking.sentence(what, published)
    with asking(context) as session:
        rows = [checking.as_row(each) for each in checking.check(session, article, now.date())]
    if output_format != "json":
        rows = [_flat(row) for row in rows]
    columns = ["claim", "verdict", "sentence", "list_date"]
    print_rows(rows, output_format, columns=columns, empty="No claim about the program found.")


@click.command()
@click.option("--topic", type=click.Choice([topic.value for topic in Topic]), metavar="TOPIC", help=", ".join(Topic))
@click.option("--since", type=Day(), help="first published on that day or later")
@click.option("--all", "everything", is_flag=True, help="also those without a topic, most of them about something else")
@format_option
@click.pass_context
def stories(
    context: click.Context, topic: str | None, since: date | None, everything: bool, output_format: str
) -> None:
    """Stories in the news, the newest first: their pages, what changed in them, and what could not be read."""
    from models.record.asking.news.stories import stories as story_rows

    with asking(context) as session:
        rows = story_rows(session, topic=Topic(topic) if topic else None, since=since, everything=everything)
    if output_format == "csv":  # a cell holds no table
        rows = [{name: value for name, value in row.items() if name != "articles"} for row in rows]
    columns = ["published", "title", "outlets", "pages", "topics", "changed", "not_read"]
    print_rows(rows, output_format, columns=columns, empty="No stories.")


@click.command()
@click.option("--verdict", type=click.Choice([kind.value for kind in VerdictKind]))
@click.option("--metric", type=click.Choice([metric.value for metric in Metric]), metavar="METRIC")
@click.option("--since", type=Day(), help="published on that day or later")
@click.option("--state", type=State())
@format_option
@click.pass_context
def claims(
    context: click.Context,
    verdict: str | None,
    metric: str | None,
    since: date | None,
    state: str | None,
    output_format: str,
) -> None:
    """Claims found in the news, the newest first, with the verdict believed now."""
    from models.record.asking.news.statements import claims as claim_rows

    with asking(context) as session:
        rows = claim_rows(
            session,
            verdict=VerdictKind(verdict) if verdict else None,
            metric=Metric(metric) if metric else None,
            since=since,
            state=state,
        )
    columns = ["published", "outlet", "metric", "value", "scope", "as_of", "verdict", "explanation"]
    print_rows(rows, output_format, columns=columns, empty="No claims.")


@click.command()
@click.option("--state", type=State())
@click.option("--since", type=Day(), help="published on that day or later")
@format_option
@click.pass_context
def events(context: click.Context, state: str | None, since: date | None, output_format: str) -> None:
    """Policy events found in the news: signed, ended, declined, laws, orders, lawsuits, polls."""
    from models.record.asking.news.statements import events as event_rows

    with asking(context) as session:
        rows = event_rows(session, state=state, since=since)
    print_rows(
        rows,
        output_format,
        columns=["date", "kind", "place", "actor", "proposed", "outlet", "sentence"],
        empty="No events.",
    )
    if output_format == "table":
        for row in rows:
            if row["against_the_list"]:
                click.echo(row["against_the_list"])


@click.command()
@click.argument("metric", type=click.Choice([metric.value for metric in Metric]), metavar="METRIC")
@format_option
@click.pass_context
def figures(context: click.Context, metric: str, output_format: str) -> None:
    """What was stated of one METRIC, by whom and when: officers_trained, funding_total, poll_pct, ..."""
    from flows.news.figures import known_statements
    from models.record.asking.news.statements import figures as figure_rows

    with asking(context) as session:
        rows = figure_rows(session, Metric(metric), known_statements())
    print_rows(rows, output_format, empty=f"Nothing stated of {metric} yet.")


@click.command()
@click.option("--as-of", type=Day(), help="the list and the terms of that day (default: today)")
@click.option("--state", type=State())
@format_option
@click.pass_context
def funding(context: click.Context, as_of: date | None, state: str | None, output_format: str) -> None:
    """What the list implies under the program's funding terms, as a range, beside what was claimed."""
    from flows.news.funding import funding_rows

    with asking(context) as session:
        rows, title = funding_rows(session, as_of, datetime.now(UTC).date(), state)
    columns = ["term", "low", "high", "assumes", "source", "announced"]
    print_rows(rows, output_format, title=title, columns=columns, empty=title)


def _means_file(what: str) -> bool:
    """Whether a file is there, or one word stands for one that is not: 'page.html', 'saved/page'."""
    try:
        if Path(what).exists():
            return True
    except (OSError, ValueError):  # a long sentence is no file name
        return False
    return len(what.split()) == 1 and ("/" in what or Path(what).suffix in (".html", ".htm", ".txt"))


def _flat(row: Row) -> Row:
    """One line for a person or a spreadsheet: the claim as words."""
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
