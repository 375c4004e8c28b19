"""Captures of ICE's page and lists, as a web archive has them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from flows.world import World
from tests.support import histories
from tests.support.record_contents import contents
from tests.support.web_archive import Archived, FakeWebArchive, Fault

# What the fixtures give: a record beside an archive of these captures, and the record of the same captures as files.
Opened = Callable[[Sequence[Archived]], tuple[World, FakeWebArchive]]
FromFiles = Callable[[Sequence[Archived]], sa.Engine]

PAGE = "https://www.ice.gov/identify-and-arrest/287g"
EARLIER_PAGE = "https://www.ice.gov/287g"
FOLDER = "https://www.ice.gov/doclib/about/offices/ero/287g/"
FIRST = datetime(2019, 3, 1, 12, tzinfo=UTC)


def captured_page(number: int, head: str = "") -> bytes:
    """The page with its table; every second one has another agency."""
    rows = "".join(
        f"<tr><td>TEXAS</td><td>{name} County Sheriff's Office</td><td>Jail Enforcement Model</td>"
        f"<td>2019-02-{day:02}</td><td></td></tr>"
        for day, name in enumerate(("Ada", "Boone", "Cass", "Dallas", "Elk", "Floyd")[: 4 + number // 2 % 3], 1)
    )
    header = "".join(
        f"<th>{name}</th>" for name in ("STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "SIGNED", "MOA")
    )
    text = f"<title>287(g)</title>{head}<p>Capture {number}</p><table><tr>{header}</tr>{rows}</table>"
    return f"<html><body>{text}</body></html>".encode()


def captured_pages(faults: Sequence[Fault] = ()) -> list[Archived]:
    faults = [*faults, *[Fault.NONE] * (12 - len(faults))]
    return [
        Archived(
            EARLIER_PAGE if number < 6 else PAGE,
            FIRST + timedelta(days=30 * number),
            captured_page(number),
            faults[number],
        )
        for number in range(len(faults))
    ]


def captured_lists() -> list[Archived]:
    return [
        Archived(FOLDER + name, datetime(2025, 6, 20, 1, number, tzinfo=UTC), content)
        for number, (name, content) in enumerate([*histories.files().items()][:6])
    ]


def waiting(world: World, slept: list[float], **settings: object) -> World:
    """The same, with pauses of four seconds that are noted, not slept."""
    changed = world.settings.model_copy(update={"web_archive_pause": 4.0} | settings)
    return World(changed, world.engine, world.archive, (), world.clock, slept.append)


def without_names(engine: sa.Engine) -> dict[str, list[str]]:
    """The record but for the names of saved files."""
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE snapshot SET file_name = NULL"))
    return contents(engine)
