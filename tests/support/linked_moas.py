"""A record whose lists link documents on a fake publisher, and the days that pass there."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flows.demo.agreement import agreement_pages
from flows.demo.pdf import text_pdf
from flows.lists.backfill import backfill
from flows.lists.rebuild import rebuild
from flows.moas.gather import gather_moas
from flows.moas.reading import read_and_hold
from flows.served import Gathered
from flows.settings import load
from flows.sources.registry import MoaSource
from flows.world import World, open_world
from models.vocabulary import SupportType
from tests.support.workbooks import Cell, printed_row, workbook

SAVED = datetime(2025, 6, 2, 13, tzinfo=UTC)
SIGNED = date(2025, 3, 10)
HOST = "https://www.ice.example/"
LINKS = {"Lamar": "lamar.pdf", "Ellis": "ellis.pdf", "Hays": "scan.pdf", "Kerr": "gone.pdf"}  # by county of Texas


class PassingDays:
    """A clock that goes on when a test says so."""

    def __init__(self) -> None:
        self.now = SAVED + timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.now


def later(world: World, days: float) -> None:
    assert isinstance(world.clock, PassingDays)
    world.clock.now += timedelta(days=days)


def sheriff(county: str) -> str:
    return f"{county} County Sheriff's Office"


def moa(agency: str) -> bytes:
    return text_pdf(agreement_pages(agency, SupportType.TFM, SIGNED, date(2025, 2, 14), "1 Elm St, Paris, TX 75460"))


def linked_world(folder: Path, publisher: str) -> World:
    """A record of one list, whose links are fetched from the publisher."""
    registry = folder / "sources.toml"
    registry.write_text(
        '[[source]]\nname = "moas"\nkind = "moa"\ntitle = "Agreements"\n'
        f'linked_as = "{HOST}"\nurl = "{publisher}"\ndue_every_hours = 2\nmax_age_hours = 900\n'
    )
    settings = load(database=f"sqlite:///{folder}/record.db", archive=str(folder / "archive"), sources=str(registry))
    world = open_world(settings, clock=PassingDays(), sleep=lambda _: None)
    take_in_list(world, folder, SAVED, LINKS)
    return world


def take_in_list(
    world: World,
    folder: Path,
    saved: datetime,
    links: dict[str, str],
    signed: dict[str, date] | None = None,
    addendum: str = "",
) -> None:
    """Take in a list with these links; `signed`: other dates than SIGNED; `addendum` is Lamar County's."""
    days = dict.fromkeys(links, SIGNED) | (signed or {})
    rows = [
        printed_row(
            sheriff(county),
            COUNTY=f"{county} County",
            SIGNED=days[county],
            MOA=_linked(link),
            ADDENDUM=_linked(addendum if county == "Lamar" else ""),
        )
        for county, link in links.items()
    ]
    path = folder / f"participating{saved:%Y%m%d%H}.xlsx"
    path.write_bytes(workbook(rows, saved_at=saved))
    backfill(world.engine, world.archive, path, world.clock())


def _linked(file: str) -> Cell:
    return ("link", f"{HOST}moa/{file}") if file else ""


def linking(world: World) -> MoaSource:
    source = world.sources[0]
    assert isinstance(source, MoaSource)
    return source


def run(world: World, **changed: object) -> Gathered:
    gathered = gather_moas(world, linking(world).model_copy(update=changed))
    assert read_and_hold(world.engine, world.archive, world.clock) == []
    return gathered


def list_with(world: World, folder: Path, days: float, link: str, addendum: str = "") -> None:
    """Publish a list, days after the first one, on which Lamar County's agreement has these links."""
    take_in_list(world, folder, SAVED + timedelta(days=days), LINKS | {"Lamar": link}, addendum=addendum)
    assert read_and_hold(world.engine, world.archive, world.clock) == []


def same_after_a_rebuild(world: World) -> bool:
    return not rebuild(world.engine, world.archive, world.clock(), accept=lambda _: True)
