"""The command that writes the record as files."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

import click

from flows.commands.options import Day, there
from flows.exports.export import FORMATS, ExportRequest
from flows.exports.export import export as write
from flows.terminal import progress_bar, say


class Formats(click.ParamType[tuple[str, ...]]):
    """Names of formats with commas between them."""

    name = "formats"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        names = [each.strip() for each in str(value).split(",")]
        for name in names:
            if name not in FORMATS:
                self.fail(f"{name!r} is no format; choose of {', '.join(FORMATS)}", param, ctx)
        return tuple(name for name in FORMATS if name in names)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    type=Formats(),
    default="csv",
    show_default=True,
    metavar="NAMES",
    help=f"{', '.join(FORMATS)}, or some of them with commas between",
)
@click.option("--view", "views", metavar="NAME", multiple=True, help="only this view; may be given again")
@click.option("--as-of", type=Day(), help="the record as of the end of that day")
@click.option("--since", metavar="CHANGE_ID", help="only changes that came into the record after this one")
@click.pass_context
def export(
    context: click.Context,
    folder: Path,
    formats: tuple[str, ...],
    views: tuple[str, ...],
    as_of: date | None,
    since: str | None,
) -> None:
    """Write the views of the record into DIR as files, with a Data Package, a citation and checksums.

    The same record gives the same bytes. DIR must be empty or hold an earlier export, which is replaced.

    To follow the changes, read `newest_change` in datapackage.json and give it to --since the next time.
    """
    with progress_bar() as show:
        done = write(there(context), folder, ExportRequest(formats, views, as_of, since), show)
    for remark in done.remarks:
        say(remark)
    files = sorted({each.file for each in done.views})
    size = sum((folder / file).stat().st_size for file in files)
    views_written = {each.view.name for each in done.views}
    say(f"{folder}: {_counted(views_written, 'view')} in {_counted(files, 'file')}, {_size(size)}")


def _counted(things: Collection[str], word: str) -> str:
    return f"{len(things)} {word}" + ("s" if len(things) != 1 else "")


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{count / 1e3:,.0f} kB"
