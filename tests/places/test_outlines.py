"""The maps of the states: every county is on its state's, inside the picture, with its dot on its own ground."""

from collections.abc import Iterator

import pytest

from models.places.outlines import Outline, Point, outlines
from models.places.tables import STATE_FIPS, counties, neighbors

WIDTH, HEIGHT = 1080, 800

# Connecticut's planning regions, and the two parts of what was Valdez-Cordova in Alaska until 2019.
DRAWN_ANEW = {county.fips for county in counties().values() if county.state == "CT"} | {"02063", "02066"}
# Two square miles, which the atlas draws as a line without ground.
FALLS_CHURCH = "51610"
LAND_ALONE = {"09000", "02261"}


def points(state: str) -> Iterator[Point]:
    return (point for outline in outlines(state) for ring in outline.rings for point in ring)


def is_inside(point: Point, ring: tuple[Point, ...]) -> bool:
    x, y = point
    sides = zip(ring, (*ring[1:], ring[0]), strict=True)
    return (
        sum((a[1] > y) != (b[1] > y) and x < a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) for a, b in sides) % 2
        == 1
    )


def size(ring: tuple[Point, ...]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))) / 2


def painted_last(state: str, point: Point) -> str:
    """Whose color a point has when large rings are painted first."""
    rings = [(size(ring), each.fips) for each in outlines(state) for ring in each.rings if is_inside(point, ring)]
    return min(rings, default=(0.0, ""))[1]


def test_every_county_of_today_has_an_outline_but_those_drawn_anew_since() -> None:
    drawn = {outline.fips for state in STATE_FIPS for outline in outlines(state)}
    assert counties().keys() - drawn == DRAWN_ANEW
    assert drawn - counties().keys() == LAND_ALONE


@pytest.mark.parametrize("state", sorted(STATE_FIPS))
def test_a_state_fills_its_picture_and_stays_inside(state: str) -> None:
    across, down = zip(*points(state), strict=True)
    assert 0 <= min(across) < max(across) <= WIDTH
    assert 0 <= min(down) < max(down) <= HEIGHT
    assert max(across) - min(across) > WIDTH - 5 or max(down) - min(down) > HEIGHT - 5


def test_a_dot_is_on_the_ground_of_its_county() -> None:
    astray = [
        each.fips for state in STATE_FIPS for each in outlines(state) if painted_last(state, each.dot) != each.fips
    ]
    assert astray == [FALLS_CHURCH]


def test_a_city_inside_a_county_covers_it() -> None:
    by_fips = {outline.fips: outline for outline in outlines("VA")}
    albemarle, charlottesville = by_fips["51003"], by_fips["51540"]
    assert is_inside(charlottesville.dot, albemarle.rings[0])
    assert painted_last("VA", charlottesville.dot) == charlottesville.fips
    assert painted_last("VA", albemarle.dot) == albemarle.fips


def test_neighbors_keep_the_same_border() -> None:
    def corners(outline: Outline) -> set[Point]:
        return {point for ring in outline.rings for point in ring}

    texas = {outline.fips: outline for outline in outlines("TX")}
    pairs = [(fips, other) for fips in texas for other in neighbors()[fips] if other in texas]
    assert [pair for pair in pairs if not corners(texas[pair[0]]) & corners(texas[pair[1]])] == []


def test_lamar_county_lies_in_the_northeast_of_texas() -> None:
    (lamar,) = (outline for outline in outlines("TX") if outline.fips == "48277")
    across, down = zip(*points("TX"), strict=True)
    assert lamar.dot[0] > 0.75 * max(across)
    assert lamar.dot[1] < 0.35 * max(down)


def test_an_unknown_state_has_no_map() -> None:
    assert outlines("ZZ") == ()
