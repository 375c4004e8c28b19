"""The county map of a state: each county has the color of what it has, and the words say the same."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from flows.digests.drawing import county_map as drawing
from flows.digests.drawing.county_map import ASKED, DOT, LINE, LISTED, MARGIN, NEW, NONE, PALETTE, CountyMap, county_map
from models.digests.mapped import StateMap
from models.places.outlines import outlines
from models.places.tables import STATE_FIPS, counties

LAMAR, BOWIE, DELTA, HARRIS = "48277", "48037", "48119", "48201"
CAPITOL, COPPER_RIVER, ANCHORAGE = "09110", "02066", "02020"

# Of one piece on the map: there is nothing to tell apart.
WITHOUT_PICTURE = {"CT", "DC", "GU"}


def of_state(
    state: str, listed: tuple[str, ...] = (), new: tuple[str, ...] = (), asked: tuple[str, ...] = ()
) -> StateMap:
    return StateMap(state, date(2026, 1, 26), date(2026, 1, 23), listed, new, asked, unplaced=0)


def drawn(state: StateMap) -> CountyMap:
    found = county_map(state)
    assert found is not None
    return found


def image_of(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    assert (image.format, image.mode) == ("PNG", "P")
    return image


def color_at(image: Image.Image, point: tuple[int, int], right: int = 0) -> object:
    return image.getpixel((point[0] + MARGIN + right, point[1] + MARGIN))


def lightness(color: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("state", sorted(STATE_FIPS.keys() - WITHOUT_PICTURE))
def test_every_state_draws_small_and_twice_as_large_as_it_is_shown(state: str) -> None:
    here = tuple(outline.fips for outline in outlines(state) if outline.fips in counties())
    found = drawn(of_state(state, here[::2], here[::8], here[:1]))
    image = image_of(found.png)
    assert image.size == (2 * found.width, 2 * found.height)
    assert found.width <= 560
    assert found.height <= 420
    assert len(found.png) < 25_000


def test_a_countys_ground_has_its_color_and_what_is_new_a_dot() -> None:
    texas = outlines("TX")
    listed = tuple(outline.fips for outline in texas[::2])
    new = listed[::4]
    image = image_of(drawn(of_state("TX", listed, new)).png)
    for outline in texas:
        at_dot, beside = color_at(image, outline.dot), color_at(image, outline.dot, DOT + 2)
        if outline.fips in new:
            assert (at_dot, beside) == (LINE, NEW)
        else:
            assert at_dot == (LISTED if outline.fips in listed else NONE)


def test_what_the_subscriber_asked_for_is_outlined() -> None:
    (lamar,) = (outline for outline in outlines("TX") if outline.fips == LAMAR)
    with_outline = image_of(drawn(of_state("TX", asked=(LAMAR,))).png)
    without = image_of(drawn(of_state("TX")).png)
    assert {color_at(with_outline, corner) for ring in lamar.rings for corner in ring} == {ASKED}
    assert color_at(with_outline, lamar.dot) == NONE
    assert ASKED not in {color for _, color in without.getcolors() or ()}


def test_a_city_of_a_few_pixels_is_seen() -> None:
    falls_church, manassas_park = "51610", "51685"
    dots = {outline.fips: outline.dot for outline in outlines("VA")}
    image = image_of(drawn(of_state("VA", (falls_church, manassas_park), (falls_church,))).png)
    assert color_at(image, dots[falls_church]) == LINE
    assert color_at(image, dots[falls_church], DOT + 2) == NEW
    assert color_at(image, dots[manassas_park], DOT - 1) == LISTED


def test_colors_differ_in_lightness_for_those_who_see_no_hues() -> None:
    def contrast(one: int, other: int) -> float:
        low, high = sorted((lightness(PALETTE[one]), lightness(PALETTE[other])))
        return (high + 0.05) / (low + 0.05)

    pairs = [(NONE, LISTED), (LISTED, NEW), (NEW, LINE), (drawing.EDGE, drawing.GROUND), (ASKED, NONE), (ASKED, LISTED)]
    assert [pair for pair in pairs if contrast(*pair) < 3] == []
    # The key of the map writes on these in small white letters.
    assert min(contrast(LINE, LISTED), contrast(LINE, NEW)) >= 4.5


def test_the_same_counties_give_the_same_bytes_without_a_time() -> None:
    state = of_state("TX", (BOWIE, LAMAR), (LAMAR,))
    first = drawn(state)
    for cached in (county_map, drawing.picture, outlines):
        cached.cache_clear()
    again = drawn(state)
    assert (again.png, again.content_id) == (first.png, first.content_id)
    assert not {b"tIME", b"tEXt", b"iTXt", b"pHYs"} & {first.png[at : at + 4] for at in range(len(first.png))}


def test_the_words_name_what_is_new_first() -> None:
    found = drawn(of_state("TX", (BOWIE, DELTA, LAMAR), (LAMAR,), (HARRIS, LAMAR)))
    assert found.words == (
        "3 of 254 counties in Texas have an agency with an agreement on the list of Jan 26, 2026: "
        "Lamar (new), Bowie and Delta. You asked for Harris (no agreement) and Lamar."
    )
    assert found.words.startswith(found.summary.rstrip("."))
    assert (found.new, found.since) == ("Lamar", "Jan 23, 2026")


def test_many_names_are_cut_and_counted() -> None:
    texas = tuple(sorted(fips for fips, county in counties().items() if county.state == "TX"))
    words = drawn(of_state("TX", texas, texas[:20])).words
    assert words.startswith("254 of 254 counties in Texas have an agency with an agreement")
    assert words.endswith(" and 242 more, 8 of them new.")
    assert words.count("(new)") == drawing.MAX_NAMES


@pytest.mark.parametrize(
    ("state", "listed", "words"),
    [
        ("TX", (), "None of the 254 counties in Texas has an agency"),
        ("TX", (LAMAR,), "1 of 254 counties in Texas has an agency"),
        ("LA", ("22001", "22003"), "2 of 64 parishes in Louisiana have"),
        ("AK", (ANCHORAGE,), "1 of 30 boroughs and census areas in Alaska has"),
        ("VA", ("51161", "51770"), "Roanoke County and Roanoke city."),
        ("VA", ("51095",), "James City."),
        ("MD", ("24005", "24510"), "Baltimore County and Baltimore city."),
        ("NV", ("32510",), "1 of 17 counties and cities in Nevada has"),
        ("PR", ("72001",), "1 of 78 municipios in Puerto Rico has"),
        ("AS", ("60010",), "1 of 3 districts in American Samoa has"),
    ],
)
def test_a_state_is_told_in_its_own_words(state: str, listed: tuple[str, ...], words: str) -> None:
    assert words in drawn(of_state(state, listed)).words


@pytest.mark.parametrize(("state", "fips"), [("CT", CAPITOL), ("AK", COPPER_RIVER)])
def test_no_picture_leaves_out_a_county_with_an_agreement(state: str, fips: str) -> None:
    found = drawn(of_state(state, (fips,)))
    assert found.png == b""
    assert f": {counties()[fips].bare_name}." in found.words


@pytest.mark.parametrize("state", ["DC", "GU"])
def test_a_place_without_counties_has_no_map(state: str) -> None:
    assert county_map(of_state(state)) is None


def test_what_is_not_on_the_map_is_said() -> None:
    def beside(unplaced: int) -> str:
        return drawn(StateMap("TX", date(2026, 1, 26), None, (), (), (), unplaced)).beside

    where = "in more than one county, or whose county is not known."
    assert beside(0) == ""
    assert beside(1) == f"Not on the map: 1 agreement of an agency that works {where}"
    assert beside(2) == f"Not on the map: 2 agreements of agencies that work {where}"
