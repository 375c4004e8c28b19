"""Makes outlines.csv anew from the county map of us-atlas; README.md says what it holds.

    npm pack us-atlas@3.0.1 && tar xzf us-atlas-3.0.1.tgz
    python data/reference/make_outlines.py package/counties-10m.json

Each state gets a map of its own, as large as fits into WIDTH by HEIGHT. Every line is simplified once, before the
outlines are put together from them, so neighbors keep the same border.
"""

import csv
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent

# Pixels of the map in a digest, which are half as large on the screen.
WIDTH, HEIGHT = 1080, 800

# A corner is left out if it cuts off fewer pixels than this: nobody sees the difference.
LEAST_CORNER = 4.0
# An island with fewer pixels is left out, unless its county has no larger one.
LEAST_ISLAND = 30.0
# The dot of a county stands at the best point of a grid of so many lines each way.
GRID = 16

ALASKA, CONNECTICUT = "02", "09"

Point = tuple[float, float]
Polygons = list[list[list[int]]]  # polygon, ring, number of each arc; the first ring of a polygon is its outer one


class Map(NamedTuple):
    """The map of one state: its lines in pixels by their number in the atlas, and its counties by FIPS code."""

    arcs: dict[int, list[tuple[int, int]]]
    counties: dict[str, Polygons]


def main(map_file: Path) -> None:
    atlas = json.loads(map_file.read_text("utf-8"))
    with (HERE / "outlines.csv").open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(("county_fips", "dot", "outline"))
        for state, counties in sorted(by_state(atlas["objects"]).items()):
            writer.writerows(rows(state_map(state, counties, atlas)))


def by_state(objects: Any) -> dict[str, dict[str, Polygons]]:
    """The counties of each state. Connecticut's are history and its planning regions are not on the map: it is one
    piece, 09000."""
    found: dict[str, dict[str, Polygons]] = defaultdict(dict)
    for each in objects["counties"]["geometries"]:
        if each["id"][:2] != CONNECTICUT:
            found[each["id"][:2]][each["id"]] = polygons(each)
    for each in objects["states"]["geometries"]:
        if each["id"] == CONNECTICUT:
            found[CONNECTICUT]["09000"] = polygons(each)
    return found


def polygons(geometry: Any) -> Polygons:
    arcs: Polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return arcs


def state_map(state: str, counties: dict[str, Polygons], atlas: Any) -> Map:
    numbers = {max(arc, ~arc) for each in counties.values() for polygon in each for ring in polygon for arc in ring}
    degrees = {number: list(line(atlas["arcs"][number], atlas["transform"], state)) for number in sorted(numbers)}
    return Map({number: simplified(arc) for number, arc in fitted(projected(degrees)).items()}, counties)


def line(arc: Sequence[Sequence[int]], transform: Any, state: str) -> Iterator[Point]:
    """A line of the atlas in degrees: each of its points is given by the way from the one before."""
    x = y = 0
    for right, up in arc:
        x, y = x + right, y + up
        longitude = x * transform["scale"][0] + transform["translate"][0]
        # The Aleutian Islands reach across the 180th meridian.
        longitude -= 360 if state == ALASKA and longitude > 0 else 0
        yield longitude, y * transform["scale"][1] + transform["translate"][1]


def projected(arcs: dict[int, list[Point]]) -> dict[int, list[Point]]:
    """Albers' equal-area conic projection with the parallels and the meridian that suit the state, north up."""
    longitudes, latitudes = zip(*(point for arc in arcs.values() for point in arc), strict=True)
    south, north = math.radians(min(latitudes)), math.radians(max(latitudes))
    middle = math.radians(min(longitudes) + max(longitudes)) / 2
    first, second = south + (north - south) / 6, north - (north - south) / 6
    n = (math.sin(first) + math.sin(second)) / 2
    c = math.cos(first) ** 2 + 2 * n * math.sin(first)

    def placed(point: Point) -> Point:
        longitude, latitude = map(math.radians, point)
        radius, angle = math.sqrt(c - 2 * n * math.sin(latitude)) / n, n * (longitude - middle)
        return radius * math.sin(angle), radius * math.cos(angle)

    return {number: [placed(point) for point in arc] for number, arc in arcs.items()}


def fitted(arcs: dict[int, list[Point]]) -> dict[int, list[tuple[int, int]]]:
    """The lines in whole pixels from the upper left corner."""
    across, down = zip(*(point for arc in arcs.values() for point in arc), strict=True)
    scale = min(WIDTH / (max(across) - min(across)), HEIGHT / (max(down) - min(down)))
    return {
        number: [(round((x - min(across)) * scale), round((y - min(down)) * scale)) for x, y in arc]
        for number, arc in arcs.items()
    }


def simplified(arc: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The line without its smallest corners, the smallest first (Visvalingam); its ends stay."""
    points = [arc[0], *(after for before, after in pairwise(arc) if after != before)]
    closed = points[0] == points[-1]
    while len(points) > (4 if closed else 2):
        corners = [abs(area(points[at : at + 3])) for at in range(len(points) - 2)]
        smallest = min(corners)
        if smallest >= LEAST_CORNER:
            break
        del points[corners.index(smallest) + 1]
    return points


def area(ring: Sequence[Point]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise((*ring, ring[0]))) / 2


def rows(state: Map) -> Iterator[tuple[str, str, str]]:
    for fips, shape in sorted(state.counties.items()):
        all_rings = [[joined(ring, state.arcs) for ring in polygon] for polygon in shape]
        all_rings.sort(key=lambda rings: -abs(area(rings[0])))
        outer = [rings[0] for rings in all_rings]
        kept = [outer[0], *(ring for ring in outer[1:] if abs(area(ring)) >= LEAST_ISLAND)]
        x, y = best_point(all_rings[0])
        yield fips, f"{x} {y}", ";".join(written(ring) for ring in kept)


def joined(ring: Iterable[int], arcs: dict[int, list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """A ring from its lines; one that is drawn backward has the complement of its number."""
    points = [point for arc in ring for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]
    return [points[0], *(after for before, after in pairwise(points) if after != before)]


def written(ring: list[tuple[int, int]]) -> str:
    """The first point, then the way to each next one. The last is the first again and is left out."""
    steps = [ring[0], *((bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(ring[:-1]))]
    return " ".join(f"{x} {y}" for x, y in steps)


def best_point(rings: list[list[tuple[int, int]]]) -> tuple[int, int]:
    """The point of a grid that is inside the county and furthest from its lines. The first ring is the outer one, the
    others are cities that are no part of the county."""
    across, down = zip(*rings[0], strict=True)
    grid = [(x, y) for x in middles(min(across), max(across)) for y in middles(min(down), max(down))]
    sides = [side for ring in rings for side in pairwise(ring)]
    inside = [point for point in grid if is_inside(point, sides)]
    if not inside:  # an island of a few pixels
        return round(sum(across) / len(across)), round(sum(down) / len(down))
    x, y = max(inside, key=lambda point: min(distance(point, *side) for side in sides))
    return round(x), round(y)


def middles(low: int, high: int) -> list[float]:
    return [low + (high - low) * (number + 0.5) / GRID for number in range(GRID)]


def is_inside(point: Point, sides: Iterable[tuple[Point, Point]]) -> bool:
    """Whether a line from the point to the right crosses an odd number of sides."""
    x, y = point
    crossed = [
        start
        for start, end in sides
        if (start[1] > y) != (end[1] > y) and x < start[0] + (end[0] - start[0]) * (y - start[1]) / (end[1] - start[1])
    ]
    return len(crossed) % 2 == 1


def distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the nearest point of a side."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = math.hypot(bx - ax, by - ay)
    share = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length**2 if length else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
