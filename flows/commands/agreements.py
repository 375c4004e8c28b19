"""The roster: `moawatch agreements`."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from flows.commands.options import Day, State, asking, none_that_old, since_record_begins
from flows.terminal import format_option, print_rows, say
from models.errors import SettingsError
from models.places.bodies import Body
from models.vocabulary import SUPPORT_TYPE_TITLES, SupportType

if TYPE_CHECKING:
    from models.places.tables import County
    from models.record.asking.views.agreements import ListOfDay

STATUSES = ("listed", "missing", "ended", "superseded", "all")


class SupportTypeName(click.ParamType[str]):
    """A support type by its letters or its name."""

    name = "support type"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value).strip().casefold()
        for kind, title in SUPPORT_TYPE_TITLES.items():
            if text in (kind.casefold(), title.casefold()):
                return kind.value
        self.fail(f"{value!r} is no support type; write {', '.join(SupportType)}", param, ctx)


@click.command()
@click.option("--as-of", type=Day(), help="those listed at the end of that day (default: on the newest list)")
@click.option("--state", type=State(), help="only this state or territory")
@click.option("--county", metavar="COUNTY", help="'Lamar County', 'Lamar County, TX' or a FIPS code such as 48277")
@click.option("--support-type", type=SupportTypeName(), help="JEM, TFM or WSO")
@click.option("--body", type=click.Choice([body.value for body in Body]), metavar="BODY", help=", ".join(Body))
@click.option(
    "--status",
    type=click.Choice(STATUSES),
    default=STATUSES[0],
    show_default=True,
    help="as of the newest list; missing: its end is not confirmed yet",
)
@format_option
@click.pass_context
def agreements(
    context: click.Context,
    /,
    as_of: date | None,
    state: str | None,
    county: str | None,
    status: Any,
    output_format: str,
    **limits: str | None,
) -> None:
    """List the agreements: who, where, which support type, signed and listed when."""
    from models.record.asking.lists import first_day
    from models.record.asking.views.agreements import agreements as roster
    from models.record.asking.views.agreements import participating_list
    from models.record.store import require_views

    if as_of is not None and status != STATUSES[0]:
        raise click.UsageError("--as-of gives the agreements listed on that day; leave out --status")
    counties = counties_named(county, state) if county else ()
    fips = [each.fips for each in counties]
    with asking(context) as session:
        require_views(session)
        source = participating_list(session, as_of)
        begins = first_day(session)
        rows = roster(session, as_of=as_of, status=status, state=state, county_fips=fips, **limits)
    columns = ["state", "agency", "county", "support_type", "signed", "first_day"]
    columns += ["last_day"] if status != STATUSES[0] else []
    columns += ["status"] if status == "all" else []
    if rows or output_format != "table":
        late = any(row["began_before_record"] for row in rows)
        print_rows(rows, output_format, columns=columns, note=since_record_begins(begins) if late else "")
    if output_format == "table":
        number = len({row["agency_id"] for row in rows})
        say(_summary(len(rows), number, status, begins, source, counties))


def _summary(
    agreements: int,
    agencies: int,
    status: str,
    begins: date | None,
    source: "ListOfDay | None",
    counties: Sequence["County"],
) -> str:
    """'957 agreements of 796 agencies on the list of 2025-09-03, sha256 12e0e6039d3d'."""
    if source is None:
        return none_that_old(begins)
    kind = f"{status} " if status in ("missing", "ended", "superseded") else ""
    count = f"{f'{agreements:,}' if agreements else 'No'} {kind}{'agreement' if agreements == 1 else 'agreements'}"
    of = f" of {agencies:,} {'agency' if agencies == 1 else 'agencies'}" if agreements else ""
    where = f" in {_several(each.full_name for each in counties)}" if counties else ""
    by = "on the list" if status == "listed" else "as of the list"
    return f"{count}{of}{where} {by} of {source.day}, sha256 {source.sha256[:12]}"


def counties_named(text: str, state: str | None) -> tuple["County", ...]:
    """The counties that an option means: one by its FIPS code, or all of that name, in one state where it says which.

    Raises click.BadParameter with the nearest names.
    """
    from models.places.asked import counties_asked

    try:
        return counties_asked(text, state)
    except SettingsError as error:
        raise click.BadParameter(str(error), param_hint="'--county'") from error


def _several(names: Iterable[str]) -> str:
    *most, last = names
    return f"{'; '.join(most)} or {last}" if most else last
