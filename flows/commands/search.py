"""The command that finds by words."""

import click

from flows.commands.options import asking
from flows.terminal import format_option, print_rows, say

# On a screen, of each kind; JSON and CSV have all.
_SHOWN = 10


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--documents", is_flag=True, help="pages of the agreements (PDFs) that the lists link")
@format_option
@click.pass_context
def search(context: click.Context, text: tuple[str, ...], documents: bool, output_format: str) -> None:
    """Find agencies, stories and changes that have all the words of TEXT; or pages, with --documents.

    Words may stand in any order and be cut off or abbreviated: `moawatch search st johns so` finds St. Johns County
    Sheriff's Office. Agencies are found under every spelling and by their county; stories by title and by the
    sentences that state a number or an act.
    """
    from models.record.asking.views.search import names_near
    from models.record.asking.views.search import search as found_rows
    from models.record.store import require_views

    words = " ".join(text)
    if documents:
        _print_pages(context, words, output_format)
        return
    with asking(context) as session:
        require_views(session)
        rows = found_rows(session, words)
        near = names_near(session, words) if not rows and output_format == "table" else []
    if output_format != "table":
        print_rows(rows, output_format)
        return
    if not rows:
        title = f"Nothing has all the words of {words!r}." + (" The nearest agencies:" if near else "")
        print_rows(near, "table", title=title, columns=["name", "state", "id"], empty=title)
        return
    shown, more = [], []
    for what, several in (("agency", "agencies"), ("story", "stories"), ("change", "changes")):
        of_this = [row for row in rows if row["what"] == what]
        shown += of_this[:_SHOWN]
        if len(of_this) > _SHOWN:
            more.append(f"{len(of_this) - _SHOWN:,} more {several}")
    print_rows(shown, "table")
    if more:
        say(f"And {' and '.join(more)}; --format json has all.")


def _print_pages(context: click.Context, words: str, output_format: str) -> None:
    from models.lists.searching import plain
    from models.record.asking.moas.documents import pages_with

    with asking(context) as session:
        rows = pages_with(session, plain(words).split())
    if output_format != "table":
        print_rows(rows, output_format)
        return
    shown = [dict(row) | {"sha256": row["sha256"][:12]} for row in rows[:_SHOWN]]
    columns = ["state", "agency", "page", "text", "sha256"]
    print_rows(shown, "table", columns=columns, empty=f"No page has all the words of {words!r}.")
    if len(rows) > _SHOWN:
        say(f"And {len(rows) - _SHOWN:,} more pages; --format json has them.")
