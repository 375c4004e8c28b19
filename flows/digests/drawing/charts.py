"""The two charts of a digest as HTML tables: they need no image and stay readable in Gmail, Outlook and dark mode.
Each comes with a sentence that says the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.digests.content import PlaceFigure
from models.digests.wording import day_words, join_words, place_name
from models.vocabulary import PLACE_NAMES, TERRITORY_NAMES

# Each state roughly where it is, as newsrooms draw tile maps, with the territories below. '..' is sea.
_MAP = """
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. WI .. .. .. VT NH
WA ID MT ND MN IL MI .. NY MA ..
OR NV WY SD IA IN OH PA NJ CT RI
CA UT CO NE MO KY WV VA MD DE ..
.. AZ NM KS AR TN NC SC DC .. ..
.. .. .. OK LA MS AL GA .. .. ..
HI .. .. TX .. .. .. .. FL .. ..
AS GU MP PR VI .. .. .. .. .. ..
"""

# Lower ends of the shades. Most states have fewer than thirty agreements and a few have hundreds: even steps would
# paint all but two states alike.
SHADES = (1, 10, 30, 100)

BAR_HEIGHT = 72  # pixels of the highest bar
MAX_BARS = 13  # a year of months and the one it is compared with


@dataclass(frozen=True, slots=True)
class Tile:
    """One state; `shade` 0 is none, then 1 to 4. `changed`: since the last digest."""

    place: str  # '' for the sea
    agreements: int
    shade: int
    changed: bool


@dataclass(frozen=True, slots=True)
class TileMap:
    rows: tuple[tuple[Tile, ...], ...]
    alternative: str
    legend: tuple[tuple[int, str], ...]  # shade and its meaning
    changes: str  # 'Since Jan 23, 2026: Texas +11, ...'; '' if nothing changed


@dataclass(frozen=True, slots=True)
class Bar:
    label: str  # the month's letter
    title: str  # 'Jan 2026'
    value: int
    height: int  # pixels, at least one where there is a value


@dataclass(frozen=True, slots=True)
class SeriesChart:
    bars: tuple[Bar, ...]
    first: str  # the captions of its two ends
    last: str
    alternative: str


def tile_map(places: Sequence[PlaceFigure], since: date | None) -> TileMap:
    """The agreements of each state. Territories are drawn only where they have any."""
    figures = {figure.place: figure for figure in places}
    rows = []
    for line in _MAP.split("\n"):
        cells = [cell if cell in PLACE_NAMES else "" for cell in line.split()]
        if any(cell and (cell in figures or cell not in TERRITORY_NAMES) for cell in cells):
            rows.append(tuple(_tile(cell, figures.get(cell)) for cell in cells))
    most = sorted((figure for figure in places if figure.agreements), key=lambda each: (-each.agreements, each.place))
    named = join_words([f"{place_name(figure.place)} {figure.agreements:,}" for figure in most[:10]])
    rest = f"; {len(most) - 10} others have fewer" if len(most) > 10 else ""
    moved = sorted((each for each in places if each.change), key=lambda each: (-abs(each.change or 0), each.place))
    changes = ", ".join(f"{place_name(each.place)} {each.change:+,}".replace("-", "−") for each in moved)
    return TileMap(
        rows=tuple(rows),
        alternative=f"Map of agreements by state. {named}{rest}.",
        legend=((0, "none"), *((place, _range(place)) for place in range(1, len(SHADES) + 1))),
        changes=f"Since {day_words(since)}: {changes}." if since and changes else "",
    )


def _tile(place: str, figure: PlaceFigure | None) -> Tile:
    if place in TERRITORY_NAMES and figure is None:
        place = ""
    agreements = figure.agreements if figure else 0
    shade = sum(agreements >= lower for lower in SHADES)
    return Tile(place, agreements, shade, bool(figure and figure.change))


def _range(shade: int) -> str:
    lower = SHADES[shade - 1]
    return f"{lower} to {SHADES[shade] - 1}" if shade < len(SHADES) else f"{lower} or more"


def series_chart(series: Sequence[tuple[date, int]]) -> SeriesChart | None:
    """The last value of each of the last months, on a scale that starts at zero; None if there is only one month."""
    months: dict[tuple[int, int], tuple[date, int]] = {}
    for day, value in series:
        months[(day.year, day.month)] = (day, value)
    shown = [*months.values()][-MAX_BARS:]
    if len(shown) < 2:
        return None
    highest = max(value for _, value in shown) or 1
    bars = tuple(
        Bar(f"{day:%b}"[0], f"{day:%b %Y}", value, max(1, round(value / highest * BAR_HEIGHT)) if value else 0)
        for day, value in shown
    )
    said = ", ".join(f"{bar.title} {bar.value:,}" for bar in bars)
    return SeriesChart(
        bars=bars,
        first=f"{bars[0].title}: {bars[0].value:,}",
        last=f"{bars[-1].title}: {bars[-1].value:,}",
        alternative=f"Agreements at the end of each month: {said}.",
    )
