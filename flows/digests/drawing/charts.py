"""The tile map of the country, for an HTML table: no image, so it stays readable in Gmail, Outlook and dark mode."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from models.digests.content import PlaceFigure
from models.digests.wording import day_words, join_words, place_name, plural
from models.vocabulary import STATE_NAMES

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
LEGEND = ("none", *(f"{low} to {high - 1}" for low, high in pairwise(SHADES)), f"{SHADES[-1]} or more")


# Of the states that changed so many are named; the others are underlined.
MAX_MOVED = 15


@dataclass(frozen=True, slots=True)
class TileMap:
    rows: tuple[tuple[PlaceFigure | None, ...], ...]  # None for the sea
    words: str  # the same as a sentence
    changes: str  # 'Since Jan 23, 2026: Texas +11, ...'; '' if nothing changed


def tile_map(places: Sequence[PlaceFigure], since: date | None) -> TileMap:
    """The agreements of each state. Territories are drawn only where they have any."""
    drawn = {place: PlaceFigure(place, 0, None) for place in STATE_NAMES} | {each.place: each for each in places}
    rows = [tuple(map(drawn.get, line.split())) for line in _MAP.strip().split("\n")]
    most = sorted((figure for figure in places if figure.agreements), key=lambda each: (-each.agreements, each.place))
    named = join_words([f"{place_name(figure.place)} {figure.agreements:,}" for figure in most[:10]])
    fewer = len(most) - 10
    rest = f"; {plural(fewer, 'other')} {'has' if fewer == 1 else 'have'} fewer" if fewer > 0 else ""
    moved = sorted((each for each in places if each.change), key=lambda each: (-abs(each.change or 0), each.place))
    changes = ", ".join(f"{place_name(each.place)} {each.change:+,}".replace("-", "−") for each in moved[:MAX_MOVED])
    more = f"; {plural(len(moved) - MAX_MOVED, 'other')} changed by no more" if len(moved) > MAX_MOVED else ""
    return TileMap(
        rows=tuple(row for row in rows if any(row)),
        words=f"{named}{rest}.",
        changes=f"Since {day_words(since)}: {changes}{more}." if since and changes else "",
    )


def shade_of(agreements: int) -> int:
    """Its place in `LEGEND`."""
    return sum(agreements >= lower for lower in SHADES)
