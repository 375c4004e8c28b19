"""The county map of a state as a picture and in words.

A picture, since mail programs draw no vectors: PNG of few colors, twice as large as it is shown, on a ground of its own
that holds in dark mode. The colors differ in lightness by 3 to 1 or more, so nobody needs to tell hues apart, and what
is new has a dot as well.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from models.digests.mapped import StateMap
from models.digests.wording import day_words, join_words, place_name, plural
from models.places.outlines import Outline, Point, outlines
from models.places.tables import County, counties

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

# By their place in the palette of a picture.
GROUND, NONE, LISTED, NEW, LINE, EDGE, ASKED = range(7)
PALETTE = ("#f4f4f2", "#dfe1e3", "#3979b4", "#501600", "#ffffff", "#6e6e6e", "#111111")

MARGIN = 20
DOT = 6  # half its width: three pixels on the screen, two on a phone
# A county of fewer pixels is shown by its dot: Manassas Park, VA, has 40.
TINY = 200

# More names than this nobody reads, least of all a screen reader.
MAX_NAMES = 12

# What the last words of the counties' names make of all of them together.
_NOUNS = {
    frozenset({"county"}): "counties",
    frozenset({"county", "city"}): "counties and cities",
    frozenset({"parish"}): "parishes",
    frozenset({"borough", "municipality", "area"}): "boroughs and census areas",
    frozenset({"region"}): "planning regions",
    frozenset({"municipio"}): "municipios",
    frozenset({"municipality"}): "municipalities",
    frozenset({"island"}): "islands",
}
_OTHERWISE = "districts"  # American Samoa's have no word for it in their names


@dataclass(frozen=True, slots=True)
class CountyMap:
    """The map of one state, for a mail or a page."""

    state: str  # its name
    png: bytes  # empty where a picture would leave out a county that has an agreement
    content_id: str  # of the picture within a mail
    width: int  # on the screen; the picture has twice as many pixels
    height: int
    words: str  # all that the picture says
    summary: str  # the first of those words: how many
    new: str  # the names of those with something new; '' if there are none
    since: str  # the day of the last digest; '' in a first one
    listed: bool  # whether any county has the color or the border
    asked: bool
    beside: str  # what is not on the map; '' if everything is


class Marks(NamedTuple):
    """FIPS codes."""

    listed: tuple[str, ...]
    new: tuple[str, ...]
    asked: tuple[str, ...]

    def color(self, fips: str) -> int:
        return NEW if fips in self.new else LISTED if fips in self.listed else NONE


@lru_cache(maxsize=256)
def county_map(state: StateMap) -> CountyMap | None:
    """The map of a state; None for one without counties, such as Guam."""
    its_counties = [county for county in counties().values() if county.state == state.state]
    if len(its_counties) < 2:
        return None
    drawn = {outline.fips for outline in outlines(state.state)}
    png, width, height = b"", 0, 0
    if drawn.issuperset(state.listed + state.asked) and len(drawn) > 1:
        png, width, height = picture(state.state, Marks(state.listed, state.new, state.asked))
    summary, names = _summary(state, its_counties), _called(its_counties)
    return CountyMap(
        state=place_name(state.state),
        png=png,
        content_id=f"map-{state.state.lower()}-{hashlib.sha256(png).hexdigest()[:16]}@moawatch",
        width=width,
        height=height,
        words=_words(summary, state, names),
        summary=f"{summary}.",
        new=_some(sorted(names[fips] for fips in state.new)),
        since=day_words(state.since) if state.since else "",
        listed=bool(state.listed),
        asked=bool(state.asked),
        beside=_beside(state.unplaced),
    )


def _summary(state: StateMap, its_counties: list[County]) -> str:
    """'7 of 254 counties in Texas have an agency with an agreement on the list of Jan 26, 2026'."""
    kinds = frozenset(county.name.split()[-1].casefold() for county in its_counties)
    of_all = f"{len(its_counties)} {_NOUNS.get(kinds, _OTHERWISE)} in {place_name(state.state)}"
    number = len(state.listed)
    some = f"{number} of {of_all} {'has' if number == 1 else 'have'}" if number else f"None of the {of_all} has"
    return f"{some} an agency with an agreement on the list of {day_words(state.as_of)}"


def _words(summary: str, state: StateMap, names: dict[str, str]) -> str:
    """'...: Delta (new), Lamar and 5 more. You asked for Bowie (no agreement).' What is new comes first."""
    ordered = sorted(state.listed, key=lambda fips: (fips not in state.new, names[fips]))
    listed = _some([f"{names[fips]} (new)" if fips in state.new else names[fips] for fips in ordered])
    if len(state.new) > MAX_NAMES:
        listed += f", {len(state.new) - MAX_NAMES:,} of them new"
    by_name = sorted(state.asked, key=names.__getitem__)
    asked = _some([names[fips] if fips in state.listed else f"{names[fips]} (no agreement)" for fips in by_name])
    sentences = (f"{summary}: {listed}" if listed else summary, f"You asked for {asked}" if asked else "")
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def _some(names: list[str]) -> str:
    rest = len(names) - MAX_NAMES
    return join_words([*names[:MAX_NAMES], *([f"{rest:,} more"] if rest > 0 else [])])


def _called(its_counties: list[County]) -> dict[str, str]:
    """'Lamar', but 'Roanoke County' and 'Roanoke city' in Virginia, which has both."""
    times = Counter(county.bare_name for county in its_counties)
    return {
        county.fips: county.name if county.is_city or times[county.bare_name] > 1 else county.bare_name
        for county in its_counties
    }


def _beside(unplaced: int) -> str:
    if not unplaced:
        return ""
    whose = "an agency that works" if unplaced == 1 else "agencies that work"
    return (
        f"Not on the map: {plural(unplaced, 'agreement')} of {whose} in more than one county, "
        "or whose county is not known."
    )


@lru_cache(maxsize=256)
def picture(state: str, marked: Marks) -> tuple[bytes, int, int]:
    """The map as PNG, with the width and height at which it is shown."""
    from PIL import Image, ImageColor, ImageDraw  # takes 20 ms, which only a map is worth

    shapes = outlines(state)
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    size = [max(way) + 2 * MARGIN for way in zip(*points, strict=True)]
    width, height = (pixels + pixels % 2 for pixels in size)
    image = Image.new("P", (width, height), GROUND)
    image.putpalette([part for color in PALETTE for part in ImageColor.getrgb(color)])
    _draw(ImageDraw.Draw(image), shapes, marked)
    png = BytesIO()
    image.save(png, "PNG")
    return png.getvalue(), width // 2, height // 2


def _draw(draw: "ImageDraw", shapes: tuple[Outline, ...], marked: Marks) -> None:
    """From the back to the front: the state's edge, its counties, the borders of those asked for, and the dots."""
    rings = sorted(((shape.fips, ring) for shape in shapes for ring in map(_placed, shape.rings)), key=_size)
    for _, ring in rings:
        draw.line(ring, EDGE, width=4)
    for fips, ring in rings:
        draw.polygon(ring, marked.color(fips))
        draw.line(ring, LINE, width=2)
    for fips, ring in rings:
        if fips in marked.asked:
            draw.line(ring, ASKED, width=4)
    for shape in shapes:
        (x, y), *_ = _placed((shape.dot,))
        if shape.fips in marked.asked and _is_tiny(shape):
            draw.rectangle((x - DOT - 7, y - DOT - 7, x + DOT + 7, y + DOT + 7), NONE, ASKED, 4)
        if shape.fips in marked.new:
            draw.ellipse((x - DOT - 3, y - DOT - 3, x + DOT + 3, y + DOT + 3), NEW)
            draw.ellipse((x - DOT, y - DOT, x + DOT, y + DOT), LINE)
        elif shape.fips in marked.listed and _is_tiny(shape):
            draw.rectangle((x - DOT, y - DOT, x + DOT, y + DOT), LISTED)


def _placed(ring: tuple[Point, ...]) -> list[Point]:
    """The ring within the margin, back to its first point."""
    return [(x + MARGIN, y + MARGIN) for x, y in (*ring, ring[0])]


def _size(entry: tuple[str, list[Point]]) -> float:
    """Large ones first: a city inside a county covers it."""
    return -_area(entry[1])


def _is_tiny(shape: Outline) -> bool:
    return sum(_area(_placed(ring)) for ring in shape.rings) < TINY


def _area(ring: list[Point]) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring))) / 2
